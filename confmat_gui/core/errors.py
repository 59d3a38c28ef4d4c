"""What can go wrong through no fault of the program."""

from __future__ import annotations


class ConfmatError(Exception):
    """Base of all errors that carry one plain sentence for the user."""


class InputError(ConfmatError):
    """The input or the arguments are at fault.

    The message is one sentence that names what is at fault (file, row and column where there are any)
    and says what to do. The command line prints it and exits with 2; the window shows it as a notice.
    """


class CancelledError(ConfmatError):
    """The user asked to stop; raised out of a progress call."""
