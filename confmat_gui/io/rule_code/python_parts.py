"""The functions of which a generated Python module is put together."""

from __future__ import annotations

DECIDE = '''def decide(scores):
    """Return the answer for every row, (n,) text: a class, or NO_DECISION where the rule may give none.

    scores : (n, C) float32 or float64, in the order of COLUMNS; (n,) for a single column. A threshold is
        first rounded to the type of the scores, so do not change that type. Other numbers become float64.
    """
    return np.array(ANSWERS)[decide_codes(scores)]
'''

HIGHEST = '''def decide_codes(scores):
    """Return the place in ANSWERS of the highest score of every row; of equal scores the first class."""
    return np.argmax(_checked(scores), axis=1)
'''

LIKELIER = '''def decide_codes(scores):
    """Return the place in ANSWERS of the likelier class of every row; the first class where both are."""
    score = _checked(scores)[:, 0]
    return np.where(score == MIDDLE, 0, np.where(score > MIDDLE, OWN, 1 - OWN))
'''

BINARY = '''def decide_codes(scores):
    """Return the place in ANSWERS for every row: POSITIVE where its score reaches THRESHOLD."""
    score = _score(_checked(scores))
    with np.errstate(over="ignore", under="ignore"):
        limit = score.dtype.type(THRESHOLD)
    return np.where(score {boundary} limit, POSITIVE, 1 - POSITIVE)


def _score(scores):
    """Return the score of the positive class."""
    return {score}
'''

SHARES = '''def decide_codes(scores):
    """Return the place in ANSWERS of the largest p / threshold of every row; of equal ones the first."""
    p = np.stack([column.astype(np.float64) for column in _columns(_checked(scores))], axis=1)
    with np.errstate(over="ignore", under="ignore"):
        return np.argmax(p / np.array(THRESHOLDS), axis=1)
'''

NO_DECISIONS = '''def decide_codes(scores):
    """Return the place in ANSWERS for every row: the highest p among the classes that reach their threshold.

    Of equal ones the first class; the last place, no decision, where none does.
    """
    columns = _columns(_checked(scores))
    with np.errstate(over="ignore", under="ignore"):
        limits = [column.dtype.type(limit) for column, limit in zip(columns, THRESHOLDS)]
    passed = np.stack([column {boundary} limit for column, limit in zip(columns, limits)])
    codes = np.argmax(np.where(passed, np.stack(columns), -np.inf), axis=0)
    return np.where(passed.any(axis=0), codes, len(CLASSES))
'''

MIN_COST = '''def decide_codes(scores):
    """Return the place in ANSWERS of the lowest expected cost of every row; of equal ones the first.

    The cost of answer j is p[0] * COSTS[0][j] + p[1] * COSTS[1][j] + ..., added in this order in float64. The
    order decides ties, so it must not be replaced by a matrix product.
    """
    total = 0.0
    for column, prices in zip(_columns(_checked(scores)), COSTS):
        total = total + column.astype(np.float64)[:, None] * np.array(prices)
    return np.argmin(total, axis=1)
'''

COLUMNS = '''def _columns(scores):
    """Return the probabilities of each class."""
    return list(scores.T)
'''

COLUMNS_ON_PAPER = '''def _columns(scores):
    """Return the probabilities of each class; that of the other class is 1 - p as on paper."""
    pair = [scores[:, 0], _complement(scores[:, 0])]
    return pair if OWN == 0 else pair[::-1]
'''

COLUMNS_AND_REST = '''def _columns(scores):
    """Return the probabilities of each class; that of the other class is 1 - p."""
    p = scores[:, 0].astype(np.float64)
    return [p, 1.0 - p] if OWN == 0 else [1.0 - p, p]
'''

SOFTMAX = '''def _columns(scores):
    """Return the probabilities of each class, made of logits; sums are made in class order."""
    block = np.array(scores, dtype=np.float64, order="F")
    block -= block.max(axis=1)[:, None]
    with np.errstate(under="ignore"):
        np.exp(block, out=block)
        total = np.zeros(len(block))
        for column in block.T:
            total += column
        block /= total[:, None]
    return list(block.T)
'''

SIGMOID = '''def _columns(scores):
    """Return the probabilities of each class, made of the logit of one."""
    logit = scores[:, 0].astype(np.float64)
    with np.errstate(under="ignore"):
        small = np.exp(-np.abs(logit))
    high, low = 1 / (1 + small), small / (1 + small)
    own, other = np.where(logit >= 0, high, low), np.where(logit >= 0, low, high)
    return ([own, other] if OWN == 0 else [other, own])[: len(CLASSES)]
'''

COMPLEMENT = '''def _complement(p):
    """Return 1 - p as float64, as on paper where p was written with few decimals: 1 - 0.8 is 0.2."""
    exact = p.astype(np.float64)
    result = 1.0 - exact
    is_open = np.ones(len(exact), dtype=bool)
    for digits in (7, 8) if p.dtype == np.float32 else (15,):
        scale = 10.0**digits
        whole = np.rint(exact * scale)
        written = is_open & ((whole / scale).astype(p.dtype) == p)
        result[written] = (scale - whole[written]) / scale
        is_open &= ~written
    return result
'''

CHECKED = '''def _checked(scores):
    """Return scores as (n, C) float32 or float64; ValueError for another form, and for NaN and infinity."""
    scores = np.asarray(scores)
    if scores.dtype not in (np.float32, np.float64):
        scores = scores.astype(np.float64)
    if scores.ndim == 1 and len(COLUMNS) == 1:
        scores = scores[:, None]
    if scores.ndim != 2 or scores.shape[1] != len(COLUMNS):
        raise ValueError(f"the scores must be of the shape (n, {len(COLUMNS)}), not {scores.shape}")
    usable = np.isfinite(scores).all(axis=1)
    if not usable.all():
        raise ValueError(f"row {int(np.argmin(usable))}: a score is missing or infinite")
    return scores
'''

CHECK = '''def check():
    """Raise ValueError unless the test rows are decided as they were when this module was made."""
    for kind, rows, codes in TEST_ROWS:
        found = decide_codes(np.array(rows, dtype=kind)).tolist()
        for row, made, now in zip(rows, codes, found):
            if made != now:
                raise ValueError(f"{kind} {row}: {ANSWERS[now]!r} instead of {ANSWERS[made]!r}")


if __name__ == "__main__":
    check()
    print("All", sum(len(rows) for _, rows, _ in TEST_ROWS), "test rows are decided as they should be.")
'''
