"""Work on several things at once, taken in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


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
    with ThreadPoolExecutor(threads, thread_name_prefix="confmat-core") as pool:
        waiting: deque[Future[Result]] = deque()
        try:
            for i in range(n):
                waiting.append(pool.submit(work, i))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
