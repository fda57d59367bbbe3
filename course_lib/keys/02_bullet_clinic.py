"""Questions of the bullet clinic: three bullets from their data, and a risk metric for each product metric."""

from course_lib.keys import conformity_bullet, metric_pairs, migration_bullet, selection_bullet
from course_lib.keys.exercise import Artefact

EXERCISES = {
    "migration": migration_bullet.EXERCISE,
    "breach": selection_bullet.EXERCISE,
    "file": conformity_bullet.EXERCISE,
    "metrics": metric_pairs.EXERCISE,
}

_MAP_ROWS = "\n".join(f"| {name.replace('_', ' ')} | {{metric_map.{name}}} |" for name in metric_pairs.PAIRS)

PORTFOLIO = (
    Artefact(
        "resume_bullets.md",
        """# Resume bullets

Case {case_code}. Figures are exercise data, computed by the candidate.

1. {bullet_migration}
2. {bullet_breach}
3. {bullet_file}

## What stands behind them

- Prediction error: wrong over labelled predictions, labels complete. {error_before} before, {error_after} after.
- Impact ratio: selection rate of group A over that of group B. {first_week_below} in: {impact_ratio}. A screen.
- Expected loss: chance times amount without the monitor, less the same with it: {loss_avoided} a year.
- {legal_phrase} Days from the file to the day of duty: {days_ahead_of_the_law}.

{talks}

## Figures

{figures}""",
    ),
    Artefact(
        "metric_map.md",
        f"""# A risk metric for each product metric

Case {{case_code}}.

| product metric | risk metric that can veto it |
|---|---|
{_MAP_ROWS}

The pair priced both ways: the launch is worth {{launch_value}} a month, its false positives paid for.
Harmed users a month before the change: {{harmed_users}}; the harm rate fell by {{harm_reduction}}.""",
    ),
)
