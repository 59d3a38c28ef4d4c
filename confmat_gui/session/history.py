"""Undo and redo as a list of snapshots; a snapshot shares its arrays with all others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from confmat_gui.session.carrying import carry_over
from confmat_gui.session.state import DataSet, Session

LIMIT = 200
"""Steps that can be undone. A snapshot is a few small values, the arrays are shared."""


@dataclass(frozen=True, eq=False)
class History:
    """What was, what is, and what was undone.

    Attributes
    ----------
    present : Session
    past, future : tuple of Session
        Oldest first, and next to redo first.
    merge_key : str or None
        Key of the step in progress: pushes with the same key replace `present` and add no step, so that
        all moves of one drag are undone together. None: the next push is a step of its own.
    limit : int
        How many steps are kept; the oldest are forgotten.
    """

    present: Session
    past: tuple[Session, ...] = ()
    future: tuple[Session, ...] = ()
    merge_key: str | None = None
    limit: int = LIMIT

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone step."""
        return bool(self.future)

    def push(self, session: Session, merge_key: str | None = None) -> History:
        """Return the history after a change to `session`; whatever was undone is forgotten.

        A change that returned the very same session is no step.
        """
        if session is self.present:
            return self
        if merge_key is not None and merge_key == self.merge_key:
            return replace(self, present=session, future=())
        past = (*self.past, self.present)[-self.limit:]
        return replace(self, present=session, past=past, future=(), merge_key=merge_key)

    @property
    def data_sets(self) -> tuple[DataSet, ...]:
        """Every data set that is shown or can be brought back: the one shown first, then the nearest."""
        near = (self.present, *reversed(self.past), *self.future)
        return tuple(dict.fromkeys(session.data for session in near))

    def with_data(self, data_of: Mapping[DataSet, DataSet]) -> History:
        """Return the same steps on other samples: no step is added, and each keeps what it decided.

        Steps whose data set has no successor are forgotten.
        """
        def moved(sessions: tuple[Session, ...]) -> tuple[Session, ...]:
            return tuple(carry_over(each, data_of[each.data]) for each in sessions if each.data in data_of)

        (present,) = moved((self.present,))
        return replace(self, present=present, past=moved(self.past), future=moved(self.future))

    def close_merge(self) -> History:
        """Return the same history with the step in progress ended: the next push is a new step."""
        return replace(self, merge_key=None)

    def undo(self) -> History:
        """Return the history one step back (itself where there is none)."""
        if not self.past:
            return self
        future = (self.present, *self.future)
        return replace(self, present=self.past[-1], past=self.past[:-1], future=future, merge_key=None)

    def redo(self) -> History:
        """Return the history one undone step forward (itself where there is none)."""
        if not self.future:
            return self
        past = (*self.past, self.present)
        return replace(self, present=self.future[0], past=past, future=self.future[1:], merge_key=None)
