from __future__ import annotations

from pathlib import Path

import pytest

from mlcourse.authoring.problems import read_problems
from mlcourse.authoring.sources import headings, replace_topic_links, slug, topic_links
from mlcourse.errors import SourceError


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Dot product", "dot-product"),
        ("What is *a* `vector`?", "what-is-a-vector"),
        ("k-means -- step by step", "k-means-step-by-step"),
        ("Naïve Bayes", "naive-bayes"),
        ("snake_case", "snake-case"),
    ],
)
def test_slug(heading: str, wanted: str) -> None:
    assert slug(heading) == wanted


def test_headings_in_code_blocks_are_no_headings() -> None:
    text = "# A\n\n````\n```\n## not one\n```\n# nor this\n````\n\n## B ##\n#no\n"
    assert [(heading.level, heading.title, heading.line) for heading in headings(text)] == [
        (1, "A", 0),
        (2, "B", 9),
    ]


def test_links_to_topics_and_only_those_are_replaced() -> None:
    text = "[a](norms#l2) and [b](#here), [web](https://x.org/#l2), ![p](norms#l2)"
    assert [link.target for link in topic_links(text, "this")] == ["norms#l2", "this#here"]
    where = {"norms#l2": "n.ipynb#cell-id=l2", "this#here": "t.ipynb#cell-id=here"}
    replaced = replace_topic_links(text, where.__getitem__, "this")
    assert replaced == (
        "[a](n.ipynb#cell-id=l2) and [b](t.ipynb#cell-id=here), [web](https://x.org/#l2), ![p](norms#l2)"
    )


@pytest.mark.parametrize("role", ["exercise", "check"])
def test_an_unknown_key_is_refused(sample: Path, role: str) -> None:
    path = sample / "assignments/01-basics/sums/lists.py"
    path.write_text(path.read_text().replace(f'{role}="mean"', f'{role}="mean" inside="because I say so"'))
    with pytest.raises(SourceError, match=f"`{role}` has an unknown key `inside`"):
        read_problems(path)
