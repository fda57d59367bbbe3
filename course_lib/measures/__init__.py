"""The field's formulas under the field's names: pure functions, each with its definition and its source.

Rates are fractions, money is in the unit that was put in, and times name their zero point. Import the module
that holds the measure, for example ``from course_lib.measures.risk import relative_risk_reduction``:

``risk``
    Risk reduction, loss expectancy, residual risk, and the chances of rare events.
``loss``
    The yearly loss as a distribution: Monte Carlo of frequency and severity, triangular impact.
``investment``
    What a control is worth: net present value, break-even, payback, the best set under a budget.
``intervals``
    Wilson, Newcombe, Wald and Katz intervals of one and two proportions.
``significance``
    Two-proportion z, Benjamini-Hochberg, Mantel-Haenszel, difference in differences.
``sample_size``
    Sizes for one proportion, two proportions and a half-width; power of two proportions.
``drift``
    Population stability index, its bin table, and its level when nothing has moved.
``distances``
    Kolmogorov-Smirnov and Jensen-Shannon.
``monitoring``
    Late labels, detection delay, false alarms of repeated checks.
``classification``
    Confusion counts, every rate with its denominator, base rates, cost thresholds.
``fairness``
    Selection rates, ratios, equalized odds, intervals by group.
``calibration``
    Brier score and expected calibration error.
``automation``
    When it pays to let the model decide, and who reviews the rest.
``off_policy``
    The value of a policy that never ran, from a log, and how many rows that log is worth.
``reliability``
    Error budget of a service-level objective, and how fast it burns.
``incident``
    Incident times with their zero points, blast radius, avoided loss, coordination.
``performance``
    Budgets over segments and stages, cost per success, retraining interval.
``planning``
    Critical path, earned value, capacity.
``compensation``
    Total compensation under each convention, vesting, present value, stock after a haircut.
``negotiation``
    Zone of possible agreement; uplift of those who negotiate, naive and within levels.
``regulation``
    European Union AI Act classes, fine ceilings and incident clocks. Not legal advice.

NumPy, pandas, SciPy and statsmodels are imported inside the functions that need them.
"""
