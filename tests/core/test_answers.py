import json
import math
import types
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from unittest.mock import MagicMock, Mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib.core.answers import NotAnAnswer, read_answer, to_plain
from course_lib.core.grading import grade
from course_lib.core.question import KINDS
from tests.core.toys import LIGHTS, RIGHT, TOYS, is_one_sentence

NUMPY_TYPES = [code for code in np.typecodes["All"] if code != "O"]


class RaisesEverywhere:
    """Every look at it fails."""

    def __getattribute__(self, name):
        raise RuntimeError("hands off")

    def __len__(self):
        raise RuntimeError("hands off")

    __bool__ = __int__ = __float__ = __index__ = __iter__ = __str__ = __repr__ = __hash__ = __len__

    def __eq__(self, other):
        raise RuntimeError("hands off")


class HostileName(type):
    """A type that does not even tell its name."""

    @property
    def __name__(cls):
        raise RuntimeError("hands off")


class Nameless(metaclass=HostileName):
    pass


def lying(claimed: type) -> object:
    """Return an object that says it is a `claimed` and is none."""
    return type("Liar", (), {"__class__": property(lambda self: claimed)})()


class LyingText(str):
    def __str__(self):
        return self

    def __getitem__(self, key):
        return print


class LyingList(list):
    def __getitem__(self, key):
        return [print, self]


class LyingDict(dict):
    def __len__(self):
        return 1

    def __iter__(self):
        return iter(["date"])


class LyingDate(date):
    def isoformat(self):
        return print


class LyingShape:
    shape = ()
    dtype = print

    def item(self):
        return self


class EndlessArray:
    shape = (1,)

    def __iter__(self):
        while True:
            yield self


def knot() -> list:
    tied: list = []
    tied.append(tied)
    return tied


NOT_PLAIN = {
    "text with a unit": "4.9 %",
    "empty text": "",
    "text of a number": "0.018437",
    "lone surrogate": "\ud800",
    "true": True,
    "false": np.False_,
    "not a number": math.nan,
    "infinity": math.inf,
    "minus infinity": -math.inf,
    "numpy nan": np.float32("nan"),
    "Decimal nan": Decimal("nan"),
    "Decimal signalling nan": Decimal("snan"),
    "long double beyond a double": np.longdouble("1e4000"),
    "Fraction beyond a double": Fraction(10**400),
    "complex": 0.018437 + 0j,
    "bytes": b"0.018437",
    "lambda": lambda: 0.018437,
    "built-in function": print,
    "class": float,
    "module": math,
    "generator": (i for i in [0.018437]),
    "range": range(3),
    "slice": slice(1),
    "ellipsis": ...,
    "not implemented": NotImplemented,
    "exception": ValueError("0.018437"),
    "dictionary": {"a": 0.018437},
    "empty dictionary": {},
    "forged tag with a function": {"date": print},
    "forged tag with nan": {"array": [math.nan]},
    "forged tag, nested": {"array": {"set": [1]}},
    "list of numbers": [0.018437],
    "nested list": [["night"], ["rain"]],
    "list in a knot": knot(),
    "endless list of text": ["x" * 5000] * 500,
    "set of numbers": {0.018437},
    "array": np.array([0.018437, 0.02]),
    "one-element array": np.array([0.018437]),
    "two-dimensional array": np.eye(2),
    "array of arrays": np.array([np.eye(2), np.eye(2)]),
    "array of objects": np.array([print, None], dtype=object),
    "masked array": np.ma.array([1.0, 2.0], mask=[True, False]),
    "Series": pd.Series([0.018437]),
    "Series of times": pd.Series(pd.to_datetime(["2026-03-10", None])),
    "Index": pd.Index([1, 2]),
    "MultiIndex": pd.MultiIndex.from_tuples([("night", 1)]),
    "DataFrame": pd.DataFrame({"a": [0.018437]}),
    "empty DataFrame": pd.DataFrame(),
    "grouped frame": pd.DataFrame({"a": [1]}).groupby("a"),
    "missing value of pandas": pd.NA,
    "missing time of pandas": pd.NaT,
    "missing time of numpy": np.datetime64("NaT", "s"),
    "duration": timedelta(days=3),
    "duration of pandas": pd.Timedelta(days=3),
    "duration of numpy": np.timedelta64(3, "ns"),
    "period": pd.Period("2026-03", "M"),
    "interval": pd.Interval(0, 1),
    "time of day": time(18, 30),
    "record": np.rec.array([(1, "a")])[0],
    "mock": Mock(),
    "magic mock": MagicMock(),
    "namespace": types.SimpleNamespace(shape=(), item=lambda: print),
    "raises everywhere": RaisesEverywhere(),
    "no name": Nameless(),
    "lies: bool": lying(bool),
    "lies: int": lying(int),
    "lies: float": lying(float),
    "lies: str": lying(str),
    "lies: list": lying(list),
    "lies: dict": lying(dict),
    "lies: None": lying(type(None)),
    "lies: datetime": lying(datetime),
    "lying text": LyingText("night"),
    "lying list": LyingList(["night"]),
    "lying dictionary": LyingDict(),
    "lying date": LyingDate(2026, 3, 10),
    "lying shape": LyingShape(),
    "endless array": EndlessArray(),
}
NUMBERS = {
    "huge": 10**400,
    "huge beyond printing": 10**5000,
    "minus huge": -(10**5000),
    "large float": 1.7e308,
    "Decimal": Decimal("12.5"),
    "Fraction": Fraction(25, 2),
    "float": 12.5,
}

plain_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**350), 10**350)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(LIGHTS)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=-14))))
    | st.decimals()
    | st.fractions()
    | st.complex_numbers()
    | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.frozensets(st.text(max_size=3) | st.integers() | st.sampled_from(LIGHTS), max_size=4)
        | st.dictionaries(
            st.sampled_from(["date", "datetime", "array", "set", "not_finite", "unsupported", "x"]), inner
        )
    ),
    max_leaves=6,
)


def assert_plain(value: object) -> None:
    plain = to_plain(value)
    text = json.dumps(plain, allow_nan=False)
    text.encode()
    assert len(text) <= 30_000
    assert json.loads(text) == plain
    assert to_plain(plain) == plain


@pytest.mark.parametrize("what", NOT_PLAIN)
@pytest.mark.parametrize("kind", KINDS)
def test_bad_input_is_one_clear_sentence_for_no_points(kind, what):
    value = NOT_PLAIN[what]
    result = grade(*_with(kind, value))
    assert (result.kind, result.score) == ("malformed", 0)
    assert is_one_sentence(result.sentence)
    assert result.sentence.startswith("You gave ")
    assert "; this question wants " in result.sentence
    assert_plain(value)
    assert grade(*_with(kind, to_plain(value))) == result


def _with(kind: str, answer: object) -> tuple:
    question, case = TOYS[kind]
    return question, answer, case


@pytest.mark.parametrize("what", NUMBERS)
@pytest.mark.parametrize("kind", ["date", "datetime", "labels", "order"])
def test_a_number_is_no_date_and_no_list(kind, what):
    value = NUMBERS[what]
    result = grade(*_with(kind, value))
    assert (result.kind, result.score) == ("malformed", 0)
    assert result.sentence.startswith("You gave a number; ")
    assert_plain(value)


@pytest.mark.parametrize("kind", ["number", "integer"])
@pytest.mark.parametrize(
    "value", [10**400, 10**5000, -(10**5000), 1.7e308, np.float64(-1.7e308)], ids=lambda value: type(value).__name__
)
def test_numbers_beyond_any_sense_are_refused(kind, value):
    result = grade(*_with(kind, value))
    assert (result.kind, result.score) == ("malformed", 0)
    assert result.sentence.startswith("You gave a number beyond any sensible range; ")
    assert_plain(value)


@pytest.mark.parametrize("kind", KINDS)
def test_none_is_unanswered(kind):
    result = grade(*_with(kind, None))
    sentence = f"Not answered yet: {result.question} is still None."
    assert (result.kind, result.score, result.sentence) == ("unanswered", 0, sentence)


@pytest.mark.parametrize("code", NUMPY_TYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_scalars_of_every_numpy_type_are_marked(kind, code):
    value = np.ones((), dtype=code)[()] if code not in "mM" else np.array(3, dtype=f"{code}8[ns]")[()]
    assert_plain(value)
    result = grade(*_with(kind, value))
    assert result.score == 0
    assert result.kind in ("malformed", "not yet")
    assert grade(*_with(kind, to_plain(value))) == result


@pytest.mark.parametrize("code", np.typecodes["AllInteger"] + np.typecodes["Float"])
def test_a_numpy_number_is_a_number(code):
    value = np.array(17, dtype=code)
    for form in (value, value[()]):  # an array without dimensions, and a scalar
        assert to_plain(form) == 17
        assert grade(*_with("integer", form)).kind == "right"


@pytest.mark.parametrize(
    "value",
    [17, 17.0, np.int8(17), np.uint64(17), np.float16(17), np.longdouble(17), Decimal("17"), Fraction(34, 2)],
    ids=repr,
)
def test_seventeen_in_every_number_type(value):
    assert grade(*_with("integer", value)).kind == "right"


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 3, 10),
        datetime(2026, 3, 10, 23, 59),
        "2026-03-10",
        " 2026-03-10T08:00:00Z ",
        pd.Timestamp("2026-03-10"),
        np.datetime64("2026-03-10"),
        np.datetime64("2026-03-10T18:30", "ns"),
        pd.Series(pd.to_datetime(["2026-03-10"])).max(),
        pd.Series(pd.to_datetime(["2026-03-10"])).to_numpy()[0],
    ],
    ids=repr,
)
def test_a_day_in_every_date_type(value):
    assert_plain(value)
    assert grade(*_with("date", value)).kind == "right"


@pytest.mark.parametrize(
    "value",
    [
        RIGHT["datetime"],
        datetime(2026, 3, 10, 20, 30, tzinfo=timezone(timedelta(hours=2))),
        "2026-03-10T18:30Z",
        "2026-03-10T13:30:00-05:00",
        pd.Timestamp("2026-03-10T18:30", tz="UTC"),
        pd.Timestamp("2026-03-10T19:30", tz="Europe/Berlin"),
    ],
    ids=repr,
)
def test_a_moment_in_every_zone(value):
    assert_plain(value)
    assert grade(*_with("datetime", value)).kind == "right"


@pytest.mark.parametrize(
    "value",
    [datetime(2026, 3, 10, 18, 30), date(2026, 3, 10), "2026-03-10", np.datetime64("2026-03-10T18:30")],
    ids=repr,
)
def test_a_moment_without_a_zone_is_told_so(value):
    result = grade(*_with("datetime", value))
    assert result.kind == "malformed"
    assert result.sentence.startswith("You gave a time without a time zone; ")


@pytest.mark.parametrize(
    "value", [datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))), "10 March", "2026-02-30"]
)
def test_a_moment_that_cannot_be_is_told_so(value):
    assert grade(*_with("datetime", value)).sentence.startswith("You gave text that is no ISO date; ")


@pytest.mark.parametrize(
    "value",
    [
        ["night", "rain"],
        ("rain", "night"),
        {"rain", "night"},
        frozenset(["rain", "night"]),
        ["rain", "night", "rain"],
        np.array(["rain", "night"]),
        np.array(["rain", "night"], dtype=object),
        pd.Index(["rain", "night"]),
        pd.Series(["rain", "night"]),
        pd.Series(["rain", "night"], index=[200.0, 300.0]),
        pd.Series(["rain", "night"], index=pd.to_datetime(["2026-01-01", "2026-01-02"])),
        pd.Series(["rain", "night"], dtype="category"),
        pd.Series(["rain", "night"]).unique(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_labels_in_every_container(value):
    assert_plain(value)
    assert grade(*_with("labels", value)).kind == "right"


@pytest.mark.parametrize("container", [list, tuple, np.array, pd.Series, pd.Index])
def test_an_order_in_every_container_that_has_one(container):
    assert grade(*_with("order", container(RIGHT["order"]))).kind == "right"


@pytest.mark.parametrize("value", [[], (), set(), np.array([]), pd.Index([])], ids=lambda value: type(value).__name__)
def test_no_label_at_all_is_an_answer(value):
    assert read_answer("labels", to_plain(value), wanted="labels", choices=LIGHTS) == frozenset()


def test_a_set_has_no_order():
    result = grade(*_with("order", set(RIGHT["order"])))
    assert result.kind == "malformed"
    assert result.sentence.startswith("You gave a set; ")


@pytest.mark.parametrize("value", [[], ["rain"], [*RIGHT["order"], "rain"], ["rain"] * 4])
def test_an_order_names_each_label_once(value):
    result = grade(*_with("order", value))
    assert result.kind == "malformed"
    assert result.sentence.endswith("wants each of day, night, rain, low sun exactly once.")


@pytest.mark.parametrize("kind", ["labels", "order"])
@pytest.mark.parametrize("unknown", ["dusk", "Night", " night", "<b>night</b>", "line\nbreak"])
def test_an_unknown_label_is_quoted_beside_those_that_exist(kind, unknown):
    result = grade(*_with(kind, ["night", unknown]))
    assert result.kind == "malformed"
    assert is_one_sentence(result.sentence)
    assert repr(unknown) in result.sentence
    assert all(label in result.sentence for label in LIGHTS)


@pytest.mark.parametrize(
    ("value", "given"),
    [
        ("4.9 %", "text"),
        (True, "True or False"),
        (math.nan, "a value that is not a finite number (NaN or infinity)"),
        (-math.inf, "a value that is not a finite number (NaN or infinity)"),
        ([0.1], "a list"),
        ({0.1}, "a set"),
        (np.array([0.1, 0.2]), "several values in an array"),
        (pd.Series([0.1]), "several values in an array"),
        (pd.DataFrame({"a": [1]}), "a Python object of type 'DataFrame'"),
        (lambda: 0.1, "a Python object of type 'function'"),
        (date(2026, 3, 10), "a date"),
        (pd.Timestamp("2026-03-10"), "a date and time"),
        (np.timedelta64(3, "D"), "a Python object of type 'timedelta64'"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_the_sentence_names_what_was_given_and_what_is_wanted(value, given):
    wanted = "this question wants a share between zero and one, typed as a plain number: no quotes, no unit sign."
    assert grade(*_with("number", value)).sentence == f"You gave {given}; {wanted}"


def test_text_and_lists_are_cut_to_a_bounded_size():
    assert to_plain("x" * 10_000) == "x" * 2000
    assert to_plain(list(range(1000))) == list(range(100))
    assert to_plain(np.arange(1000)) == {"array": list(range(100))}
    assert len(to_plain({str(i) for i in range(1000)})["set"]) == 100


def test_nothing_of_the_learners_own_is_left_in_a_plain_answer():
    answer = ["night", "rain"]
    plain = to_plain(answer)
    answer.append("day")
    assert plain == ["night", "rain"]
    assert type(to_plain(LyingText("night"))) is not LyingText
    assert type(to_plain(np.float64(0.5))) is float


@given(plain_values)
@settings(max_examples=150)
def test_plain_data_is_json_and_stays_as_it_is(value):
    assert_plain(value)


@given(plain_values, st.sampled_from(KINDS))
@settings(max_examples=200)
def test_any_answer_is_marked_with_a_sentence(value, kind):
    result = grade(*_with(kind, value))
    assert 0 <= result.score <= result.points
    assert result.sentence.endswith(".")
    assert "\n" not in result.sentence
    assert grade(*_with(kind, to_plain(value))) == result
    json.dumps(result.as_record(), allow_nan=False)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e299, max_value=1e299))
def test_a_number_is_read_as_it_was_typed(value):
    assert read_answer("number", to_plain(value), wanted="a number") == value


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.timezones()))
def test_a_moment_is_read_as_the_same_moment(value):
    assert read_answer("datetime", to_plain(value), wanted="a time") == value.astimezone(UTC)


@given(st.permutations(LIGHTS))
def test_an_order_is_read_as_it_was_typed(value):
    assert read_answer("order", to_plain(value), wanted="an order", choices=LIGHTS) == tuple(value)


def test_a_malformed_answer_is_a_value_error():
    with pytest.raises(NotAnAnswer, match="You gave text; this question wants a number") as raised:
        read_answer("number", "x", wanted="a number")
    assert isinstance(raised.value, ValueError)
