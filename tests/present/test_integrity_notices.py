"""Faults in words, and who shows them."""

from __future__ import annotations

import numpy as np

from confmat_gui.core.integrity import Finding, check_integrity
from confmat_gui.core.predictions import Predictions
from confmat_gui.core.repairs import Repair
from confmat_gui.io.loaded import Conclusion
from confmat_gui.present.integrity_notices import integrity_notices
from confmat_gui.present.notices import reading_notices
from tests.core.test_integrity import odd, permuted
from tests.present.building import binary, evaluated, loaded_from, session_from


def odd_finding(name: str, class_name: str = "") -> Finding:
    figures = (("hits", 3.0), ("n", 20.0), ("of_others", 0.8), ("p_value", 1e-7))
    classes = (class_name,) if class_name else ()
    return Finding("odd_batch", classes, (name,), figures, Repair("leave-out", (name,)))


def test_that_an_odd_batch_has_its_figures_and_its_repair() -> None:
    (notice,) = integrity_notices((odd_finding("7", "dent"),), binary())
    assert notice.text == (
        "Batch 7 is unlike the others: recall of dent 0.15 (3 of 20), in the other batches 0.80."
    )
    assert notice.repair == Repair("leave-out", ("7",))
    assert (notice.action, notice.remedy) == ("repair", "--leave-out 7")
    (notice,) = integrity_notices((odd_finding("batch 7"),), binary())
    assert notice.text.startswith("batch 7 is unlike the others: 3 of 20 samples right (0.15); with the")


def test_that_many_odd_batches_share_a_notice() -> None:
    batches = Predictions.from_arrays([0, 1] * 5, y_pred=[0, 1] * 5, batch=[str(i) for i in range(10)])
    found = integrity_notices([odd_finding(str(b)) for b in range(4)], batches)
    assert [notice.action for notice in found] == ["show_batches"]
    assert found[0].text.startswith("4 or more of 10 batches are unlike the others; the furthest off is ba")
    assert len(integrity_notices([odd_finding(str(b)) for b in range(3)], batches)) == 3


def test_that_the_columns_of_a_matrix_have_no_repair() -> None:
    finding = Finding("permuted_classes", ("ok", "crack"), (), (("recall", 0.1), ("recall_then", 0.9)))
    (notice,) = integrity_notices((finding,), binary())
    assert notice.action == ""
    assert "mean recall of 2 classes is 0.90 in place of 0.10" in notice.text


def test_that_the_question_for_logits_is_not_asked_twice() -> None:
    doubt = Conclusion("kind", "score", "some values are outside of [0, 1]", "If these are logits, say so.")
    loaded = loaded_from(binary(), conclusions=(doubt,))
    logits = Finding("logits", figures=(("temperature", 1.0),))
    assert [notice.code for notice in reading_notices(loaded, ())] == ["loader_doubt"]
    assert [notice.code for notice in reading_notices(loaded, (logits,))] == ["logits"]


def test_that_moved_classes_are_named() -> None:
    predictions = permuted(1)
    (notice,) = integrity_notices(check_integrity(evaluated(session_from(predictions))), predictions)
    assert notice.repair is not None
    first = next(i for i, name in enumerate(notice.repair.names) if name != predictions.classes[i])
    assert f"if {predictions.classes[first]} is {notice.repair.names[first]}" in notice.detail
    assert "with their score columns exchanged" in notice.text


def test_that_predicted_labels_are_called_predictions() -> None:
    scored = permuted(1)
    assert scored.y_score is not None
    labels = Predictions.from_arrays(
        scored.y_true, y_pred=np.argmax(scored.y_score, axis=1), classes=scored.classes
    )
    (notice,) = integrity_notices(check_integrity(evaluated(session_from(labels))), labels)
    assert "with their predictions exchanged" in notice.text


def test_that_findings_of_batches_name_them() -> None:
    predictions = odd(2)
    (notice,) = integrity_notices(check_integrity(evaluated(session_from(predictions))), predictions)
    assert "Batch b3" in notice.text
