from __future__ import annotations

from pathlib import Path

import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.core.rules import cost_matrix
from confmat_gui.session import changes
from confmat_gui.session.files import read_session, save_session
from confmat_gui.session.history import History
from confmat_gui.session.price_changes import MOST_LETTERS, set_cost_unit, swap_costs
from tests.session.made import binary_session, three_class_session
from tests.session.sealed import rewritten

THREE = three_class_session()


def test_that_a_unit_is_kept_without_blanks_and_changes_no_figure(tmp_path: Path) -> None:
    session = set_cost_unit(THREE, "  labour \n minutes ")
    assert session.cost_unit == "labour minutes"
    assert session.point is THREE.point
    assert set_cost_unit(session, "labour minutes") is session
    assert set_cost_unit(session, "").cost_unit == ""
    save_session(session, tmp_path / "a.confmat")
    assert read_session(tmp_path / "a.confmat").cost_unit == "labour minutes"


@pytest.mark.parametrize(
    ("unit", "words"), [("e" * (MOST_LETTERS + 1), "too long"), ("\x1b[31m", "cannot be")]
)
def test_that_a_unit_that_cannot_be_shown_is_refused(unit: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        set_cost_unit(THREE, unit)
    save_session(THREE, tmp_path / "a.confmat")
    rewritten(tmp_path / "a.confmat", manifest=lambda manifest: manifest.update(cost_unit=unit))
    with pytest.raises(InputError, match="damaged"):
        read_session(tmp_path / "a.confmat")


def test_that_rows_and_columns_of_prices_are_changed_over_in_one_step() -> None:
    priced = changes.set_costs(THREE, [[0, 1, 2], [3, 0, 4], [5, 6, -7]])
    history = History(priced).push(swap_costs(priced))
    swapped = history.present
    assert swapped.point == priced.point.with_costs(cost_matrix([[0, 3, 5], [1, 0, 6], [2, 4, -7]]))
    assert swap_costs(swapped).point == priced.point
    assert history.undo().present is priced


def test_that_the_price_of_no_decision_stays_with_its_true_class() -> None:
    priced = changes.set_costs(binary_session(), [[0.0, 1.0, 0.25], [20.0, 0.0, 2.0]])
    assert swap_costs(priced).point.costs == ((0, 20, 0.25), (1, 0, 2))


def test_that_without_prices_there_is_nothing_to_change_over() -> None:
    with pytest.raises(InputError, match="set some first"):
        swap_costs(THREE)
