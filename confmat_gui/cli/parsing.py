"""Argument parsing that answers a mistake with one sentence instead of a page of usage."""

from __future__ import annotations

import argparse
import csv
from typing import NoReturn

from confmat_gui.core.errors import InputError


class SentenceParser(argparse.ArgumentParser):
    """A parser that raises `InputError`, never abbreviates and never exits except after help."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments with one sentence."""
        what = " ".join(message.split()).rstrip(".")
        raise InputError(f"{what[:1].upper()}{what[1:]}; `{self.prog} --help` lists what is possible.")


def comma_list(text: str) -> tuple[str, ...]:
    """Split at commas; a name that holds a comma stands in double quotes, as in CSV."""
    try:
        (names,) = csv.reader([text], skipinitialspace=True, strict=True)
    except (ValueError, csv.Error):
        raise argparse.ArgumentTypeError(f"“{text}” is not a list of names with commas between") from None
    if not all(name.strip() for name in names):
        raise argparse.ArgumentTypeError(f"“{text}” has an empty name in it")
    return tuple(name.strip() for name in names)
