from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from mlcourse.report import page, report
from mlcourse.report.summary import WEEKS, summarise
from mlcourse.roadmap.catalogue import Catalogue
from mlcourse.roadmap.progress import Progress
from tests.roadmap.courses import exercise, halfway, large, lesson, module, problem_set, small

DAY = date(2026, 11, 21)  # a Saturday
HOSTILE = "<script>alert('1')</script> & \"co\""


@pytest.fixture(scope="module")
def course() -> Catalogue:
    return small()


@pytest.fixture(scope="module")
def progress() -> Progress:
    return Progress(
        topics={"sums#adding": "mastered", "sums#carrying": "in progress", "products#times": "practised"},
        exercises={"arithmetic#add": "mastered", "arithmetic#carry": "in progress", "ledger#book": "opened"},
        questions={"sums/a": True, "sums/b": False},
        points={"arithmetic#add": 1.5},
        seconds={"sums": 3600, "arithmetic": 1800},
        days={"2026-11-02": 1800, "2026-11-08": 900, "2026-11-21": 2700},
    )


def text(html: str) -> str:
    """What one reads: each element's text, parted by single spaces."""
    article = ElementTree.fromstring(html)
    for style in article.findall("style"):
        article.remove(style)
    return " ".join(" ".join(article.itertext()).split())


def elements(html: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(html).iter(tag))


def test_the_totals_come_first(course: Catalogue, progress: Progress) -> None:
    read = text(report(course, progress, DAY))
    assert read.startswith(
        "Progress report A small course · 21 November 2026 "
        "Topics mastered 1 of 3 and 1 practised Exercises passed 1 of 4 Points 1.5 of 19 Active time 1 h 30 min"
    )


def test_each_module_tells_how_far_one_is_in_words(course: Catalogue, progress: Progress) -> None:
    html = report(course, progress, DAY)
    labels = [each.get("aria-label") for each in elements(html, "svg")]
    assert "Numbers, topics: 1 mastered, 1 practised, 1 in progress" in labels
    assert "Numbers 1 of 3 mastered" in text(html)
    assert "Numbers 1 1 1 0 3 1 h 30 min" in text(html)  # the table
    assert "mastered practised in progress remaining" in text(html)  # the legend


def test_what_is_planned_is_told_apart_and_counts_for_nothing(course: Catalogue, progress: Progress) -> None:
    summary = summarise(course, progress, DAY)
    assert [(bar.title, bar.total) for bar in summary.modules] == [("Numbers", 3)]
    assert "They do not count above. Numbers: 1 lesson Functions: 1 lesson" in text(report(course, progress, DAY))


def test_weeks_begin_on_monday_and_empty_ones_show(course: Catalogue, progress: Progress) -> None:
    weeks = [(week.monday, week.seconds) for week in summarise(course, progress, DAY).weeks]
    assert weeks == [(date(2026, 11, 2), 2700), (date(2026, 11, 9), 0), (date(2026, 11, 16), 2700)]
    read = text(report(course, progress, DAY))
    assert "2 November 2026 45 min 9 November 2026 0 min 16 November 2026 45 min" in read


def test_of_many_weeks_the_last_show(course: Catalogue) -> None:
    days = {(DAY - timedelta(days=at)).isoformat(): 60.0 for at in range(1000)}
    weeks = summarise(course, Progress(days=days), DAY).weeks
    assert len(weeks) == WEEKS
    assert weeks[-1].monday == date(2026, 11, 16)


def test_after_a_pause_the_present_week_still_shows(course: Catalogue) -> None:
    weeks = summarise(course, Progress(days={"2026-10-05": 60.0}), DAY).weeks
    assert (weeks[0].monday, weeks[-1].monday, len(weeks)) == (date(2026, 10, 5), date(2026, 11, 16), 7)


def test_problem_sets_that_are_begun_show_their_points(course: Catalogue, progress: Progress) -> None:
    read = text(report(course, progress, DAY))
    assert "Arithmetic 1 of 3 1.5 of 9 1 more is not begun." in read


def test_points_of_a_grade_alone_make_a_problem_set_begun(course: Catalogue) -> None:
    summary = summarise(course, Progress(points={"ledger#book": 4}), DAY)
    assert [(each.title, each.points, each.of) for each in summary.sets] == [("Ledger", 4, 10)]


def test_a_gap_says_what_is_missing_and_why(course: Catalogue, progress: Progress) -> None:
    summary = summarise(course, progress, DAY)
    assert [(topic.title, topic.there, topic.needed) for topic in summary.gaps] == [("Carrying", 0, 3)]
    assert summary.gaps[0].missing == (
        "exercise tried and not passed yet: Carry; 1 quiz question answered wrongly; exercise not tried yet: Book"
    )
    assert [topic.title for topic in summary.strengths] == ["Adding"]


def test_topics_without_evidence_are_neither_strengths_nor_gaps() -> None:
    course = Catalogue("", (module("01-numbers", lesson("sums", topics="read", questions="a:other")),))
    summary = summarise(course, Progress(topics={"sums#read": "practised"}), DAY)
    assert (summary.strengths, summary.gaps) == ((), ())


def test_no_topic_is_a_strength_and_a_gap() -> None:
    course = large()
    summary = summarise(course, halfway(course), DAY)
    assert len(summary.strengths) == len(summary.gaps) == 5
    assert not set(summary.strengths) & set(summary.gaps)
    assert all(topic.missing for topic in summary.gaps)


def test_at_the_start_the_report_says_what_will_be_there(course: Catalogue) -> None:
    read = text(report(course, Progress(), DAY))
    for sentence in ("No active time yet.", "None is begun yet.", "They show once you have tried an exercise"):
        assert sentence in read
    assert "nan" not in read.lower()


def test_an_empty_course_has_a_report() -> None:
    assert "Topics mastered 0 of 0" in text(report(Catalogue("", ()), Progress(), DAY))


def test_titles_are_shown_as_text_whatever_they_hold(progress: Progress) -> None:
    drill = problem_set("drill", ["sums"], [exercise(f"drill#{HOSTILE}", "sums#adding")])
    taught = lesson("sums", topics="adding", title=HOSTILE)
    course = Catalogue(HOSTILE, (module(f"01-{HOSTILE}", taught, sets=[drill]),))
    tried = Progress(exercises={f"drill#{HOSTILE}": "in progress"}, days={"2026-11-20": 60.0})
    for html in (report(course, tried, DAY), page(course, tried, DAY)):
        assert "<script" not in html
        assert "&lt;script&gt;" in html
    assert HOSTILE in text(report(course, tried, DAY))


def test_the_report_runs_nothing_and_loads_nothing(course: Catalogue, progress: Progress) -> None:
    html = page(course, progress, DAY)
    assert not re.search(r"<script|<link|<img|<iframe|@import|https?:|\son\w+=|src=|href=", html)
    assert set(re.findall(r"url\([^)]*\)", html)) == {
        'url("#mlcourse-report-practised")',
        'url("#mlcourse-report-in-progress")',
    }


def test_the_report_can_be_read_without_seeing_it() -> None:
    course = large()
    progress = halfway(course)
    html = report(course, Progress(progress.topics, progress.exercises, days={"2026-11-20": 60.0}), DAY)
    article = ElementTree.fromstring(html)
    levels = [int(each.tag[1]) for each in article.iter() if re.fullmatch("h[1-6]", each.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    figures = list(article.iter("figure"))
    assert len(figures) == 2
    assert all(figure.find(".//details//table") is not None for figure in figures)
    unseen = {child for svg in article.iter("svg") for child in svg.iter("svg") if child is not svg}
    for svg in set(article.iter("svg")) - unseen:
        assert svg.get("aria-hidden") == "true" or (svg.get("role") == "img" and svg.get("aria-label"))
    assert all(header.get("scope") for header in article.iter("th"))
    names = [each.get("id") for each in article.iter() if each.get("id")]
    assert len(names) == len(set(names))
    assert {each.get("aria-labelledby") for each in article.iter() if each.get("aria-labelledby")} <= set(names)


def test_the_page_is_the_report_on_paper_size(course: Catalogue, progress: Progress) -> None:
    html = page(course, progress, DAY)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Progress report: A small course, 21 November 2026</title>" in html
    assert "size: A4" in html
    assert report(course, progress, DAY) in html


def test_a_report_is_written_the_same_again(course: Catalogue, progress: Progress) -> None:
    assert report(course, progress, DAY) == report(course, progress, DAY)
