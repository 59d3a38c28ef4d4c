"""What is said about a folder that is being watched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WatchState:
    """A watched folder.

    Attributes
    ----------
    folder, path : its name, and where it is
    n_added : how many files it gave so far
    last : name of the file that was added last
    reading : name of the file that is being read
    share : how much of it is done, from 0 to 1
    waits : whether what was read waits until a drag or an entry has ended
    growing : name of a file that is still being written
    is_there : whether the folder could be looked into
    """

    folder: str
    path: str
    n_added: int = 0
    last: str = ""
    reading: str = ""
    share: float = 0.0
    waits: bool = False
    growing: str = ""
    is_there: bool = True

    @property
    def short(self) -> str:
        """A few words for the status line."""
        doing = f", reading {self.reading}" if self.reading else ""
        return f"watching {self.folder}{doing}"

    @property
    def text(self) -> str:
        """One line for the tab of the batches."""
        return f"Watching “{self.folder}” · {self._now}"

    @property
    def _now(self) -> str:
        if not self.is_there:
            return "the folder is not there now; it is looked for again"
        if self.reading and self.waits:
            return f"{self.reading} is read and is added when you have finished what you are doing"
        if self.reading:
            return f"reading {self.reading}, {self.share:.0%}"
        if self.growing:
            return f"{self.growing} is still being written"
        if self.n_added == 0:
            return "new files are added as batches"
        files = "1 file" if self.n_added == 1 else f"{self.n_added:,} files"
        return f"{files} added, the last one {self.last}"
