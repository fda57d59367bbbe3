"""IPython's shell in the box: the same magics and displays as in a kernel, sent as messages over a pipe."""

import asyncio
import builtins
import importlib.util
import os
import signal
import struct
import subprocess
import sys
import time
from types import ModuleType
from typing import Any, BinaryIO

from IPython.core import page
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell, InteractiveShellABC
from traitlets import Type
from traitlets.config import Config

from course_lib.cohort.box.inside.frames import Limits
from course_lib.cohort.box.inside.sender import Sender, Stream, flush

_LATE = {
    "ename": "CellTimeoutError",
    "evalue": "",
    "traceback": ["\x1b[0;31mCellTimeoutError\x1b[0m: No reply from kernel before timeout"],
}
_LONGEST_ERROR = 100_000


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


def _kernel_compiler() -> ModuleType:
    """Return ipykernel's own module of that name without the rest of ipykernel, which would open sockets."""
    where = importlib.util.find_spec("ipykernel").submodule_search_locations[0]
    spec = importlib.util.spec_from_file_location("_kernel_compiler", f"{where}/compiler.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Compiler(CachingCompiler):
    """Names a cell's code as a kernel does, so that warnings and tracebacks read the same."""

    names = _kernel_compiler()

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """Return a file name for the code of a cell."""
        number = self.names.murmur2_x86(raw_code, self.names.get_tmp_hash_seed())
        return f"/tmp/ipykernel_{os.getpid()}/{number}.py"


class Shell(InteractiveShell):
    """IPython as the learner's code finds it."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    compiler_class = Type(Compiler)
    sender: Sender
    kernel = None  # libraries ask whether there is one, to find out that they are in a notebook
    leaving = False

    def init_hooks(self) -> None:
        """Drop what would open a pager: a notebook that is run shows none."""
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(lambda *_, **__: None), 99)

    def enable_gui(self, gui: object = None) -> None:
        """Do nothing: there is no window here."""

    def ask_exit(self) -> None:
        """End the run after this cell, as `exit` ends a kernel."""
        self.leaving = True

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
        lines = [str(one) for one in stb]
        if sum(map(len, lines)) > _LONGEST_ERROR:
            lines = ["".join(line + "\n" for line in lines)[-_LONGEST_ERROR:]]
        name, text = str(etype.__name__)[:1000], _text(evalue)[:_LONGEST_ERROR]
        self.sender.send("error", ename=name, evalue=text, traceback=lines)


# Libraries look at this name to find out that they are in a notebook.
Shell.__name__ = "ZMQInteractiveShell"


def _text(value: object) -> str:
    try:
        return str(value)
    except BaseException:  # the learner's own exception class
        return ""


def new_shell() -> Shell:
    """Return the shell; made once, before the fork, with no thread and no history file."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.IPKernelApp.tqdm = "a notebook"  # tqdm asks for this name
    InteractiveShellABC.register(Shell)
    return Shell.instance(config=settings)


def _no_input(*_: object, **__: object) -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def serve(shell: Shell, commands: int, messages: int, most: Limits) -> None:
    """Run the cells that come over `commands`, one after the other, until it is closed."""
    import getpass

    sender = Sender(messages, 2 * most.output_bytes_cell)  # what is beyond is cut outside, where it is told
    shell.sender = shell.displayhook.sender = shell.display_pub.sender = sender
    sys.stdout, sys.stderr = Stream(sender, "stdout", 1), Stream(sender, "stderr", 2)
    builtins.input = getpass.getpass = _no_input
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    with open(commands, "rb", closefd=False) as asked:
        while source := _next_cell(asked):
            late = _run(shell, loop, source.decode("utf-8", "replace"), most)
            flush()
            if late:
                sender.send("error", **_LATE)
            sender.send("done")
            sender.left = sender.most
            if shell.leaving:
                return


def _next_cell(commands: BinaryIO) -> bytes:
    """Return the next cell's source, nothing at the end."""
    head = commands.read(4)
    return commands.read(*struct.unpack(">I", head)) if len(head) == 4 else b""


def _run(shell: Shell, loop: asyncio.AbstractEventLoop, source: str, most: Limits) -> bool:
    """Run one cell; return whether it ran for longer than it may and was interrupted from outside."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    began, before = time.monotonic(), time.process_time()
    task = loop.create_task(_cell(shell, source))
    try:
        loop.run_until_complete(task)
    except BaseException:  # an interrupt that came while the cell awaited something
        task.cancel()
        loop.run_until_complete(asyncio.wait([task]))
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # one that comes too late must not end the notebook
    spent = time.process_time() - before
    return spent >= 0.95 * most.cell_cpu_seconds or time.monotonic() - began >= most.cell_wall_seconds


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
