"""What is said about the role and the market: statements in our own words, in no order and without a verdict.

Whether a statement is a fact, a claim, wrong or incoherent is for the learner to find out, and in the keys. Slots in
braces are figures: the article's, or others like them in a parallel statement.
"""

from collections.abc import Callable
from random import Random

ARTICLE = "the article"
OTHERS = ("a recruiter", "a course page", "a panel member", "a job advert", "a newsletter")
Figures = tuple[float, ...]


def _fixed(*figures: float) -> Callable[[Random], Figures]:
    return lambda rng: figures


def _falling(rng: Random) -> Figures:
    return rng.randint(26, 48) / 10, rng.randint(8, 19) / 10


def _rising(rng: Random) -> Figures:
    return rng.randint(9, 19) / 10, rng.randint(22, 36) / 10


OPEN: dict[str, tuple[str, Figures | None, Callable[[Random], Figures]]] = {  # text, the article's figures, others
    "market total": (
        "The median AI product manager at a large technology firm makes USD {0}K a year in total.",
        (240,),
        lambda rng: (5 * rng.randint(42, 80),),
    ),
    "usual total": (
        "A product manager without AI in the title makes USD {0}K a year on average.",
        (170,),
        lambda rng: (5 * rng.randint(29, 48),),
    ),
    "script": (
        "A negotiation script raises what candidates are paid by {0} to {1} %.",
        (15, 30),
        lambda rng: (rng.randint(6, 14), rng.randint(18, 35)),
    ),
    "loop": (
        "The usual loop for AI product managers has {0} rounds in {1} days.",
        (5, 21),
        lambda rng: (rng.randint(4, 7), rng.randint(18, 45)),
    ),
    "drill": (
        "Most loops for AI product managers hold a model-risk drill of {0} minutes.",
        (90,),
        lambda rng: (5 * rng.randint(9, 17),),
    ),
    "longer": (
        "The loop for AI product managers takes longer than that for other product managers.",
        (),
        _fixed(),
    ),
    "false alarms": (
        "After a sensor update a driving team's false-positive rate stood at {1} %, from {0} % before.",
        (1.4, 2.8),
        _rising,
    ),
    "hiring rates": (
        "A hiring tool turns down {0} % of qualified men and {1} % of qualified women.",
        None,
        lambda rng: (rng.randint(12, 19), rng.randint(22, 34)),
    ),
    "diagnoses": (
        "Because of a bias audit a clinic's false-diagnosis rate fell from {0} % to {1} %.",
        (3.2, 0.9),
        _falling,
    ),
    "churn": ("Bias mitigation made a service's churn fall by {0} %.", (12,), lambda rng: (rng.randint(6, 24),)),
    "embedded": (
        "Companies earn more because they put AI governance into the product organisation.",
        (),
        _fixed(),
    ),
    "penalty": (
        "A real-time bias monitor saved a firm a penalty of USD {0} million.",
        (2,),
        lambda rng: (rng.randint(3, 15),),
    ),
    "leak fine": (
        "Closing a data leak in time saved a firm a fine of USD {0} million.",
        None,
        lambda rng: (rng.randint(2, 12),),
    ),
    "drift": ("Weekly updates lowered a model's drift by {0} %.", (1.1,), lambda rng: (rng.randint(12, 45) / 10,)),
    "fairness": ("A new release made a model {0} % fairer.", None, lambda rng: (rng.randint(8, 40),)),
}
WORDS: dict[str, tuple[str, Figures | None, Callable[[Random], Figures]]] = {
    "candidate": (
        "On the job, the experience that she lacked cost the team {0} weeks; she has never worked for the firm.",
        (2,),
        lambda rng: (rng.randint(3, 9),),
    ),
    "credential": (
        "Nobody is hired without a formal data-governance credential; it is one of several proofs that are accepted.",
        (),
        _fixed(),
    ),
    "rollback": (
        "The feature never left the test system; after {0} weeks of live use it was rolled back.",
        None,
        lambda rng: (rng.randint(2, 9),),
    ),
    "retraining": (
        "The model was not retrained after launch; its weekly retraining after launch kept errors below {0} %.",
        None,
        lambda rng: (rng.randint(2, 9),),
    ),
    "letters": (
        "A person reads every decision before it goes out; {0} % of them go out unread.",
        None,
        lambda rng: (5 * rng.randint(2, 12),),
    ),
    "notice": (
        "The drill comes without notice; every candidate is told its day {0} days ahead.",
        None,
        lambda rng: (rng.randint(2, 9),),
    ),
    "card": (
        "Nobody outside of the firm has seen the model card; {0} customers read it before they signed.",
        None,
        lambda rng: (rng.randint(3, 40),),
    ),
    "sites": (
        "All sites went live on the same day; the last one followed {0} weeks after the first.",
        None,
        lambda rng: (rng.randint(2, 9),),
    ),
}
