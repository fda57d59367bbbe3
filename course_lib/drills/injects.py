"""What others want of you in the middle of it: a table of injects, each with what one may reply."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Inject:
    """Something that arrives between two minutes, and the replies to it.

    `right` is the reply that the evaluator's key names; `harms` one that does damage of its own; the third is merely
    weak. `key` says why. `stages` empty: it may come anywhere. `trigger`: it starts a legal clock.
    """

    name: str
    earliest: int
    latest: int
    text: str
    replies: dict[str, str]
    right: str
    harms: str
    key: str
    stages: tuple[str, ...] = ()
    trigger: str = ""


INJECTS = (
    Inject(
        "sales pressure",
        12,
        40,
        "Sales: the launch is on stage tonight. Please leave it on until then.",
        {
            "hold": "no: exposure stays down until the data say otherwise",
            "resume": "yes, until tonight",
            "ask": "what would the sponsor say?",
        },
        "hold",
        "resume",
        "Exposure is a decision on harm, and the evening is no new fact about harm.",
    ),
    Inject(
        "journalist",
        30,
        80,
        "A journalist has your number and asks what is wrong with the product.",
        {
            "refer": "give the name of the communications lead, nothing else",
            "explain": "explain what you know",
            "ignore": "do not answer",
        },
        "refer",
        "explain",
        "One voice: the communications lead speaks, from the written statement.",
    ),
    Inject(
        "bias complaint",
        45,
        110,
        "An advocacy group writes that one group of customers is hit hardest, with three examples.",
        {
            "measure": "thank them, and have the cohorts compared with intervals",
            "dismiss": "three cases prove nothing",
            "concede": "apologise for discrimination",
        },
        "measure",
        "dismiss",
        "Three cases are a hypothesis. Neither a verdict nor nothing: a slice to measure.",
    ),
    Inject(
        "label doubt",
        35,
        100,
        "The quality team thinks that the labels of this week are off.",
        {
            "audit": "have a sample of labels read again before anything is fixed",
            "trust": "labels are labels",
            "restore": "then it was a false alarm: lift the restrictions",
        },
        "audit",
        "restore",
        "A doubt about the measurement moves the belief; it does not end the incident by itself.",
    ),
    Inject(
        "regulator call",
        60,
        140,
        "The supervisory authority is on the phone and asks what happened.",
        {
            "legal": "take the questions down, legal calls back with the known facts",
            "guess": "name the likely cause",
            "refuse": "no comment",
        },
        "legal",
        "guess",
        "Facts, in writing, through legal. A cause that is guessed today is a false statement tomorrow.",
    ),
    Inject(
        "hand-over",
        90,
        160,
        "The on-call engineer's shift ends in ten minutes.",
        {
            "written": "hand over in writing: state, open actions, next update",
            "extend": "ask them to stay on",
            "verbal": "they will talk to each other",
        },
        "written",
        "verbal",
        "What is not written is lost with the shift, and a tired engineer is a risk too.",
    ),
    Inject(
        "cause demanded",
        20,
        60,
        "The chief executive wants the cause, now.",
        {
            "known": "say what is known, what is not, and when the next update comes",
            "name": "name your best guess as the cause",
            "later": "promise the cause within the hour",
        },
        "known",
        "name",
        "Known, unknown, next update: a guess in the executive's mouth becomes the story.",
    ),
    Inject(
        "hot fix",
        25,
        90,
        "An engineer wants to patch the model in production at once.",
        {"copy": "first copy inputs, outputs and versions, then decide", "go": "go ahead", "never": "no changes today"},
        "copy",
        "go",
        "A patch overwrites what the post-mortem, the lawyers and the next fix need.",
    ),
    Inject(
        "second alarm",
        50,
        130,
        "Another dashboard goes red: latency is up by a third.",
        {
            "split": "hand it to the platform team as an incident of its own",
            "chase": "look into it yourself first",
            "mute": "switch that alarm off",
        },
        "split",
        "mute",
        "One commander, one incident. The red dashboard may be yours or not; somebody must look, not you.",
    ),
    Inject(
        "close it",
        100,
        170,
        "Operations: the graph looks fine again. Can we close?",
        {
            "watch": "watch it for a full period first, against a number",
            "close": "yes, close",
            "tomorrow": "leave it open until tomorrow",
        },
        "watch",
        "close",
        "A graph that looks fine is no test. Name the number and the period, then close.",
    ),
    Inject(
        "blame",
        70,
        150,
        "A manager wants to know in the incident channel whose mistake it was.",
        {
            "later": "not here: the review is blameless and starts after mitigation",
            "answer": "say who released it",
            "delete": "delete the message",
        },
        "later",
        "answer",
        "People who fear blame stop telling the facts that you need now.",
    ),
    Inject(
        "injury report",
        40,
        100,
        "A driver was hurt when the car braked for nothing; a hospital has confirmed it.",
        {
            "clock": "tell legal now and write down when you learnt of it",
            "verify first": "find out the cause before telling anybody",
            "comfort": "send the driver an apology",
        },
        "clock",
        "verify first",
        "Awareness starts the clock, not certainty about the cause.",
        stages=("driver assistance",),
        trigger="serious incident",
    ),
    Inject(
        "leaked addresses",
        40,
        100,
        "A customer was sent the names and addresses of forty others.",
        {
            "clock": "tell legal now and write down when you learnt of it",
            "verify first": "find out the cause before telling anybody",
            "comfort": "send the customer a voucher",
        },
        "clock",
        "verify first",
        "A breach of personal data starts a clock at awareness; the notice may come in parts.",
        stages=("support assistant",),
        trigger="data breach",
    ),
    Inject(
        "log-in complaint",
        40,
        100,
        "A customer threatens to call the data-protection authority: the password page was slow.",
        {
            "queue": "pass it to support: no personal data went anywhere",
            "clock": "tell legal that a clock runs",
            "argue": "argue with the customer",
        },
        "queue",
        "clock",
        "A clock needs a trigger. Anger is none.",
        stages=("credit decisions",),
    ),
)
