"""A drill's panel in a notebook: draws the view, passes on clicks. It holds no state: that is the log."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ("drill_parts.js", "drill.js")  # one module for the browser, which cannot load a second file from here


class DrillPanel(anywidget.AnyWidget):
    """The panel. `act` does an action if the log still has `after` actions and returns what to say of it.

    What it says is "" where nothing is worth saying: a minute that passed by the clock.
    """

    _esm = "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    _css = _STATIC / "drill.css"
    view = traitlets.Dict().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, look: Callable[[], dict[str, object]], act: Callable[[str, int], str], note: Callable[[str], None]
    ) -> None:
        super().__init__(view=look())
        self._look, self._act, self._note = look, act, note
        self.on_msg(self._receive)

    def _receive(self, widget: object, message: dict[str, Any], buffers: object) -> None:
        text, after = message.get("do"), message.get("after")
        if isinstance(message.get("note"), str):
            self._note(message["note"])
        elif message.get("look") is True:
            self.view = self._look()
        elif isinstance(text, str) and isinstance(after, int):
            said, view = self._act(text, after), self._look()
            if said == "Done.":
                said = f"Done. It is minute {view['minute']}."
            with self.hold_sync():
                self.view, self.said = view, said or self.said
