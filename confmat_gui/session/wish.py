"""What a person wants of a suggested rule, and what follows from accepting one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from confmat_gui.core.cancel import Progress, no_progress
from confmat_gui.core.constraints import Constraint
from confmat_gui.core.costs import equivalence
from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import Evaluation
from confmat_gui.core.fewer import Fewer, fewer
from confmat_gui.core.objectives import CLASS_KEYS, Objective, ObjectiveKey
from confmat_gui.core.rules import Rule
from confmat_gui.core.suggest import suggest
from confmat_gui.core.suggestion import Suggestion
from confmat_gui.core.tuning import TunedBy, Tuning
from confmat_gui.session.changes import set_rule, set_samples_of
from confmat_gui.session.starting import as_thresholds
from confmat_gui.session.state import Session

OBJECTIVES: tuple[ObjectiveKey, ...] = (
    "expected_cost", "macro_f1", "f1", "mcc", "balanced_accuracy", "youden", "accuracy",
)
"""What can be made best, in the order in which it is offered."""
HALF = Tuning()
LEAST_RECALL = 0.9
"""What is proposed for a class that the accuracy hides."""


@dataclass(frozen=True)
class Wish:
    """What is to be best, what has to be kept, and on which samples the rule is tuned.

    Attributes
    ----------
    objective : None for the cost where there are prices, else macro F1
    class_index : whose F1 or Youden's J; None: that of `class_of`
    constraints : what has to be kept
    tuning : the part to tune on
    cross_fit : number of folds, or None
    """

    objective: ObjectiveKey | None = None
    class_index: int | None = None
    constraints: tuple[Constraint, ...] = ()
    tuning: Tuning = HALF
    cross_fit: int | None = None


def wished_key(session: Session, wish: Wish) -> ObjectiveKey:
    """Return what is to be best: what was chosen, else the cost where there are prices, else macro F1."""
    if wish.objective is not None:
        return wish.objective
    return "macro_f1" if session.point.prices is None else "expected_cost"


def class_of(session: Session, wish: Wish) -> int | None:
    """Return the class of F1 and Youden's J: the chosen, the selected or the positive one, None without."""
    for index in (wish.class_index, session.display.selected_class, session.point.positive):
        if index is not None:
            return index
    return None


def why_no_suggestion(session: Session) -> str:
    """Return why nothing can be suggested for these samples; empty where it can."""
    predictions = session.data.prepared.predictions
    if predictions.n_classes < 2:
        return "There is only one class, so there is nothing to decide."
    if predictions.y_score is None:
        return "The files hold no scores, so there is no other rule to suggest."
    if not predictions.is_binary and not predictions.has_probabilities:
        return "Thresholds for several classes need probabilities; these are ranking scores."
    return ""


def why_not_objective(session: Session, wish: Wish, key: ObjectiveKey) -> str:
    """Return why something cannot be made best here; empty where it can."""
    if key == "expected_cost" and session.point.prices is None:
        return "The lowest cost needs prices: say in the cost matrix what each error costs."
    if key in CLASS_KEYS and class_of(session, wish) is None:
        return "Select a class first: this is the figure of one class."
    return ""


def why_not_drawn(session: Session, by: TunedBy) -> str:
    """Return why samples cannot be drawn by batches or groups; empty where they can."""
    predictions = session.data.prepared.predictions
    names = {"rows": ("", ""), "batch": predictions.batch_names, "group": predictions.group_names}[by]
    if len(names) >= 2:
        return ""
    what = "batch" if by == "batch" else "group"
    return f"There are not two {what}{'es' if what == 'batch' else 's'} to tell apart."


def suggestion(session: Session, wish: Wish, progress: Progress = no_progress) -> Suggestion:
    """Return the rule that is suggested, from all samples of a session whichever are seen.

    Raises
    ------
    InputError
        What is wished for is not possible here.
    """
    key = wished_key(session, wish)
    reason = why_no_suggestion(session) or why_not_objective(session, wish, key)
    if reason:
        raise InputError(reason)
    objective = Objective(
        key, class_of(session, wish) if key in CLASS_KEYS else None,
        session.point.prices if key == "expected_cost" else None,
    )  # fmt: skip
    return suggest(
        session.data.prepared, session.point, objective, wish.constraints, wish.tuning,
        cross_fit=wish.cross_fit, seed=wish.tuning.seed, progress=progress,
    )  # fmt: skip


def accept_suggestion(session: Session, rule: Rule, tuning: Tuning) -> Session:
    """Decide by a rule that was tuned on a part, and show the part that was held back."""
    accepted = replace(set_rule(session, rule), tuning=tuning)
    return set_samples_of(accepted, "held-back" if tuning.holds_back else "all")


def why_not_fewer(session: Session, evaluation: Evaluation | None, cell: tuple[int, int] | None) -> str:
    """Return why errors of a cell cannot become fewer by a change of the rule; empty where they can."""
    reason = why_no_suggestion(session)
    if reason:
        return reason.replace("rule to suggest", "rule")
    rule = session.point.rule
    if rule.kind == "predicted":
        return "The labels of the file are taken as they are; choose a rule of scores first."
    n_classes = session.data.prepared.predictions.n_classes
    if cell is None or cell[0] == cell[1] or cell[1] >= n_classes:
        return "Select a cell with errors in the matrix first."
    costs = session.point.deciding_costs if rule.kind == "min-cost" else None
    if costs is not None and equivalence(costs, session.point.positive).thresholds is None:
        return "At these prices the rule is none of thresholds; change a price, or choose thresholds first."
    if evaluation is not None and not evaluation.outcomes[cell]:
        return "There are no errors of this kind."
    return ""


def fewer_of(
    session: Session, cell: tuple[int, int], share: float, progress: Progress = no_progress
) -> Fewer:
    """Return the smallest changes that take a share of a cell's errors away, on all that the session has."""
    point = session.point.with_rule(as_thresholds(session))
    return fewer(session.data.prepared.predictions, point, cell, share, progress)


def proposed(wish: Wish, class_index: int) -> Wish:
    """Return the wish for a class that the accuracy hides: most of it is to be found."""
    others = tuple(c for c in wish.constraints if (c.figure, c.class_index) != ("recall", class_index))
    wanted = Constraint("recall", class_index, ">=", LEAST_RECALL)
    return replace(wish, constraints=(*others, wanted))
