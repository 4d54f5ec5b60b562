"""Trains the detector: ``python -m mlcourse.zoo.training.detector``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from mlcourse import datasets
from mlcourse.device import seed_everything
from mlcourse.zoo import storage
from mlcourse.zoo.models.detector import (
    CELL,
    SEED,
    SIDE,
    SIZE,
    Detections,
    DigitsDetector,
    build,
    decode,
    intersection_over_union,
)

PICTURES, EPOCHS, BATCH, RATE = 8_000, 10, 64, 3e-3
MOST, LOWEST, HIGHEST, GAP, TRIES = 4, 12, 30, 1, 20
TEST_PICTURES, TEST_SIZE, TEST_SEED = 500, 2_000, 1007


@dataclass(frozen=True)
class Scenes:
    """Pictures with digits, and where these are.

    Attributes
    ----------
    pictures : torch.Tensor
        From 0 to 1, float32 of shape (pictures, 1, 64, 64).
    boxes : tuple of torch.Tensor
        For each picture left, top, right and bottom in pixels, float32 of shape (digits, 4).
    classes : tuple of torch.Tensor
        For each picture which digits they are, int64 of shape (digits,).
    """

    pictures: torch.Tensor
    boxes: tuple[torch.Tensor, ...]
    classes: tuple[torch.Tensor, ...]


def compose(count: int, size: int, seed: int) -> Scenes:
    """Make pictures of one to four digits of different heights and brightness, which do not overlap, with some noise.

    Parameters
    ----------
    count : int
        How many pictures.
    size, seed : int
        Of the simulated digits that they are made of; the same numbers give the same pictures.

    Examples
    --------
    >>> scenes = compose(3, 50, 0)
    >>> scenes.pictures.shape, len(scenes.boxes), scenes.boxes[0].shape[1]
    (torch.Size([3, 1, 64, 64]), 3, 4)
    """
    data = datasets.load("mnist", source="simulated", size=size, seed=seed)
    labels = np.asarray(data.target)
    rng = np.random.default_rng([seed, count])
    pictures = torch.from_numpy(rng.uniform(0, 0.15, (count, 1, SIDE, SIDE)).astype(np.float32))
    boxes, classes = [], []
    for picture in pictures:
        placed: list[tuple[int, int, int, int]] = []
        digits: list[int] = []
        for row in rng.integers(size, size=rng.integers(1, MOST + 1)):
            ink = _cut(data.data[row], int(rng.integers(LOWEST, HIGHEST + 1)))
            place = _free_place(rng, placed, ink.shape[1], ink.shape[0])
            if place is None:
                continue
            left, top, right, bottom = place
            part = picture[0, top:bottom, left:right]
            part.copy_(torch.maximum(part, ink * float(rng.uniform(0.6, 1.0))))
            placed.append(place)
            digits.append(int(labels[row]))
        boxes.append(torch.tensor(placed, dtype=torch.float32).reshape(-1, 4))
        classes.append(torch.tensor(digits, dtype=torch.int64))
    return Scenes(pictures, tuple(boxes), tuple(classes))


def _cut(image: np.ndarray[tuple[int, int], np.dtype[np.uint8]], height: int) -> torch.Tensor:
    """Cut a digit out at its ink, and bring it to a height; its proportions are kept."""
    rows, columns = np.nonzero(image > 32)
    ink = torch.from_numpy(image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]).float() / 255
    width = min(SIDE, max(3, round(ink.shape[1] * height / ink.shape[0])))
    return nn.functional.interpolate(
        ink[None, None], (height, width), mode="bilinear", antialias=True, align_corners=False
    )[0, 0]


def _free_place(
    rng: np.random.Generator, placed: list[tuple[int, int, int, int]], width: int, height: int
) -> tuple[int, int, int, int] | None:
    """Look for a place at random that no digit takes; after many tries there is none."""
    for _ in range(TRIES):
        left, top = int(rng.integers(SIDE - width + 1)), int(rng.integers(SIDE - height + 1))
        place = (left, top, left + width, top + height)
        if all(_apart(place, other) for other in placed):
            return place
    return None


def _apart(first: tuple[int, int, int, int], second: tuple[int, int, int, int]) -> bool:
    same_cell = all((first[i] + first[i + 2]) // 2 // CELL == (second[i] + second[i + 2]) // 2 // CELL for i in (0, 1))
    beside = first[2] + GAP <= second[0] or second[2] + GAP <= first[0]
    above = first[3] + GAP <= second[1] or second[3] + GAP <= first[1]
    return (beside or above) and not same_cell


def targets(scenes: Scenes) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Tell for each cell whether a digit has its middle there, its box and its class.

    Returns
    -------
    there : torch.Tensor
        Float32 of shape (pictures, 64).
    boxes, classes : torch.Tensor
        Float32 of shape (pictures, 64, 4) and int64 of shape (pictures, 64); 0 where there is no digit.
    """
    count, across = len(scenes.pictures), SIDE // CELL
    there = torch.zeros(count, across**2)
    boxes = torch.zeros(count, across**2, 4)
    classes = torch.zeros(count, across**2, dtype=torch.int64)
    for picture, (some, digits) in enumerate(zip(scenes.boxes, scenes.classes, strict=True)):
        column, row = ((some[:, :2] + some[:, 2:]) / 2 / CELL).long().clamp_max(across - 1).T
        cell = row * across + column
        there[picture, cell], boxes[picture, cell], classes[picture, cell] = 1.0, some, digits
    return there, boxes, classes


def loss(cells: torch.Tensor, there: torch.Tensor, boxes: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
    """Add up, for each digit: is its cell told from the others, does its box overlap the true one, is its class right.

    Parameters
    ----------
    cells : torch.Tensor
        What the model says, of shape (pictures, 15, 8, 8).
    there, boxes, classes : torch.Tensor
        What is true, as from :func:`targets`.
    """
    said, said_boxes, said_classes = decode(cells)
    full = there > 0
    digits = full.sum()
    finding = nn.functional.binary_cross_entropy_with_logits(said, there, reduction="sum") / digits
    placing = 1 - intersection_over_union(said_boxes[full], boxes[full])
    reading = nn.functional.cross_entropy(said_classes[full], classes[full])
    return finding + 2 * placing.mean() + reading


def train(pictures: int = PICTURES, epochs: int = EPOCHS) -> DigitsDetector:
    """Train with Adam and a learning rate that rises and falls to zero."""
    seed_everything(0)
    scenes = compose(pictures, SIZE, SEED)
    truth = targets(scenes)
    model = build()
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    steps = epochs * -(-pictures // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    for _ in range(epochs):
        for rows in torch.randperm(pictures).split(BATCH):
            optimizer.zero_grad()
            loss(model(scenes.pictures[rows]), *(part[rows] for part in truth)).backward()
            optimizer.step()
            schedule.step()
    model.eval()
    return model


def matches(found: Detections, boxes: torch.Tensor, classes: torch.Tensor, overlap: float = 0.5) -> int:
    """Count the digits that were found: each by one detection of its class that overlaps it enough."""
    free = torch.ones(len(boxes), dtype=torch.bool)
    for box, digit in zip(found.boxes, found.classes, strict=True):
        ious = intersection_over_union(box, boxes) * (free & (classes == digit))
        if len(ious) and ious.max() >= overlap:
            free[ious.argmax()] = False
    return int((~free).sum())


def f1(model: DigitsDetector) -> float:
    """Measure F1 on other pictures, with digits by other hands: box (IoU from 0.5 on) and class must be right."""
    scenes = compose(TEST_PICTURES, TEST_SIZE, TEST_SEED)
    told = model.detect(scenes.pictures)
    right = sum(matches(*each) for each in zip(told, scenes.boxes, scenes.classes, strict=True))
    return 2 * right / (sum(len(found.boxes) for found in told) + sum(map(len, scenes.boxes)))


if __name__ == "__main__":
    trained = train()
    print(f"F1 {f1(trained):.4f}")
    print(storage.save("digits-detector", trained.state_dict()))
