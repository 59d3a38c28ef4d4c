"""What the cost curves show: policies, the pad of prevalence by price, and where which answer is best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from confmat_gui.core.arrays import Floats
from confmat_gui.core.conditions import Condition
from confmat_gui.core.cost_curve import Envelope
from confmat_gui.core.ranking import Ranking
from confmat_gui.core.switch_table import SwitchRow
from confmat_gui.core.trust_curve import TrustCurve
from confmat_gui.present.pad import Pad

PolicyKey: TypeAlias = Literal["keep", "trust", "best", "trivial"]
TITLE = "Cost curves"
X_LABEL = "PC(+): share of the class in the cost if all were wrong"
Y_LABEL = "normalised cost"
TOPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.55, 1.02)
"""Heights of the plot: few, so that it stays as it is while something moves."""


@dataclass(frozen=True)
class Policy:
    """A way to choose thresholds, and what it costs at the present condition.

    Attributes
    ----------
    name : "keep threshold 0.500", "trust: threshold 0.167"
    cost : a sample, in the unit of the prices; nan where the policy or the condition is undefined
    text : the cost as it is written
    reason : why there is no such policy; empty where there is
    """

    key: PolicyKey
    name: str
    cost: float
    text: str
    reason: str = ""


@dataclass(frozen=True)
class SwitchLine:
    """A row of the table, in texts.

    Attributes
    ----------
    answer : "0.031", "0.019 – 0.078" or "always good"
    model : name of the session, or the answer that needs none; empty where there is one session alone
    pc, ratios, prevalences : from and to as PC(+), as price of a miss at the present prevalence, and as
        prevalence at the present prices; empty where the present condition is not sensible
    cost : of a sample at `condition`, in the unit of the prices
    condition : a condition of the row: the present one where it is in it, else one in its middle
    present : whether the present condition is in it
    """

    row: SwitchRow
    answer: str
    model: str
    pc: tuple[str, str]
    ratios: tuple[str, str]
    prevalences: tuple[str, str]
    cost: str
    condition: Condition | None
    present: bool


@dataclass(frozen=True, eq=False)
class Models:
    """Sessions whose thresholds are candidates; the first is the one on the screen.

    `curves` are their own envelopes; empty where there is one session alone.
    """

    names: tuple[str, ...]
    curves: tuple[Envelope, ...] = ()
    left_out: str = ""
    """Which sessions have no scores and so no curve; empty where all have."""

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return len(self.names) > 1


@dataclass(frozen=True, eq=False)
class CostCurvesState:
    """Cost curves of one class against the rest.

    Attributes
    ----------
    subject : "positive class: bad", "crack against the rest"
    class_index, class_name : the class
    other_name : the other class of two; empty where the rest is several
    models : whose thresholds are candidates
    envelope : the lowest cost of all of them at every condition
    rows : where each place of the envelope is best
    keep : (fpr, fnr) of the rule in force; None where its cost is more than these
    trust, ranking : what trusting the probabilities costs, and from what; None where there are none
    condition : prevalence and prices now; prices of 1 where none were set
    spoken_share : of the class, for which the probabilities speak
    priced : whether prices were set
    cost_unit : of the prices
    pad : best place by prevalence and price
    lines : the switch table as it is read: thresholds, or models where there are several
    policies : at the present condition, in the order of the legend
    sentence : what the model is worth beside the answers that need none
    why_no_threshold : why no threshold can be taken over from here; empty where it can
    unavailable : why there is nothing to show; all else is then empty
    """

    subject: str
    class_index: int
    class_name: str
    other_name: str
    models: Models
    condition: Condition
    envelope: Envelope | None = None
    rows: tuple[SwitchRow, ...] = ()
    keep: tuple[float, float] | None = None
    keep_name: str = ""
    trust: TrustCurve | None = None
    ranking: Ranking | None = None
    single_scores: bool = False
    """Whether scores are float32: thresholds are rounded to them."""
    spoken_share: float = 0.5
    priced: bool = False
    cost_unit: str = ""
    pad: Pad | None = None
    lines: tuple[SwitchLine, ...] = ()
    policies: tuple[Policy, ...] = ()
    sentence: str = ""
    why_no_threshold: str = ""
    unavailable: str = ""

    @property
    def top(self) -> float:
        """The highest cost that the plot shows: of the curves, and of the rule in force now."""
        if self.envelope is None:
            return 0.55
        heights: list[Floats] = [self.envelope.cost(self.envelope.switches)]
        heights += [] if self.trust is None else [self.trust.cost]
        heights += [curve.cost(curve.switches) for curve in self.models.curves]
        if self.keep is not None and self.condition.sensible:
            fpr, fnr = self.keep
            heights.append(np.array([fnr * self.condition.pc + fpr * (1 - self.condition.pc)]))
        highest = max(float(each.max(initial=0.0)) for each in heights)
        return next((top for top in TOPS if top > 1.06 * highest), TOPS[-1])
