"""The command line that gives the numbers on the screen."""

from __future__ import annotations

import csv
import io
import shlex
from collections import Counter
from collections.abc import Sequence

from confmat_gui.core.batch_sums import OF_ONE_CLASS
from confmat_gui.core.recalibration import recalibration_of
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import NO_DECISION, CostMatrix
from confmat_gui.core.tuning import Tuning
from confmat_gui.io.loaded import InputOptions
from confmat_gui.session.shares import adaptation_of, adaptation_to_shares
from confmat_gui.session.state import Session

SPELLED_OUT = 50
"""Beyond so many classes thresholds and prices are named as the files that the window exports them to."""


def command_text(session: Session, paths: Sequence[str] = (), *, stored: bool = False) -> str:
    """Return the `confmat evaluate` line of a session, thresholds exactly as stored.

    Parameters
    ----------
    session : Session
    paths : sequence of str
        Where its files are; without them the line has their names alone, as what is written to others must.
    stored : bool
        Whether `paths` is a session file, which knows how its samples were read and has a rule of its own.
    """
    loaded = session.data.loaded
    words = ["confmat", "evaluate", *(paths or (source.name for source in loaded.sources))]
    words += [] if stored else _input_words(loaded.options)
    words += _rule_words(session, even_the_default=stored)
    prices = session.point.prices
    if prices is not None:
        words += price_words(prices, loaded.predictions.classes)
    words += ["--cost-unit", session.cost_unit] if session.cost_unit else []
    words += _share_words(session, stored=stored)
    words += _batch_words(session)
    words += _samples_words(session, stored=stored)
    return shlex.join(words)


def _input_words(options: InputOptions) -> list[str]:
    words = []
    for name in ("true", "scores", "classes"):
        values = getattr(options, name)
        if values:
            words += [f"--{name}", _list_word(values)]
    for name in ("pred", "batch", "id", "group", "weight", "count", "kind", "rows", "join"):
        value = getattr(options, name)
        if value is not None:
            words += [f"--{name}", value]
    for condition in options.where:
        words += ["--where", condition]
    for repair in options.repairs:
        words += [] if repair.kind == "adapt-scores" else repair_words(repair)
    return words


def repair_words(repair: Repair) -> list[str]:
    """Return the option that puts samples right in the same way."""
    if repair.kind == "leave-out":
        return ["--leave-out", repair.names[0]]
    if repair.kind == "recalibrate":
        found = recalibration_of(repair.names, repair.numbers)
        tuning = found.tuning
        drawn = "" if tuning == Tuning() else f"={exact(tuning.share)}:{tuning.seed}:{tuning.by}"
        return ["--recalibrate", f"{found.method}{drawn}"]
    if repair.kind == "adapt-scores":
        shares = zip(repair.names, *repair.numbers, strict=True)
        told = tuple(f"{name}:{exact(wanted)}:{exact(trained)}" for name, wanted, trained in shares)
        return ["--repair", f"adapt-scores={_list_word(told)}"]
    names = f"={_list_word(repair.names)}" if repair.names else ""
    return ["--repair", f"{repair.kind}{names}"]


def _share_words(session: Session, *, stored: bool) -> list[str]:
    """Return the shares of the classes, and that scores are adapted to them, or exactly to which ones."""
    words = prevalence_words(session)
    adaptation = adaptation_of(session.data.repairs)
    if stored:  # the session has the shares and the adapted scores
        return words
    if adaptation is None:
        return words
    follows = adaptation == adaptation_to_shares(session)
    return [*words, *(["--adapt-scores"] if follows else repair_words(adaptation))]


def prevalence_words(session: Session) -> list[str]:
    """Return the options that set the same shares of the classes."""
    shares, classes = session.point.prevalence, session.data.loaded.predictions.classes
    named = () if shares is None else zip(classes, shares, strict=True)
    words = []
    for name, share in named:
        words += [] if share is None else ["--prevalence", f"{name}={exact(share)}"]
    return words


def _batch_words(session: Session) -> list[str]:
    """Return which figure of the batches is shown; nothing for accuracy, or where there is one batch."""
    display, predictions = session.display, session.data.loaded.predictions
    key = display.batch_metric
    unpriced = key == "expected_cost" and session.point.prices is None
    if key == "accuracy" or unpriced or len(predictions.batch_names) < 2:
        return []
    named = key in OF_ONE_CLASS and display.selected_class is not None
    return ["--batch-metric", f"{key}={predictions.classes[display.selected_class or 0]}" if named else key]


def _samples_words(session: Session, *, stored: bool) -> list[str]:
    """Return which samples are seen, and on which the rule was tuned; nothing where that is all of them."""
    tuning, samples = session.tuning, session.samples_of
    if tuning is None or (samples == "all" and not stored):
        return []
    drawn = ["--tune-on", exact(tuning.share), "--seed", str(tuning.seed), "--tune-by", tuning.by]
    return [*drawn, "--samples", samples]


def _list_word(names: tuple[str, ...]) -> str:
    """Return names with commas between; one that holds a comma stands in quotes, as in CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    return line.getvalue()


def _rule_words(session: Session, *, even_the_default: bool) -> list[str]:
    point, predictions = session.point, session.data.loaded.predictions
    words = [] if point.positive is None else ["--positive", predictions.classes[point.positive]]
    default = session.data.default_evaluation.point
    if (point.rule, point.positive) == (default.rule, default.positive) and not even_the_default:
        return words
    if point.rule.kind != "thresholds":
        words += ["--rule", point.rule.kind]
    if len(point.rule.named_thresholds) > SPELLED_OUT:
        return [*words, "--rule-file", "rule.json"]
    for name, threshold in point.rule.named_thresholds:
        words += ["--threshold", f"{name}={exact(threshold)}"]
    words += ["--no-decision"] if point.rule.no_decision else []
    return [*words, "--strict"] if point.rule.boundary == ">" else words


def price_words(costs: CostMatrix, classes: tuple[str, ...]) -> list[str]:
    """Return the options that state every row of prices: its usual price, then the cells that differ."""
    if len(classes) > SPELLED_OUT:
        return ["--costs", "costs.csv"]
    words = []
    for true, row in enumerate(costs):
        among, abstaining = row[: len(classes)], row[len(classes) :]
        errors = [price for pred, price in enumerate(among) if pred != true]
        usual = Counter(errors).most_common(1)[0][0] if errors else 0.0
        words += ["--weight-of", f"{classes[true]}={exact(usual)}"]
        for pred, price in enumerate(among):
            if price != (0.0 if pred == true else usual):
                words += ["--cost", f"{classes[true]}:{classes[pred]}={exact(price)}"]
        for price in abstaining:
            words += ["--cost", f"{classes[true]}:{NO_DECISION}={exact(price)}"]
    return words


def exact(value: float) -> str:
    """Return the shortest text that reads back as the same number: "20", "0.30000000000000004"."""
    return repr(value).removesuffix(".0")
