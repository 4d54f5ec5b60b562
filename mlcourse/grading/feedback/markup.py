"""HTML, SVG and Markdown of a learner, made safe to show to somebody else.

What is allowed is listed; all else goes. HTML and SVG are cleaned by nh3 (Ammonia), which parses as browsers do. What
becomes of Markdown depends on who renders it. It is therefore cleaned as text: a ``<`` that could begin anything but an
allowed tag gets a space after it, which no renderer takes for a tag. What LaTeX may do in a page is the business of
MathJax, which nbconvert loads with its ``Safe`` extension.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from html.parser import HTMLParser

import nh3

LONGEST_HTML = 300_000  # characters; nested tables in more than this would take the parser seconds
LONGEST_MARKDOWN = 20_000  # some renderers' time grows with the square of it
MOST_BRACKETS = 2_000  # nbconvert looks for links in a way that takes seconds for more of them
LARGEST_IMAGE = 4_000_000  # characters of base64

_LAYOUT = "div p span br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote details summary figure figcaption center"
_TEXT = "a abbr b i em strong code kbd samp var pre q s del ins mark small sub sup u tt cite dfn time wbr font img"
_TABLE = "table caption colgroup col thead tbody tfoot tr th td"
TAGS = frozenset(f"{_LAYOUT} {_TEXT} {_TABLE}".split())

# No id and no name: scripts of the page around look for theirs. No class, with which parts of that page are dressed.
_ATTRIBUTES = {
    "*": {"title", "dir", "lang", "style", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "table": {"border"},
    "th": {"colspan", "rowspan", "scope", "valign"},
    "td": {"colspan", "rowspan", "valign"},
    "ol": {"start"},
    "details": {"open"},
    "font": {"color"},
}
# Nothing that places, enlarges or hides: a learner's cell must not cover the page or its own neighbours.
_STYLES = {"color", "background-color", "text-align", "font-weight", "font-style", "text-decoration", "white-space"}
_EMPTY = frozenset({"br", "hr", "img", "wbr", "col", "input"})
_WITHOUT_CONTENT = {"script", "style", "template", "noscript", "title", "textarea", "iframe", "object", "svg", "math"}
_NUMBERS = frozenset({"width", "height", "border", "colspan", "rowspan", "start"})
_LARGEST_NUMBER = 2000

# An address without a scheme may hold no colon, so that nothing that is cut off in front leaves one with a scheme.
_CHARACTERS = r"[^\s\\<>\"'`\x00-\x1f"
_LINK = re.compile(rf"(https?://|mailto:){_CHARACTERS}]+|(?![/\\]){_CHARACTERS}:#]*(#{_CHARACTERS}]*)?", re.IGNORECASE)
_PICTURE = re.compile(r"[\w. -]+(/[\w. -]+)*\.(png|jpe?g|gif|webp|svg)", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]*={0,2}\s*")
_DATA = re.compile(r"data:(image/[a-z+]+);base64,(.*)", re.DOTALL)
BITMAPS = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
SVG = "image/svg+xml"


def _link(address: str) -> str | None:
    return address if _LINK.fullmatch(address) else None


def _image(address: str) -> str | None:
    """Allow pictures that the page itself holds, and files beside it; any other would tell somebody who looks when."""
    if (data := _DATA.fullmatch(address)) is not None:
        cleaned = image(data[1], data[2])
        if cleaned is None:
            return None
        if data[1] == SVG:
            cleaned = encoded(cleaned)
        return f"data:{data[1]};base64,{cleaned}"
    return address if _PICTURE.fullmatch(address) and ".." not in address else None


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return _link(value)
    if name == "src":
        return _image(value)
    if name in _NUMBERS:
        return value if value.isascii() and value.isdigit() and int(value[:5]) <= _LARGEST_NUMBER else None
    if name == "style" and re.search(r"url|image|expression|[\\@]", value, re.IGNORECASE):
        return None
    return value


_HTML = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=_WITHOUT_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes={"table": {"dataframe"}},
    filter_style_properties=_STYLES,
    url_schemes={"http", "https", "mailto", "data"},
    link_rel="noopener noreferrer nofollow",
)

_SHAPES = "svg g path rect circle ellipse line polyline polygon text tspan defs stop marker pattern use"
_LOOKS = (
    "id d x y x1 y1 x2 y2 cx cy r rx ry dx dy width height points transform viewBox preserveAspectRatio version offset "
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin "
    "stroke-miterlimit opacity stop-color stop-opacity clip-path font-size font-family font-weight font-style "
    "text-anchor dominant-baseline gradientUnits gradientTransform clipPathUnits patternUnits markerWidth markerHeight "
    "refX refY orient style"
)
_SVG = nh3.Cleaner(
    tags={*_SHAPES.split(), "linearGradient", "radialGradient", "clipPath"},
    clean_content_tags={"script", "style", "foreignObject"},
    attributes={"*": set(_LOOKS.split()), "svg": {"xmlns"}},
    attribute_filter=lambda tag, name, value: None if re.search(r"url\(\s*[^#\s]|[\\@]", value) else value,
    url_schemes=set(),
    url_relative="deny",
    link_rel=None,
)


def html(text: str) -> str:
    """Clean HTML.

    Examples
    --------
    >>> html('<b onclick="steal()">bold</b><script>steal()</script> <a href="javascript:steal()">here</a>')
    '<b>bold</b> <a rel="noopener noreferrer nofollow">here</a>'
    """
    return _HTML.clean(text)


def is_safe_link(address: str) -> bool:
    """Tell whether a page may link there: to the web, to a mail address, or to something near the page."""
    return _link(address) is not None


def svg(text: str) -> str:
    """Clean an SVG picture: shapes, text and gradients remain; empty where there is none."""
    cleaned = _SVG.clean(text).strip().replace("&nbsp;", "&#160;")
    return cleaned if cleaned.startswith("<svg") else ""


def image(mime: str, data: str) -> str | None:
    """Return a picture's data as they may be shown, None where they may not.

    Bitmaps are base64 and stay so. An SVG comes as text or as base64, and is returned as text.
    """
    if len(data) > LARGEST_IMAGE:
        return None
    if mime == SVG:
        return svg(_decoded(data))[:LARGEST_IMAGE] or None
    return data if mime in BITMAPS and data.strip() and _BASE64.fullmatch(data) else None


def encoded(picture: str) -> str:
    """Write an SVG as base64."""
    return base64.b64encode(picture.encode()).decode()


def _decoded(data: str) -> str:
    if "<" in data:
        return data
    try:
        return base64.b64decode(data).decode()
    except ValueError:
        return ""


# A tag, or an address in angle brackets, that every parser reads alike.
_NAME = r"[a-zA-Z][a-zA-Z0-9]*"
_QUOTED = r"""(?:"[^"<>`\n]*"|'[^'<>`\n]*'|[^\s"'<>`=]+)"""
_TAG = rf"<(?P<name>{_NAME})(?P<attributes>(?:\s+[a-zA-Z][a-zA-Z-]*(?:={_QUOTED})?)*)\s*/?>"
_HARMLESS = r"<!--[^<>-]*-->|<(?:https?://|mailto:)[^\s<>\"'`]+>"
_OPENING = re.compile(rf"{_TAG}|</(?P<closed>{_NAME})\s*>|(?P<harmless>{_HARMLESS})|<(?=[a-zA-Z/!?])")


def markdown(text: str, attachments: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Clean Markdown.

    Parameters
    ----------
    text : str
        The source of a cell, or an output. LaTeX, code and allowed tags stay as they are.
    attachments : mapping of str to mapping of str to str, optional
        The cell's pictures by name and media type, cleaned already; an image that names another one is no image.

    Returns
    -------
    str
        Markdown. Links to where nobody should go, and pictures from elsewhere, lose their link. What cannot be rendered
        at all is shown as it was written.

    Examples
    --------
    >>> markdown("if $a<b$ then <b>bold</b>, <script>steal()</script> and [this](javascript:steal())")
    'if $a< b$ then <b>bold</b>, < script>steal()< /script> and [this] (javascript:steal())'
    """
    return _shown(text, attachments) if attachments else _shown_alike(text)


@lru_cache(maxsize=1024)  # the course's own text is the same in each submission
def _shown_alike(text: str) -> str:
    return _shown(text, {})


def _shown(text: str, attachments: Mapping[str, Mapping[str, str]]) -> str:
    text = _OPENING.sub(_tag, text)
    if text.count("[") > MOST_BRACKETS:
        text = text.replace("[", "\N{FULLWIDTH LEFT SQUARE BRACKET}")
    if len(text) <= LONGEST_MARKDOWN:
        for attempt in (text, _without_pictures(text), _without_links(text), _without_links(_without_tags(text))):
            if _is_harmless(attempt, attachments):
                return attempt
    return block(_without_tags(text))


def _tag(found: re.Match[str]) -> str:
    if found["harmless"] or (found["closed"] or "").lower() in TAGS:
        return found[0]
    name = (found["name"] or "").lower()
    if name not in TAGS:
        return f"< {found[0][1:]}"
    if not found["attributes"]:
        return found[0]
    # A part of a table is nothing without its table: nh3 returns no tag for it.
    cleaned = html(found[0])
    return cleaned[: cleaned.index(">") + 1] if cleaned.startswith(f"<{name}") else f"<{name}>"


def _without_tags(text: str) -> str:
    return re.sub(r"<(?=[a-zA-Z/!?])", "< ", text)


def _without_pictures(text: str) -> str:
    return text.replace("![", "[")


def _without_links(text: str) -> str:
    return re.sub(r"(\]|^)(?=[(:\[])", r"\1 ", _without_pictures(text))


def block(text: str) -> str:
    """Show text as it was written, as a block of code in Markdown."""
    return text if is_block(text) else f"{_FENCE}\n{re.sub('~{4,}', '~~~', text)}\n{_FENCE}"


def is_block(text: str) -> bool:
    """Tell whether Markdown is nothing but one block of code."""
    inner = text[len(_FENCE) : -len(_FENCE)]
    return text == f"{_FENCE}{inner}{_FENCE}" and inner[:1] == inner[-1:] == "\n" and _FENCE not in inner


_FENCE = "~~~~"
BLOCK = 2 * len(f"{_FENCE}\n")  # characters that a block has more than its text


def _is_harmless(text: str, attachments: Mapping[str, Mapping[str, str]]) -> bool:
    """Tell whether nbconvert can render it, and makes links and pictures of it only where they are allowed."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    try:
        rendered = MarkdownWithMath(IPythonRenderer(escape=False, attachments=dict(attachments))).render(text)
        seen = _Seen()
        seen.feed(rendered)
        seen.close()
    except Exception:  # of whatever kind: the page for a whole class must not break on it
        return False
    return seen.harmless


class _Seen(HTMLParser):
    """Looks through rendered Markdown, in which every raw tag has been cleaned already.

    Tags must be closed in their order, so that a cell does not close what is around it and shapes nothing after it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._allowed = True
        self._open: list[str] = []

    @property
    def harmless(self) -> bool:
        return self._allowed and not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = tag in TAGS or (tag, dict(attrs).get("type")) == ("input", "checkbox")  # of a list of tasks
        self._allowed = self._allowed and known and all(_may_have(name, value or "") for name, value in attrs)
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # as browsers do, for which the stroke means nothing

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self._allowed = False


def _may_have(name: str, value: str) -> bool:
    if name == "href":  # a heading's own link holds the heading, with whatever signs it has, and leads nowhere else
        return value.startswith("#") or _link(value) is not None
    if name == "src":
        return _image(value) is not None
    return not name.startswith("on")


def is_visible(text: str) -> bool:
    """Tell whether cleaned HTML shows anything."""
    return re.search(r"<(img|hr)\b", text) is not None or re.sub(r"<[^>]*>", "", text).strip() != ""


def is_active(text: str) -> bool:
    """Tell whether HTML or Markdown holds what would run, send or load something."""
    return _ACTIVE.search(text) is not None


_ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|form|meta|base|link)\b|<[^>]*\son\w+\s*=|(javascript|vbscript)\s*:", re.IGNORECASE
)
