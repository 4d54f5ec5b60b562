"""What the learner's process says of a cell, brought into nbformat's shape whatever it says."""

from __future__ import annotations

import json
import math
import re
from typing import Any

MOST_OUTPUTS = 1000
_MIME = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,100}")
_NAME = re.compile(r"[^\x20-\x7e]")


def well_formed(answer: Any, limit: int) -> dict[str, Any]:
    """Keep of an answer what a notebook can hold.

    Parameters
    ----------
    answer : object
        What came over the line; it is the learner's claim.
    limit : int
        How many characters the outputs may have in all, as JSON; what goes beyond is left out.

    Returns
    -------
    dict
        ``outputs`` (as in nbformat), ``count`` (a whole number or None) and ``seconds``.

    Examples
    --------
    >>> well_formed({"outputs": [{"output_type": "stream", "name": "x", "text": "a"}, 7], "count": "1"}, 100)
    {'outputs': [{'output_type': 'stream', 'name': 'stdout', 'text': 'a'}], 'count': None, 'seconds': 0.0}
    """
    answer = answer if isinstance(answer, dict) else {}
    count, seconds, claimed = answer.get("count"), answer.get("seconds"), answer.get("outputs")
    outputs: list[dict[str, Any]] = []
    left = 2 * limit + 10_000  # the shell has cut already; this holds where it was tampered with
    for item in claimed[:MOST_OUTPUTS] if isinstance(claimed, list) else ():
        output = _output(item)
        left -= len(json.dumps(output)) if output else 0
        if output and left >= 0:
            outputs.append(output)
    return {
        "outputs": outputs,
        "count": count if type(count) is int and 0 <= count < 1_000_000 else None,
        "seconds": seconds if type(seconds) is float and math.isfinite(seconds) and seconds >= 0 else 0.0,
    }


def _output(item: Any) -> dict[str, Any] | None:
    if not isinstance(item, dict):
        return None
    kind = item.get("output_type")
    if kind == "stream":
        name = "stderr" if item.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _text(item.get("text"))}
    if kind == "error":
        lines = item.get("traceback")
        return {
            "output_type": "error",
            "ename": _NAME.sub("?", _text(item.get("ename")))[:100],
            "evalue": _text(item.get("evalue")),
            "traceback": [_text(line) for line in lines[:1000]] if isinstance(lines, list) else [],
        }
    if kind in ("display_data", "execute_result"):
        output: dict[str, Any] = {"output_type": kind, "data": _bundle(item.get("data")), "metadata": {}}
        return output if kind == "display_data" else {**output, "execution_count": None}
    return None


def _bundle(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        return {}
    return {mime: _writable(value) for mime, value in data.items() if _is_mime(mime) and _is_json(mime, value)}


def _writable(value: Any) -> Any:
    if isinstance(value, dict):
        return {writable(str(name)): _writable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_writable(item) for item in value]
    return writable(value) if isinstance(value, str) else value


def _is_mime(mime: Any) -> bool:
    return isinstance(mime, str) and _MIME.fullmatch(mime) is not None


def _is_json(mime: str, value: Any) -> bool:
    if not mime.endswith("json"):
        return isinstance(value, str)
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _text(value: Any) -> str:
    return writable(value) if isinstance(value, str) else ""


def writable(text: str) -> str:
    r"""Replace what no file can hold: halves of surrogate pairs.

    Examples
    --------
    >>> writable("a\ud800b")
    'a?b'
    """
    return text.encode(errors="replace").decode()
