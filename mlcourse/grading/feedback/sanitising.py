"""A graded notebook, made safe to show to its instructor and its learner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any
from uuid import uuid4

from mlcourse.grading.feedback import markup
from mlcourse.grading.model import Flag

LONGEST_TEXT = 100_000  # characters of one output, or of a line of an error
LONGEST_SOURCE = 200_000  # characters of one cell
MOST_OUTPUTS = 200  # of one cell
LARGEST = 16_000_000  # characters of all outputs
_ROOM = 100  # for saying what was cut

_ACTIVE = "active content"
_LARGE = "large output"
_TEXTS = {
    _ACTIVE: "something that would run, send or load was taken out of what this cell shows",
    _LARGE: "this cell shows very much; what is kept was cut",
}
_LIVE = ("application/vnd.plotly", "application/vnd.jupyter.widget", "application/vnd.bokeh", "application/vnd.vega")
_NOTHING = "(an output that cannot be shown here)"
_METADATA = ("kernelspec", "language_info", "mlcourse", "nbgrader")


def sanitise(notebook: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Flag, ...]]:
    """Make a notebook safe to show.

    Scripts, event handlers, links that run code, frames, forms and styles that place things are taken out of outputs in
    HTML and SVG, of Markdown with its attachments, and of raw cells. Outputs of other kinds than text, LaTeX, Markdown,
    HTML and pictures go; what they say as plain text, such as the description of a figure, stays. Sizes are limited.
    What is left is a valid notebook, whatever the learner's process has sent as outputs. Code is not changed.

    Parameters
    ----------
    notebook : mapping
        A notebook of nbformat 4, as plain data; it is not changed.

    Returns
    -------
    dict
        The same notebook to show; cleaning it once more changes nothing.
    tuple of Flag
        What an instructor should know, at most one of a kind for a cell.

    Examples
    --------
    >>> output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<b onclick='steal()'>3</b>"}}
    >>> cell = {"cell_type": "code", "source": "show()", "metadata": {}, "execution_count": 1, "outputs": [output]}
    >>> safe, flags = sanitise({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    >>> safe["cells"][0]["outputs"][0]["data"], flags[0].kind
    ({'text/html': '<b>3</b>'}, 'active content')
    """
    cleaning = _Cleaning()
    cells = [cleaning.cell(cell) for cell in notebook.get("cells", ())]
    metadata = {key: notebook["metadata"][key] for key in _METADATA if key in notebook.get("metadata", {})}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, tuple(cleaning.flags)


class _Cleaning:
    """One notebook's cleaning: what was found in it, and how much of it there may still be."""

    def __init__(self) -> None:
        self.flags: list[Flag] = []
        self._left = LARGEST
        self._name = ""

    def cell(self, cell: Mapping[str, Any]) -> dict[str, Any]:
        metadata = _cell_metadata(cell.get("metadata"))
        self._name = str(_mapping(metadata.get("nbgrader")).get("grade_id", ""))
        kind, identity = cell.get("cell_type"), str(cell.get("id", ""))
        clean: dict[str, Any] = {
            "id": identity if re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", identity) else uuid4().hex[:8],
            "cell_type": kind if kind in ("code", "markdown") else "raw",
            "metadata": metadata,
            "source": self._cut(_text(cell.get("source")), LONGEST_SOURCE),
        }
        if kind == "code":
            outputs = cell.get("outputs")
            outputs = outputs if isinstance(outputs, list | tuple) else []
            if len(outputs) > MOST_OUTPUTS:
                self._flag(_LARGE)
            clean["execution_count"] = _count(cell.get("execution_count"))
            clean["outputs"] = _without_repeats(self._output(_mapping(output)) for output in outputs[:MOST_OUTPUTS])
        elif kind == "markdown":
            self._markdown_cell(clean, _mapping(cell.get("attachments")))
        else:
            clean["source"] = self._html(clean["source"])  # the exporters' raw cells are HTML
        return clean

    def _markdown_cell(self, clean: dict[str, Any], attachments: Mapping[str, Any]) -> None:
        pictures = {}
        for name, bundle in attachments.items():
            bundle = self._pictures(_mapping(bundle), as_base64=True)
            if bundle:
                pictures[str(name)] = bundle
        clean["source"] = self._markdown(clean["source"], pictures)
        if pictures:
            clean["attachments"] = pictures

    def _output(self, output: Mapping[str, Any]) -> dict[str, Any]:
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            return {"output_type": kind, "name": name, "text": self._plain(output.get("text"))}
        if kind == "error":
            return {
                "output_type": kind,
                "ename": self._plain(output.get("ename")),
                "evalue": self._plain(output.get("evalue")),
                "traceback": self._plain("\n".join(map(_text, _lines(output.get("traceback"))))).split("\n"),
            }
        data = self._bundle(_mapping(output.get("data")))
        shown = {"data": data, "metadata": _sizes(output.get("metadata"), data)}
        if kind == "execute_result":
            return {"output_type": kind, "execution_count": _count(output.get("execution_count")), **shown}
        return {"output_type": "display_data", **shown}

    def _bundle(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Clean what an output offers, one form of it by media type."""
        clean = self._pictures(data)
        live = any(mime.startswith(_LIVE) for mime in map(str, data))
        if not live and "application/javascript" in data:
            self._flag(_ACTIVE)
        if not live and "text/html" in data and (shown := self._html(_text(data["text/html"]), visible=True)):
            clean["text/html"] = self._count_out(shown)
        if "text/markdown" in data:
            clean["text/markdown"] = self._count_out(self._markdown(_text(data["text/markdown"])))
        if "text/latex" in data:
            clean["text/latex"] = self._plain(data["text/latex"])
        if "text/plain" in data or not clean:
            clean["text/plain"] = self._plain(data.get("text/plain", _NOTHING))
        return clean

    def _pictures(self, data: Mapping[str, Any], as_base64: bool = False) -> dict[str, str]:
        found = {}
        for mime in (*sorted(markup.BITMAPS), markup.SVG):
            if mime not in data:
                continue
            text = _text(data[mime])
            picture = markup.image(mime, text)
            if len(text) > min(markup.LARGEST_IMAGE, self._left):
                self._flag(_LARGE)
            elif picture is not None:
                self._watch(text)
                encode = as_base64 and mime == markup.SVG
                found[mime] = self._count_out(markup.encoded(picture) if encode else picture)
        return found

    def _html(self, text: str, visible: bool = False) -> str:
        """Clean HTML; with `visible`, nothing is returned where there is nothing to see."""
        self._watch(text)
        if len(text) > markup.LONGEST_HTML:
            self._flag(_LARGE)
            return "" if visible else markup.html(text[: markup.LONGEST_HTML])
        clean = markup.html(text)
        return (
            "" if visible and not re.search(r"<img|<hr", clean) and not re.sub(r"<[^>]*>", "", clean).strip() else clean
        )

    def _markdown(self, text: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> str:
        longest = LONGEST_TEXT + (markup.BLOCK if markup.is_block(text) else 0)
        clean = markup.markdown(self._cut(text, longest), attachments)
        if clean != text:
            self._watch(text)
        return clean

    def _plain(self, value: Any) -> str:
        return self._count_out(self._cut(_text(value), min(LONGEST_TEXT, self._left)))

    def _cut(self, text: str, longest: int) -> str:
        if len(text) <= longest:
            return text
        self._flag(_LARGE)
        kept = max(0, longest - _ROOM)
        return f"{text[:kept]}\n… {len(text) - kept:,} more characters are not shown"

    def _count_out(self, text: str) -> str:
        self._left = max(0, self._left - len(text))
        return text

    def _watch(self, text: str) -> None:
        if markup.is_active(text):
            self._flag(_ACTIVE)

    def _flag(self, kind: str) -> None:
        flag = Flag(kind, _TEXTS[kind], self._name)
        if flag not in self.flags:
            self.flags.append(flag)


def _without_repeats(outputs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out HTML that says what the output before it says as text.

    The course's figures bring their description twice: in place of the figure, and for screen readers after it.
    """
    kept: list[dict[str, Any]] = []
    for output in outputs:
        words = unescape(re.sub(r"<[^>]*>", "", output.get("data", {}).get("text/html", ""))).strip()
        if not (kept and words and kept[-1].get("data") == {"text/plain": words}):
            kept.append(output)
    return kept


def _cell_metadata(value: Any) -> dict[str, Any]:
    """Keep what is said about a cell, but for tags that are no words: they become names of styles in a page."""
    metadata = dict(_mapping(value))
    if "tags" in metadata:
        tags = metadata["tags"]
        words = [tag for tag in _lines(tags) if isinstance(tag, str) and re.fullmatch(r"[\w-]{1,64}", tag)]
        metadata["tags"] = words
    metadata.pop("alt", None)
    return metadata


def _sizes(metadata: Any, data: Mapping[str, str]) -> dict[str, Any]:
    """Keep the sizes and descriptions of pictures; other metadata could name files or frames."""
    kept = {}
    for mime in data:
        about = _mapping(_mapping(metadata).get(mime))
        sizes: dict[str, Any] = {key: about[key] for key in ("width", "height") if _count(about.get(key))}
        if isinstance(about.get("alt"), str):
            sizes["alt"] = about["alt"][:1000]
        if mime.startswith("image/") and sizes:
            kept[mime] = sizes
    return kept


def _count(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value < 1_000_000 else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _lines(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else [value] if isinstance(value, str) else []


def _text(value: Any) -> str:
    """Read text as nbformat writes it, in one piece or in lines; halves of characters, which no file can hold, go."""
    text = "".join(line for line in _lines(value) if isinstance(line, str))
    return text if text.isascii() else text.encode(errors="replace").decode()
