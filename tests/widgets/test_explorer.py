"""An explorer shows what its view draws, tells the browser only what is new, and leaves the rest to the learner."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlcourse.plots import theme
from mlcourse.widgets.controls import Slider
from mlcourse.widgets.explorer import Explorer, View, switch


def show(slope: float, noted: bool) -> View:
    lines = [
        theme.line(np.array([0.0, 1.0]), np.array([0.0, slope]), "y"),
        theme.line(np.array([0.0, 1.0]), np.array([1.0, 1.0]), "one"),
    ]
    notes = {"annotations": [{"text": "here", "x": 1, "y": slope}], "title": "Noted"} if noted else {}
    return View(theme.figure(*lines, alt=f"Slope {slope}.", **notes), f"<p>{slope}</p>")


def explorer() -> Explorer:
    controls = {"slope": Slider(label="slope", value=1, max=5, step=1), "noted": switch("noted")}
    return Explorer("Which slope?", controls, show)


def empty(value: Any) -> bool:
    return value is None or (isinstance(value, dict | list | tuple) and not value)


def plain(value: Any) -> Any:
    """Turn arrays into lists, and leave out what is empty and the names that Plotly gives to traces."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items() if key != "uid" and not empty(part)}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.tolist() if isinstance(value, np.ndarray) else value


def test_it_shows_what_its_view_draws():
    made = explorer()
    for slope, noted in ((2.0, False), (2.0, True), (4.0, True), (4.0, False), (1.0, False)):
        made.controls["slope"].value, made.controls["noted"].value = slope, noted
        drawn = show(slope, noted)
        assert [plain(one.to_plotly_json()) for one in made.figure.data] == [
            plain(one.to_plotly_json()) for one in drawn.figure.data
        ]
        assert plain(made.figure.layout.to_plotly_json()) == plain(drawn.figure.layout.to_plotly_json())
        assert made.readout.html == drawn.report


def test_the_browser_is_told_only_what_is_new():
    made = explorer()
    told: list[dict[str, Any]] = []
    made.figure.observe(lambda change: change.new and told.append(change.new), "_py2js_update")

    made.controls["slope"].value = 3.0

    [update] = told
    assert set(update["style_data"]) == {"y"}
    assert set(update["layout_data"]) == {"meta"}
    assert update["style_traces"] == [0]


def test_what_the_learner_hides_stays_hidden():
    made = explorer()
    made.figure.data[1].visible = "legendonly"

    made.controls["slope"].value = 3.0

    assert made.figure.data[1].visible == "legendonly"


def test_a_view_has_one_thread():
    from threadpoolctl import threadpool_info

    seen: list[int] = []

    def threads(slope: float) -> View:
        seen.extend(pool["num_threads"] for pool in threadpool_info())
        return View(theme.figure(alt="Nothing."), "")

    before = [pool["num_threads"] for pool in threadpool_info()]
    made = Explorer("?", {"slope": Slider(label="slope", value=1, max=5, step=1)}, threads)
    made.controls["slope"].value = 2.0

    assert seen
    assert set(seen) == {1}
    assert [pool["num_threads"] for pool in threadpool_info()] == before
