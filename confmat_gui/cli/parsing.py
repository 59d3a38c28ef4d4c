"""Argument parsing that answers a mistake with one sentence instead of a page of usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from confmat_gui.core.errors import InputError
from confmat_gui.core.repairs import Repair
from confmat_gui.io.name_lists import split_names


class SentenceParser(argparse.ArgumentParser):
    """A parser that raises `InputError`, never abbreviates and never exits except after help."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)

    def understood(self, words: Sequence[str] | None) -> argparse.Namespace:
        """Parse words in which options may stand between paths, and values may begin with a minus sign.

        Classes are often called -1 and 1; argparse takes "-1=0.4" and "-1,1" for options.
        """
        return self.parse_intermixed_args(self._joined(list(sys.argv[1:] if words is None else words)))

    def _joined(self, words: list[str]) -> list[str]:
        """Join an option and its value by "=" where the value could be mistaken for an option."""
        known = self._option_string_actions
        joined: list[str] = []
        for word in words:
            before = joined[-1] if joined else ""
            takes_value = before in known and known[before].nargs is None
            is_option = word in known or word.partition("=")[0] in known
            if takes_value and word.startswith("-") and not is_option:
                joined[-1] = f"{before}={word}"
            else:
                joined.append(word)
        return joined

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments with one sentence."""
        what = " ".join(message.split()).rstrip(".")
        raise InputError(f"{what[:1].upper()}{what[1:]}; `{self.prog} --help` lists what is possible.")


def comma_list(text: str) -> tuple[str, ...]:
    """Split at commas; a name that holds a comma stands in double quotes, as in CSV."""
    try:
        return split_names(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error).rstrip(".")) from None


def leaving_out(batch: str) -> Repair:
    """Return the repair that leaves a batch out."""
    return Repair("leave-out", (batch,))


def repair_of(text: str) -> Repair:
    """Read "reverse-scores", "drop-repeated", "map-classes=B,A,C" or "adapt-scores=A:TO:FROM,..."."""
    kind, equals, names = text.partition("=")
    bare = {"reverse-scores": Repair("reverse-scores"), "drop-repeated": Repair("drop-repeated")}
    if text in bare:
        return bare[text]
    if kind == "map-classes" and equals:
        classes = comma_list(names)
        if len(classes) > 1:
            return Repair("map-classes", classes)
    if kind == "adapt-scores" and equals:
        return _adaptation(comma_list(names))
    raise argparse.ArgumentTypeError(
        f"“{text}” is no repair; there are reverse-scores, drop-repeated, map-classes=B,A,C, and "
        "adapt-scores=CLASS:SHARE:SHARE,... with the shares where the rule is used and in training"
    )


def _adaptation(told: tuple[str, ...]) -> Repair:
    """Read one "CLASS:SHARE:SHARE" for each class; a class may hold a colon itself."""
    parts = [each.rsplit(":", 2) for each in told]
    try:
        shares = [(float(wanted), float(trained)) for _, wanted, trained in parts]
        return Repair("adapt-scores", tuple(part[0] for part in parts), tuple(zip(*shares, strict=True)))
    except (ValueError, InputError):
        raise argparse.ArgumentTypeError(
            f"“{','.join(told)}” is not two shares for each class; write adapt-scores=CLASS:TO:FROM,..."
        ) from None
