"""Fetching real data once, checking them, and keeping them."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mlcourse.datasets.downloading import MirrorError, Report, download, readable, unwritable
from mlcourse.errors import CourseError

ENVIRONMENT_VARIABLE = "MLCOURSE_CACHE"
TIMEOUT = 20.0

_HASH = re.compile(r"sha256:[0-9a-f]{64}|sha1:[0-9a-f]{40}|md5:[0-9a-f]{32}")


@dataclass(frozen=True)
class File:
    """A file on the web, and how one knows that it is the right one.

    Parameters
    ----------
    name : str
        The name under which it is kept.
    urls : tuple of str
        Where it is to be had: the mirrors in the order in which they are tried; http or https.
    hash : str
        ``"sha256:…"``, or ``"sha1:…"`` or ``"md5:…"`` where nobody has published a better one.
    size : int, optional
        Its bytes, where they are published with the hash.

    Examples
    --------
    >>> File("a.csv", ("https://example.org/a.csv",), "md5:d41d8cd98f00b204e9800998ecf8427e").size is None
    True
    """

    name: str
    urls: tuple[str, ...]
    hash: str
    size: int | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\w[\w.+-]*", self.name, re.ASCII):
            raise ValueError(f"{self.name!r} is no plain file name")
        if not self.urls or not all(re.match(r"https?://\w", url) for url in self.urls):
            raise ValueError(f"{self.name!r} needs addresses that begin with http:// or https://")
        if not _HASH.fullmatch(self.hash):
            raise ValueError(f"{self.hash!r} is none of sha256:…, sha1:… and md5:… in small letters")


def cache_folder() -> Path:
    """Name the folder where files are kept: that of ``MLCOURSE_CACHE``, or else the user's usual place for caches."""
    from platformdirs import user_cache_path

    chosen = os.environ.get(ENVIRONMENT_VARIABLE, "").strip()
    return Path(chosen).expanduser().absolute() if chosen else user_cache_path("mlcourse")


def fetch(file: File, dataset: str, *, timeout: float = TIMEOUT) -> Path:
    """Get a file: from the cache if it is there and right, else from the first mirror that has it.

    A download that broke off is gone on with at the next call. Two processes that want the same file download it once.

    Parameters
    ----------
    file : File
        What to get.
    dataset : str
        The data set that it belongs to, for the advice in messages.
    timeout : float
        Seconds of silence after which a mirror is given up.

    Returns
    -------
    Path
        The file, whose content has the right hash.

    Raises
    ------
    CourseError
        If no mirror gives the file, or the cache cannot be written to. It says what to do.
    """
    path = cache_folder() / file.name
    # A file that is there needs no lock, so that a cache may be read-only.
    if _is_right(path, file):
        return path
    with _locked(path, file):
        if _is_right(path, file):  # another process was quicker
            return path
        found_wrong = path.is_file()
        failures = []
        with _progress(file) as report:
            for url in file.urls:
                failure = _from_mirror(url, path, file, timeout, report)
                if failure is None:
                    return path
                failures.append(f"- {url}: {failure}")
    raise CourseError(_advice(file, dataset, path, failures, found_wrong)) from None


def _is_right(path: Path, file: File) -> bool:
    import pooch

    try:
        return path.is_file() and bool(pooch.hashes.hash_matches(path, file.hash))
    except OSError:  # nobody may look into the folder
        return False


@contextmanager
def _locked(path: Path, file: File) -> Iterator[None]:
    """Keep other processes from fetching the same file at the same time."""
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            _console().print(f"Another program fetches {file.name}; waiting for it.")
            lock.acquire()
    except OSError as error:
        raise unwritable(path.parent, error) from None
    try:
        yield
    finally:
        lock.release()


def _from_mirror(url: str, path: Path, file: File, timeout: float, report: Report) -> str | None:
    """Get the file from one mirror; return what went wrong, or None."""
    import pooch

    partial = _partial(path)
    for _ in range(2):
        begun = partial.exists()

        def downloader(address: str, target: str, _: Any) -> None:
            download(address, partial, size=file.size, timeout=timeout, report=report)
            os.replace(partial, target)

        try:
            with _quiet():
                pooch.retrieve(url, file.hash, fname=file.name, path=path.parent, downloader=downloader)
        except MirrorError as error:
            return str(error)
        except ValueError:  # pooch's word for a wrong hash; it has thrown the file away
            if not begun:
                break
            continue  # it may have been the beginning that was wrong
        except OSError as error:
            raise unwritable(path.parent, error) from None
        return None
    return "it has another file: the hash differs"


def _partial(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pooch from reporting its steps: our progress bar does."""
    import pooch

    logger = pooch.get_logger()
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


def _console() -> Any:
    from rich.console import Console

    return Console(stderr=True)


@contextmanager
def _progress(file: File) -> Iterator[Report]:
    """Show a bar in terminals and notebooks, and nothing where nobody looks."""
    from rich import progress

    console = _console()
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    hidden = not (console.is_terminal or console.is_jupyter)
    with progress.Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task(f"Fetching {file.name}", total=file.size)

        def report(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield report


def _advice(file: File, dataset: str, path: Path, failures: list[str], found_wrong: bool) -> str:
    size = f"{readable(file.size)}, " if file.size is not None else ""
    kept = 0
    with suppress(OSError):
        kept = _partial(path).stat().st_size
    lines = [f"The original data of {dataset!r} could not be fetched:", *failures]
    if found_wrong:
        lines.append(f"The file that is at {path} is not the right one, or it is damaged.")
    lines += [
        "What you can do:",
        f"- Go on without a network: datasets.load({dataset!r}, source='simulated') makes data of the same kind.",
        "- Try again when the network is there." + (f" The {readable(kept)} that arrived are kept." if kept else ""),
        f"- Get the file in another way and save it as {path} ({size}{file.hash}).",
    ]
    return "\n".join(lines)
