"""The players' table: what the score says of fixed habits, over many seeds. It is how the score itself is judged."""

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev

from course_lib.drills.keys.players import PLAYERS, run
from course_lib.drills.replay import BEST, NOTHING
from course_lib.drills.scoring import Score, score
from course_lib.drills.state import State


@dataclass(frozen=True)
class Row:
    """One player over many seeds: mean and standard deviation of the total, its parts, and how often the best wins."""

    player: str
    mean: float
    deviation: float
    outcome: float
    process: float
    justification: float
    beaten: float


def table(seeds: Iterable[str]) -> list[Row]:
    """Return a row for every player."""
    seeds = list(seeds)
    runs: Mapping[str, list[State]] = {name: [run(player, seed) for seed in seeds] for name, player in PLAYERS.items()}
    lines = list(zip(runs[NOTHING], runs[BEST], strict=True))
    scores = {
        name: [score(one, nothing=low.loss, best=high.loss) for one, (low, high) in zip(states, lines, strict=True)]
        for name, states in runs.items()
    }
    best = [one.total for one in scores[BEST]]
    return [_row(name, mine, best) for name, mine in scores.items()]


def _row(name: str, mine: list[Score], best: list[float]) -> Row:
    totals = [one.total for one in mine]
    parts = (fmean(one.part(part) for one in mine) for part in ("outcome", "process", "justification"))
    beaten = sum(top > total for top, total in zip(best, totals, strict=True)) / len(totals)
    return Row(name, fmean(totals), pstdev(totals), *parts, beaten)


def as_markdown(rows: Iterable[Row]) -> str:
    """Return the table as Markdown."""
    head = "| player | total | SD | outcome | process | justification | best line wins |\n|---|---|---|---|---|---|---|"
    lines = [
        f"| {one.player} | {one.mean:.1f} | {one.deviation:.1f} | {one.outcome:.1f} | {one.process:.1f} "
        f"| {one.justification:.1f} | {one.beaten:.1%} |"
        for one in rows
    ]
    return "\n".join([head, *lines])


def main(arguments: list[str]) -> int:
    """Print the players' table: `course players --seeds 400`."""
    parser = argparse.ArgumentParser(prog="course players", description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=400, help="how many incidents each player plays (default: 400)")
    chosen = parser.parse_args(arguments)
    print(as_markdown(table(f"player {i}" for i in range(chosen.seeds))))
    return 0
