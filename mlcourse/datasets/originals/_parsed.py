"""What was read from a large archive, kept beside it: reading it again would take many seconds."""

from __future__ import annotations

import secrets
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

Arrays = Mapping[str, np.ndarray[Any, Any]]

_LENGTH = 16  # of the part of the hash that stands in the name


def kept(archive: Path, digest: str, parse: Callable[[Path], Arrays], *, edition: int) -> Arrays:
    """Parse an archive, or take what was parsed before.

    It is kept as arrays of plain numbers in NumPy's own format, so that reading it runs nobody's code. What cannot be
    read is parsed anew; a folder that cannot be written to costs only the time.

    Parameters
    ----------
    archive : Path
        The file, whose content is known to be right.
    digest : str
        Its hash, such as ``"sha256:…"``. Another archive has another one, and what was kept of this is not taken.
    parse : callable
        From the archive's path to arrays of numbers or truth values, by name.
    edition : int
        Of `parse`; to be raised when it gives something else.

    Returns
    -------
    mapping of str to numpy.ndarray
        What `parse` returns.
    """
    algorithm, _, digits = digest.partition(":")
    path = archive.with_name(f"{archive.name}.{algorithm}-{digits[:_LENGTH]}.{edition}.npz")
    found = _read(path)
    if found is None:
        found = parse(archive)
        _write(path, found)
    return found


def _read(path: Path) -> Arrays | None:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error):
        return None


def _write(path: Path, arrays: Arrays) -> None:
    # Under another name first: at every moment the file is whole or not there, whoever else is writing it.
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}.tmp")
    try:
        with open(temporary, "xb") as out:
            np.savez_compressed(out, **arrays)  # type: ignore[arg-type]  # takes arrays by any name
        temporary.replace(path)
    except OSError:
        pass
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def packed(texts: Iterable[str], name: str) -> dict[str, np.ndarray[Any, Any]]:
    """Turn texts into two arrays of numbers.

    Parameters
    ----------
    texts : iterable of str
        Any texts.
    name : str
        What the arrays are called.

    Returns
    -------
    dict of str to numpy.ndarray
        The bytes of all texts in UTF-8, uint8 of shape (bytes,), and where each ends, int64 of shape (texts,).

    Examples
    --------
    >>> packed(["one", "é"], "word")["word_ends"]
    array([3, 5])
    """
    encoded = [text.encode() for text in texts]
    ends = np.cumsum([len(one) for one in encoded], dtype=np.int64)
    return {f"{name}_bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8), f"{name}_ends": ends}


def unpacked(arrays: Arrays, name: str) -> list[str]:
    """Turn what `packed` returns into texts again.

    Parameters
    ----------
    arrays : mapping of str to numpy.ndarray
        With the two arrays among others.
    name : str
        As for `packed`.

    Returns
    -------
    list of str

    Examples
    --------
    >>> unpacked(packed(["one", "", "é"], "word"), "word")
    ['one', '', 'é']
    """
    whole, ends = arrays[f"{name}_bytes"].tobytes(), arrays[f"{name}_ends"].tolist()
    return [whole[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]
