"""Charts: labelled, told apart without colour, readable on white and on near-black, alt text, same bytes twice."""

import itertools
import xml.etree.ElementTree as ElementTree

import pytest
from matplotlib.colors import to_hex

from course_lib.ui.charts import COLOURS, GREY, bars, lines, new_axes, picture

ALT = "False-diagnosis rate by quarter: 3.2, 2.1, 1.4 and 0.9 per cent."


def timeline():
    series = {"clinic": [3.2, 2.1, 1.4, 0.9], "control": [3.1, 3.0, 3.0, 2.9]}
    return lines(new_axes(), ["Q1", "Q2", "Q3", "Q4"], series, xlabel="quarter", ylabel="rate, %", baseline=("Q1", 3.2))


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("background", ["#ffffff", "#111111"])
def test_colours_can_be_seen_in_both_themes(background):
    assert contrast(GREY, background) >= 4
    assert all(contrast(colour, background) >= 2.9 for colour in COLOURS)


def test_series_differ_in_more_than_colour():
    drawn = timeline().get_lines()[:2]
    for one, other in itertools.combinations(drawn, 2):
        assert one.get_marker() != other.get_marker()
        assert one.get_linestyle() != other.get_linestyle()
    patches = bars(new_axes(), ["a", "b"], {"x": [1, 2], "y": [2, 1]}, xlabel="band", ylabel="share").patches
    assert {patch.get_hatch() for patch in patches} == {"", "//"}


def test_a_chart_has_labels_baseline_and_a_legend():
    axes = timeline()
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("quarter", "rate, %")
    assert axes.get_ylim()[0] == 0
    assert [text.get_text() for text in axes.texts] == ["Q1"]
    legend = axes.get_legend().get_texts()
    assert [text.get_text() for text in legend] == ["clinic", "control"]
    assert {to_hex(text.get_color()) for text in legend} == {GREY}  # black would vanish in the dark theme


def test_a_picture_carries_its_alt_text_everywhere():
    shown = picture(timeline(), alt=ALT)
    assert repr(shown) == f"[Chart] {ALT}"
    assert shown._repr_html_().count(ALT) == 2
    assert 'alt="' + ALT in shown._repr_html_()
    assert ElementTree.fromstring(shown.svg).find(".//{*}title").text == ALT
    assert shown.png.startswith(b"\x89PNG")


def test_markup_in_alt_text_is_text():
    assert "<b>" not in picture(timeline(), alt="<b>bold words of an alt text</b>")._repr_html_()


def test_the_same_chart_is_the_same_file():
    assert picture(timeline(), alt=ALT).svg == picture(timeline(), alt=ALT).svg


def test_a_chart_without_labels_or_words_is_refused():
    with pytest.raises(ValueError, match="An axis has no label"):
        picture(new_axes(), alt=ALT)
    with pytest.raises(ValueError, match="say in a sentence what the chart shows"):
        picture(timeline(), alt="A chart")
