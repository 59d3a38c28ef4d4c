"""Between which conditions each threshold, or each model, is the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from confmat_gui.core.conditions import prevalence_at, ratio_at
from confmat_gui.core.cost_curve import NO_MODEL, Envelope


@dataclass(frozen=True)
class SwitchRow:
    """Where one answer is the best; both ends belong to it, as there it ties with its neighbour.

    Attributes
    ----------
    places : first and last place of the envelope; they differ only in a table of models
    model : index of the ranking, `NO_MODEL` for always positive and always negative
    thresholds : (lowest, highest) of its places; (inf, inf) never, (-inf, -inf) always positive
    pc : (from, to) PC(+), within [0, 1]
    """

    places: tuple[int, int]
    model: int
    thresholds: tuple[float, float]
    pc: tuple[float, float]

    @property
    def trivial(self) -> bool:
        """Whether it needs no model."""
        return self.model == NO_MODEL

    def ratios(self, prevalence: float) -> tuple[float, float]:
        """Return from and to which price of a miss, in false alarms, it is best at a prevalence."""
        return ratio_at(self.pc[0], prevalence), ratio_at(self.pc[1], prevalence)

    def prevalences(self, ratio: float) -> tuple[float, float]:
        """Return from and to which prevalence it is best where a miss costs `ratio` false alarms."""
        return prevalence_at(self.pc[0], ratio), prevalence_at(self.pc[1], ratio)


def switch_table(envelope: Envelope) -> tuple[SwitchRow, ...]:
    """Return a row for each place of the envelope that is best at more than a single condition."""
    rows = (
        SwitchRow((place, place), int(model), (threshold, threshold), envelope.reach(place))
        for place, (model, threshold) in enumerate(
            zip(envelope.models.tolist(), envelope.thresholds.tolist(), strict=True)
        )
    )
    return tuple(row for row in rows if row.pc[0] < row.pc[1])


def by_model(rows: Sequence[SwitchRow]) -> tuple[SwitchRow, ...]:
    """Join neighbouring rows of one model; always and never positive stay apart."""
    joined = []
    for _, group in groupby(rows, key=lambda row: (row.model, row.places[0] if row.trivial else -1)):
        same = tuple(group)
        highest, lowest = same[0].thresholds[1], same[-1].thresholds[0]
        joined.append(SwitchRow(
            (same[0].places[0], same[-1].places[1]), same[0].model, (lowest, highest),
            (same[0].pc[0], same[-1].pc[1]),
        ))  # fmt: skip
    return tuple(joined)
