"""What the panel answers to a clarifying question: where the figure stands, or that nothing hangs on it today."""

IDLE = "That would not change what we decide today."
ANSWERS = {
    "Which share of the cars has the new firmware?": (
        "It is on your card. The other cars run the old one on the same roads, in the same weeks."
    ),
    "What counts as a negative: which frames, labelled by whom?": (
        "A frame without an obstacle, by the column `obstacle` of `camera_frames`."
    ),
    "How old are the labels that the dashboard uses?": (
        "The sightings are as old as your card says, and not all have a label yet. `label_ages` says how "
        "long labels take, by outcome."
    ),
    "Who may roll back, and how long does it take?": (
        "You decide, the engineer on call carries it out, today. `options` prices each way."
    ),
    "Which category was cut anew, and when?": "Both stand on your card; `declines` has the days.",
    "What counts as a good transaction, and who verified it?": (
        "One without a confirmed chargeback. Until these are in, a count of frauds is too low."
    ),
    "How long does a chargeback take to arrive?": (
        "Weeks. `past_delays` has the days of past ones, `cohorts` the age of each week."
    ),
    "Who may change the threshold, and how fast?": ("You decide, and it holds today. `options` prices each way."),
}


def panel_answer(question: str) -> str:
    """Return what the panel says to a clarifying question."""
    return ANSWERS.get(question, IDLE)
