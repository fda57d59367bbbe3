"""What a player can read at the alert: the card of the incident, and the rules of the house."""

from course_lib.drills.actions import ACTIONS
from course_lib.drills.world import World

HOUSE_RULES = (
    "Commander and engineer are paged within 5 minutes; legal and communications within 30, the sponsor within 60, and "
    "these three only once something is contained.",
    "Severity is declared by minute 10, from the users exposed at the alert, by the card; also where more are exposed "
    "later.",
    "Contain by minute 20: limited use, fallback, switched off or a roll-back. A pause stops the growth, not the harm.",
    "Lift only after a fix or a roll-back, or where the evidence says that nobody is harmed.",
    "Inputs, outputs and versions are copied before anything is changed.",
    "A status update at least every 30 minutes, from the declaration to the end. Customers get one notice within the "
    "hour, after severity and containment, with what is known; also where it may turn out that nobody was harmed.",
    "A legal clock starts only with a report of injury or of personal data gone, within 30 minutes of it. "
    "Started without one, it costs as much as it earns.",
    "Whoever asks waits 25 minutes for a reply.",
    "State what you believe before the first act and at the end, name the cause or leave it open, cite what you have "
    "looked at.",
    "After the fix the rate is watched against its limit. Then the incident is closed.",
)


def card_rows(world: World) -> list[tuple[str, str]]:
    """Return the rows of the incident's card."""
    fix = ACTIONS["fix"]
    size = [
        (f"Users: {world.stage.users}", f"{world.users:,}"),
        ("Share on the new version at the alert", f"{world.exposed:.0%}"),
        (
            "Growth of that share, until it is paused or contained",
            f"{100 * world.growth:.1f} percentage points an hour",
        ),
        ("Severity 1 from, severity 2 from", f"{world.severities[0]:,}; {world.severities[1]:,} users exposed"),
    ]
    causes = [
        (f"Probability of: {name}; loss an hour with everybody exposed", f"{prior:.0%}; USD {_thousands(loss)}")
        for name, prior, loss in zip(world.stage.causes, world.priors, world.losses, strict=True)
    ]
    exhibits = [
        (
            f"{name}: chance that it speaks, by cause",
            ", ".join(f"{cause} {chance:.0%}" for cause, chance in zip(world.stage.causes, chances, strict=True)),
        )
        for name, chances in world.likelihoods.items()
    ]
    return [*size, *causes, *exhibits, *_means(world), ("A fix, each", f"{fix.minutes} minutes, USD {fix.cost},000")]


def _means(world: World) -> list[tuple[str, str]]:
    """Return what each containment leaves of the harm, and costs; each of them also stops the growth."""
    return [
        ("Limited use: harm left, cost an hour", f"{world.limit_factor:.0%}, USD {world.limit_cost},000"),
        (
            f"Fallback ({world.stage.fallback}): harm left, cost an hour",
            f"{world.fallback_factor:.0%}, USD {world.fallback_cost},000",
        ),
        ("Switched off: harm left, cost an hour", f"0%, USD {world.off_cost},000"),
        ("Roll-back, once", f"USD {world.rollback_cost},000"),
    ]


def _thousands(amount: int) -> str:
    return f"{amount},000" if amount else "0"
