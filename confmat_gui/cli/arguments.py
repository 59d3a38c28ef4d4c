"""Options that several commands share: what the files hold, the rule, and the prices."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, get_args

from confmat_gui.cli.parsing import comma_list, leaving_out, repair_of
from confmat_gui.cli.recalibrate_option import add_recalibrate_option
from confmat_gui.cli.share_options import add_share_options
from confmat_gui.core.cost_presets import PlainPreset
from confmat_gui.core.predictions import SCORE_KINDS
from confmat_gui.core.rules import NO_DECISION, RuleKind
from confmat_gui.io.loaded import MATRIX_ROWS, InputOptions
from confmat_gui.io.rule_export import RULE_FORMATS

RULES: tuple[str, ...] = get_args(RuleKind)


class AppendPrice(argparse.Action):
    """Collect `--cost` and `--weight-of` in one list, because a later one overrides an earlier one."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Add (option, text)."""
        prices = getattr(namespace, self.dest) or []
        setattr(namespace, self.dest, [*prices, (option_string, values)])


def add_input_options(parser: argparse.ArgumentParser) -> None:
    """Add what a user may say about the files instead of leaving it to be found."""
    group = parser.add_argument_group("what the files hold (found by itself where not given)")
    for name, metavar, what in (
        ("true", "COL[,COL]", "column of the true class, or one of 0 and 1 for each class"),
        ("scores", "COL,...", "score columns"),
        ("classes", "A,B,C", "classes, in this order"),
    ):
        group.add_argument(f"--{name}", metavar=metavar, type=comma_list, default=(), help=what)
    group.add_argument("--pred", metavar="COL", help="column of the predicted class")
    group.add_argument("--positive", metavar="LABEL", help="positive class of two")
    for name, what in (
        ("batch", "batch"),
        ("id", "id of the sample"),
        ("group", "group of samples that belong together"),
        ("weight", "sample weight"),
        ("count", "number of samples that a row stands for"),
    ):
        group.add_argument(f"--{name}", metavar="COL", help=f"column of the {what}")
    kind = group.add_mutually_exclusive_group()
    kind.add_argument("--kind", choices=SCORE_KINDS, help="what the scores are")
    kind.add_argument(
        "--matrix", dest="kind", action="store_const", const="matrix",
        help="the file is a ready-made matrix of counts (short for --kind matrix)",
    )
    group.add_argument(
        "--where", metavar="COL=VALUE", action="append", default=[],
        help="only the rows that have this value, such as model=rf; repeatable",
    )
    group.add_argument(
        "--join", metavar="COL", help="column that joins two files of the same samples; “line”: row by row"
    )
    group.add_argument(
        "--leave-out", dest="repairs", metavar="BATCH", action="append", type=leaving_out, default=[],
        help="count nothing of a batch; repeatable",
    )
    group.add_argument(
        "--repair", dest="repairs", metavar="REPAIR", action="append", type=repair_of, default=[],
        help="put right after reading: reverse-scores, drop-repeated, or map-classes=B,A,C (the class that "
        "each column of scores is of, in class order); repeatable",
    )
    group.add_argument("--rows", choices=MATRIX_ROWS, help="which classes the rows of a matrix are")


def add_rule_options(parser: argparse.ArgumentParser, *, save: bool = True) -> None:
    """Add the decision rule and the prices. Prices only price: they change no decision by themselves."""
    rule = parser.add_argument_group("the decision rule")
    rule.add_argument("--rule", choices=RULES, help="how scores become a class")
    rule.add_argument(
        "--threshold", metavar="CLASS=NUMBER", action="append", default=[],
        help="threshold of a class; repeatable; implies --rule thresholds",
    )
    boundary = rule.add_mutually_exclusive_group()
    boundary.add_argument(
        "--inclusive", dest="boundary", action="store_const", const=">=",
        help="positive when score >= threshold (default)",
    )
    boundary.add_argument(
        "--strict", dest="boundary", action="store_const", const=">", help="positive when score > threshold"
    )
    rule.add_argument(
        "--no-decision", action="store_true",
        help="thresholds are probabilities of their own class; a sample that reaches none has no decision",
    )
    rule.add_argument("--rule-file", metavar="rule.json", help="take the rule from a file")
    if save:
        rule.add_argument(
            "--save-rule", metavar="FILE",
            help="write the rule: rule.json, rule.py (numpy), rule_sklearn.py (scikit-learn) or rule.sql",
        )
        rule.add_argument(
            "--save-rule-as", choices=RULE_FORMATS, help="in which format, whatever the name of the file"
        )
    else:
        parser.set_defaults(save_rule=None, save_rule_as=None)
    prices = parser.add_argument_group("what errors cost (they price, they do not change the rule)")
    prices.add_argument(
        "--cost", metavar="TRUE:PRED=NUMBER", dest="prices", action=AppendPrice,
        help=f"price of one kind of error, or of {NO_DECISION} (TRUE:{NO_DECISION}=NUMBER); repeatable",
    )
    prices.add_argument(
        "--weight-of", metavar="CLASS=NUMBER", dest="prices", action=AppendPrice,
        help="price of every error on a true class; a later --cost changes one cell of it",
    )
    whole = prices.add_mutually_exclusive_group()
    whole.add_argument("--costs", metavar="costs.csv", help="whole cost matrix, rows = true class")
    whole.add_argument(
        "--costs-preset", choices=get_args(PlainPreset),
        help="1 for every error, or how far the classes are apart in their order, or its square",
    )
    prices.add_argument(
        "--cost-unit", metavar="TEXT", help="in what prices are counted, such as € or minutes"
    )
    add_share_options(parser)
    add_recalibrate_option(parser)


def add_paths(parser: argparse.ArgumentParser, *, nargs: str = "+") -> None:
    """Add the prediction files or the session."""
    what = (
        "prediction files (the batches of one data set), folders of such files, patterns in quotes such as "
        "'runs/*.csv', or one session"
    )
    parser.add_argument("paths", metavar="PATH", nargs=nargs, help=what)


def input_options(arguments: argparse.Namespace) -> InputOptions:
    """Return what the user said about the files."""
    said = {name: getattr(arguments, name) for name in InputOptions.__dataclass_fields__}
    return InputOptions(**{**said, "where": tuple(arguments.where), "repairs": tuple(arguments.repairs)})
