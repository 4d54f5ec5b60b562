"""The detector: what it finds, and the parts that it is made of."""

from __future__ import annotations

import pytest
import torch

from mlcourse import zoo
from mlcourse.zoo.models.detector import Detections, DigitsDetector, build, decode, intersection_over_union, suppress
from mlcourse.zoo.training.detector import Scenes, compose, f1, loss, matches, targets


@pytest.fixture(scope="module")
def model() -> DigitsDetector:
    loaded = zoo.load("digits-detector")
    assert isinstance(loaded, DigitsDetector)
    return loaded


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    return compose(100, 300, 55)


def test_it_finds_digits_as_well_as_the_card_says(model: DigitsDetector) -> None:
    (said,) = zoo.card("digits-detector").scores.values()
    assert said >= 0.8
    assert f1(model) == pytest.approx(said, abs=0.01)


def test_in_an_empty_picture_it_finds_nothing(model: DigitsDetector) -> None:
    (found,) = model.detect(torch.zeros(1, 1, 64, 64))
    assert found.boxes.shape == (0, 4)
    assert len(found.scores) == len(found.classes) == 0


def test_a_higher_threshold_leaves_the_surest(model: DigitsDetector, scenes: Scenes) -> None:
    many, few = model.detect(scenes.pictures, 0.1), model.detect(scenes.pictures, 0.95)
    for more, less in zip(many, few, strict=True):
        assert len(less.scores) <= len(more.scores)
        assert (less.scores >= 0.95).all()
        assert more.scores.tolist() == sorted(more.scores.tolist(), reverse=True)
        overlaps = intersection_over_union(more.boxes[:, None], more.boxes).fill_diagonal_(0)
        assert (overlaps < 0.4).all()


def test_boxes_hold_the_ink_and_do_not_overlap(scenes: Scenes) -> None:
    assert scenes.pictures.shape == (100, 1, 64, 64)
    assert 0 <= scenes.pictures.min() < scenes.pictures.max() <= 1
    for picture, boxes, classes in zip(scenes.pictures[:, 0], scenes.boxes, scenes.classes, strict=True):
        assert 1 <= len(boxes) == len(classes) <= 4
        outside = picture.clone()
        for left, top, right, bottom in boxes.int().tolist():
            assert 12 <= bottom - top <= 30
            part = outside[top:bottom, left:right]
            assert part.max() > 0.25
            part.zero_()
        assert outside.max() <= 0.15
        assert (intersection_over_union(boxes[:, None], boxes).fill_diagonal_(0) == 0).all()


def test_the_same_seed_composes_the_same(scenes: Scenes) -> None:
    again, other = compose(100, 300, 55), compose(100, 300, 56)
    assert torch.equal(scenes.pictures, again.pictures)
    assert not torch.equal(scenes.pictures, other.pictures)


def test_every_digit_has_its_cell(scenes: Scenes) -> None:
    there, boxes, classes = targets(scenes)
    assert there.shape == (100, 64)
    assert there.sum(1).tolist() == [len(some) for some in scenes.boxes]
    for picture in range(10):
        full = there[picture] > 0
        assert sorted(boxes[picture, full].tolist()) == sorted(scenes.boxes[picture].tolist())
        assert sorted(classes[picture, full].tolist()) == sorted(scenes.classes[picture].tolist())


def test_what_the_cells_say_is_a_box_around_their_middle() -> None:
    cells = torch.zeros(1, 15, 8, 8)
    cells[0, 3, 2, 5] = torch.tensor(0.5).log()  # half as wide as usual
    there, boxes, classes = decode(cells)
    assert there.shape == (1, 64)
    assert classes.shape == (1, 64, 10)
    assert boxes[0, 0].tolist() == [-4, -4, 12, 12]
    assert boxes[0, 2 * 8 + 5].tolist() == [40, 12, 48, 28]


def test_the_loss_is_low_for_what_is_true(scenes: Scenes) -> None:
    there, boxes, classes = targets(scenes)
    middle, size = (boxes[..., :2] + boxes[..., 2:]) / 2 % 8 / 8, boxes[..., 2:] - boxes[..., :2]
    perfect = torch.cat(
        [
            (40 * there - 20)[..., None],
            torch.logit(middle, eps=1e-4),
            torch.log(size.clamp_min(1) / 16),
            20 * torch.nn.functional.one_hot(classes, 10),
        ],
        dim=-1,
    )
    cells = perfect.transpose(1, 2).reshape(-1, 15, 8, 8)
    assert loss(cells, there, boxes, classes) < 0.01
    assert loss(torch.zeros_like(cells), there, boxes, classes) > 3
    assert loss(build()(scenes.pictures), there, boxes, classes) > 3


def test_intersection_over_union_of_boxes_that_overlap_touch_or_are_apart() -> None:
    boxes = torch.tensor([[0.0, 0, 4, 4], [2, 2, 6, 6], [4, 0, 8, 4], [20, 20, 21, 21]])
    found = intersection_over_union(boxes[:, None], boxes)
    assert found[0].tolist() == pytest.approx([1, 4 / 28, 0, 0])
    assert torch.equal(found, found.T)


def test_of_boxes_that_overlap_the_surest_is_kept_and_a_dropped_box_drops_no_other() -> None:
    boxes = torch.tensor([[0.0, 0, 10, 10], [4, 0, 14, 10], [8, 0, 18, 10]])
    assert suppress(boxes, torch.tensor([0.9, 0.8, 0.7]), 0.3).tolist() == [0, 2]
    assert suppress(boxes, torch.tensor([0.7, 0.9, 0.8]), 0.3).tolist() == [1]
    assert suppress(boxes, torch.tensor([0.7, 0.9, 0.8]), 0.99).tolist() == [1, 2, 0]
    assert suppress(boxes[:0], torch.zeros(0), 0.3).tolist() == []


def test_a_digit_counts_once_and_only_with_its_class_and_enough_overlap() -> None:
    truth = torch.tensor([[0.0, 0, 10, 10], [30, 30, 40, 40]])
    classes = torch.tensor([3, 4])

    def count(boxes: list[list[float]], said: list[int]) -> int:
        found = Detections(torch.tensor(boxes).reshape(-1, 4), torch.ones(len(said)), torch.tensor(said))
        return matches(found, truth, classes)

    assert count([[1, 0, 10, 10], [30, 30, 40, 39]], [3, 4]) == 2
    assert count([[1, 0, 10, 10], [0, 0, 10, 10]], [3, 3]) == 1
    assert count([[0, 0, 10, 10]], [4]) == 0
    assert count([[6, 0, 16, 10]], [3]) == 0
    assert count([], []) == 0
