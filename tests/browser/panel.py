"""What a person does in a window on JupyterLab, and with a drill's panel in it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Lab

ROOT = "section.cl-drill"
_LONGEST_WAY = 120  # presses of Tab
_RUN_ALL = "void jupyterapp.commands.execute('notebook:run-all-cells')"
_SHOWS_FOCUS = """root => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return root.contains(document.activeElement) && outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
}"""
_OPEN = """async (path) => {
  const widget = await jupyterapp.commands.execute("docmanager:open", { path });
  await widget.context.ready;
  await widget.sessionContext.ready;
}"""


@dataclass(frozen=True)
class Panel:
    """A drill's panel as it stands in a page. It is found by its roles and names, as a reader of the screen does."""

    page: Page

    @property
    def root(self) -> Locator:
        return self.page.locator(ROOT)

    @property
    def count(self) -> int:
        return int(self.root.get_attribute("data-count"))

    @property
    def over(self) -> bool:
        return self.root.get_attribute("data-over") == "true"

    @property
    def said(self) -> Locator:
        """What the panel says of the last action. (A slider's `output` is a status by its role, too.)"""
        return self.root.locator(".cl-said")

    @property
    def told(self) -> str:
        return self.root.get_by_label("What happened").inner_text()

    @property
    def end(self) -> Locator:
        """The debrief or the scorecard, which the panel shows when the run is over."""
        return self.root.locator(".cl-end")

    def button(self, action: str) -> Locator:
        return self.root.locator(f"button[data-do={json.dumps(action)}]")

    def possible(self, action: str) -> bool:
        return self.button(action).get_attribute("aria-disabled") != "true"

    def wait_for(self, count: int) -> None:
        expect(self.root).to_have_attribute("data-count", str(count))

    def click(self, button: Locator) -> None:
        """Press a button by mouse, and wait until its action is done."""
        before = self.count
        button.click()
        self.wait_for(before + 1)

    def do(self, action: str) -> None:
        """Do one action by mouse, each kind with the control that is there for it."""
        kind, _, argument = action.partition(":")
        if kind in _CONTROLS:
            _CONTROLS[kind](self, argument)
        elif kind == "wait":
            self.wait(int(argument))
        else:
            self.click(self.button(action))

    def wait(self, minutes: int) -> None:
        """Let at least these minutes pass, with the buttons that there are."""
        offered = [
            int(one.get_attribute("data-do").removeprefix("wait:"))
            for one in self.root.locator("button[data-do^='wait:']").all()
        ]
        while minutes > 0:
            longest = max((one for one in offered if one <= minutes), default=min(offered))
            self.click(self.button(f"wait:{longest}"))
            minutes -= longest

    def believe(self, share: str) -> None:
        self.root.get_by_role("slider").fill(f"{float(share):g}")
        self.click(self.root.get_by_role("button", name="State this belief"))

    def name(self, cause: str) -> None:
        self.root.get_by_role("combobox", name="Cause").select_option(cause)
        self.click(self.root.get_by_role("button", name="Name this cause"))

    def cite(self, exhibits: str) -> None:
        wanted = exhibits.split(",")
        for box in self.root.get_by_role("checkbox").all():
            box.set_checked(box.get_attribute("value") in wanted)
        self.click(self.root.get_by_role("button", name=re.compile("^Cite these exhibits")))

    def answer(self, argument: str) -> None:
        name, _, value = argument.partition("=")
        self.field(name).fill(value)
        self.click(self.root.get_by_role("button", name=f"Answer {name}", exact=True))

    def field(self, question: str) -> Locator:
        """Return the field for the answer to a question; its row says what became of it."""
        return self.root.get_by_role("textbox", name=re.compile(rf"^{question} \("))

    def reach(self, control: Locator) -> None:
        """Go to a control with Tab or Shift+Tab alone."""
        ahead = "e => !!(document.activeElement.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)"
        key = "Tab" if control.evaluate(ahead) else "Shift+Tab"
        for _ in range(_LONGEST_WAY):
            if control.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{control} is not reached with {key}")

    def press(self, control: Locator, key: str = "Enter") -> None:
        """Go to a button and press it, by keyboard alone; wait until its action is done."""
        before = self.count
        self.reach(control)
        self.page.keyboard.press(key)
        self.wait_for(before + 1)

    def shows_focus(self) -> bool:
        """Whether something in the panel has the focus, and an outline that shows it."""
        return self.root.evaluate(_SHOWS_FOCUS)


_CONTROLS = {"believe": Panel.believe, "name": Panel.name, "cite": Panel.cite, "answer": Panel.answer}


@dataclass(frozen=True)
class Window:
    """A browser's window on JupyterLab. `pictures` is where screenshots are kept, if anywhere."""

    page: Page
    lab: Lab
    name: str
    pictures: Path | None

    def open(self, notebook: str, *, dark: bool = False, run: bool = True) -> Panel:
        """Open a notebook, run all of it unless its outputs will do, and return the panel in it."""
        self.page.goto(f"{self.lab.url}/lab/workspaces/{self.name}?reset")
        self.started()
        self.page.evaluate(_OPEN, notebook)
        self.theme(dark=dark)
        self.page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
        if run:
            self.page.evaluate(_RUN_ALL)
        return self.panel()

    def started(self) -> None:
        self.page.wait_for_function("window.jupyterapp !== undefined")
        self.page.evaluate("jupyterapp.restored.then(() => null)")

    def theme(self, *, dark: bool) -> None:
        name = f"JupyterLab {'Dark' if dark else 'Light'}"
        if self.page.locator("body").get_attribute("data-jp-theme-name") == name:
            return
        self.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", name)
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-name", name)
        expect(self.page.locator("#jupyterlab-splash")).to_have_count(0)  # it covers the page meanwhile

    def panel(self) -> Panel:
        """Wait until the panel is there."""
        panel = Panel(self.page)
        panel.root.wait_for()
        return panel

    def save(self) -> None:
        self.page.evaluate("jupyterapp.commands.execute('docmanager:save').then(() => null)")

    def reload(self) -> Panel:
        """Save the notebook, reload the page, and return the panel that comes back."""
        self.save()
        self.page.reload()
        self.started()
        return self.panel()

    def restart(self) -> Panel:
        """Restart the kernel and run all cells, as from the menu; return the panel that comes back."""
        self.page.locator(ROOT).evaluate("root => { root.id = 'before'; }")
        self.page.evaluate("void jupyterapp.commands.execute('notebook:restart-run-all')")
        self.page.get_by_role("dialog").get_by_role("button", name="Confirm Kernel Restart").click()
        self.page.locator("#before").wait_for(state="detached")
        return self.panel()

    def picture(self, moment: str) -> None:
        """Keep a picture of the window, if pictures are kept."""
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=self.pictures / f"{self.name}-{moment}.png")
