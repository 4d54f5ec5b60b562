"""Downloading one file over HTTP, going on where an earlier attempt stopped."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlcourse.errors import CourseError

if TYPE_CHECKING:
    from requests import Response

CHUNK = 1 << 16
SLOWEST = 512  # bytes per second; whoever is slower than this counts as not answering

Report = Callable[[int, int | None], None]
"""Is told how many bytes there are, and how many there will be (None: unknown)."""


class MirrorError(Exception):
    """A server did not give the file; the text says why, to be read by a person."""


@dataclass(frozen=True)
class Content:
    """What a server is about to send.

    Attributes
    ----------
    start : int
        The first byte of it, counted from 0.
    total : int or None
        How many bytes the whole file has; None, where the server does not say.
    """

    start: int
    total: int | None

    @property
    def nothing(self) -> bool:
        """Whether nothing is left to be sent."""
        return self.start == self.total


def download(url: str, partial: Path, *, size: int | None, timeout: float, report: Report) -> None:
    """Download a file, or the rest of it.

    Parameters
    ----------
    url : str
        Where it is.
    partial : Path
        Where it is written. What an earlier attempt left there is kept if it can be the beginning of the file; if the
        server cannot go on in the middle, the whole file is downloaded anew. After a failure, what has arrived stays.
    size : int or None
        The bytes that the file has, where they are known. A server that offers another size is refused at once.
    timeout : float
        Seconds without an answer, or with a hardly noticeable one, after which the server is given up.
    report : callable
        Is told of the progress.

    Raises
    ------
    MirrorError
        If the server does not give the file.
    CourseError
        If the file cannot be written.
    """
    import requests
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    try:
        with requests.Session() as session:
            _download(session, url, partial, size, timeout, report)
    except (requests.Timeout, ReadTimeoutError):
        raise MirrorError(f"no answer within {timeout:g} seconds") from None
    except requests.exceptions.SSLError:
        raise MirrorError("its certificate is not accepted, so that it could be anybody's server") from None
    except requests.TooManyRedirects:
        raise MirrorError("it sends from one address to the next without end") from None
    except requests.exceptions.InvalidSchema:
        raise MirrorError("it points to an address that is not on the web (http or https)") from None
    except requests.ConnectionError:
        raise MirrorError("could not be reached") from None
    except (requests.RequestException, HTTPError, OSError):
        raise MirrorError(f"the connection broke after {_arrived(partial)}") from None


def _download(session: Any, url: str, partial: Path, size: int | None, timeout: float, report: Report) -> None:
    start = partial.stat().st_size if partial.exists() else 0
    if size is not None and start > size:
        start = 0  # too long to be the beginning of the file
    if size is not None and start == size:
        return  # complete; whether it is right is for its hash to say
    while True:
        with _get(session, url, start, timeout) as response:
            content = _content(response, start)
            if content is None:
                start = 0  # the server cannot go on from here: everything anew
                continue
            if size is not None and content.total not in (None, size):
                raise MirrorError(f"it has another file: one of {content.total:,} bytes instead of {size:,}")
            if not content.nothing:
                _write(response, partial, content, size, timeout, report)
            return


def _get(session: Any, url: str, start: int, timeout: float) -> Any:
    # Not compressed on the way: a range counts the bytes that are sent.
    headers = {"Accept-Encoding": "identity", "User-Agent": "mlcourse"}
    if start:
        headers["Range"] = f"bytes={start}-"
    return session.get(url, headers=headers, stream=True, timeout=timeout)


def _content(response: Response, start: int) -> Content | None:
    """Say what comes, or None if the answer does not go on from `start`."""
    status = response.status_code
    length = response.headers.get("Content-Length", "")
    if status == 200:
        return Content(0, int(length) if length.isdigit() else None)
    if status not in (206, 416) or start == 0:
        raise MirrorError(_refusal(status))
    told = re.fullmatch(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)", response.headers.get("Content-Range", ""))
    total = int(told[2]) if told and told[2] != "*" else None
    if status == 416:  # nothing is left to send: either everything is here, or this is not its beginning
        return Content(start, total) if total == start else None
    return Content(start, total) if told and told[1] == str(start) else None


def _refusal(status: int) -> str:
    if status in (404, 410):
        return f"the file is not there any more (HTTP status {status})"
    if status in (401, 403, 451):
        return f"it does not give the file to everybody (HTTP status {status})"
    if status == 429:
        return f"it has been asked too often; try again later (HTTP status {status})"
    if status >= 500:
        return f"it is out of order at the moment (HTTP status {status})"
    return f"it gave a strange answer (HTTP status {status})"


def _write(
    response: Response, partial: Path, content: Content, size: int | None, timeout: float, report: Report
) -> None:
    limit = size if size is not None else content.total
    done = content.start
    with _open(partial, done) as out:
        report(done, limit)
        for chunk in _chunks(response, timeout):
            _save(out, chunk, partial.parent)
            done += len(chunk)
            if limit is not None and done > limit:
                break
            report(done, limit)
    if limit is not None and done > limit:
        partial.unlink()
        raise MirrorError(f"it sent more than the {limit:,} bytes that the file has")
    if limit is not None and done < limit:
        raise MirrorError(f"the connection broke after {_arrived(partial)}")


def _open(partial: Path, start: int) -> FileIO:
    try:
        out = FileIO(partial, "r+" if start else "w")
        out.seek(start)
        out.truncate()
    except OSError as error:
        raise unwritable(partial.parent, error) from None
    return out


def _save(out: FileIO, chunk: bytes, folder: Path) -> None:
    # Without a buffer, so that a full disk shows itself here, and not when the file is closed.
    rest = memoryview(chunk)
    while rest:
        try:
            rest = rest[out.write(rest) :]
        except OSError as error:
            raise unwritable(folder, error) from None


def _chunks(response: Response, timeout: float) -> Iterator[bytes]:
    # `read1` gives what is there instead of waiting for a full chunk, so that a trickle is noticed; urllib3 1 has none.
    read = getattr(response.raw, "read1", response.raw.read)
    since, received = time.monotonic(), 0
    while chunk := read(CHUNK):
        yield chunk
        received += len(chunk)
        passed = time.monotonic() - since
        if passed > timeout:
            if received < SLOWEST * passed:
                raise MirrorError(f"too slow: {received:,} bytes in {passed:.0f} seconds")
            since, received = time.monotonic(), 0


def unwritable(folder: Path, error: OSError) -> CourseError:
    """Say that a folder cannot be written to, and what to do."""
    reason = (error.strerror or type(error).__name__).lower()
    return CourseError(
        f"The folder for downloads, {folder}, cannot be written to ({reason}). Mend that, or set the environment "
        "variable MLCOURSE_CACHE to a folder of your own before Jupyter starts."
    )


def readable(size: int) -> str:
    """Write a number of bytes for people.

    Examples
    --------
    >>> readable(512), readable(60_302), readable(170_052_171)
    ('512 bytes', '60 kB', '170 MB')
    """
    if size < 1_000:
        return f"{size} bytes"
    return f"{size / 1e3:.0f} kB" if size < 1_000_000 else f"{size / 1e6:.{0 if size >= 1e7 else 1}f} MB"


def _arrived(partial: Path) -> str:
    return readable(partial.stat().st_size if partial.exists() else 0)
