"""How numbers are written: one way for the window, the report and the command line."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Protocol

from confmat_gui.core.predictions import ScoreKind

UNDEFINED = "–"
"""Stands where a figure is undefined."""

MINUS = "−"

MOST_DECIMALS = 4
"""Of numbers that stand together; a smaller one keeps its own."""

MOST_DIGITS = 6


def figure(value: float, digits: int = 3) -> str:
    """Return a figure such as 0.948; "–" where it is undefined, "−0.343" with a true minus sign."""
    if math.isnan(value):
        return UNDEFINED
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    rounded = round(value, digits) + 0.0  # + 0.0 turns -0.0 into 0.0
    return f"{rounded:,.{digits}f}".replace("-", MINUS)


class Writer(Protocol):
    """Writes a number alone, or with the decimals of those it stands beside."""

    def __call__(self, value: float, decimals: int | None = None, /) -> str:
        """Return the number as text."""
        ...


def decimals_of(values: Iterable[float], write: Writer, most: int = MOST_DECIMALS) -> int:
    """Return the decimals of numbers that stand together: of the one that alone has most, at most `most`."""
    return max((min(_decimals(write(value)), most) for value in values), default=0)


def pair(low: float, high: float, write: Writer) -> tuple[str, str]:
    """Return both ends of an interval with the same number of decimals: "0.255", "0.300"."""
    decimals = decimals_of((low, high), write)
    return write(low, decimals), write(high, decimals)


def _decimals(written: str) -> int:
    number = written.partition(" ")[0]
    if "e" in number:
        number = f"{float(number.replace(MINUS, '-')):.{MOST_DIGITS}f}".rstrip("0")
    return len(number.partition(".")[2])


def _beside(alone: str, value: float, decimals: int | None) -> str:
    """Return a number with these decimals, or as it is alone where they would leave nothing of it."""
    if decimals is None or not math.isfinite(value):
        return alone
    text = figure(value, decimals)
    return alone if value and _is_nil(text) else text


def threshold(value: float, decimals: int | None = None) -> str:
    """Return a threshold; a small one keeps two digits: "0.469", "0.023", "0.00095"."""
    return _beside(f"{value:.2g}" if 0 < value < 0.01 else figure(value), value, decimals)


def percent(share: float, *, spaced: bool = False) -> str:
    """Return a share as "98.2%"; within a sentence "98.2 %", and "under 0.1 %" for a few of very many."""
    if math.isnan(share):
        return UNDEFINED
    if spaced and 0 < share < 0.0005:
        return "under 0.1 %"
    return figure(100 * share, 1) + (" %" if spaced else "%")


def share(value: float, decimals: int | None = None) -> str:
    """Return a share of the classes as a person would say it: "1 %", "0.05 %", "33.3 %"."""
    if math.isnan(value):
        return UNDEFINED
    percent = 100 * value
    alone = f"{percent:.3g}" if percent < 99.95 or value == 1 else f"{percent:.5g}"
    return f"{_beside(alone, percent, decimals)} %"


def count(number: float) -> str:
    """Return a whole number with thousands separators: "37,845"."""
    return UNDEFINED if math.isnan(number) else f"{round(number):,}".replace("-", MINUS)


def weighed(number: float, decimals: int | None = None) -> str:
    """Return a re-weighted number of samples: "37,845", "19.8", "0.36"."""
    alone = count(number) if abs(number) >= 99.95 or not number else f"{number:.3g}"
    return _beside(alone, number, decimals)


def signed_weighed(number: float, decimals: int | None = None) -> str:
    """Return a change of a re-weighted number of samples: "+37,845", "−0.36"; 0 without a sign."""
    if not number:
        return "0"
    return f"{'+' if number > 0 else MINUS}{weighed(abs(number), decimals)}"


def amount(value: float, decimals: int | None = None) -> str:
    """Return a sum of costs with as many digits as matter: "6,672", "412.5", "0.0384"."""
    return _beside(_amount(value), value, decimals)


def _amount(value: float) -> str:
    if math.isnan(value) or math.isinf(value):
        return figure(value)
    if value == round(value):
        return count(value)
    digits = 3 if abs(value) < 100 else 1
    text = f"{value:,.{digits}f}" if abs(value) >= 0.1 else f"{value:.3g}"
    return (text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text).replace("-", MINUS)


def each(value: float) -> str:
    """Return the cost of one sample with three digits: "0.700", "0.0280", "412.5"; "0" for nothing."""
    if math.isnan(value) or math.isinf(value) or not value:
        return amount(value)
    if abs(value) >= 0.1:
        return figure(value, 3 if abs(value) < 100 else 1)
    return f"{value:#.3g}".replace("-", MINUS)


def in_unit(written: str, unit: str) -> str:
    """Return an amount with what it is counted in: "20 €"; "20" where nobody said, "–" stays."""
    return f"{written} {unit}" if unit and written != UNDEFINED else written


def named_unit(name: str, unit: str) -> str:
    """Return the name of a cost with what it is counted in: "Total cost (€)"."""
    return f"{name} ({unit})" if unit else name


def plain(value: float, decimals: int | None = None) -> str:
    """Return a number as a person would type it: "20", "0.4", "0.0234375" (6 significant digits at most)."""
    if math.isnan(value):
        return UNDEFINED
    return _beside(f"{value:.6g}".replace("-", MINUS), value, decimals)


def signed(value: float, digits: int = 3) -> str:
    """Return "+0.016", "−0.343"; "0.000" where it rounds to nothing."""
    text = figure(value, digits)
    return f"+{text}" if value > 0 and not _is_nil(text) else text


def signed_count(value: float) -> str:
    """Return "+31", "−16,556", "0"."""
    return f"+{count(value)}" if round(value) > 0 else count(value)


def signed_amount(value: float) -> str:
    """Return a difference of costs: "+31", "−16,556", "+0.5"."""
    return f"+{amount(value)}" if value > 0 else amount(value)


def points(difference: float) -> str:
    """Return a difference of two shares in percentage points: "+2.1 pp"."""
    if math.isnan(difference):
        return UNDEFINED
    return f"{signed(100 * difference, 1)} pp"


def change(text: str, against: str = "default") -> str:
    """Return "+0.016 vs default", or that nothing changed."""
    if text == UNDEFINED:
        return ""
    return f"same as {against}" if _is_nil(text) else f"{text} vs {against}"


def interval(ends: Iterable[float], digits: int = 3) -> str:
    """Return "[0.946, 0.950]"; empty where there is none."""
    low, high = ends
    if math.isnan(low) or math.isnan(high):
        return ""
    return f"[{figure(low, digits)}, {figure(high, digits)}]"


def amount_interval(ends: Iterable[float]) -> str:
    """Return the interval of a sum of costs: "[6,410, 6,950]"; empty where there is none."""
    low, high = ends
    return "" if math.isnan(low) or math.isnan(high) else f"[{amount(round(low))}, {amount(round(high))}]"


def p_value(value: float) -> str:
    """Return "p = 0.035" or "p < 0.001"; empty where there is none."""
    if math.isnan(value):
        return ""
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def samples(number: int) -> str:
    """Return "1 sample" or "412 samples"."""
    return counted(number, "sample")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return "1 class", "5 classes", "12 batches"."""
    if number == 1:
        return f"1 {noun}"
    return f"{count(number)} {plural or noun + 's'}"


def listed(names: Iterable[str], most: int = 6) -> str:
    """Return "a, b and c"; beyond `most` names "a, b and 12 more"."""
    known = list(names)
    if len(known) > most:
        return f"{', '.join(known[: most - 1])} and {count(len(known) - most + 1)} more"
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} and {known[-1]}" if known else ""


SCORE_KIND_NAMES: dict[ScoreKind, str] = {
    "probability": "probabilities",
    "sigmoid": "independent probabilities",
    "logit": "logits",
    "score": "ranking scores",
    "confidence": "confidence of the predicted class only",
    "labels": "labels only",
    "matrix": "a matrix of counts",
}


def _is_nil(text: str) -> bool:
    return text != UNDEFINED and not any(digit in text for digit in "123456789∞")
