"""Incident command's data: the frames say what the keys are computed from, and hold what is planted in them."""

import hashlib

import pandas as pd
import pytest

from course_lib.cases import agreements, paging_log, repeat_register
from course_lib.units import draw_for, load_unit

HOUR = pd.Timedelta(minutes=60)


@pytest.fixture(scope="module")
def unit():
    return load_unit("09_incident_command")


@pytest.fixture(scope="module")
def many(unit):
    return [draw_for(unit, f"many {i}") for i in range(40)]


def distinct_spikes(case):
    table = case.frames["spikes"].drop_duplicates("spike_id")
    return table.merge(case.frames["rollouts"].drop(columns="region"), on="rollout_id", how="left")


def test_the_spikes_are_those_that_were_counted(many):
    for case in many:
        seen, table = case.spikes, distinct_spikes(case)
        early = table["began_at"] - table["begun_at"] <= HOUR
        only_from_complete = ~early & (table["began_at"] - table["complete_at"] <= HOUR)
        outside = table["region"] != "test"
        for cause, total, in_hour, soon in (
            ("roll-out", seen.caused, seen.caused_in_hour, seen.caused_soon),
            ("something else", seen.other, seen.other_in_hour, seen.other_soon),
            ("open", seen.unfinished, seen.unfinished, 0),
        ):
            of_cause = outside & (table["found_cause"] == cause)
            assert of_cause.sum() == total
            assert (of_cause & early).sum() == in_hour
            assert (of_cause & only_from_complete).sum() == soon
        assert table["rollout_id"].isna().sum() == seen.unlinked
        assert (~outside).sum() == (~outside & early).sum() == seen.tests
        assert len(case.frames["rollouts"]) == seen.rollouts
        copies = len(case.frames["spikes"]) - len(table)
        assert copies == seen.second_caused + seen.second_other


def test_the_roll_out_named_is_the_last_one_in_the_region_and_no_other_was_near(many):
    for case in many[:15]:
        table, rollouts = distinct_spikes(case), case.frames["rollouts"]
        for row in table.itertuples():
            before = rollouts[(rollouts["region"] == row.region) & (rollouts["begun_at"] <= row.began_at)]
            near = before[before["begun_at"] >= row.began_at - pd.Timedelta(days=7)]
            if pd.isna(row.rollout_id):
                assert near.empty
            else:
                assert near.sort_values("begun_at")["rollout_id"].iloc[-1] == row.rollout_id


def test_no_spike_lies_on_the_hour_s_edge(many):
    for case in many:
        table = distinct_spikes(case)
        for start in ("begun_at", "complete_at"):
            minutes = (table["began_at"] - table[start]) / pd.Timedelta(minutes=1)
            assert not minutes.between(59, 61).any()


def test_most_roll_outs_had_no_spike_or_none_that_they_caused(many):
    for case in many:
        assert case.spikes.quiet > case.spikes.caused
        assert case.spikes.caused < case.spikes.rollouts / 3


def test_the_pager_tries_every_five_minutes_until_it_is_answered_or_gives_up(many):
    for case in many:
        pages = case.frames["pages"]
        for _, rows in pages.sort_values("attempt").groupby("page_id"):
            gaps = rows["sent_at"].diff().dropna()
            assert (gaps == pd.Timedelta(minutes=5)).all()
            answered = rows["acknowledged_at"].iloc[0]
            assert rows["acknowledged_at"].nunique(dropna=False) == 1
            if pd.isna(answered):
                assert len(rows) == 6
            else:
                assert rows["sent_at"].max() < answered <= rows["sent_at"].max() + pd.Timedelta(minutes=5)


def test_pages_keep_their_counts_and_drills_are_all_answered(many):
    for case in many:
        pages = case.frames["pages"].drop_duplicates("page_id")
        drills = pages["event"].str.startswith("drill")
        assert drills.sum() == paging_log.DRILLS * len(paging_log.ROLES)
        assert pages.loc[drills, "acknowledged_at"].notna().all()
        assert len(pages) == len(case.pages)
        assert pages["acknowledged_at"].isna().sum() == sum(page.seconds is None for page in case.pages)
        assert set(pages["role"]) == set(paging_log.ROLES)


def test_no_role_lies_close_to_the_line_of_a_fifth(many):
    for case in many:
        for role in paging_log.ROLES:
            own = [page.seconds is None for page in case.pages if page.role == role and not page.drill]
            assert abs(sum(own) / len(own) - paging_log.BACKUP_SHARE) > 0.02


def test_the_timeline_is_resolved_twice_and_written_late(many):
    unsorted = 0
    for case in many:
        line, table = case.timeline, case.frames["timeline"]
        entries = table.drop_duplicates("entry_id").sort_values("at")
        minutes = (entries["at"] - pd.Timestamp(line.declared)) / pd.Timedelta(minutes=1)
        assert list(minutes[entries["kind"] == "public update"]) == list(line.public)
        assert list(minutes[entries["kind"] == "internal update"]) == list(line.internal)
        assert list(minutes[entries["kind"] == "resolved"]) == [line.resolved_early, line.resolved]
        assert list(minutes[entries["kind"] == "re-opened"]) == [line.reopened]
        assert len(table) - len(entries) == line.copies
        assert line.alert < 0 < line.decided < line.resolved_early < line.reopened < line.resolved
        assert line.resolved % case.update_minutes
        assert line.resolved < line.public[-1] <= line.resolved + 5
        unsorted += not table["at"].is_monotonic_increasing
    assert unsorted == len(many)


def test_action_items_by_what_became_of_them(many):
    for case in many:
        seen, events = case.actions, case.frames["action_events"].sort_values("on")
        items = case.frames["action_items"].drop_duplicates("action_id")
        assert len(case.frames["action_items"]) - len(items) == seen.copies
        assert (events["on"] <= pd.Timestamp(case.review_date)).all()
        steps = events.groupby("action_id")["event"].agg(" ".join).reindex(items["action_id"]).fillna("")
        assert steps.isin(("", "closed", "closed re-opened", "closed re-opened closed")).all()
        due = (items["due"] <= pd.Timestamp(case.review_date)).to_numpy()
        assert due.sum() == seen.due
        assert (steps[due] == "").sum() == seen.never
        assert (steps[due] == "closed re-opened").sum() == seen.reopened_open
        assert (steps[~due] == "closed").sum() == seen.later_closed
        first = events.drop_duplicates("action_id").set_index("action_id")["on"].reindex(items["action_id"])
        on_the_day = due & (first.to_numpy() == items["due"].to_numpy()) & (steps == "closed").to_numpy()
        assert on_the_day.sum() == seen.on_the_day


def test_the_register_has_the_quarters_drills_and_merged_tickets(many):
    for case in many:
        seen, table = case.register, case.frames["register"]
        own = table[table["cause"] == repeat_register.CAUSE]
        quarter = own["opened_at"].dt.tz_localize(None).dt.to_period("Q")
        fixed = pd.Timestamp(seen.fixed).to_period("Q")
        real = (own["kind"] == "incident") & own["merged_into"].isna()
        counts = quarter[real].value_counts()
        expected = dict(zip(range(-6, 2), (*seen.older, *seen.before, seen.after, seen.since), strict=True))
        assert {(one - fixed).n: count for one, count in counts.items()} == expected
        merged = own["merged_into"].notna()
        assert merged[quarter == fixed].sum() == seen.merged_after
        assert (own.loc[quarter == fixed, "kind"] == "drill").sum() == seen.drills_after
        parents = own.loc[merged, "merged_into"]
        assert set(parents) <= set(own.loc[real, "incident_id"])
        rollouts = case.frames["quarters"]
        assert rollouts["quarter_from"].iloc[-1] == pd.Timestamp(seen.fixed)
        assert tuple(rollouts["rollouts"]) == seen.rollouts


def test_repeats_fall_and_so_do_roll_outs(many):
    for case in many:
        assert case.register.after < case.register.mean_before - 1
        assert case.register.rollouts[-1] < 0.9 * case.register.rollouts_before
        assert case.register.before[-1] == max(case.register.before)  # a bad quarter calls for a fix


def test_every_activity_has_one_accountable_and_somebody_who_does_it(many):
    for case in many:
        holds = [one for one in case.agreements if not one.older]
        for activity in agreements.ACTIVITIES:
            letters = [one.letter for one in holds if one.activity == activity]
            assert sum("A" in letter for letter in letters) == 1
            assert any("R" in letter for letter in letters)
        older = [one for one in case.agreements if one.older]
        assert len(older) == len({one.activity for one in older}) == 2
        assert {one.letter for one in older} == {"A"}


def test_patterns_are_all_valid_matrices():
    for patterns in agreements._PATTERNS.values():
        for pattern in patterns:
            assert sum("A" in letter for letter in pattern) == 1
            assert any("R" in letter for letter in pattern)
            assert {"C", "I"} & set(pattern)


def test_later_agreements_are_later_and_their_words_say_their_letters(many):
    assert max(map(len, (said for ways in agreements.WORDS.values() for said in ways))) <= 50  # pandas shows no more
    words = {said: letter for letter, ways in agreements.WORDS.items() for said in ways}
    assert len(words) == sum(map(len, agreements.WORDS.values()))
    for case in many:
        table = case.frames["agreements"].sort_values("agreed_on")
        assert (table["agreed_on"] < pd.Timestamp(case.timeline.declared.date())).all()
        held = table.drop_duplicates(["activity", "role"], keep="last")
        found = {(row.activity, row.role): words[row.agreement] for row in held.itertuples()}
        expected = {
            (agreements.ACTIVITIES[one.activity], agreements.ROLES[one.role]): one.letter
            for one in case.agreements
            if not one.older
        }
        assert found == expected


def test_both_verdicts_occur_and_acting_beats_leaving(many, unit):
    gains = [unit.question("gain_over_waiting").answer(case) for case in many]
    assert 0.2 < sum(gain < 0 for gain in gains) / len(gains) < 0.5
    for case in many:
        belief = unit.question("cause_posterior").answer(case)
        assert belief > unit.question("acting_threshold").answer(case) + 0.09
        assert case.diagnosis_minutes < 60 * case.hours_left


def test_the_card_shows_no_answer(unit, many):
    for case in many:
        text = " ".join(f"{what} {figure}" for what, figure, _ in case.brief())
        assert f"{unit.question('acting_threshold').answer(case):.0%}" not in text.replace(f"{case.prior:.0%}", "")
        assert case.minutes_to_spike < 60


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", "ca090e68c5cee212"), ("ben", "317c1ff4f4236f31"), ("self-study", "b9d6d87bc6be2105")],
)
def test_cases_do_not_move(unit, learner, digest):
    """A change here moves every learner's numbers: only ever between cohorts, and on purpose."""
    case = draw_for(unit, learner)
    drawn = (case.code, case.spikes, case.pages, case.timeline, case.actions, case.register, case.agreements)
    frames = [case.frames[name].to_csv(index=False) for name in case.frames]
    assert hashlib.sha256(repr((*drawn, case.brief(), frames)).encode()).hexdigest()[:16] == digest
