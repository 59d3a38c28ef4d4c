"""Changes of all prices at once and of their unit, as pure functions from one session to the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from confmat_gui.core.errors import InputError
from confmat_gui.session.changes import set_costs
from confmat_gui.session.state import Session

MOST_LETTERS = 16
"""Of a unit: it stands behind every price."""


def set_cost_unit(session: Session, unit: str) -> Session:
    """Say in what prices are counted ("€", "minutes"), in words only: no figure changes. Empty: nothing."""
    checked = checked_unit(unit)
    return session if checked == session.cost_unit else replace(session, cost_unit=checked)


def checked_unit(unit: str) -> str:
    """Return a unit without blanks around it; InputError where it cannot stand behind a price."""
    stripped = " ".join(unit.split())
    if len(stripped) > MOST_LETTERS:
        raise InputError(
            f"The unit of prices “{stripped[:24]}…” is too long; choose up to {MOST_LETTERS} letters, "
            "such as € or minutes."
        )
    if not stripped.isprintable():
        raise InputError("The unit of prices holds a character that cannot be shown; choose letters.")
    return stripped


def swap_costs(session: Session) -> Session:
    """Change rows and columns of the prices over: what a true a predicted b cost, a true b predicted a does.

    The price of no decision belongs to the true class and stays.
    """
    costs = session.point.costs
    if costs is None:
        raise InputError("There are no prices whose rows and columns could be changed over; set some first.")
    matrix = np.array(costs, dtype=np.float64)
    n_classes = len(matrix)
    matrix[:, :n_classes] = matrix[:, :n_classes].T.copy()
    return set_costs(session, matrix)


def set_error_prices(session: Session, square: ArrayLike) -> Session:
    """Set the prices of all answers that are classes, (K, K); those of no decision stay."""
    prices, costs = np.asarray(square, dtype=np.float64), session.point.costs
    if costs is not None and len(costs) == len(prices) < len(costs[0]):
        last = np.array(costs, dtype=np.float64)[:, len(costs) :]
        prices = np.column_stack([prices, last])
    return set_costs(session, prices)
