"""What the linter says about a bullet: findings, a verdict, and for each rule one sentence that keeps it."""

from dataclasses import dataclass

EXAMPLES = {
    "L1": "Rebuilt the alert rule for the sepsis score; missed cases fell from 14 % to 9 % in two quarters.",
    "L2": "Cut wrong refunds by the chatbot from 1 in 90 to 1 in 400 by demanding a policy citation.",
    "L3": "Lifted conversion by 2 % with wrong-item complaints flat at 0.6 %, the launch gate we had set.",
    "L4": "Lowered false declines from 2.9 % to 2.1 % of payments with a threshold per merchant.",
    "L5": "Led engineers, data scientists and counsel through a risk file that closed 27 of 31 audit findings.",
    "L6": "Shipped the ranker on schedule, found a bias spike in week 3 and rolled it back the same day.",
    "L7": "Brought the impact ratio from 0.74 to 0.88; the gap for applicants over 60 is still open.",
    "L8": "Cut the miss rate from 6.0 % to 4.5 %, a quarter less, by adding a second view.",
    "L9": "Reduced prediction error by 1.1 percentage points, from 4.6 % to 3.5 %, with weekly retraining.",
    "L10": "Took a credit model through internal control as high-risk; open audit findings fell from 31 to 4.",
    "L11": "Avoided an expected loss of USD 100K a year by catching the breach nine weeks before the audit.",
    "L12": "Held back the pricing model for three weeks because its stated reasons were wrong in 6 % of denials.",
}


@dataclass(frozen=True)
class Finding:
    """One remark: the rule's code, its level (error, warning or question) and the rule in one sentence."""

    code: str
    level: str
    sentence: str

    @property
    def example(self) -> str:
        """A bullet that keeps this rule."""
        return EXAMPLES[self.code]


@dataclass(frozen=True)
class Report:
    """The verdict on one bullet, "good" or "bad", and the findings behind it. Only an error makes it bad."""

    verdict: str
    findings: tuple[Finding, ...]

    def level(self, name: str) -> tuple[Finding, ...]:
        """Return the findings of one level."""
        return tuple(finding for finding in self.findings if finding.level == name)
