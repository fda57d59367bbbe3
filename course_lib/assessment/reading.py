"""Reading a file of facts: YAML of the safe kind, small, without repeated names and without references."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

from course_lib.assessment.answers import Answers, from_plain

LARGEST_FILE = 100_000  # bytes
STANDARD_INPUT = "-"


def read_file(path: str) -> Answers:
    """Return the answers in a file; ``-`` is standard input.

    Raises
    ------
    ValueError
        If it cannot be read, is no YAML, or holds what is not allowed: one sentence, for people.
    """
    return from_plain(parse(_bytes(path)))


def _bytes(path: str) -> bytes:
    try:
        if path == STANDARD_INPUT:
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with Path(path).open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as problem:  # ValueError: a path with a zero byte in it
        reason = problem.strerror if isinstance(problem, OSError) else problem
        raise ValueError(
            f"The file cannot be read ({reason}); give the path of a YAML file, or - to pipe it."
        ) from None


def parse(content: bytes) -> object:
    """Return what a YAML text holds: mappings, lists, texts, numbers, dates, yes and no, and nothing else.

    Raises
    ------
    ValueError
        If it is too large, not UTF-8, no YAML, or uses references, tags or a name twice.
    """
    import yaml

    if len(content) > LARGEST_FILE:
        raise ValueError(f"The file is larger than {LARGEST_FILE:,} bytes; facts about one product need a few lines.")
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_loader())  # a SafeLoader
    except UnicodeDecodeError:
        raise ValueError("The file is not UTF-8; save it as UTF-8 text.") from None
    except RecursionError:
        raise ValueError("The file nests lists too deeply; write one field a line.") from None
    except yaml.YAMLError as problem:
        raise ValueError(_sentence(problem)) from None
    except (ValueError, OverflowError) as problem:  # a day such as 2026-02-30, or a number without end
        raise ValueError(f"The file holds a value that is none ({problem}); correct it.") from None


def _sentence(problem: Exception) -> str:
    said = getattr(problem, "problem", None) or getattr(problem, "reason", None) or "it cannot be read"
    mark = getattr(problem, "problem_mark", None)
    where = f" in line {mark.line + 1}" if mark else ""
    return f"The file is no YAML that is read here ({said}{where}); write 'field: answer', one a line."


@cache
def _loader() -> type[Any]:
    """Return PyYAML's safe loader without references (a few can stand for millions) and without repeated names."""
    import yaml

    class Loader(yaml.SafeLoader):
        """Safe, and strict."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            """Refuse a reference."""
            if self.check_event(yaml.AliasEvent):
                raise yaml.MarkedYAMLError(problem="no * references", problem_mark=self.peek_event().start_mark)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            """Refuse a name that stands there twice."""
            names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            if len(set(names)) < len(names):
                twice = next(name for name in names if names.count(name) > 1)
                raise yaml.MarkedYAMLError(problem=f"{twice!r:.60} stands there twice", problem_mark=node.start_mark)
            return super().construct_mapping(node, deep)

    return Loader
