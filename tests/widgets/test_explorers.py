"""What all explorers have in common, whatever they show."""

from __future__ import annotations

import gzip

import ipywidgets
import ipywidgets.widgets.widget as widget_module
import pytest

from mlcourse import widgets
from mlcourse.plots import theme
from mlcourse.widgets.controls import Announcement, Slider
from mlcourse.widgets.explorer import INVITATION, Explorer, View, switch
from mlcourse.widgets.picture import Library, Picture


def line_explorer():
    def show(slope, upside_down):
        slope = -slope if upside_down else slope
        line = theme.line([0, 1], [0, slope], "y")
        return View(theme.figure(line, alt=f"A line of slope {slope}."), f"<p>Slope {slope}.</p>")

    controls = {"slope": Slider(label="slope", value=1, max=5, step=1), "upside_down": switch("upside down")}
    return Explorer("Which slope?", controls, show)


@pytest.fixture(scope="module")
def explorers():
    return {name: getattr(widgets, name)() for name in widgets.__all__}


@pytest.mark.parametrize("name", widgets.__all__)
def test_the_static_form_has_the_message_of_the_live_one(explorers, name):
    explorer = explorers[name]
    (shown, metadata), (text, _) = explorer._static
    alt = explorer.figure.layout.meta["alt"]
    assert shown["text/plain"] == f"Figure: {alt}"
    assert metadata["image/png"]["alt"] == alt
    told = text["text/html"]
    assert explorer.readout.html in told
    assert "<strong>Question.</strong>" in told
    assert INVITATION in told
    assert told.startswith('<div class="mlcourse-static">')  # by which the extension knows it


@pytest.mark.parametrize("name", widgets.__all__)
def test_each_control_has_a_name(explorers, name):
    def inside(widget):
        yield widget
        for child in getattr(widget, "children", ()):
            yield from inside(child)

    kinds = (Slider, ipywidgets.Dropdown, ipywidgets.Checkbox)
    controls = [each for each in inside(explorers[name]) if isinstance(each, kinds)]
    names = [each.label if isinstance(each, Slider) else each.description for each in controls]
    assert controls
    assert all(each.strip() for each in names)
    assert len(set(names)) == len(names)


def test_a_page_gets_one_copy_of_plotly(explorers):
    libraries = {explorer.figure.library for explorer in explorers.values()}
    assert libraries == {Library.shared()}
    (library,) = libraries
    assert b"plotlywidget-after-render" in gzip.decompress(library.packed)  # what figure.js waits for
    sizes = [len(explorer.figure.get_state()["_esm"]) for explorer in explorers.values()]
    assert max(sizes) < 10_000


def test_a_library_that_was_closed_is_sent_again():
    first = Library.shared()
    first.close()
    assert Library.shared() is not first
    assert Picture(theme.figure(alt="Nothing.")).library is Library.shared()


def test_the_report_does_not_depend_on_a_front_end_that_was_late():
    explorer = line_explorer()
    assert isinstance(explorer.readout, Announcement)
    assert explorer.readout.get_state()["_model_module"] == "@jupyter-widgets/controls"
    explorer.controls["upside_down"].value = True
    assert explorer.readout.html == "<p>Slope -1.0.</p>"
    assert explorer.figure.layout.meta["alt"] == "A line of slope -1.0."


def test_the_browser_first_hears_of_a_figure_that_is_whole(monkeypatch):
    opened = []
    create = widget_module.comm.create_comm
    monkeypatch.setattr(widget_module.comm, "create_comm", lambda **told: opened.append(told["data"]) or create(**told))
    picture = Picture(theme.figure(theme.line([0, 1], [0, 3], "y = 3x"), alt="A line."))
    (state,) = (data["state"] for data in opened if "_widget_data" in data["state"])
    assert state["_widget_layout"]["meta"]["alt"] == "A line."
    assert [trace["name"] for trace in state["_widget_data"]] == ["y = 3x"]
    assert state["_config"] == theme.CONFIG
    assert picture.comm is not None
