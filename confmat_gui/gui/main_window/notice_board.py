"""Which notices stand in the bar: those of the window itself first, then those of the numbers."""

from __future__ import annotations

from confmat_gui.present.notices import Notice


class NoticeBoard:
    """Keeps the notices and forgets those that were dismissed, until another data set comes."""

    def __init__(self) -> None:
        self._own: tuple[Notice, ...] = ()
        self._of_screen: tuple[Notice, ...] = ()
        self._dismissed: set[tuple[str, str | None]] = set()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the bar shows."""
        return self._own + self._not_dismissed(self._of_screen)

    def is_turned_by(self, notices: tuple[Notice, ...]) -> bool:
        """Whether the notices of another screen would make an empty bar full, or a full one empty."""
        return bool(self.notices) != bool(self._own + self._not_dismissed(notices))

    def _not_dismissed(self, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
        return tuple(n for n in notices if (n.code, n.class_name) not in self._dismissed)

    def say(self, notice: Notice) -> None:
        """Put a notice of the window first; it replaces the one before."""
        self._own = (notice,)

    def show_numbers(self, notices: tuple[Notice, ...]) -> None:
        """Take the notices of a new screen."""
        self._of_screen = notices

    def dismiss(self, notice: Notice) -> None:
        """Take a notice away."""
        if notice in self._own:
            self._own = tuple(own for own in self._own if own != notice)
        else:
            self._dismissed.add((notice.code, notice.class_name))

    def begin_anew(self) -> None:
        """Forget everything: another data set is open."""
        self._own = self._of_screen = ()
        self._dismissed.clear()
