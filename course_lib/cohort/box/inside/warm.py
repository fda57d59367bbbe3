"""Imported ahead, yet not there until it is imported: a notebook must not find what it did not ask for."""

import builtins
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from types import FunctionType, ModuleType, SimpleNamespace


class Warm(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports modules ahead and hides them; an import of one brings back what came with it, and runs nothing.

    `rehearse` is called before they are hidden: what it makes them import in passing is then there too.
    """

    def __init__(self, names: Iterable[str], rehearse: Callable[[], None]) -> None:
        self.group: dict[str, int] = {}  # module: which of the imports brought it in
        self.modules: dict[str, ModuleType] = {}
        for number, step in enumerate([*(partial(_import, name) for name in names), rehearse]):
            before = set(sys.modules)
            step()
            for one in [*set(sys.modules) - before]:
                if one.partition(".")[0] not in sys.stdlib_module_names:
                    self.group[one], self.modules[one] = number, sys.modules[one]
        self.needs = {number: self._needs(number) for number in {*self.group.values()}}
        self.bound = {}
        for name, module in self.modules.items():
            del sys.modules[name]
            parent, last = self._parent(name)
            if parent is not None and vars(parent).get(last) is module:
                self.bound[name] = parent
                delattr(parent, last)
        sys.meta_path.insert(0, self)

    def _needs(self, number: int) -> set[int]:
        """Return the groups whose modules, classes and functions the modules of this group use."""
        used = {number}
        for name, module in self.modules.items():
            if self.group[name] == number:
                for value in [*vars(module).values()]:
                    kind = type(value)
                    if kind is ModuleType:
                        used.add(self.group.get(value.__name__, number))
                    elif kind in (FunctionType, type):
                        used.add(self.group.get(str(value.__module__), number))
        return {one for one in used if one <= number}  # what came later was not needed

    def _parent(self, name: str) -> tuple[ModuleType | None, str]:
        package, _, last = name.rpartition(".")
        return self.modules.get(package) or sys.modules.get(package), last

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Claim the hidden modules."""
        return importlib.machinery.ModuleSpec(name, self) if name in self.group else None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        """Let the import begin with an empty module."""

    def exec_module(self, module: ModuleType) -> None:
        """Put the real module in the place of the empty one, and bring back those that came with it."""
        back, look_at = set(), [self.group[module.__name__]]
        while look_at:
            number = look_at.pop()
            back.add(number)
            look_at += self.needs[number] - back
        for name in [name for name, number in self.group.items() if number in back]:
            sys.modules[name] = self.modules[name]
            if name in self.bound:
                setattr(self.bound[name], name.rpartition(".")[2], self.modules[name])
            del self.group[name]
        sys.modules[module.__name__] = self.modules[module.__name__]


def _import(name: str) -> None:
    """Import a module, or call a function of one: `"package.module:function:argument"`. What is missing is left out."""
    module, _, call = name.partition(":")
    with contextlib.suppress(ImportError), _as_in_a_kernel(module):
        found = importlib.import_module(module)
        if call:
            function, _, argument = call.partition(":")
            getattr(found, function)(argument)


@contextlib.contextmanager
def _as_in_a_kernel(module: str) -> Iterator[None]:
    """Let pandas find a kernel when it is imported: tables then have up to 20 columns, not a terminal's width."""
    if module != "pandas":  # others would do more with what they find, pyplot above all
        yield
        return
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)
    try:
        yield
    finally:
        del builtins.get_ipython
