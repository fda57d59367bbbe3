"""The incident playbook: a bad feature pipeline in a credit-limit model, its clocks, and who is told by when."""

from dataclasses import dataclass, replace
from functools import cached_property

from course_lib.cases import incident_harm as harm
from course_lib.cases import incident_log as log
from course_lib.cases import playbook_statements as playbooks
from course_lib.cases import response_roles as people
from course_lib.cases import response_rules as rules
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams

TITLE = "The incident playbook: clocks, severity and who is told"
HIGH, NOT_HIGH = "high", "present, not high"


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one incident. Shares are fractions, money is whole dollars, times are in UTC."""

    moments: log.Moments
    traffic: harm.Traffic
    sample: harm.Sample
    views: harm.Views
    users: int
    objective: float
    window_days: int
    loss_per_hour: int
    found_anyway_hours: int
    payment_institution: bool
    listed: bool
    contract_days: int
    watch_days: int
    risk_to_people: str
    matrix: tuple[rules.Severity, ...]
    steps: tuple[rules.Step, ...]
    actions: tuple[rules.Action, ...]
    roles: people.Roles
    tasks: tuple[tuple[str, str], ...]
    phases: tuple[str, ...]
    statements: tuple[str, ...]
    row_seed: int

    def minutes(self, since: str, until: str) -> int:
        """Return whole minutes between two moments of the log, by name."""
        moments = self.moments
        return int((getattr(moments, until) - getattr(moments, since)).total_seconds()) // 60

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        moments, seed = self.moments, self.row_seed
        span = (moments.started, moments.mitigated, moments.restored)
        return Frames(
            {
                "incident_log": lambda: log.log_frame(moments, self.risk_to_people, seed),
                "decisions": lambda: harm.decisions_frame(self.traffic, *span, seed),
                "account_sample": lambda: harm.accounts_frame(self.sample, seed),
                "statement_views": lambda: harm.views_frame(self.views, seed),
                "severity_matrix": lambda: rules.matrix_frame(self.matrix),
                "escalation_steps": lambda: rules.steps_frame(self.steps),
                "planned_actions": lambda: rules.actions_frame(self.actions),
                "directory": lambda: people.directory_frame(self.roles, seed),
                "reference_roles": lambda: people.reference_frame(self.roles),
                "responsibilities": lambda: people.tasks_frame(self.tasks),
                "own_phases": lambda: people.phases_frame(self.phases),
                "playbook_statements": lambda: playbooks.statements_frame(self.statements),
                "playbook_sources": playbooks.sources_frame,
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        licence = "as a payment institution" if self.payment_institution else "none: a lender only"
        contract = f"privately held; the funding bank's contract wants notice in {self.contract_days} business days"
        return [
            ("The model", "rates people's creditworthiness and sets their limits", ""),
            ("Where they live", "in one EU member state", ""),
            ("Who built it and who runs it", "your firm, under its own name: provider and deployer", ""),
            ("Whose data", "your customers': your firm is the controller", ""),
            ("Financial licence", licence, "case.payment_institution"),
            ("Owners", "listed in the US; no notice clause with the bank" if self.listed else contract, "case.listed"),
            ("Customers' accounts, test accounts left out", f"{self.users:,}", "case.users"),
            ("Objective: share of decisions on right features", f"{self.objective:.1%}", "case.objective"),
            ("Window of the objective", f"{self.window_days} days", "case.window_days"),
            ("Watch period after the restoration", f"{self.watch_days} days", "case.watch_days"),
            ("Loss an hour while nobody knows", f"USD {self.loss_per_hour:,}", "case.loss_per_hour"),
            ("A customer would have found it after", f"{self.found_anyway_hours} hours", "case.found_anyway_hours"),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    firm, money, rating = streams.rng("firm"), streams.rng("money"), streams.rng("rating")
    moments = log.draw_moments(streams)
    impact = int((moments.mitigated - moments.started).total_seconds()) // 60
    scenario = Scenario(
        moments=moments,
        traffic=harm.draw_traffic(streams, impact),
        sample=harm.draw_sample(streams),
        views=harm.draw_views(streams),
        users=5000 * firm.randint(20, 60),
        objective=0.999,
        window_days=30,
        loss_per_hour=500 * money.randint(16, 40),
        found_anyway_hours=money.randint(20, 48),
        payment_institution=firm.random() < 0.5,
        listed=firm.random() < 0.5,
        contract_days=firm.choice((3, 5)),
        watch_days=streams.rng("watch").randint(2, 19),
        risk_to_people=rating.choice((HIGH, NOT_HIGH)),
        matrix=(),
        steps=rules.draw_steps(streams),
        actions=rules.draw_actions(streams),
        roles=people.draw_roles(streams),
        tasks=people.draw_tasks(streams),
        phases=people.draw_phases(streams),
        statements=playbooks.draw_statements(streams),
        row_seed=streams.number("row order"),
    )
    return replace(scenario, matrix=rules.draw_matrix(streams, _reached(scenario)))


def plausible(scenario: Scenario) -> bool:
    """Say whether the restoration's day is the same in UTC and in the office, and one metric alone decides."""
    reached = _reached(scenario).values()
    met = [[value >= least for value, least in zip(reached, row.least, strict=True)] for row in scenario.matrix]
    level = next(i for i, row in enumerate(met) if any(row))
    return scenario.moments.restored.hour < 22 and sum(met[level]) == 1 and all(met[level + 1])


def _reached(scenario: Scenario) -> dict[str, float]:
    """Return what the incident reached, by metric of the severity matrix."""
    minutes, traffic = scenario.minutes("started", "mitigated"), scenario.traffic
    rate = traffic.failed / (traffic.decisions_a_minute * minutes)
    budget = rate * minutes / ((1 - scenario.objective) * 24 * 60 * scenario.window_days)
    harmed = scenario.users * scenario.sample.cut / harm.SAMPLED
    return dict(zip(rules.METRICS, (harmed, scenario.views.owners, budget), strict=True))
