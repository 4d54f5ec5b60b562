"""Working on many sources at once, in processes of their own where that pays."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

FEWEST = 24  # below that, starting processes costs more than it saves
Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]


@contextmanager
def mapping(count: int) -> Iterator[Map]:
    """Yield a function like :func:`map` for this many sources; the results come in order.

    Parameters
    ----------
    count : int
        About how many items there will be.
    """
    cores = os.cpu_count() or 1
    if count < FEWEST or cores < 2:
        yield map
        return
    # A fresh interpreter for each: a fork would inherit the locks of the thread that draws the progress bar.
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:

        def in_processes(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
            return pool.map(function, items, chunksize=4)

        yield in_processes
