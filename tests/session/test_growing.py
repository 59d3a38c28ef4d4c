"""Files that are added to an open session count as if they had been opened with the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confmat_gui.core.errors import InputError
from confmat_gui.core.evaluation import evaluate
from confmat_gui.core.repairs import Repair
from confmat_gui.core.rules import Rule
from confmat_gui.io.loaded import InputOptions, Loaded
from confmat_gui.session import changes
from confmat_gui.session.data_sets import data_set
from confmat_gui.session.files import read_session, save_session
from confmat_gui.session.growing import grown
from confmat_gui.session.opening import new_session, open_any
from confmat_gui.session.repairing import set_repairs
from confmat_gui.session.state import Session
from tests.session.made import binary_session, same
from tests.unmeasured import unmeasured

CLASSES = ("ok", "dent", "crack")
SCORES = [[0.9, 0.1], [0.2, 0.8], [0.4, 0.6]]
Layout = Callable[[int, np.random.Generator], pd.DataFrame]


def named(n: int, random: np.random.Generator) -> pd.DataFrame:
    """Probabilities of three classes with ids, a further column, and some scores that are missing."""
    scores = random.dirichlet(np.ones(3), n).astype(np.float32)
    frame = pd.DataFrame(scores, columns=[f"p_{name}" for name in CLASSES])
    frame.insert(0, "y_true", random.choice(CLASSES, n))
    frame.insert(0, "id", [f"{i:05d}" for i in random.choice(10**5, n, replace=False)])
    frame["site"] = random.choice(["north", "south", "7"], n)
    missing = random.random(n) < 0.05
    missing[0] = False  # a file of which no row can be used is refused, see below
    frame.loc[missing, "p_dent"] = np.nan
    return frame


def strangers(n: int, random: np.random.Generator) -> pd.DataFrame:
    """Now and then a label for which there is no score column."""
    true = random.choice([*CLASSES, "hole"], n, p=[0.4, 0.3, 0.27, 0.03])
    return named(n, random).assign(y_true=["ok", *true[1:]])


def labels(n: int, random: np.random.Generator) -> pd.DataFrame:
    """Only labels; a rare class is in some files and not in others."""
    chances = [0.5, 0.38, 0.1, 0.02]
    true = random.choice(["2", "10", "3", "7"], n, p=chances)
    return pd.DataFrame({"y_true": true, "y_pred": random.choice(["2", "10", "3"], n)})


def single(n: int, random: np.random.Generator) -> pd.DataFrame:
    """One score of the second class; which class is rarer differs from file to file."""
    return pd.DataFrame({"label": random.choice(["a", "b"], n), "score": random.normal(size=n).round(1)})


def numbered(n: int, random: np.random.Generator) -> pd.DataFrame:
    """Labels are whole numbers from 0 on, the score columns have names."""
    frame = named(n, random).drop(columns=["id", "site"])
    return frame.assign(y_true=random.choice([0, 1, 2], n))


def numbered_from_one(n: int, random: np.random.Generator) -> pd.DataFrame:
    """Labels are whole numbers from 1 on; all of them are in every file."""
    return numbered(n, random).assign(y_true=np.arange(n) % 3 + 1)


def one_hot(n: int, random: np.random.Generator) -> pd.DataFrame:
    """The truth has a column for each class."""
    truth = np.eye(3, dtype=int)[random.integers(0, 3, n)]
    scores = named(n, random)[[f"p_{name}" for name in CLASSES]]
    return pd.concat([pd.DataFrame(truth, columns=[f"true_{name}" for name in CLASSES]), scores], axis=1)


def days(n: int, random: np.random.Generator) -> pd.DataFrame:
    """Batches and groups are columns, rows have weights."""
    return named(n, random).assign(
        batch=random.choice(["mon", "tue", "wed"], n),
        group=random.choice([3, 1, 2], n),
        weight=random.integers(0, 5, n),
    )


def confident(n: int, random: np.random.Generator) -> pd.DataFrame:
    """The predicted class and its confidence."""
    return pd.DataFrame(
        {
            "y_true": random.choice(CLASSES, n),
            "y_pred": random.choice(CLASSES, n),
            "confidence": random.uniform(0.4, 1, n),
        }
    )


def notes(n: int, random: np.random.Generator) -> pd.DataFrame:
    """A further column that holds numbers in some files and words in others."""
    words = random.choice([["1", "2"], ["1", "late"]])
    return named(n, random).assign(note=random.choice(words, n))


LAYOUTS = (
    named, strangers, labels, single, numbered, numbered_from_one, one_hot, days, confident, notes
)  # fmt: skip


def read_all(paths: Sequence[Path], options: InputOptions) -> Session | None:
    try:
        return open_any(paths, options)
    except InputError:
        return None


def read_in_turn(paths: Sequence[Path], stops: Sequence[int], options: InputOptions) -> Session | None:
    try:
        session = open_any(paths[: stops[0]], options)
        for start, stop in pairwise(stops):
            session = grown(session, paths[start:stop])
    except InputError:
        return None
    return session


def assert_same_reading(one: Loaded, other: Loaded) -> None:
    """Compare everything but the order in which the conclusions stand."""
    assert set(one.conclusions) == set(other.conclusions)
    assert same(replace(one, conclusions=()), replace(other, conclusions=()))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**6),
    sizes=st.lists(st.sampled_from([1, 2, 7, 40]), min_size=2, max_size=4),
    first=st.integers(1, 2),
    at_once=st.booleans(),
)
def test_that_files_in_turn_are_the_same_as_all_together(
    tmp_path: Path, layout: Layout, suffix: str, *, seed: int, sizes: list[int], first: int, at_once: bool
) -> None:
    random = np.random.default_rng(seed)
    folder = tmp_path / f"{seed}-{len(sizes)}"
    folder.mkdir(exist_ok=True)
    paths = []
    for index, size in enumerate([40, *sizes]):
        frame = layout(size, random)
        paths.append(folder / f"b{index}.{suffix}")
        frame.to_csv(paths[-1], index=False) if suffix == "csv" else frame.to_parquet(paths[-1])
    options = InputOptions(group="group") if layout is days else InputOptions()
    stops = [first, len(paths)] if at_once else [*range(first, len(paths) + 1)]
    # Every layout is measured in Parquet; CSV differs in its reader only.
    with unmeasured() if suffix == "csv" else nullcontext():
        together, in_turn = read_all(paths, options), read_in_turn(paths, stops, options)
        refused = any(read_all(paths[:stop], options) is None for stop in stops)
    shutil.rmtree(folder)
    assert refused == (in_turn is None)
    if together is not None and in_turn is not None:
        assert_same_reading(in_turn.data.loaded, together.data.loaded)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Two batches with ids, of which one is there twice; a threshold, a price and a view are chosen."""
    first = write(tmp_path / "mon.csv", "id,true,ok,crack\n1,ok,0.9,0.1\n2,crack,0.3,0.7\n3,ok,0.6,0.4\n")
    second = write(tmp_path / "tue.csv", "id,true,ok,crack\n4,crack,0.8,0.2\n1,ok,0.9,0.1\n5,ok,,0.3\n")
    opened = open_any([first, second], InputOptions(positive="crack"))
    decided = changes.set_cost(changes.set_rule(opened, Rule.thresholds({"crack": 0.35})), 1, 0, 5.0)
    return changes.select_cell(changes.set_matrix_mode(decided, "counts"), (1, 0))


@pytest.fixture
def third(tmp_path: Path) -> Path:
    return write(tmp_path / "wed.csv", "id,true,ok,crack\n6,crack,0.1,0.9\n2,crack,0.3,0.7\n7,hole,0.5,0.5\n")


def confusion(session: Session) -> list[list[int]]:
    found: list[list[int]] = evaluate(session.data.prepared, session.point).confusion.tolist()
    return found


def test_that_rule_prices_and_view_stay_and_the_matrix_is_the_sum(session: Session, third: Path) -> None:
    more = write(third, "id,true,ok,crack\n6,crack,0.1,0.9\n7,ok,0.2,0.8\n")
    bigger = grown(session, [more])
    assert (bigger.point, bigger.display) == (session.point, session.display)
    assert (session.name, bigger.name) == ("mon and 1 more", "mon and 2 more")
    assert grown(replace(session, name="Line 4"), [more]).name == "Line 4"
    assert confusion(session) == [[2, 1], [1, 1]]
    assert confusion(bigger) == [[2, 2], [1, 2]]
    assert bigger.data.loaded.predictions.batch_names == ("mon", "tue", "wed")


def test_that_a_saved_session_grows_where_its_files_are_gone(
    session: Session, third: Path, tmp_path: Path
) -> None:
    text = "id,true,ok,crack\n6,crack,0.1,0.9\n"
    together = open_any([tmp_path / "mon.csv", tmp_path / "tue.csv", write(third, text)],
                        InputOptions(positive="crack"))  # fmt: skip
    save_session(session, tmp_path / "s.confmat")
    for name in ("mon.csv", "tue.csv", "wed.csv"):
        (tmp_path / name).unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    bigger = grown(read_session(tmp_path / "s.confmat"), [write(elsewhere / "wed.csv", text)])
    assert bigger.point == session.point
    one, other = bigger.data.loaded, together.data.loaded
    assert same(one.predictions, other.predictions)
    assert one.set_aside == other.set_aside
    assert [(s.name, s.n, s.sha256) for s in one.sources] == [(s.name, s.n, s.sha256) for s in other.sources]


def test_that_repairs_hold_for_what_is_added(session: Session, third: Path) -> None:
    repairs = (Repair("leave-out", ("mon",)), Repair("drop-repeated"))
    bigger = grown(set_repairs(session, repairs), [write(third, "id,true,ok,crack\n4,ok,1,0\n6,crack,0,1\n")])
    assert bigger.data.repairs == repairs
    assert bigger.data.loaded.predictions.sample_id is not None
    assert bigger.data.loaded.predictions.sample_id.tolist() == ["4", "1", "6"]
    assert bigger.data.original.predictions.n == 7
    assert [row.code for row in bigger.data.loaded.set_aside] == ["nan_score", "repeated_row"]


def test_that_a_batch_left_out_stays_left_out_under_another_name(session: Session, tmp_path: Path) -> None:
    left_out = set_repairs(session, (Repair("leave-out", ("mon",)),))
    (tmp_path / "late").mkdir()
    same_name = write(tmp_path / "late" / "mon.csv", "id,true,ok,crack\n9,ok,1,0\n")
    bigger = grown(left_out, [same_name])
    names = bigger.data.original.predictions.batch_names
    assert names[1:] == (f"{tmp_path.name}/tue.csv", "late/mon.csv")
    assert bigger.data.repairs == (Repair("leave-out", (names[0],)),)
    assert bigger.data.loaded.predictions.n == 3


def test_that_new_batches_get_names_of_their_own_where_the_old_folders_are_not_known(
    session: Session, tmp_path: Path
) -> None:
    save_session(session, tmp_path / "s.confmat")
    grows = read_session(tmp_path / "s.confmat")
    for index, folder in enumerate(("a/x", "b/x", "c/x")):
        (tmp_path / folder).mkdir(parents=True)
        text = f"id,true,ok,crack\n{20 + index},ok,1,0\n"
        grows = grown(grows, [write(tmp_path / folder / "mon.csv", text)])
    assert grows.data.loaded.predictions.batch_names == ("mon", "tue", "mon.csv", "x/mon.csv", "5: mon.csv")


def test_that_a_file_that_grew_is_read_anew_in_its_place(session: Session, tmp_path: Path) -> None:
    head = "id,true,ok,crack\n1,ok,0.9,0.1\n2,crack,0.3,0.7\n3,ok,,0.4\n"
    first = write(tmp_path / "mon.csv", head + "8,ok,0.1,0.9\n")
    together = open_any([first, tmp_path / "tue.csv"], InputOptions(positive="crack"))
    bigger = grown(session, [first], replacing=True)
    assert bigger.point == session.point
    assert_same_reading(bigger.data.loaded, together.data.loaded)


def test_that_batches_of_a_column_stay_in_the_order_of_the_rows(tmp_path: Path) -> None:
    head = "true,ok,crack,day\n"
    first = write(tmp_path / "a.csv", f"{head}ok,1,0,mon\ncrack,0,1,tue\n")
    second = write(tmp_path / "b.csv", f"{head}ok,1,0,wed\n")
    options = InputOptions(batch="day", group="day")
    before = open_any([first, second], options)
    write(first, f"{head}ok,1,0,mon\ncrack,0,1,tue\nok,1,0,thu\n")
    assert_same_reading(
        grown(before, [first], replacing=True).data.loaded, open_any([first, second], options).data.loaded
    )


def test_that_matrices_add_up(tmp_path: Path) -> None:
    text = "true,ok,crack\nok,{},2\ncrack,0,9\n"
    first, second = (write(tmp_path / f"{n}.csv", text.format(n)) for n in (40, 7))
    together = open_any([first, second])
    bigger = grown(open_any([first]), [second])
    assert_same_reading(bigger.data.loaded, together.data.loaded)
    assert confusion(bigger) == [[47, 4], [0, 18]]
    samples = write(tmp_path / "samples.csv", "true,ok,crack\nok,0.9,0.1\nok,0.8,0.2\nok,0.7,0.3\n")
    with pytest.raises(InputError, match=r"samples\.csv is no ready-made matrix, as 40\.csv is"):
        grown(bigger, [samples])


def test_that_a_few_samples_are_no_matrix_among_samples(tmp_path: Path) -> None:
    head = "true,ok,crack\n"
    before = open_any([write(tmp_path / "a.csv", head + "ok,0.9,0.1\ncrack,0.3,0.7\n" * 3)])
    bigger = grown(before, [write(tmp_path / "b.csv", head + "ok,0.25,0.75\ncrack,0.5,0.5\n")])
    assert bigger.data.loaded.predictions.n == 8


def test_that_declared_labels_keep_their_order(tmp_path: Path) -> None:
    order = pd.CategoricalDtype(["low", "mid", "high"], ordered=True)
    paths = []
    for index, true in enumerate((["mid", "low", "high"], ["low", "low"])):
        frame = pd.DataFrame({"y_true": pd.Series(true, dtype=order), "y_pred": ["low"] * len(true)})
        paths.append(tmp_path / f"{index}.parquet")
        frame.to_parquet(paths[-1])
    bigger = grown(open_any(paths[:1]), paths[1:])
    assert bigger.data.loaded.predictions.classes == ("low", "mid", "high")
    assert_same_reading(bigger.data.loaded, open_any(paths).data.loaded)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("id,true,ok\n6,ok,0.5\n", "lacks the column “crack” of mon.csv"),
        ("id,true,ok,crack,day\n6,ok,0.5,0.5,1\n", "has the column “day”, unlike mon.csv"),
        ("id,true,ok,crack\n6,hole,0.5,0.5\n", "the rows have a true class (hole) that is none"),
        ("id,true,ok,crack\n6,0.25,0.5,0.5\n", "“true” holds fractions"),
        ("id,true,ok,crack\n6,ok,,0.5\n", "No row of wed.csv can be used"),
        ("true,ok,crack\nok,10,2\ncrack,0,9\n", "wed.csv lacks the column “id” of mon.csv"),
    ],
)
def test_that_a_file_that_does_not_fit_is_refused_by_name(
    session: Session, third: Path, text: str, part: str
) -> None:
    with pytest.raises(InputError, match=r"wed\.csv") as refused:
        grown(session, [write(third, text)])
    assert part in str(refused.value)


def test_that_a_file_is_not_added_twice(session: Session, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mon\.csv is already among the files"):
        grown(session, [tmp_path / "mon.csv"])
    save_session(session, tmp_path / "s.confmat")
    with pytest.raises(InputError, match=r"tue\.csv is already among the files"):
        grown(read_session(tmp_path / "s.confmat"), [tmp_path / "tue.csv"])


def test_that_a_third_class_is_refused_where_one_score_serves_two(tmp_path: Path) -> None:
    before = open_any([write(tmp_path / "a.csv", "label,score\na,0.2\nb,0.7\n")])
    with pytest.raises(InputError, match=r"b\.csv: One score column cannot serve 3 classes"):
        grown(before, [write(tmp_path / "b.csv", "label,score\nc,0.2\n")])


def test_that_columns_matched_by_their_order_refuse_a_new_label(tmp_path: Path) -> None:
    head = "true,p_x,p_y\n"
    before = open_any([write(tmp_path / "a.csv", head + "cat,0.2,0.8\ndog,0.9,0.1\n" * 20)])
    with pytest.raises(InputError, match=r"b\.csv: It has the label “cow”"):
        grown(before, [write(tmp_path / "b.csv", head + "cow,0.2,0.8\ncat,0.9,0.1\n")])


def test_that_a_label_that_implied_its_counterpart_is_told_from_it(tmp_path: Path) -> None:
    before = open_any([write(tmp_path / "a.csv", "y_true,y_pred\n1,1\n1,1\n")])
    assert before.data.loaded.predictions.classes == ("0", "1")
    second = write(tmp_path / "b.csv", "y_true,y_pred\n2,1\n")
    bigger = grown(before, [second])
    assert bigger.data.loaded.predictions.classes == ("1", "2")
    assert_same_reading(bigger.data.loaded, open_any([tmp_path / "a.csv", second]).data.loaded)


def test_that_classes_declared_otherwise_are_refused(tmp_path: Path) -> None:
    for name, classes in (("a", ["ok", "crack"]), ("b", ["crack", "ok"])):
        np.savez(tmp_path / f"{name}.npz", y_true=[0, 1, 1], y_score=SCORES, classes=classes)
    with pytest.raises(InputError, match=r"b\.npz declares other classes than a\.npz"):
        grown(open_any([tmp_path / "a.npz"]), [tmp_path / "b.npz"])


def test_that_files_side_by_side_do_not_grow(tmp_path: Path) -> None:
    truth = write(tmp_path / "truth.csv", "id,true\n1,ok\n2,crack\n")
    scores = write(tmp_path / "scores.csv", "id,ok,crack\n1,0.9,0.1\n2,0.3,0.7\n")
    more = write(tmp_path / "more.csv", "id,true,ok,crack\n3,ok,0.9,0.1\n")
    with pytest.raises(InputError, match="side by side"):
        grown(open_any([truth, scores]), [more])


def test_that_samples_of_a_notebook_do_not_grow(third: Path) -> None:
    loaded = replace(binary_session().data.loaded, sources=())
    with pytest.raises(InputError, match="were not read from files"):
        grown(new_session(data_set(loaded)), [third])


def test_that_one_hot_columns_must_be_so_in_every_file(tmp_path: Path) -> None:
    head = "true_a,true_b,p_a,p_b\n"
    before = open_any([write(tmp_path / "a.csv", f"{head}1,0,0.9,0.1\n0,1,0.2,0.8\n")])
    with pytest.raises(InputError, match=r"b\.csv does not have a single 1"):
        grown(before, [write(tmp_path / "b.csv", f"{head}3,0,0.9,0.1\n")])


def test_that_twelve_files_and_a_thirteenth_count_as_the_file_of_all(tmp_path: Path) -> None:
    random, n, head = np.random.default_rng(4), 100_000, ["y_true", *(f"p_{name}" for name in CLASSES)]
    scores = random.dirichlet(np.ones(3), 13 * n).astype(np.float32)
    frame = pd.DataFrame(scores, columns=head[1:]).assign(y_true=random.choice(CLASSES, 13 * n))[head]
    paths = [tmp_path / f"epoch_{index:02d}.parquet" for index in range(1, 14)]
    for index, path in enumerate(paths):
        frame[index * n : (index + 1) * n].to_parquet(path)
    frame[: 12 * n].to_parquet(tmp_path / "twelve.parquet")
    frame.to_parquet(tmp_path / "all.parquet")
    twelve = open_any(paths[:12])
    assert confusion(twelve) == confusion(open_any([tmp_path / "twelve.parquet"]))
    decided = changes.set_cost(changes.set_threshold(twelve, 2, 0.15), 2, 0, 20.0)
    decided = changes.select_cell(changes.set_matrix_mode(decided, "counts"), (2, 0))
    bigger = grown(decided, paths[12:])
    whole = replace(open_any([tmp_path / "all.parquet"]), point=decided.point)
    assert (bigger.point, bigger.display) == (decided.point, decided.display)
    assert confusion(bigger) == confusion(whole)
    assert np.array_equal(bigger.data.prepared.roc_auc, whole.data.prepared.roc_auc)
    assert len(bigger.data.loaded.predictions.batch_names) == 13
