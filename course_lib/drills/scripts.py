"""The two panel drills as tables: what may be asked, which exhibit opens when, what comes in between, who is told."""

from collections.abc import Mapping
from dataclasses import dataclass

MINUTES, MOST_ASKED = 90, 6
DECIDE_BY, TOLD_BY = 58, 80  # minutes
ROLES = ("on-call engineer", "incident commander", "legal", "communications", "sponsor")  # in the order of the path
AREAS = {  # area: points
    "diagnosis and statistics": 30,
    "risk sizing": 20,
    "decision and containment": 20,
    "fairness and harm": 10,
    "escalation and communication": 15,
    "time": 5,
}


@dataclass(frozen=True)
class Curveball:
    """Something that comes at a minute, what may be replied, and which reply the panel's key names, and why."""

    name: str
    minute: int
    text: str
    replies: dict[str, str]
    right: str
    key: str


@dataclass(frozen=True)
class Script:
    """One drill. `decisive` are the clarifying questions that move the decision, `idle` the others.

    `graded` says which questions of the unit belong to which area; `options` what may be decided, `contains` which of
    them contain the harm, `delay` the question that corrects for labels that are not in yet.
    """

    unit: str
    brief: str
    decisive: tuple[str, ...]
    idle: tuple[str, ...]
    opens: Mapping[str, int]
    graded: Mapping[str, tuple[str, ...]]
    options: tuple[str, ...]
    contains: tuple[str, ...]
    delay: tuple[str, ...]
    curveballs: tuple[Curveball, ...]


_IDLE = (
    "Which framework was the model written in?",
    "Who trained the first version?",
    "How large is the marketing budget?",
    "What did the press say last year?",
    "Is there a newer architecture?",
    "How many engineers are in the team?",
    "Which cloud does it run in?",
    "Did the vendor win an award?",
    "What is the roadmap of next year?",
    "Can we get a bigger machine?",
)

SCRIPTS = {
    one.unit: one
    for one in (
        Script(
            unit="10_model_risk_drill",
            brief="You own go or no-go on a firmware update of a driver-assistance system. Tomorrow it goes on.",
            decisive=(
                "Which share of the cars has the new firmware?",
                "What counts as a negative: which frames, labelled by whom?",
                "How old are the labels that the dashboard uses?",
                "Who may roll back, and how long does it take?",
            ),
            idle=_IDLE,
            opens={
                "camera_frames": 8,
                "psi_bins": 38,
                "sightings": 38,
                "label_ages": 38,
                "options": 48,
                "mortgages": 58,
            },
            graded={
                "diagnosis and statistics": (
                    "fpr_ratio",
                    "fpr_difference_half_width",
                    "fpr_updated_cars",
                    "psi_reflectivity",
                    "recall_reported",
                    "recall_mature",
                ),
                "risk sizing": (
                    "precision_before",
                    "precision_after",
                    "extra_phantom_brakes",
                    "error_budget_days_left",
                ),
                "decision and containment": ("option_order", "decision_claim"),
                "fairness and harm": (
                    "approval_ratio",
                    "approval_ratio_upper",
                    "approval_gap_lower",
                    "approval_gap_z",
                    "bands_below_four_fifths",
                    "extra_approvals",
                ),
            },
            options=("continue", "pause roll-out", "raise threshold", "limit in low sun", "roll back"),
            contains=("raise threshold", "limit in low sun", "roll back"),
            delay=("recall_mature",),
            curveballs=(
                Curveball(
                    "marketing",
                    38,
                    "Marketing by mail: feature complete, the stage is booked for tonight.",
                    {
                        "data": "the date is not an argument; the decision comes at minute 58, with data",
                        "agree": "we go tonight",
                        "silence": "no reply",
                    },
                    "data",
                    "A date is no new fact about harm.",
                ),
                Curveball(
                    "night complaint",
                    58,
                    "A complaint: pedestrians at night are missed.",
                    {
                        "slice": "measure recall by light, with intervals, and say when",
                        "average": "the average recall is fine",
                        "concede": "the system is unsafe at night",
                    },
                    "slice",
                    "A complaint is a hypothesis about a slice; an average cannot answer it.",
                ),
                Curveball(
                    "label finding",
                    68,
                    "Quality: some of the false positives were real obstacles.",
                    {
                        "revise": "correct the counts, look whether the decision still stands, say so",
                        "ignore": "too late, the decision is made",
                        "reverse": "then everything was fine: go",
                    },
                    "revise",
                    "New labels change the figures; whether they change the decision has to be worked out.",
                ),
            ),
        ),
        Script(
            unit="11_exam_drill",
            brief="You own the decision of today on a card-fraud model after a change of merchant categories.",
            decisive=(
                "Which category was cut anew, and when?",
                "What counts as a good transaction, and who verified it?",
                "How long does a chargeback take to arrive?",
                "Who may change the threshold, and how fast?",
            ),
            idle=_IDLE,
            opens={
                "declines": 8,
                "score_bins": 25,
                "chargebacks": 35,
                "cohorts": 35,
                "past_delays": 35,
                "category_mix": 45,
                "customers": 55,
                "options": 48,
            },
            graded={
                "diagnosis and statistics": (
                    "false_positive_rate_after",
                    "youngest_maturity",
                    "matured_frauds",
                    "category_psi",
                ),
                "risk sizing": (
                    "extra_declines_a_day",
                    "insult_cost_a_day",
                    "cost_optimal_threshold",
                    "threshold_saving",
                ),
                "decision and containment": ("best_option_cost", "decision"),
                "fairness and harm": ("decline_gap", "gap_half_width", "gap_online"),
            },
            options=(
                "leave it",
                "raise the threshold for the category",
                "review by hand",
                "back to the old categories",
            ),
            contains=("raise the threshold for the category", "review by hand", "back to the old categories"),
            delay=("matured_frauds",),
            curveballs=(
                Curveball(
                    "partner",
                    38,
                    "Sales: the category is our largest partner. Do not touch it.",
                    {
                        "data": "the partner's customers are the ones declined; the decision comes with data",
                        "agree": "we leave it",
                        "silence": "no reply",
                    },
                    "data",
                    "Whose category it is says nothing about who is harmed: here it is the partner's customers.",
                ),
                Curveball(
                    "complaint",
                    55,
                    "A consumer group: holders of foreign cards are declined more often.",
                    {
                        "slice": "compare the groups with an interval, and again within the channel",
                        "average": "the average is fine",
                        "concede": "that is discrimination",
                    },
                    "slice",
                    "A complaint is a hypothesis: a difference with its interval, like with like.",
                ),
                Curveball(
                    "retraining",
                    68,
                    "The model's owner: a retrained model is ready tonight.",
                    {
                        "revise": "ask what it was trained on, and test it on the days after the change first",
                        "ignore": "no",
                        "reverse": "good: then nothing has to be decided",
                    },
                    "revise",
                    "It was trained on the categories as they were; nobody has seen it on the new ones.",
                ),
            ),
        ),
    )
}
