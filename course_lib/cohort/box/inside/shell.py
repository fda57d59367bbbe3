"""IPython's shell in the box: the same magics and displays as in a kernel, sent as messages over a pipe."""

import asyncio
import builtins
import io
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from typing import Any

from IPython.core import page
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell, InteractiveShellABC
from traitlets import Type
from traitlets.config import Config

from course_lib.core.result import ANSWER_TYPE

SHOWN = ("text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg", "image/svg+xml")
_LATE = {
    "ename": "CellTimeoutError",
    "evalue": "",
    "traceback": ["\x1b[0;31mCellTimeoutError\x1b[0m: No reply from kernel before timeout"],
}
_FLUSH_AT = 8192


class Sender:
    """Sends messages over a pipe, each with its length before it; drops what is beyond the cell's allowance."""

    def __init__(self, pipe: int, most_bytes: int):
        self.pipe, self.most, self.left = pipe, most_bytes, most_bytes
        self.lock = threading.RLock()

    def send(self, kind: str, **content: object) -> None:
        """Send one message."""
        text = json.dumps({"kind": kind, **content}, allow_nan=False).encode()
        with self.lock:
            if kind != "done":
                self.left -= len(text)
                if self.left < 0 and ANSWER_TYPE.encode() not in text:
                    return
            data = memoryview(struct.pack(">I", len(text)) + text)
            while data:
                data = data[os.write(self.pipe, data) :]

    def show(self, kind: str, data: dict[str, object], metadata: object, **more: object) -> None:
        """Send what a display consists of, as far as the notebook keeps it."""
        kept = {mime: value for mime, value in data.items() if mime in SHOWN and isinstance(value, str)}
        if isinstance(data.get(ANSWER_TYPE), dict) and _is_json(data[ANSWER_TYPE]):
            kept[ANSWER_TYPE] = data[ANSWER_TYPE]
        shown = metadata if isinstance(metadata, dict) and _is_json(metadata) else {}
        self.send(kind, data=kept, metadata=shown, **more)


def _is_json(value: object) -> bool:
    try:
        return len(json.dumps(value, allow_nan=False)) < 100_000
    except (TypeError, ValueError, RecursionError):
        return False


class Stream(io.TextIOBase):
    """Standard output or error of the learner's code."""

    encoding, errors = "UTF-8", None

    def __init__(self, sender: Sender, name: str, number: int):
        self.sender, self.stream, self.number = sender, name, number
        self.parts: list[str] = []
        self.size = 0

    @property
    def name(self) -> str:
        """The stream's name, as `sys.stdout.name` gives it in a kernel."""
        return f"<{self.stream}>"

    def fileno(self) -> int:
        """Return the descriptor that programs started from here write to."""
        return self.number

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Keep text until the next flush."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        with self.sender.lock:
            if self.size < self.sender.most:
                self.parts.append(text)
                self.size += len(text)
        if len(self.parts) > 1000 or self.size > _FLUSH_AT:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        with self.sender.lock:
            text, self.parts, self.size = "".join(self.parts)[: self.sender.most], [], 0
            if text:
                self.sender.send("stream", name=self.stream, text=text)


class Hook(DisplayHook):
    """Shows the value of a cell's last expression."""

    sender: Sender
    shown: dict[str, Any] | None = None

    def start_displayhook(self) -> None:
        """Begin a result."""
        self.shown = {"data": {}, "metadata": {}}

    def write_output_prompt(self) -> None:
        """Note the cell's number."""
        self.shown["execution_count"] = self.prompt_count

    def write_format_data(self, format_dict: dict[str, object], md_dict: dict[str, object] | None = None) -> None:
        """Note the value's representations."""
        self.shown |= {"data": format_dict, "metadata": md_dict or {}}

    def finish_displayhook(self) -> None:
        """Send the result."""
        flush()
        if self.shown and self.shown["data"]:
            self.sender.show("execute_result", **self.shown)
        self.shown = None


class Publisher(DisplayPublisher):
    """Shows what is displayed by `display(...)`."""

    sender: Sender

    def publish(
        self,
        data: dict[str, object],
        metadata: dict[str, object] | None = None,
        *,
        transient: dict[str, object] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        """Send a display."""
        flush()
        display_id = str((transient or {}).get("display_id") or "")
        self.sender.show("update" if update else "display_data", data, metadata or {}, display_id=display_id)

    def clear_output(self, wait: bool = False) -> None:
        """Send the wish to clear the cell's outputs."""
        flush()
        self.sender.send("clear", wait=bool(wait))


class Compiler(CachingCompiler):
    """Names a cell's code as a kernel does, so that warnings and tracebacks read the same."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """Return a file name for the code of a cell."""
        return f"/tmp/ipykernel_{os.getpid()}/{zlib.crc32(raw_code.encode('utf-8', 'replace'))}.py"


class Shell(InteractiveShell):
    """IPython as the learner's code finds it."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    compiler_class = Type(Compiler)
    sender: Sender

    def init_environment(self) -> None:
        """Tell programs started from here what the notebook can show."""
        os.environ.update(TERM="xterm-color", CLICOLOR="1", FORCE_COLOR="1", CLICOLOR_FORCE="1")
        os.environ.update(PAGER="cat", GIT_PAGER="cat")

    def init_hooks(self) -> None:
        """Drop what would open a pager: a notebook that is run shows none."""
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(lambda *_, **__: None), 99)

    def enable_gui(self, gui: object = None) -> None:
        """Do nothing: there is no window here."""

    def ask_exit(self) -> None:
        """Do nothing: `exit` in a cell does not end the run."""

    def set_next_input(self, s: str, replace: bool = False) -> None:
        """Do nothing: there is no next cell to fill."""

    def system(self, cmd: str) -> None:
        """Run a `!` line; lines end as a terminal ends them, which is what a kernel shows."""
        code, text = self._spoken(self.var_expand(cmd, depth=1))
        sys.stdout.write(text.replace("\n", "\r\n"))
        self.user_ns["_exit_code"] = code

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Return what a command prints."""
        from IPython.utils.text import LSString, SList

        text = self._spoken(self.var_expand(cmd, depth=depth + 1))[1]
        return SList(text.splitlines()) if split else LSString(text)

    def _spoken(self, command: str) -> tuple[int, str]:
        flush()
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with subprocess.Popen(["/bin/sh", "-c", command], **quiet) as running:
            said = running.stdout.read(self.sender.most)
            running.stdout.close()
        return running.returncode, said.decode("utf-8", "replace")

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        flush()
        self.sender.send("error", ename=str(etype.__name__), evalue=_text(evalue), traceback=[str(one) for one in stb])


# Libraries look at this name to find out that they are in a notebook.
Shell.__name__ = "ZMQInteractiveShell"


def _text(value: object) -> str:
    try:
        return str(value)
    except BaseException:  # the learner's own exception class
        return ""


def flush() -> None:
    """Send what was printed so far."""
    for stream in (sys.stdout, sys.stderr):
        flush_one = getattr(stream, "flush", None)
        if flush_one:
            flush_one()


def new_shell() -> Shell:
    """Return the shell; made once, before the fork, with no thread and no history file."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.IPKernelApp.tqdm = "a notebook"  # tqdm asks for this name
    InteractiveShellABC.register(Shell)
    return Shell.instance(config=settings)


def _no_input(*_: object, **__: object) -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def serve(shell: Shell, commands: int, messages: int, most_bytes: int, seconds: float) -> None:
    """Run the cells that come over `commands`, one after the other, until it is closed."""
    import getpass

    sender = Sender(messages, most_bytes)
    shell.sender = shell.displayhook.sender = shell.display_pub.sender = sender
    sys.stdout, sys.stderr = Stream(sender, "stdout", 1), Stream(sender, "stderr", 2)
    builtins.input = getpass.getpass = _no_input
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    with open(commands, "rb", closefd=False) as asked:
        while source := read_frame(asked.read):
            late = _run(shell, loop, source.decode("utf-8", "replace"), seconds)
            flush()
            if late:
                sender.send("error", **_LATE)
            sender.send("done")
            sender.left = most_bytes


def read_frame(read: Callable[[int], bytes]) -> bytes | None:
    """Return the next length-prefixed frame, None at the end."""
    head = read(4)
    return read(struct.unpack(">I", head)[0]) if len(head) == 4 else None


def _run(shell: Shell, loop: asyncio.AbstractEventLoop, source: str, seconds: float) -> bool:
    """Run one cell; return whether it was interrupted by its own clock."""
    late = False

    def ring(*_: object) -> None:
        nonlocal late
        late = True
        raise KeyboardInterrupt

    signal.signal(signal.SIGPROF, ring)
    signal.signal(signal.SIGINT, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    task = loop.create_task(_cell(shell, source))
    try:
        loop.run_until_complete(task)
    except BaseException:  # an interrupt that came between two steps of an awaiting cell
        signal.setitimer(signal.ITIMER_PROF, 0)
        task.cancel()
        shell.showtraceback()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return late


async def _cell(shell: Shell, source: str) -> None:
    """Run a cell as a kernel does: within a running event loop."""
    failed = None
    try:
        code = shell.transform_cell(source)
    except Exception:
        code, failed = source, sys.exc_info()
    if not shell.should_run_async(source, transformed_cell=code, preprocessing_exc_tuple=failed):
        shell.run_cell(source, store_history=True)
        return
    result = None
    try:
        result = await shell.run_cell_async(source, store_history=True, transformed_cell=code)
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
