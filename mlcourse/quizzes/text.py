"""Quizzes as HTML: Markdown with formulas, and feedback that does not rely on colour."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cache

from mlcourse.quizzes.model import Feedback


@cache
def _markdown() -> Callable[[str], str]:
    import mistune

    return mistune.create_markdown(escape=True, plugins=["math"])  # type: ignore[return-value]  # returns HTML


def render(text: str, *, inline: bool = False) -> str:
    r"""Turn Markdown with maths into HTML whose formulas JupyterLab typesets.

    Parameters
    ----------
    text : str
        Markdown; raw HTML in it is shown as it is written.
    inline : bool
        Without the paragraph around a single paragraph.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> render("Is $a_1 < b_1$ *true*?", inline=True)
    'Is <span class="math">\\(a_1 &lt; b_1\\)</span> <em>true</em>?'
    """
    made = _markdown()(text).strip()
    single = made.startswith("<p>") and made.endswith("</p>") and made.count("<p>") == 1
    return made[3:-4] if inline and single else made


def explain(feedback: Feedback) -> str:
    """Write feedback as HTML: every verdict in words and with a sign, never by colour alone.

    Parameters
    ----------
    feedback : Feedback

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> explain(Feedback(None, "Choose an answer first."))
    '<p><strong>Choose an answer first.</strong></p>'
    """
    sign = {True: "✓ ", False: "✗ ", None: ""}
    look = {True: "mlcourse-good", False: "mlcourse-bad", None: "mlcourse-remark"}
    notes = "".join(
        f'<li class="{look[note.good]}"><p><strong>{sign[note.good]}{html.escape(note.verdict)}</strong></p>'
        f"{render(note.text)}{render(note.why)}</li>"
        for note in feedback.notes
    )
    summary = f"<p><strong>{sign[feedback.right]}{html.escape(feedback.summary)}</strong></p>"
    return f"{summary}<ul>{notes}</ul>" if notes else summary
