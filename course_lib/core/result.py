"""What came of an answer, and how it shows itself: HTML in a notebook, text in a terminal, points to nbgrader."""

import os
from dataclasses import dataclass
from html import escape

ANSWER_TYPE = "application/vnd.closed-loop.answer+json"
LOOK = {  # kind: symbol, word, JupyterLab colour with a fallback; symbol and word carry the meaning
    "right": ("✓", "Right", "var(--jp-success-color1, #00734f)"),
    "mistake": ("✗", "Known mistake", "var(--jp-error-color1, #b3400a)"),
    "slip": ("≈", "Slip", "var(--jp-warn-color1, #8a6100)"),
    "partly": ("≈", "Partly right", "var(--jp-warn-color1, #8a6100)"),
    "not yet": ("✗", "Not yet", "var(--jp-error-color1, #b3400a)"),
    "malformed": ("!", "Cannot be marked", "var(--jp-error-color1, #b3400a)"),
    "unanswered": ("○", "Not answered", "var(--jp-ui-font-color2, #616161)"),
    "recorded": ("●", "Recorded", "var(--jp-info-color1, #0072b2)"),
}
_BOX = "padding:.4em .8em;margin:.2em 0;line-height:1.5;color:var(--jp-ui-font-color1, inherit)"


@dataclass(frozen=True)
class Result:
    """The marking of one answer.

    `kind` is a key of the table above, `credit` the share of `points` earned (0 to 1). `sentence` is what the learner
    reads and never holds the numeric answer; `notes` are further sentences that are not about the answer.
    """

    question: str
    kind: str
    credit: float
    points: float
    sentence: str
    answer: object
    case_code: str
    learner: str
    attempt: int
    notes: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Points earned, to two decimals."""
        return round(self.credit * self.points, 2)

    def as_record(self) -> dict[str, object]:
        """Return what leaves the kernel: question, plain answer, case. Points are given elsewhere."""
        who = {"case": self.case_code, "learner": self.learner, "attempt": self.attempt}
        return {"question": self.question, "answer": self.answer, **who}

    def _points(self) -> str:
        earned = "worth" if self.kind == "recorded" else f"{self.score:g} of"
        return f"{earned} {self.points:g} points"

    def __repr__(self) -> str:
        symbol, word, _ = LOOK[self.kind]
        return "\n".join([f"{symbol} {word} · {self._points()} · {self.question}", self.sentence, *self.notes])

    def _repr_html_(self) -> str:
        symbol, word, colour = LOOK[self.kind]
        lines = "".join(f"<div>{escape(line)}</div>" for line in (self.sentence, *self.notes))
        return (
            f'<div role="status" style="border-left:4px solid {colour};{_BOX}">'
            f'<strong><span aria-hidden="true" style="color:{colour}">{symbol}</span> {word}</strong>'
            f" · {self._points()} · <code>{escape(self.question)}</code>{lines}</div>"
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        # nbgrader reads the points from the plain text. The variable chooses a display, never a mark.
        marked = os.environ.get("NBGRADER_EXECUTION") in ("autograde", "validate")
        text = f"{self.score:g}" if marked else repr(self)
        return {"text/plain": text, "text/html": self._repr_html_(), ANSWER_TYPE: self.as_record()}
