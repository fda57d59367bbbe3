"""The classes that are graded: submissions by group, an honest neighbour for every letter among them."""

from dataclasses import dataclass

from tests.cohort.submissions import NAMES, Draft, Submission, roster

from .browser import BROWSER
from .files import FILES, REFUSED
from .forging import FORGING
from .helpers import LOOK_AROUND
from .kinds import HONEST, KINDS
from .secrets import SECRETS
from .stopping import STOPPING

FAST = {"forging": FORGING, "secrets": SECRETS, "kinds": KINDS, "honest": HONEST}
SLOW = {"stopping": STOPPING, "files": FILES, "refused": REFUSED, "browser": BROWSER}
GROUPS = FAST | SLOW
NEIGHBOURS: dict[str, Submission] = {}
OTHER = "@OTHER@"


@dataclass(frozen=True)
class Class:
    """Submissions that are graded in one run; nobody's name is there twice.

    `cell_seconds` is what nbgrader's setting allows a cell, `limit` the seconds in which the run must have ended;
    `waits` says that most of the class only waits, so that more workers than processors are of use.
    """

    name: str
    groups: dict[str, dict[str, Submission]]
    cell_seconds: int
    limit: float
    waits: bool = False

    @property
    def neighbours(self) -> list[str]:
        return list(NEIGHBOURS)

    @property
    def submissions(self) -> dict[str, Submission]:
        everybody = dict(NEIGHBOURS)
        for group in self.groups.values():
            assert not everybody.keys() & group.keys()
            everybody |= group
        return everybody


def _neighbour(draft: Draft) -> None:
    """Answer everything rightly, and look for what somebody else has left."""
    draft.type_right()
    draft.answer(NAMES[0], f"{draft.cell(f'answer_{NAMES[0]}').source}  # {OTHER}")
    places = "[Path.cwd(), Path.home(), Path('/tmp'), Path('/dev/shm'), Path('/var/tmp'), *map(Path, sys.path)]"
    look = f"print([str(path) for place in {places} for path in place.glob('*left-by-somebody*')])"
    draft.add(LOOK_AROUND + look, after="setup")


for _letter in "adfilorsuz":
    _change = type(_neighbour)(_neighbour.__code__, globals(), f"{_letter}_neighbour")
    roster(NEIGHBOURS)()(_change)

CLASSES = {one.name: one for one in (Class("fast", FAST, 3, 300), Class("slow", SLOW, 2, 480, waits=True))}
