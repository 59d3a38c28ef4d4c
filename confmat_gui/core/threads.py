"""Work on several things at once, taken in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from confmat_gui.core.errors import InputError

Result = TypeVar("Result")
Item = TypeVar("Item")

THREADS = 2
"""Threads that share a pass over rows."""
FEWEST_BLOCKS = 4
"""With less to do a thread costs more than it saves."""


def by_blocks(
    work: Callable[[slice], Result], n_rows: int, rows: int
) -> Generator[Result, None, None]:
    """Yield what `work` makes of each block of so many rows, in their order, made by some threads."""
    n_blocks = -(-n_rows // rows)

    def block(i: int) -> Result:
        return work(slice(i * rows, min((i + 1) * rows, n_rows)))

    return in_turn(block, n_blocks, threads=THREADS if n_blocks >= FEWEST_BLOCKS else 1)


def in_turn(work: Callable[[int], Result], n: int, *, threads: int) -> Generator[Result, None, None]:
    """Yield work(0), work(1), ..., made by some threads that are ahead by as many results at most.

    Closing the generator starts nothing more and waits for what runs. An error in one piece of work is raised
    in its turn.
    """
    if threads <= 1 or n <= 1:
        yield from map(work, range(n))
        return
    yield from ahead(work, range(n), threads=threads)


def ahead(
    work: Callable[[Item], Result], items: Iterable[Item], *, threads: int
) -> Generator[Result, None, None]:
    """Yield work(item) of every item, in their order, as `in_turn`; items are taken in the caller's thread.

    An InputError of the items themselves comes after what was made of those before.
    """
    with ThreadPoolExecutor(threads, thread_name_prefix="confmat-core") as pool:
        waiting: deque[Future[Result]] = deque()
        source = _Source(items)
        try:
            for item in source:
                waiting.append(pool.submit(work, item))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
            if source.error is not None:
                raise source.error
        finally:
            for future in waiting:
                future.cancel()


class _Source(Generic[Item]):
    """Items up to the first one that is an InputError, which is kept."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self.error: InputError | None = None

    def __iter__(self) -> Iterator[Item]:
        try:
            yield from self._items
        except InputError as error:
            self.error = error
