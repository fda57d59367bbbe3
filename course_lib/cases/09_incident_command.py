"""Incident command: a spike of wrong limit cuts an hour after a roll-out, and the people who must decide about it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from course_lib.cases import action_list, agreements, command_timeline, paging_log, repeat_register, spike_log
from course_lib.cases.tables import Frames
from course_lib.core.case import Streams
from course_lib.measures.classification import posterior_probability
from course_lib.measures.investment import break_even_probability
from course_lib.measures.risk import poisson_probability_at_most

TITLE = "Incident command: decide, convene, tell, and close the loop"


@dataclass(frozen=True)
class Scenario:
    """Figures and data of one incident and its aftermath. Shares are fractions, money is whole dollars."""

    spikes: spike_log.Spikes
    pages: tuple[paging_log.Page, ...]
    timeline: command_timeline.Timeline
    actions: action_list.Actions
    register: repeat_register.Register
    agreements: tuple[agreements.Agreement, ...]
    minutes_to_spike: int
    prior: float
    harm_per_hour: int
    hours_left: int
    rollback_cost: int
    diagnosis_minutes: int
    responders: int
    quorum: int
    update_minutes: int
    row_seed: int

    @property
    def review_date(self) -> date:
        """The day of the review of the action items."""
        return self.actions.review

    @property
    def fix_date(self) -> date:
        """The first day of the quarter in which the fix was in place."""
        return self.register.fixed

    @cached_property
    def frames(self) -> Frames:
        """The data frames of the case by name."""
        seed = self.row_seed
        return Frames(
            {
                "rollouts": lambda: spike_log.build_log(self.spikes, seed)[0],
                "spikes": lambda: spike_log.build_log(self.spikes, seed)[1],
                "pages": lambda: paging_log.pages_frame(self.pages, seed),
                "timeline": lambda: command_timeline.timeline_frame(self.timeline, seed),
                "action_items": lambda: action_list.build_actions(self.actions, seed)[0],
                "action_events": lambda: action_list.build_actions(self.actions, seed)[1],
                "register": lambda: repeat_register.register_frame(self.register, seed),
                "quarters": lambda: repeat_register.rollouts_frame(self.register),
                "agreements": lambda: agreements.agreements_frame(self.agreements, seed),
            }
        )

    def brief(self) -> list[tuple[str, str, str]]:
        """Return the rows of the scenario card: what it is, its figure, and where code finds it."""
        every = f"{self.update_minutes} minutes"
        return [
            ("From the start of this roll-out to the start of the spike", f"{self.minutes_to_spike} minutes", ""),
            ("Probability that the release is the cause, before the clock", f"{self.prior:.0%}", "case.prior"),
            ("Harm an hour if it is", f"USD {self.harm_per_hour:,}", "case.harm_per_hour"),
            ("Hours that it would stay in place if nobody acts", f"{self.hours_left} hours", "case.hours_left"),
            ("Cost of rolling back", f"USD {self.rollback_cost:,}", "case.rollback_cost"),
            ("A sure diagnosis takes", f"{self.diagnosis_minutes} minutes", "case.diagnosis_minutes"),
            ("Responders paged at once, all needed in the call", f"{self.responders}", "case.responders"),
            ("Any so many of them are enough to decide", f"{self.quorum}", "case.quorum"),
            ("Public updates promised", f"every {every}", "case.update_minutes"),
            ("Day of the review of the action items", f"{self.review_date}", "case.review_date"),
            ("First day with the fix in place", f"{self.fix_date}", "case.fix_date"),
        ]


def draw(streams: Streams) -> Scenario:
    """Draw one scenario; every quantity has its own stream."""
    belief, money, people = streams.rng("belief"), streams.rng("money"), streams.rng("people")
    update_minutes = streams.rng("updates").choice((15, 20, 30))
    timeline = command_timeline.draw_timeline(streams, update_minutes)
    responders, quorum = people.choice(((4, 3), (5, 2), (5, 3), (6, 2), (6, 4), (7, 3), (7, 4)))
    return Scenario(
        spikes=spike_log.draw_spikes(streams),
        pages=paging_log.draw_pages(streams),
        timeline=timeline,
        actions=action_list.draw_actions(streams, timeline.declared.date()),
        register=repeat_register.draw_register(
            streams, streams.rng("fix").choice((date(2027, 7, 1), date(2027, 10, 1)))
        ),
        agreements=agreements.draw_agreements(streams),
        minutes_to_spike=belief.randint(12, 52),
        prior=belief.randint(20, 35) / 100,
        harm_per_hour=1000 * money.randint(20, 60),
        hours_left=money.randint(3, 8),
        rollback_cost=1000 * money.randint(40, 80),
        diagnosis_minutes=15 * money.choice((1, 2, 3, 5, 6, 8)),
        responders=responders,
        quorum=quorum,
        update_minutes=update_minutes,
        row_seed=streams.number("row order"),
    )


def plausible(scenario: Scenario) -> bool:
    """Say whether acting pays with margin, now or later, no update falls on the end, and the drop can be luck."""
    spikes, register = scenario.spikes, scenario.register
    belief = posterior_probability(
        scenario.prior,
        probability_if_true=spikes.caused_in_hour / spikes.caused,
        probability_if_false=spikes.other_in_hour / spikes.other,
    )
    loss = scenario.harm_per_hour * scenario.hours_left
    if loss < 1.3 * scenario.rollback_cost or belief < break_even_probability(scenario.rollback_cost, loss) + 0.1:
        return False
    lost, saved = (
        belief * scenario.harm_per_hour * scenario.diagnosis_minutes / 60,
        (1 - belief) * scenario.rollback_cost,
    )
    luck = poisson_probability_at_most(register.after, register.mean_before)
    on_the_end = scenario.timeline.resolved % scenario.update_minutes == 0
    return (
        abs(lost - saved) > 5000
        and 60 * scenario.hours_left > scenario.diagnosis_minutes
        and (not on_the_end and 0.06 < luck < 0.35)
    )
