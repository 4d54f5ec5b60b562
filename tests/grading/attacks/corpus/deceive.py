"""Attacks on the instructor (or anybody) who looks at a graded notebook, its feedback or the grader's table."""

from __future__ import annotations

import json
from typing import Any

from bs4 import BeautifulSoup

from tests.grading.attacks.model import DECEIVE, Corpus, Evidence, Submission, own_cell

PWNED = "pwned"  # what every script of these attacks calls
ESCAPE = "\x1b]0;pwned\x07\x1b[2J"
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "srcdoc", "content", "poster", "background")


def scripted(evidence: Evidence) -> bool:
    """Whether a browser would run, or load, something of the attack's."""
    if PWNED not in evidence.page:
        return False
    for tag in BeautifulSoup(evidence.page, "html.parser").find_all(True):
        if tag.name in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "base",
            "meta",
            "link",
            "form",
        ) and PWNED in str(tag):
            return True
        for name, value in tag.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if PWNED in text and (name.lower().startswith("on") or name.lower() in _ADDRESSES):
                return True
            if PWNED in text and name.lower() == "style":
                return True
    return False


def escapes(evidence: Evidence) -> bool:
    return ESCAPE[:8] in evidence.console


attack = Corpus(DECEIVE, scripted)
SHOWN_AS_TEXT = "stock nbgrader shows it as text; it shows that we do so, too"


def displays(work: Submission, data: dict[str, Any]) -> None:
    work.last(f"from IPython.display import display\ndisplay({data!r}, raw=True)")


@attack("puts out a script")
def script(work: Submission) -> None:
    displays(work, {"text/html": "<b>fine</b><script>pwned(1)</script>"})


@attack("puts out event handlers")
def handlers(work: Submission) -> None:
    displays(work, {"text/html": "<img src=x onerror='pwned(1)'><details open ontoggle=pwned(2)>x</details>"})


@attack("puts out links that run a script")
def script_links(work: Submission) -> None:
    displays(work, {"text/html": "<a href='javascript:pwned(1)'>more</a><a href='jAva&#09;script:pwned(2)'>more</a>"})


@attack("puts out frames, forms and pages within the page")
def frames_in_the_page(work: Submission) -> None:
    displays(
        work,
        {
            "text/html": "<iframe srcdoc='<script>parent.pwned(1)</script>'></iframe>"
            "<object data='data:text/html,pwned'>"
            "</object><form action='//example.org/pwned'><button>Log in</button></form><base href='//pwned/'>"
        },
    )


@attack("puts out styles that cover the page")
def styles(work: Submission) -> None:
    displays(work, {"text/html": "<style>body::before{content:'pwned';position:fixed;inset:0}</style>"})


@attack("puts out JavaScript")
def javascript(work: Submission) -> None:
    displays(work, {"application/javascript": "pwned(1)"})


@attack("puts out a drawing with a script", in_depth="stock nbgrader shows drawings as pictures, which run nothing")
def svg(work: Submission) -> None:
    displays(
        work,
        {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload='pwned(1)'><script>pwned(2)</script></svg>"},
    )


@attack("puts out Markdown with a script")
def markdown_output(work: Submission) -> None:
    displays(work, {"text/markdown": "fine <img src=x onerror='pwned(1)'>"})


@attack("puts out a script while it is tested")
def script_in_test(work: Submission) -> None:
    work.answer(
        "total",
        """
def total(numbers):
    from IPython.display import HTML, display
    display(HTML("<script>pwned(1)</script>"))
    print("<script>pwned(2)</script>")
    raise ValueError("<script>pwned(3)</script><img src=x onerror=pwned(4)>")
""",
    )


@attack("writes a script into a text cell")
def markdown_cell(work: Submission) -> None:
    work.cells.append(own_cell("Fine.\n\n<script>pwned(1)</script>\n\n<img src=x onerror='pwned(2)'>", "markdown"))


@attack("writes a link that runs a script into a text cell")
def markdown_link(work: Submission) -> None:
    text = "[more](javascript:pwned(1)) <javascript:pwned(2)> ![x](javascript:pwned(3))"
    text += "\n\n[b]: data:text/html,pwned\n\n[b]"
    work.cells.append(own_cell(text, "markdown"))


@attack("writes a script into the written answer")
def written_answer(work: Submission) -> None:
    work.answer("why", "Because.\n\n<svg/onload=pwned(1)>\n\n<a href='javascript:pwned(2)'>see</a>")


@attack("hands in a raw cell of HTML", in_depth="stock nbgrader's feedback leaves raw cells out")
def raw_cell(work: Submission) -> None:
    work.cells.append(own_cell("<script>pwned(1)</script>", "raw"))
    work.cells[-1]["metadata"] = {"format": "text/html", "raw_mimetype": "text/html"}


@attack("hangs a drawing with a script on a text cell", in_depth=SHOWN_AS_TEXT)
def attachment(work: Submission) -> None:
    work.cells.append(own_cell("![x](attachment:a.svg)", "markdown"))
    work.cells[-1]["attachments"] = {
        "a.svg": {"image/svg+xml": "PHN2ZyBvbmxvYWQ9InB3bmVkKDEpIi8+"},
        "' onerror='pwned(1)": {"image/png' onerror='pwned(2)": "x"},
    }


@attack("puts scripts into the notebook's metadata", in_depth=SHOWN_AS_TEXT)
def metadata(work: Submission) -> None:
    text = "</title></script><script>pwned(1)</script>"
    work.notebook["metadata"].update(
        title=text,
        authors=[{"name": text}],
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {text: {}}, "version_major": 2, "x": text}},
    )
    work.notebook["metadata"]["language_info"] = {"name": text, "codemirror_mode": text, "pygments_lexer": text}
    for cell in work.cells:
        cell["metadata"]["tags"] = ["'><script>pwned(2)</script>"]


@attack("puts scripts into names of outputs")
def output_names(work: Submission) -> None:
    displays(work, {"text/plain": "<script>pwned(1)</script>", "image/png'><script>pwned(2)</script>": "x"})
    displays(work, {"image/png": "x' onerror='pwned(3)", "image/jpeg": "'><script>pwned(4)</script>"})
    displays(work, {"text/latex": "$$\\href{javascript:pwned(5)}{x}$$<script>pwned(6)</script>"})
    work.last(
        "import sys\nprint('\\x1b[31m<script>pwned(7)</script>\\x1b]8;;javascript:pwned(8)\\x07x', file=sys.stderr)"
    )


@attack("puts out a figure with a script")
def figure(work: Submission) -> None:
    figure = {
        "data": [{"type": "bar", "x": ["<script>pwned(1)</script>"], "y": [1]}],
        "layout": {"title": {"text": "pwned"}},
    }
    displays(work, {"application/vnd.plotly.v1+json": figure, "text/html": "<script>pwned(2)</script>"})


# The names in the page

IDS = ("total-check", "comment-why", "toc", "notebook-container", "top", "MathJax", "statusmessage", "cell-id=total")


def takes_names(evidence: Evidence) -> bool:
    """Whether a link, or a script, that looks for a part of the page would find something of the student's."""
    for name in IDS:
        found = BeautifulSoup(evidence.page, "html.parser").find(id=name)
        if found is None or found.name == "div":  # those of the page itself
            continue
        behind = found.find_next_sibling()
        if f"pwned {IDS.index(name)}" in found.get_text() + (behind.get_text() if behind else ""):
            return True
    return False


def taking(markup: str) -> str:
    """Repeat markup for each of the names: ``{name}`` is one, ``{mark}`` tells that it is the student's."""
    return "\n\n".join(markup.format(name=name, mark=f"pwned {place}") for place, name in enumerate(IDS))


@attack("writes headings that have the names of checks, so that links lead there", succeeded=takes_names)
def headings_as_names(work: Submission) -> None:
    work.cells.insert(0, own_cell(taking("# {name}\n\n{mark}"), "markdown"))
    work.cells.insert(0, own_cell(taking("{name}\n=======\n\n{mark}"), "markdown"))


@attack("puts out headings that have the names of checks", succeeded=takes_names)
def printed_headings_as_names(work: Submission) -> None:
    data = {"text/markdown": taking("## {name}\n\n{mark}")}
    work.first(f"from IPython.display import display\ndisplay({data!r}, raw=True)")


@attack("puts out HTML with the names of checks", succeeded=takes_names)
def html_with_names(work: Submission) -> None:
    data = {"text/html": taking('<p><b id="{name}">{mark}</b> <a name="{name}">x</a></p>')}
    work.first(f"from IPython.display import display\ndisplay({data!r}, raw=True)")


@attack("writes HTML with the names of checks into a text cell", succeeded=takes_names)
def markdown_with_names(work: Submission) -> None:
    text = taking('<p><b id="{name}">{mark}</b> <a name="{name}">x</a></p>')
    work.cells.insert(0, own_cell(text, "markdown"))


@attack(
    "puts out a drawing with the names of checks",
    succeeded=takes_names,
    in_depth="stock nbgrader shows drawings as pictures, whose names are their own",
)
def drawing_with_names(work: Submission) -> None:
    shapes = "".join(f'<g id="{name}"><text>pwned {place}</text></g>' for place, name in enumerate(IDS))
    data = {"image/svg+xml": f'<svg xmlns="http://www.w3.org/2000/svg">{shapes}</svg>'}
    work.first(f"from IPython.display import display\ndisplay({data!r}, raw=True)")


@attack(
    "writes formulas with the names of checks",
    succeeded=takes_names,
    in_depth="a formula gets its names in the browser, where MathJax's own extension `Safe` refuses them",
)
def formulas_with_names(work: Submission) -> None:
    work.cells.insert(0, own_cell(taking(r"$\cssId{{{name}}}{{\text{{{mark}}}}}$"), "markdown"))


# The terminal and the tables


@attack("hands in ids that steer the instructor's terminal", succeeded=escapes)
def terminal_ids(work: Submission) -> None:
    work.cell("total")["metadata"]["nbgrader"]["grade_id"] = f"total{ESCAPE}"


@attack(
    "raises errors whose names and texts steer the terminal",
    succeeded=escapes,
    in_depth="stock nbgrader does not print them; our grader tells of failures in its table",
)
def terminal_errors(work: Submission) -> None:
    work.answer(
        "total",
        f"""
def total(numbers):
    raise type("[/red]{json.dumps(ESCAPE)[1:-1]}", (Exception,), {{}})("[bold]{json.dumps(ESCAPE)[1:-1]}[/nothing]")
""",
    )
    work.first(f"print({ESCAPE!r})")
    for number, cell in enumerate(work.checks):
        cell["id"] = f"{ESCAPE}{number}[/red]"
        cell["metadata"]["nbgrader"]["locked"] = ESCAPE


@attack(
    "hands in files whose names steer the terminal",
    succeeded=escapes,
)
def terminal_files(work: Submission) -> None:
    work.file(f"notes{ESCAPE}[red].txt", "x")
    work.file("numpy\x1b]0;pwned\x07.py", "x")


@attack(
    "makes names and messages of megabytes",
    succeeded=lambda found: found.size > 20 << 20 or len(found.console) > 2 << 20,
    alone=True,  # a console of its own
)
def huge_messages(work: Submission) -> None:
    work.answer("total", "def total(numbers):\n    raise type('E' * (1 << 20), (Exception,), {})('m' * (20 << 20))")
    work.answer("mean", "def mean(numbers):\n    return 'x' * (30 << 20)")
    work.answer("lowest", "def lowest(loss, candidates):\n    raise ValueError('line\\n' * 1_000_000)")
    work.cells.append(own_cell("pass"))
    work.cells[-1]["metadata"]["nbgrader"] = {"grade_id": "i" * (5 << 20), "schema_version": 3}
    work.file("n" * 250 + ".py", "x")
