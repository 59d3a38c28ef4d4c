"""A comparison in sentences: paired or not and why, what was fixed and what broke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from confmat_gui.core.comparison import Comparison
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.present import texts
from confmat_gui.present.rule_words import rule_words
from confmat_gui.present.shares import reweighting_text

NOISE = 0.05


def comparison_sentences(
    names: Sequence[str],
    evaluations: Sequence[Evaluation],
    comparisons: Sequence[Comparison],
) -> tuple[str, ...]:
    """Return what the table does not say, one session after the other."""
    sentences = []
    for name, comparison in zip(names[1:], comparisons, strict=True):
        sentences += _of_one(name, names[0], comparison)
    rules = [rule_words(evaluation) for evaluation in evaluations]
    if len(set(rules)) == 1:
        sentences.append(f"Rule of all: {rules[0]}.")
    else:
        sentences += [f"Rule of {name}: {rule}." for name, rule in zip(names, rules, strict=True)]
    shares = reweighting_text(evaluations[0], most=8)
    if shares:
        sentences.append(f"All are {shares}, the shares of {names[0]}; ROC and AUC are those of the samples.")
    return tuple(sentences)


def _of_one(name: str, first: str, comparison: Comparison) -> list[str]:
    kind = "paired" if comparison.paired else "not paired"
    sentences = [f"{name} against {first} is {kind}: {_lowered(comparison.reason)}"]
    if comparison.fixed is None or comparison.broke is None:
        return sentences
    what = f"{name} gets {texts.samples(comparison.fixed)} right that {first} gets wrong, "
    what += f"and {texts.count(comparison.broke)} wrong that {first} gets right"
    if comparison.no_decision_difference is not None:
        what = f"Of the samples that both decide, {what}"
    if not comparison.fixed and not comparison.broke:
        which = " of those both decide" if comparison.no_decision_difference is not None else ""
        return [*sentences, f"{name} and {first} get the same samples{which} right."]
    p_value = comparison.mcnemar_mid_p
    verdict = "more than noise" if p_value < NOISE else "no more than noise"
    test = f"McNemar mid-p, {texts.p_value(p_value)}; exact, {texts.p_value(comparison.mcnemar_exact)}"
    return [*sentences, f"{what}: {verdict} ({test})."]


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def distinct_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names, numbered where one occurs more than once."""
    often = Counter(names)
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if often[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)
