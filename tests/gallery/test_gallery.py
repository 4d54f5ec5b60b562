"""The gallery shows every figure and every explorer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlcourse import plots, widgets
from mlcourse.errors import CourseError
from mlcourse.gallery import write_gallery
from mlcourse.gallery.collect import explorers, figures


def test_every_figure_has_an_example_and_a_description() -> None:
    shown = {entry.name: entry for section in figures() for entry in section.entries}
    assert set(shown) == set(plots.__all__)
    for entry in shown.values():
        assert entry.examples, f"{entry.name} has no example in mlcourse/plots/gallery"
        assert entry.summary.endswith("."), entry.name
        assert all(len(example.alt) > 20 for example in entry.examples), entry.name


def test_every_explorer_is_shown_as_it_is_at_first() -> None:
    shown = {entry.name: entry for entry in explorers().entries}
    assert set(shown) == set(widgets.__all__)
    assert all(len(entry.examples[0].alt) > 20 for entry in shown.values())


def test_the_page_has_everything_and_needs_no_network(tmp_path: Path) -> None:
    path = tmp_path / "gallery.html"
    assert write_gallery(path) == len(plots.__all__) + len(widgets.__all__)
    page = path.read_text(encoding="utf-8")
    for name in plots.__all__:
        assert f'id="figure-{name}"' in page
    for name in widgets.__all__:
        assert f'id="explorer-{name}"' in page
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", page)


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CourseError):
        write_gallery(tmp_path / "folder")
