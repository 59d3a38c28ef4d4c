"""A suggested rule as a value: what was wanted, what was found, what it does, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from confmat_gui.core.arrays import Counts, Floats
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.objectives import Objective
from confmat_gui.core.prevalence import Prevalence
from confmat_gui.core.rules import Rule
from confmat_gui.core.tuning import Tuning

SearchKind: TypeAlias = Literal["threshold", "thresholds", "common", "pair"]
"""What was searched.

"threshold": the one threshold of two classes. "thresholds": those of rule 2, K > 2. With no decision,
"common": one threshold for all classes; "pair": one for each of two classes.
"""
ExactReason: TypeAlias = Literal["every-score", "every-pair", "every-cell", "one-class", "descent", "grid"]
"""Why a search is exact, or not.

"every-score": every distinct score (or highest score) was looked at. "every-pair": every pair of distinct
scores. "every-cell": every set of decisions that three thresholds can make. "one-class": every threshold of
the one class that may move. Not exact: "descent", one threshold at a time from several starts; "grid", the
pairs of many scores spread over the samples.
"""
BesideName: TypeAlias = Literal["present", "default", "min-cost"]


class Estimate(NamedTuple):
    """A figure with its 95 % interval; nan where undefined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class OnPart:
    """What a rule does to some of the samples.

    Attributes
    ----------
    n : samples
    outcomes : (K, K) or (K, K + 1) int64, rows = true class, the last of K + 1 columns no decision
    objective : the objective there
    constraints : the figure of each constraint there, in their order
    kept : whether each constraint is kept there
    reweighted : `outcomes` at the shares of the classes where the rule is used, float64, of which the figures
        then are; None where these are of the counts
    """

    n: int
    outcomes: Counts
    objective: Estimate
    constraints: tuple[Estimate, ...] = ()
    kept: tuple[bool, ...] = ()
    reweighted: Floats | None = None

    @property
    def keeps_all(self) -> bool:
        """Whether every constraint is kept."""
        return all(self.kept)


@dataclass(frozen=True, eq=False)
class Judged:
    """A rule on both parts.

    Attributes
    ----------
    rule : Rule
    tuned : on the samples it was tuned on: optimistic for the suggested rule
    held_back : on samples it was not tuned on, None where none were held back
        Cross-fitted: every sample is judged by a rule that was tuned without it (for the suggested rule; any
        other rule is the same for all).
    """

    rule: Rule
    tuned: OnPart
    held_back: OnPart | None

    @property
    def honest(self) -> OnPart:
        """The held-back part, or all samples where nothing was held back."""
        return self.tuned if self.held_back is None else self.held_back


@dataclass(frozen=True, eq=False)
class Beside:
    """Another rule beside the suggested one.

    Attributes
    ----------
    name : "present", "default" (argmax, 0.5, ...) or "min-cost" (rule 4 at the prices, K > 2)
    judged : Judged
    gain : how much better the suggested rule is in the objective, as a positive number, with a paired 95 %
        interval; on the held-back part where there is one, else on all samples
    p_value : two-sided, of no difference; nan where undefined
    same_decisions : whether both rules decide those samples alike
    """

    name: BesideName
    judged: Judged
    gain: Estimate
    p_value: float
    same_decisions: bool

    @property
    def is_distinguishable(self) -> bool:
        """Whether the difference is more than noise: its interval lies on one side of 0."""
        return self.gain.low > 0 or self.gain.high < 0


@dataclass(frozen=True, eq=False)
class Spread:
    """How far one threshold is determined by the samples that it was tuned on.

    All thresholds are raw, as in the rule. With several classes the others stay as suggested.

    Attributes
    ----------
    class_index : the class; -1 for a threshold common to all classes
    threshold : the suggested one
    tied : (lowest, highest) threshold as good as it on the tuning part
        Two classes: the lowest and the highest of the distinct scores that tie. Several: the interval
        around `threshold`, 0 and inf where no sample bounds it.
    tied_throughout : whether every threshold in between is as good, too
    band : (lowest, highest) threshold around it whose objective is within the noise of the best one's; nan
        where it was not looked for
    quantiles : (5,) of the threshold in bootstrap samples: 2.5, 25, 50, 75 and 97.5 %; nan where not
        looked for
    histogram_edges, histogram_counts : (B + 1,), (B,) of the same; empty where not looked for
    """

    class_index: int
    threshold: float
    tied: tuple[float, float]
    tied_throughout: bool
    band: tuple[float, float]
    quantiles: Floats
    histogram_edges: Floats
    histogram_counts: Counts


@dataclass(frozen=True)
class Reach:
    """How far a constraint can be met on the tuning part.

    Attributes
    ----------
    value : the figure under the suggested rule
    alone : the best value that any rule searched has, whatever the other constraints; nan where undefined
    with_others : the best value among rules that keep all other constraints; nan where there is none
    binds : whether leaving this constraint out lets a better rule in; where not all can be kept: whether
        without it the others can
    """

    value: float
    alone: float
    with_others: float
    binds: bool


@dataclass(frozen=True, eq=False)
class Bootstrapped:
    """The whole selection repeated on bootstrap samples of the tuning part.

    Attributes
    ----------
    replicates : how many
    in_bag : the objective on the samples on which the threshold was chosen: median, 2.5 and 97.5 %
    out_of_bag : the objective of the same thresholds on the samples that were not drawn
    """

    replicates: int
    in_bag: Estimate
    out_of_bag: Estimate


@dataclass(frozen=True, eq=False)
class Suggestion:
    """The best rule that was found for an objective under constraints.

    Attributes
    ----------
    classes : names in order
    positive : index of the positive class of two, else None
    objective, constraints : what was wanted
    tuning : which samples it was tuned on
    cross_fit : number of folds, or None
    seed : of folds, starts and bootstrap
    kind : what was searched
    exact : why the search is exact, or how it was made if it is not
    n_searches : exact searches of one line that were made
    feasible : whether every constraint is kept on the tuning part; else the rule is the nearest to it
    suggested : the rule on both parts; its `rule` is the suggestion
    beside : other rules, in the order present, default, min-cost; those that cannot be are left out
    spreads : one for each threshold that was searched
    reaches : one for each constraint, in their order
    bootstrapped : None for several thresholds, or where it was not asked for
    fold_rules : cross-fitted: the rules of the folds
    prevalence : shares of the classes where the rule is used, which search and figures follow; None: those of
        the samples
    """

    classes: tuple[str, ...]
    positive: int | None
    objective: Objective
    constraints: tuple[Constraint, ...]
    tuning: Tuning
    cross_fit: int | None
    seed: int
    kind: SearchKind
    exact: ExactReason
    n_searches: int
    feasible: bool
    suggested: Judged
    beside: tuple[Beside, ...] = ()
    spreads: tuple[Spread, ...] = ()
    reaches: tuple[Reach, ...] = ()
    bootstrapped: Bootstrapped | None = None
    fold_rules: tuple[Rule, ...] = field(default=())
    prevalence: Prevalence | None = None

    @property
    def rule(self) -> Rule:
        """The suggestion."""
        return self.suggested.rule

    @property
    def is_exact(self) -> bool:
        """Whether no other rule of the kind searched is better on the tuning part."""
        return self.exact not in ("descent", "grid")

    @property
    def is_honest(self) -> bool:
        """Whether there are figures of samples that the rule was not tuned on."""
        return self.suggested.held_back is not None

    @property
    def optimism(self) -> float:
        """How much better the objective looks on the tuning part than on the held-back one; nan without."""
        if self.suggested.held_back is None:
            return float("nan")
        apparent, honest = self.suggested.tuned.objective.value, self.suggested.held_back.objective.value
        return self.objective.sign * (apparent - honest)

    def beside_named(self, name: BesideName) -> Beside | None:
        """Return the rule of that name beside the suggested one, None if there is none."""
        return next((beside for beside in self.beside if beside.name == name), None)
