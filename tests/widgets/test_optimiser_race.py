"""The explorer of optimisers, used through its controls."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from mlcourse.errors import CourseError
from mlcourse.widgets._surfaces import SURFACES
from mlcourse.widgets.optimiser_race import RATES, START, STEPS, optimiser_race

_TORCH = {
    "SGD": lambda p, rate: torch.optim.SGD(p, lr=rate),
    "momentum": lambda p, rate: torch.optim.SGD(p, lr=rate, momentum=0.9),
    "Nesterov": lambda p, rate: torch.optim.SGD(p, lr=rate, momentum=0.9, nesterov=True),
    "RMSProp": lambda p, rate: torch.optim.RMSprop(p, lr=rate, alpha=0.9),
    "Adam": lambda p, rate: torch.optim.Adam(p, lr=rate),
    "AdamW": lambda p, rate: torch.optim.AdamW(p, lr=rate, weight_decay=0.1),
}


def put(explorer, **values):
    for name, one in values.items():
        explorer.controls[name].value = one


@pytest.mark.parametrize(
    ("name", "surface", "rate"),
    [(name, *setting) for name in _TORCH for setting in (("narrow valley", "0.03"), ("curved valley", "0.01"))],
)
def test_each_runs_as_in_pytorch(name, surface, rate):
    explorer = optimiser_race(surface)
    put(explorer, rate=rate, step=STEPS)
    (shown,) = (one for one in explorer.figure.data[1:7] if one.name == name)
    place = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimiser = _TORCH[name]([place], RATES[rate])
    places = [place.detach().numpy().copy()]
    for _ in range(STEPS):
        optimiser.zero_grad()
        SURFACES[surface].loss(place[0], place[1]).backward()
        optimiser.step()
        places.append(place.detach().numpy().copy())
    # A path that flies off is drawn up to the edge.
    drawn = np.column_stack([shown.x, shown.y])
    inside = np.logical_and.accumulate(np.abs(places).max(axis=1) < 50)
    np.testing.assert_allclose(drawn[inside], np.array(places)[inside], atol=1e-7)
    if not inside.all():
        return
    (curve,) = (one for one in explorer.figure.data[7:] if one.name == name)
    last = SURFACES[surface].loss(*places[-1]) - SURFACES[surface].minimum
    assert curve.y[-1] == pytest.approx(max(last, 1e-10), rel=1e-4)


def test_the_step_decides_how_much_is_drawn():
    explorer = optimiser_race()
    put(explorer, step=7)
    paths, places, curves = explorer.figure.data[1:7], explorer.figure.data[7], explorer.figure.data[8:]
    assert all(len(one.x) == 8 for one in (*paths, *curves))
    assert places.x == tuple(one.x[-1] for one in paths)
    put(explorer, step=0)
    assert explorer.figure.layout.title.text == "Step 0: all at the start"


def test_both_parts_of_the_question_can_be_answered():
    explorer = optimiser_race()
    assert "✓" not in explorer.readout.html
    put(explorer, step=STEPS)
    off, ahead = [], []
    for surface, rate in itertools.product(SURFACES, RATES):
        put(explorer, surface=surface, rate=rate)
        if "SGD has flown off" in explorer.readout.html:
            off.append((surface, rate))
        if "SGD is ahead of Adam.</strong>" in explorer.readout.html:
            ahead.append((surface, rate))
    assert ("narrow valley", "0.3") in off
    assert ("round bowl", "0.1") in ahead
    assert len(off) + len(ahead) < len(SURFACES) * len(RATES) / 2


def test_all_ends_of_the_controls_can_be_shown():
    explorer = optimiser_race()
    for surface, rate, step in itertools.product(SURFACES, ("0.001", "1"), (0, STEPS)):
        put(explorer, surface=surface, rate=rate, step=step)
        assert all(np.isfinite(np.array(one.y)).all() for one in explorer.figure.data[1:])
        assert "nan" not in explorer.readout.html


def test_a_surface_that_is_not_there_is_said():
    with pytest.raises(CourseError, match="There is no surface 'saddle'"):
        optimiser_race("saddle")
