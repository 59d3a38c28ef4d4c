"""The layouts in which tools write predictions, written here from one table of three classes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tests.io.layouts import CLASSES, write_text

CODES = {"ok": "1", "scratch": "2", "crack": "-1"}
PLACES = {name: index for index, name in enumerate(CLASSES)}


def _probabilities(row: pd.Series) -> list[tuple[str, float]]:
    return [(name, float(row["p_" + name])) for name in CLASSES]


def _lines(frame: pd.DataFrame, line: Callable[[pd.Series], str], *head: str) -> str:
    return "\n".join([*head, *(line(row) for _, row in frame.iterrows()), ""])


def fasttext(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """`predict-prob model test.txt -1`: the likeliest class first."""

    def line(row: pd.Series) -> str:
        falling = sorted(_probabilities(row), key=lambda pair: -pair[1])
        return " ".join(f"__label__{name} {value!r}" for name, value in falling)

    return [
        write_text(folder / "predict_prob.txt", _lines(frame, line)),
        write_text(folder / "test.txt", _lines(frame, lambda row: f"__label__{row.y_true} 3 words: more")),
    ]


def fasttext_labels(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """`predict model test.txt`: the likeliest class only."""
    return [
        write_text(folder / "predict.txt", _lines(frame, lambda row: f"__label__{row.y_pred}")),
        write_text(folder / "test.txt", _lines(frame, lambda row: f"__label__{row.y_true} a text")),
    ]


def vowpal_wabbit(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """`vw --oaa 3 --probabilities -p`, and a list of labels."""

    def line(row: pd.Series) -> str:
        return " ".join(f"{name}:{value!r}" for name, value in _probabilities(row))

    return [
        write_text(folder / "vw.predict", _lines(frame, line)),
        write_text(folder / "labels.txt", _lines(frame, lambda row: str(row.y_true))),
    ]


def libsvm(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """`svm-predict -b 1 data model output`, whose first line orders the classes, and the data."""

    def predicted(row: pd.Series) -> str:
        values = dict(_probabilities(row))
        return f"{CODES[row.y_pred]} {values['crack']!r} {values['ok']!r} {values['scratch']!r}"

    def sample(row: pd.Series) -> str:
        return f"{int(CODES[row.y_true]):+d} 1:0.5 3:-2e-1 "

    return [
        write_text(folder / "output", _lines(frame, predicted, "labels -1 1 2")),
        write_text(folder / "data", _lines(frame, sample)),
    ]


def weka_csv(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """`-classifications weka…CSV -distribution`: a header shorter than the rows, the winner marked."""

    def line(row: pd.Series) -> str:
        return f"1,{_weka_labels(row, 99, ',')},{_marked(row)}"

    head = "inst#,actual,predicted,error,distribution"
    return [write_text(folder / "weka.csv", _lines(frame, line, head) + "\n")]


def weka_text(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """`-p 0 -distribution`: columns of fixed width, class names cut short."""

    def line(row: pd.Series) -> str:
        return f"     1 {_weka_labels(row, 5, ' ')}       {_marked(row)} "

    head = ("", "=== Predictions on test data ===", "", " inst#     actual  predicted error distribution")
    return [write_text(folder / "weka.txt", _lines(frame, line, *head))]


def weka_plain(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """`-p 0`: only the confidence of the predicted class."""

    def line(row: pd.Series) -> str:
        return f"  1 {_weka_labels(row, 99, ' ')}  {max(value for _, value in _probabilities(row))!r} (3,x)"

    head = ("=== Predictions ===", " inst#     actual  predicted error prediction (a,b)")
    return [write_text(folder / "weka.txt", _lines(frame, line, *head))]


def _weka_labels(row: pd.Series, width: int, sep: str) -> str:
    actual, predicted = (f"{PLACES[row[key]] + 1}:{row[key][:width]}" for key in ("y_true", "y_pred"))
    error = "+" if row.y_true != row.y_pred else ""
    return sep.join((actual, predicted, error))


def _marked(row: pd.Series) -> str:
    return ",".join(("*" if name == row.y_pred else "") + repr(value) for name, value in _probabilities(row))


def tsml(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """Three lines about the experiment, then true, predicted, an empty field, probabilities."""

    def line(row: pd.Series) -> str:
        values = ",".join(repr(value) for _, value in _probabilities(row))
        return f"{PLACES[row.y_true]},{PLACES[row.y_pred]},,{values}"

    accuracy = float((frame.y_true == frame.y_pred).mean())
    head = ("Data,Model,TEST,0,SECONDS,PREDICTIONS,made on 1/1/2024, 12:00", "{'n': [1, 2]}")
    text = _lines(frame, line, *head, f"{accuracy!r},1,2,-1,-1,3,,-1,-1")
    return [write_text(folder / "results.csv", text)]


def h2o(frame: pd.DataFrame, folder: Path) -> list[Path]:
    """`predict` exported, and the column of the truth exported by itself."""
    predictions = frame[["y_pred", "p_ok", "p_scratch", "p_crack"]]
    predictions.columns = pd.Index(["predict", "ok", "scratch", "crack"])
    predictions.to_csv(folder / "predictions.csv", index=False)
    frame[["y_true"]].rename(columns={"y_true": "class"}).to_csv(folder / "actual.csv", index=False)
    return [folder / "predictions.csv", folder / "actual.csv"]


Writer = Callable[[pd.DataFrame, Path], list[Path]]
SCORED: tuple[Writer, ...] = (fasttext, vowpal_wabbit, libsvm, weka_csv, weka_text, tsml, h2o)
LABELLED: tuple[Writer, ...] = (fasttext_labels, weka_plain)
