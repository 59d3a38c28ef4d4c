"""Recalibration and trust in words."""

from __future__ import annotations

import pytest

from confmat_gui.core.judging import trial
from confmat_gui.core.recalibration import Recalibration
from confmat_gui.core.repairs import recalibrate
from confmat_gui.core.trusting import CostOfTrust
from confmat_gui.core.tuning import Tuning
from confmat_gui.present.calibration import calibration_state
from confmat_gui.present.recalibration import KEYS, judged_values, trial_state, trust_sentence
from confmat_gui.present.recalibration_in_force import document_in_force, recalibration_in_force
from confmat_gui.present.repair_words import recalibrated_text, repair_text
from confmat_gui.present.screen import subtitle_text
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.opening import new_session
from confmat_gui.session.recalibrating import set_recalibration
from confmat_gui.session.tuned_parts import part_of_data
from tests.core.test_recalibration import overconfident
from tests.present.building import evaluated, loaded_from


def test_that_a_trial_says_what_was_fitted_and_judged_on_what() -> None:
    predictions = overconfident(400, 3)
    found = trial(predictions, Recalibration("temperature", Tuning(0.25, 7)))
    state = trial_state(found, 400, in_force=False)
    warmth = f"{found.recalibration.temperature:.3g}"
    assert state.sentence == (
        f"Temperature {warmth}, fitted on 100 samples, judged on 300 held back (seed 7)."
    )
    assert [row.key for row in state.rows] == list(KEYS)
    before, after = judged_values(found.before), judged_values(found.after)
    for row in state.rows:
        assert (row.before, row.after) == (f"{before[row.key]:.4f}", f"{after[row.key]:.4f}")
        assert row.lower == (after[row.key] < before[row.key])
        assert row.higher == (after[row.key] > before[row.key])
    whole = trial_state(trial(predictions, Recalibration("isotonic", Tuning(1.0))), 400, in_force=True)
    assert (
        whole.sentence
        == "Isotonic regression, fitted on all 400 samples and judged on them: the figures flatter."
    )


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            CostOfTrust(0.169, 0.138, 0.01, 0.05, exact=True, n=284),
            "Trusting the probabilities costs 0.0310 € a sample more than the best thresholds (0.138 €). On "
            "the 284 samples held back.",
        ),
        (
            CostOfTrust(0.1, 0.138, -0.05, -0.01, exact=False, n=284),
            "Trusting the probabilities costs 0.0380 € a sample less than the best thresholds that a search "
            "found (0.138 €). On the 284 samples held back.",
        ),
        (
            CostOfTrust(0.1, 0.138, -0.05, -0.01, exact=True, n=284, reweighted=True),
            "Trusting the probabilities costs 0.0380 € a sample less than the best thresholds (0.138 €). On "
            "the 284 samples held back, re-weighted to the shares where it is used.",
        ),
        (
            CostOfTrust(0.14, 0.138, -0.05, 0.06, exact=True, n=1),
            "Trusting the probabilities costs 0.140 € a sample, the best thresholds 0.138 €: no more than "
            "noise. On the 1 samples held back.",
        ),
    ],
)
def test_that_trust_is_priced_in_the_users_units(found: CostOfTrust, sentence: str) -> None:
    assert trust_sentence(found, "€") == sentence.replace("the 1 samples", "the 1 sample")


def test_that_scores_say_by_what_they_were_recalibrated_wherever_they_stand() -> None:
    session = new_session(data_set(loaded_from(overconfident(400, 3))))
    changed = set_recalibration(session, Recalibration("temperature", Tuning(0.4)))
    (step,) = changed.data.repairs
    warmth = f"temperature {step.numbers[1][0]:.3g}"
    assert f"scores: probabilities, recalibrated by {warmth}" in subtitle_text(changed)
    assert repair_text(step, ()) == f"Recalibrated by {warmth}"
    assert recalibrated_text(session.data.repairs) == ""
    bare = recalibrate(Recalibration("temperature"))
    assert repair_text(bare, ()) == "Recalibrated by temperature"
    assert repair_text(recalibrate(Recalibration("isotonic")), ()) == "Recalibrated by isotonic regression"
    state = calibration_state(changed, evaluated(changed))
    assert state.scores == (
        f"The probabilities are recalibrated by {warmth}, fitted on 40.0 % of the samples, which are "
        "among these."
    )
    whole = set_recalibration(session, Recalibration("sigmoid", Tuning(1.0)))
    assert calibration_state(whole, evaluated(whole)).scores == (
        "The probabilities are recalibrated by sigmoid, fitted on all samples."
    )


def test_that_the_recalibration_in_force_is_judged_for_all_samples_and_not_for_a_part() -> None:
    from dataclasses import replace

    session = new_session(data_set(loaded_from(overconfident(400, 3))))
    assert recalibration_in_force(session) is None
    assert document_in_force(session) is None
    changed = set_recalibration(session, Recalibration("sigmoid"))
    state = recalibration_in_force(changed)
    assert state is not None
    assert state.in_force
    document = document_in_force(changed)
    assert document is not None
    assert document["judged"]["held_back"]
    assert len(document["numbers"]) == 3
    part = replace(changed, data=part_of_data(changed.data, Tuning(), "held-back"))
    assert recalibration_in_force(part) is None
    alone = document_in_force(part)
    assert alone is not None
    assert alone["judged"] is None
    assert calibration_state(part, evaluated(part)).scores.endswith("fitted on 50.0 % of the samples.")
