from __future__ import annotations

import math

import pytest

from confmat_gui.present import texts
from confmat_gui.present.pad import ratio_text, share_text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.948, "0.948"),
        (0.9484999, "0.948"),
        (-0.34312, "−0.343"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (-0.0001, "0.000"),
        (1234.5678, "1,234.568"),
    ],
)
def test_that_a_figure_has_three_decimals_a_true_minus_and_a_dash_where_undefined(
    value: float, written: str
) -> None:
    assert texts.figure(value) == written


def test_that_a_percentage_has_one_decimal_and_a_blank_only_within_a_sentence() -> None:
    assert texts.percent(0.9824) == "98.2%"
    assert texts.percent(0.0312, spaced=True) == "3.1 %"
    assert texts.percent(0.0004, spaced=True) == "under 0.1 %"
    assert texts.percent(0.0, spaced=True) == "0.0 %"
    assert texts.percent(math.nan) == "–"


def test_that_counts_have_thousands_separators() -> None:
    assert texts.count(37845) == "37,845"
    assert texts.count(-16556) == "−16,556"
    assert texts.count(math.nan) == "–"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (6672.0, "6,672"),
        (412.5, "412.5"),
        (0.0384, "0.0384"),
        (-16556.0, "−16,556"),
        (1234.56, "1,234.6"),
        (12.3456, "12.346"),
        (0.0, "0"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (0.5, "0.5"),
        (20.0, "20"),
        (1e-9, "1e−09"),
    ],
)
def test_that_a_sum_of_costs_has_as_many_digits_as_matter(value: float, written: str) -> None:
    assert texts.amount(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.7, "0.700"),
        (0.624, "0.624"),
        (0.028, "0.0280"),
        (0.0293, "0.0293"),
        (-0.5, "−0.500"),
        (1.0, "1.000"),
        (412.5, "412.5"),
        (0.0, "0"),
        (math.nan, "–"),
        (math.inf, "∞"),
    ],
)
def test_that_the_costs_of_a_sample_in_a_column_have_three_digits_each(value: float, written: str) -> None:
    assert texts.each(value) == written


def test_that_a_threshold_is_written_as_a_person_would_type_it() -> None:
    assert [texts.plain(value) for value in (0.4, 20.0, 0.0234375, -1.5, math.nan)] == [
        "0.4",
        "20",
        "0.0234375",
        "−1.5",
        "–",
    ]


def test_that_a_difference_carries_its_sign_unless_it_rounds_to_nothing() -> None:
    assert [texts.signed(value) for value in (0.016, -0.343, 0.00001, -0.00001)] == [
        "+0.016",
        "−0.343",
        "0.000",
        "0.000",
    ]
    assert [texts.signed_count(value) for value in (31, -16556, 0)] == ["+31", "−16,556", "0"]
    assert [texts.signed_amount(value) for value in (0.5, -2.0)] == ["+0.5", "−2"]
    assert [texts.points(value) for value in (0.021, -0.5, math.nan)] == ["+2.1 pp", "−50.0 pp", "–"]


def test_that_a_change_says_so_when_there_is_none() -> None:
    assert texts.change(texts.signed(0.016)) == "+0.016 vs default"
    assert texts.change(texts.signed(0.0), "week 45") == "same as week 45"
    assert texts.change(texts.signed(math.nan)) == ""


def test_that_intervals_are_bracketed_and_empty_where_there_is_none() -> None:
    assert texts.interval((0.9463, 0.95)) == "[0.946, 0.950]"
    assert texts.interval((math.nan, math.nan)) == ""
    assert texts.amount_interval((6410.4, 6949.6)) == "[6,410, 6,950]"
    assert texts.amount_interval((math.nan, 1.0)) == ""


def test_that_p_values_are_never_written_as_zero() -> None:
    assert [texts.p_value(value) for value in (0.03516, 0.0000001, math.nan)] == [
        "p = 0.035",
        "p < 0.001",
        "",
    ]


def test_that_nouns_agree_with_their_number() -> None:
    assert texts.samples(1) == "1 sample"
    assert texts.samples(1412) == "1,412 samples"
    assert texts.counted(12, "batch", "batches") == "12 batches"


def test_that_a_list_of_names_ends_in_and() -> None:
    assert texts.listed([]) == ""
    assert texts.listed(["a"]) == "a"
    assert texts.listed("abc") == "a, b and c"
    assert texts.listed("abcdefghij", most=4) == "a, b, c and 7 more"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.469, "0.469"), (0.0234, "0.023"), (0.001, "0.001"), (0.00095, "0.00095"), (0.0, "0.000")],
)
def test_that_a_small_threshold_keeps_two_digits(value: float, text: str) -> None:
    assert texts.threshold(value) == text


def test_that_both_ends_of_an_interval_have_the_same_decimals() -> None:
    assert texts.pair(0.2551, 0.3004, share_text) == ("0.255", "0.300")
    assert texts.pair(7.4512, 20.04, ratio_text) == ("7.45 : 1", "20.04 : 1")
    assert texts.pair(0.0024, 0.0312, texts.threshold) == ("0.0024", "0.0312")
    assert texts.pair(0.25, 0.5, texts.threshold) == ("0.250", "0.500")
    assert texts.pair(1e-7, 0.5, texts.plain) == ("1e−07", "0.5")
    assert texts.pair(0.0, math.inf, texts.threshold) == ("0.000", "∞")


def test_that_numbers_of_a_column_have_the_decimals_of_the_one_that_needs_most() -> None:
    def column(values: list[float], write: texts.Writer, most: int = 4) -> list[str]:
        decimals = texts.decimals_of(values, write, most)
        return [write(value, decimals) for value in values]

    assert column([0.79797, 0.0793, 0.043], texts.share) == ["79.80 %", "7.93 %", "4.30 %"]
    assert column([0.99, 0.01], texts.share) == ["99 %", "1 %"]
    assert column([12.5, 30, -1], texts.amount) == ["12.5", "30.0", "−1.0"]
    assert column([0.94206, 0.5778, 1e-5], texts.plain, 6) == ["0.94206", "0.57780", "0.00001"]
    assert column([], texts.plain) == []


def test_that_a_number_the_decimals_would_leave_nothing_of_is_written_as_it_is_alone() -> None:
    assert texts.plain(0.00001, 3) == "1e−05"
    assert texts.share(0.000001, 1) == "0.0001 %"
    assert texts.plain(0.0, 2) == "0.00"
    assert (texts.plain(math.nan, 2), texts.share(math.nan, 2), texts.amount(math.nan, 2)) == ("–", "–", "–")
