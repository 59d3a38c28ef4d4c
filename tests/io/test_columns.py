"""Which column is what: found by name, by content, by choice; said with its reason and doubt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from confmat_gui.core.errors import InputError
from confmat_gui.io.column_names import affix_around, stem_and_label
from confmat_gui.io.load import load_predictions
from confmat_gui.io.loaded import InputOptions
from tests.io.layouts import CLASSES, doubts, load_frame, load_text, multiclass, subjects, write


def rows(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "pattern",
    [
        "{}",
        "p_{}",
        "prob_{}",
        "score_{}",
        "confidence.{}",
        "{}_prob",
        "{}.p",
        "model1 {}",
        "proba({})",
        "P[{}]",
        "logit {}",
    ],
)
def test_that_score_columns_are_matched_by_the_class_in_their_name(tmp_path: Path, pattern: str) -> None:
    frame = multiclass(30, prefix="")
    frame = frame.rename(columns={name: pattern.format(name) for name in CLASSES})
    loaded = load_frame(tmp_path, frame)
    assert loaded.columns.score_classes == CLASSES
    assert loaded.columns.scores == tuple(pattern.format(name) for name in CLASSES)
    assert not loaded.in_doubt


def test_that_score_columns_match_in_any_case_and_order_gives_class_order(tmp_path: Path) -> None:
    frame = multiclass(30)[["p_crack", "p_ok", "y_true", "p_scratch"]]
    frame.columns = ["P_CRACK", "P_OK", "y_true", "P_SCRATCH"]
    assert load_frame(tmp_path, frame).predictions.classes == ("crack", "ok", "scratch")


@pytest.mark.parametrize(
    "name",
    [
        "y_true",
        "Truth",
        "true label",
        "actual",
        "target",
        "ground-truth",
        "obs",
        "class",
        "species",
        "what it is",
    ],
)
def test_that_the_true_column_is_found_by_name_or_by_its_labels(tmp_path: Path, name: str) -> None:
    frame = multiclass(30).rename(columns={"y_true": name}).drop(columns="y_pred")
    loaded = load_frame(tmp_path, frame)
    assert loaded.columns.true == (name,)
    assert subjects(loaded)["true"] == name


def test_that_the_true_column_is_found_beside_a_predicted_one(tmp_path: Path) -> None:
    frame = multiclass(30).rename(columns={"y_true": "quality"})[["quality", "y_pred"]]
    frame["colour"] = ["red", "blue", "green"] * 10
    loaded = load_frame(tmp_path, frame)
    assert (loaded.columns.true, loaded.columns.pred) == (("quality",), "y_pred")
    assert loaded.columns.extra == ("colour",)
    assert loaded.predictions.score_kind == "labels"


def test_that_two_columns_with_the_same_labels_are_truth_and_prediction_in_doubt(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("pathology,scan", "abnorm,norm", "norm,norm", "abnorm,abnorm"))
    assert (loaded.columns.true, loaded.columns.pred) == (("pathology",), "scan")
    assert "because of their order" in doubts(loaded)[0]


def test_that_two_columns_that_name_the_scores_are_truth_and_prediction(tmp_path: Path) -> None:
    frame = multiclass(30).rename(columns={"y_true": "first", "y_pred": "second"})
    loaded = load_frame(tmp_path, frame)
    assert (loaded.columns.true, loaded.columns.pred) == (("first",), "second")
    assert loaded.in_doubt


def test_that_a_column_is_true_when_nothing_else_could_be(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("outcome,risk", "0,0.1", "1,0.9", "0,0.2"))
    assert loaded.columns.true == ("outcome",)
    assert loaded.columns.scores == ("risk",)
    assert len(doubts(loaded)) == 2


def test_that_a_second_candidate_for_the_truth_is_a_doubt_but_a_flag_is_not(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("label,target,score", "0,0,0.1", "1,1,0.9"))
    assert doubts(loaded) == ["“label” could be the true class as well."]
    flagged = load_text(tmp_path, rows("label,correct,score", "0,0,0.1", "1,1,0.9"))
    assert not flagged.in_doubt


@pytest.mark.parametrize(
    "name", ["y_score", "score", "prob", "probability", "y_prob", "decision_function", "y_pred", "confidence"]
)
def test_that_a_single_score_belongs_to_the_positive_class(tmp_path: Path, name: str) -> None:
    loaded = load_text(tmp_path, rows(f"inst,class,{name}", "1,p,0.9", "2,n,0.25", "3,n,0.5"))
    found = loaded.predictions
    assert found.classes == ("n", "p")
    assert (found.positive, found.positive_source, found.score_class) == (1, "named", 1)
    assert loaded.columns.id == "inst"
    assert loaded.columns.scores == (name,)


def test_that_a_single_score_named_after_a_class_makes_it_positive(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("y_true,p_bad", "good,0.1", "bad,0.9"))
    found = loaded.predictions
    assert (found.classes, found.score_class, found.positive) == (("bad", "good"), 0, 0)
    assert found.positive_source == "declared"
    other = load_text(tmp_path, rows("y_true,p_bad", "good,0.1", "bad,0.9"), positive="good")
    assert (other.predictions.score_class, other.predictions.positive) == (0, 1)


def test_that_a_single_score_of_two_unnamed_classes_is_the_second_ones_in_doubt(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("y_true,score", "a,0.1", "b,0.9", "b,0.8"))
    assert (loaded.predictions.score_class, loaded.predictions.positive) == (1, 0)
    assert loaded.predictions.positive_source == "rarer"
    assert "is taken to mean “b”" in doubts(loaded)[0]
    chosen = load_text(tmp_path, rows("y_true,score", "a,0.1", "b,0.9", "b,0.8"), positive="a")
    assert chosen.predictions.score_class == 0
    assert not chosen.in_doubt


def test_that_a_confidence_of_the_predicted_class_is_no_score(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("true_label,pred_label,confidence", "0,1,0.9", "1,1,0.8", "0,0,0.7"))
    assert loaded.predictions.score_kind == "confidence"
    assert loaded.predictions.y_score is None
    by_choice = load_text(tmp_path, rows("y_true,y_pred,score", "0,1,0.9", "1,1,0.8"), kind="confidence")
    assert by_choice.predictions.y_score is None
    named = load_text(
        tmp_path, rows("y_true,y_pred,s", "0,1,0.9", "1,1,0.8"), kind="confidence", scores=("s",)
    )
    assert named.columns.scores == ("s",)
    with pytest.raises(InputError, match="one column beside the predicted labels"):
        load_text(tmp_path, rows("y_true,s", "0,0.9", "1,0.8"), kind="confidence", scores=("s",))


def test_that_a_class_without_a_row_keeps_its_score_column(tmp_path: Path) -> None:
    text = rows("setosa,versicolor,virginica,truth", "1.0,0.0,0.0,setosa", "0.9,0.05,0.05,versicolor")
    assert load_text(tmp_path, text).predictions.classes == ("setosa", "versicolor", "virginica")
    prefixed = text.replace("setosa,versicolor,virginica", "p_setosa,p_versicolor,p_virginica")
    assert load_text(tmp_path, prefixed).predictions.classes == ("setosa", "versicolor", "virginica")
    one = rows("no,yes,truth", "0.75,0.25,no", "0.5,0.5,no")
    assert load_text(tmp_path, one).predictions.classes == ("no", "yes")


def test_that_logits_of_a_class_without_a_row_are_kept_but_other_columns_are_not(tmp_path: Path) -> None:
    text = rows("y_true,logit_a,logit_b,logit_c,p_value", "a,1.5,-0.5,-2.5,0.5", "b,-1.5,2.5,0.25,0.5")
    loaded = load_text(tmp_path, text)
    assert loaded.predictions.classes == ("a", "b", "c")
    assert loaded.predictions.score_kind == "logit"
    assert loaded.columns.extra == ("p_value",)
    beside = load_text(tmp_path, rows("y_true,a,b,weight_kg", "a,0.75,0.25,3.5", "b,0.5,0.5,2.5"))
    assert beside.columns.extra == ("weight_kg",)


def test_that_codes_count_named_score_columns_in_doubt(tmp_path: Path) -> None:
    loaded = load_text(
        tmp_path, rows("y_true,p_cat,p_dog,p_eel", "0,0.5,0.25,0.25", "2,0.1,0.2,0.7", "1,0,1,0")
    )
    assert loaded.predictions.classes == ("cat", "dog", "eel")
    assert loaded.predictions.y_true.tolist() == [0, 2, 1]
    assert loaded.in_doubt
    from_one = load_text(
        tmp_path,
        rows("y_true,p_cat,p_dog,p_eel", "1,0.5,0.25,0.25", "3,0.1,0.2,0.7", "2,0,1,0"),
        classes=("cat", "dog", "eel"),
    )
    assert from_one.predictions.y_true.tolist() == [0, 2, 1]
    assert "1 is taken for “cat”" in doubts(from_one)[0]


def test_that_numbered_scores_of_named_labels_are_alphabetical_in_doubt(tmp_path: Path) -> None:
    text = rows("y_true,p_0,p_1", "dog,0.25,0.75", "cat,0.5,0.5")
    loaded = load_text(tmp_path, text)
    assert loaded.predictions.classes == ("cat", "dog")
    assert "p_0 = cat, p_1 = dog" in doubts(loaded)[0]
    chosen = load_text(tmp_path, text, classes=("dog", "cat"))
    assert chosen.columns.score_classes == ("dog", "cat")
    assert chosen.columns.scores == ("p_0", "p_1")
    assert not chosen.in_doubt


def test_that_scores_of_other_classes_are_refused_with_what_to_do(tmp_path: Path) -> None:
    text = rows("y_true,p_0,p_1,p_2", "dog,0.25,0.5,0.25", "cat,0.5,0.25,0.25")
    with pytest.raises(InputError, match="cannot be matched with the labels cat, dog; name the classes"):
        load_text(tmp_path, text)
    assert load_text(tmp_path, text, classes=("cat", "dog", "eel")).predictions.n_classes == 3
    with pytest.raises(InputError, match="One score column cannot serve 3 classes"):
        load_text(tmp_path, rows("y_true,s", "a,0.1", "b,0.2", "c,0.3"), scores=("s",))
    with pytest.raises(InputError, match="The score columns are of a, b but the classes are a, b, c"):
        load_text(tmp_path, rows("y_true,p_a,p_b", "a,0.1,0.9", "b,0.2,0.8"), classes=("a", "b", "c"))


def test_that_a_few_labels_without_a_score_column_are_set_aside_in_doubt(tmp_path: Path) -> None:
    frame = multiclass(60)
    frame.loc[4, "y_true"] = "crakc"
    loaded = load_frame(tmp_path, frame)
    assert [(each.row, each.code, each.text) for each in loaded.set_aside] == [
        (6, "unknown_label", "“crakc” is none of the classes.")
    ]
    assert any("crakc" in doubt for doubt in doubts(loaded))


def test_that_many_labels_without_a_score_column_are_refused(tmp_path: Path) -> None:
    frame = multiclass(60).drop(columns="p_ok")
    with pytest.raises(
        InputError, match=r"33% of the rows have a true class \(ok\) that is none of the classes"
    ):
        load_frame(tmp_path, frame)


def test_that_two_models_in_one_table_are_a_doubt_with_a_choice(tmp_path: Path) -> None:
    frame = multiclass(30)
    for name in CLASSES:
        frame[f"q_{name}"] = frame[f"p_{name}"] / 2
    loaded = load_frame(tmp_path, frame)
    assert loaded.columns.scores == ("p_ok", "p_scratch", "p_crack")
    assert "“q_ok”" in doubts(loaded)[0]
    chosen = load_frame(tmp_path, frame, scores=("q_crack", "q_ok", "q_scratch"))
    assert chosen.columns.scores == ("q_crack", "q_ok", "q_scratch")
    assert chosen.predictions.classes == ("crack", "ok", "scratch")


def test_that_chosen_scores_without_names_take_the_given_classes_in_order(tmp_path: Path) -> None:
    text = rows("y_true,first,second", "a,0.25,0.75", "b,0.5,0.5")
    loaded = load_text(tmp_path, text, scores=("second", "first"), classes=("a", "b"))
    assert loaded.columns.scores == ("second", "first")
    assert loaded.columns.score_classes == ("a", "b")


def test_that_batch_group_weight_count_and_id_go_by_name(tmp_path: Path) -> None:
    text = rows(
        "sample_id,batch,patient_id,weight,count,y_true,score", "a,x,7,0.5,2,0,0.25", "b,w,7,1.5,3,1,0.75"
    )
    loaded = load_text(tmp_path, text)
    found = loaded.predictions
    assert found.batch_names == ("x", "w")
    assert found.group_names == ("7",)
    assert found.sample_weight is not None
    assert found.sample_weight.tolist() == [0.5, 1.5]
    assert found.count is not None
    assert found.count.tolist() == [2, 3]
    assert found.n == 5
    assert loaded.columns.extra == ()


def test_that_a_count_found_by_name_is_a_doubt_and_other_numbers_are_no_count(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("y_true,score,count", "0,0.25,3", "1,0.75,2"))
    assert loaded.predictions.n == 5
    assert doubts(loaded) == ["Each row is taken to stand for as many samples as “count” says."]
    chosen = load_text(tmp_path, rows("y_true,score,count", "0,0.25,3", "1,0.75,2"), count="count")
    assert not chosen.in_doubt
    for values in (("-1", "2"), ("1.5", "2"), ("", "2"), ("many", "few"), ("x", "2")):
        text = rows("y_true,score,count", f"0,0.25,{values[0]}", f"1,0.75,{values[1]}")
        assert load_text(tmp_path, text, scores=("score",)).columns.count is None
    with pytest.raises(InputError, match="Every count in the column “count” is 0"):
        load_text(tmp_path, rows("y_true,score,count", "0,0.25,0", "1,0.75,0"))


def test_that_a_weight_with_fractions_is_found_by_name(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("y_true,score,weight", "0,0.25,0.5", "1,0.75,1.5"))
    assert loaded.columns.weight == "weight"
    assert not loaded.in_doubt


def test_that_the_confidence_of_the_predicted_class_stays_at_hand(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("y_true,y_pred,confidence", "0,1,0.75", "1,1,0.5"))
    assert loaded.extra["confidence"].tolist() == [0.75, 0.5]


def test_that_a_vague_id_name_that_repeats_is_no_id(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("file,y_true,score", "a,0,0.25", "a,1,0.75"))
    assert loaded.columns.id is None
    assert loaded.columns.extra == ("file",)
    numeric = load_text(tmp_path, rows("y_true,score,row", "0,0.25,0.5", "1,0.75,1.5"))
    assert numeric.columns.id == "row"


def test_that_any_column_can_be_chosen_as_batch(tmp_path: Path) -> None:
    frame = multiclass(12)
    frame["Resample"] = ["Fold02", "Fold01", "Fold10"] * 4
    assert load_frame(tmp_path, frame).predictions.batch is None
    loaded = load_frame(tmp_path, frame, batch="Resample")
    assert loaded.predictions.batch_names == ("Fold02", "Fold01", "Fold10")
    assert loaded.predictions.batch is not None
    assert loaded.predictions.batch.tolist() == [0, 1, 2] * 4


def test_that_every_choice_overrides_what_would_be_found(tmp_path: Path) -> None:
    frame = multiclass(12)
    frame["other"] = frame["y_pred"]
    frame["n"] = 1
    frame["w"] = 0.5
    loaded = load_frame(
        tmp_path,
        frame,
        true=("y_pred",),
        pred="y_true",
        id="other",
        weight="w",
        count="n",
        group="other",
        classes=("crack", "scratch", "ok"),
    )
    columns = loaded.columns
    assert (columns.true, columns.pred, columns.id, columns.weight, columns.count) == (
        ("y_pred",),
        "y_true",
        "other",
        "w",
        "n",
    )
    assert loaded.predictions.classes == ("crack", "scratch", "ok")
    assert columns.scores == ("p_crack", "p_scratch", "p_ok")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (InputOptions(true=("nope",)), "has no column called “nope”; its columns are id, y_true"),
        (InputOptions(scores=("p_ok", "nope")), "has no column called “nope”"),
        (InputOptions(batch="nope"), "has no column called “nope”"),
        (InputOptions(true=("y_true", "y_pred")), "has no column “y_true” of 0 and 1"),
        (InputOptions(true=("p_ok",)), "holds fractions or too many values"),
        (InputOptions(true=("y_true",), pred="y_true"), "was given two parts"),
        (InputOptions(classes=("ok", "ok")), "A class was named twice"),
        (InputOptions(positive="nope"), "There is no class called “nope” to be positive; the classes are ok"),
        (InputOptions(positive="ok"), "only between two classes; there are 3"),
        (InputOptions(kind="labels", true=("y_pred",)), "neither scores nor predicted labels"),
    ],
)
def test_that_a_wrong_choice_is_refused_with_the_known_names(
    tmp_path: Path, options: InputOptions, expected: str
) -> None:
    path = write(multiclass(12), tmp_path)
    with pytest.raises(InputError) as error:
        load_predictions([path], options)
    assert expected in str(error.value)


def test_that_labels_only_can_be_chosen(tmp_path: Path) -> None:
    loaded = load_frame(tmp_path, multiclass(12), kind="labels")
    assert loaded.predictions.y_score is None
    assert "p_ok" in loaded.extra


def test_that_predicted_labels_unlike_the_true_ones_are_a_doubt(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("y_true,y_pred", "a,x", "b,y"))
    assert doubts(loaded) == ["“y_pred” shares no label with the true column “y_true”."]
    assert loaded.predictions.classes == ("a", "b", "x", "y")


@pytest.mark.parametrize(
    ("scores", "kind"),
    [("0.25,0.75", "probability"), ("0.25,0.5", "sigmoid"), ("-1.5,2.5", "score")],
)
def test_that_the_kind_of_scores_is_found_and_said(tmp_path: Path, scores: str, kind: str) -> None:
    text = rows("y_true,a,b", f"a,{scores}", f"b,{scores}", f"b,{scores}")
    loaded = load_text(tmp_path, text)
    assert loaded.predictions.score_kind == kind
    assert subjects(loaded)["kind"] == kind
    assert loaded.in_doubt == (kind == "score")
    chosen = load_text(tmp_path, text, kind="logit")
    assert chosen.predictions.score_kind == "logit"
    assert not chosen.in_doubt


def test_that_a_kind_that_the_scores_contradict_is_refused_with_the_row(tmp_path: Path) -> None:
    text = rows("y_true,a,b", "a,,0.5", "a,0.25,0.75", "b,0.5,1.5")
    with pytest.raises(InputError, match=r"preds\.csv, line 4: the score 1\.5 is no probability"):
        load_text(tmp_path, text, kind="probability")


def test_that_labels_sort_naturally_where_nothing_gives_an_order(tmp_path: Path) -> None:
    loaded = load_text(tmp_path, rows("y_true,y_pred", "10,2", "2,1", "1,0", "0,10"))
    assert loaded.predictions.classes == ("0", "1", "2", "10")


def test_that_text_marks_are_no_numbers_even_in_names(tmp_path: Path) -> None:
    assert affix_around("p_ok", "ok") == ("p_", "")
    assert affix_around("pok", "ok") == ("p", "")
    assert affix_around("took", "ok") is None
    assert affix_around("ok2", "ok") is None
    assert affix_around("anything", "") is None
    assert stem_and_label("proba(0)") == ("proba", "0")
    assert stem_and_label("y_score_class_7") == ("y_score", "class_7")
    assert stem_and_label("p0") == ("p", "0")
    assert stem_and_label("cat_prob") == ("prob", "cat")
    assert stem_and_label("height") is None


def test_that_a_long_column_of_whole_numbers_holds_no_labels(tmp_path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame({"number": range(6000), "species": ["a", "b"] * 3000, "p": np.linspace(0, 1, 6000)})
    loaded = load_frame(tmp_path, frame, "a.parquet")
    assert loaded.columns.true == ("species",)
    assert loaded.extra["number"].dtype.kind == "i"


def test_that_a_thousand_classes_open(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    import pandas as pd

    frame = pd.DataFrame(random.dirichlet(np.ones(1000), 1000), columns=[f"prob_k{i}" for i in range(1000)])
    frame["y_true"] = [f"k{i}" for i in range(1000)]
    loaded = load_frame(tmp_path, frame, "a.parquet")
    assert loaded.predictions.n_classes == 1000
    assert loaded.predictions.y_true.tolist() == list(range(1000))
