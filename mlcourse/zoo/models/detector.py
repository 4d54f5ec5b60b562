"""A detector that finds handwritten digits in a picture and reads them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from mlcourse.zoo.card import ModelCard

SIZE, SEED = 20_000, 7
SIDE, CELL, CLASSES = 64, 8, 10
USUAL = 16.0  # pixels: boxes are given as multiples of it

CARD = ModelCard(
    title="A detector of handwritten digits",
    summary=(
        "Pictures, float32 from 0 to 1 of shape (pictures, 1, 64, 64), to 15 numbers for each of 8 x 8 cells, of shape "
        "(pictures, 15, 8, 8); `detect` turns these into boxes, scores and classes."
    ),
    architecture=(
        "Five 3 x 3 convolutions with batch normalisation, three of them followed by 2 x 2 max pooling, and a 1 x 1 "
        "convolution. The cell with the middle of a digit says that it is there, where its box is, and which digit it "
        "is; boxes that overlap a better one are dropped. After J. Redmon and others, You only look once, CVPR 2016; "
        "Z. Tian and others, FCOS: Fully convolutional one-stage object detection, ICCV 2019."
    ),
    data=f"mlcourse.zoo.training.detector.compose, from datasets.load('mnist', size={SIZE:_}, seed={SEED})",
    training="python -m mlcourse.zoo.training.detector; about three minutes on one core",
    scores={"F1 on 500 other pictures (right digit, IoU from 0.5 on)": 0.9483},
    limits=(
        "It knows up to four simulated digits, light on dark, 12 to 30 pixels high, that do not overlap.",
        "A cell of 8 x 8 pixels can hold the middle of one digit only.",
    ),
)


@dataclass(frozen=True)
class Detections:
    """What was found in one picture, the surest first.

    Attributes
    ----------
    boxes : torch.Tensor
        Left, top, right and bottom in pixels, float32 of shape (digits, 4).
    scores : torch.Tensor
        How sure the model is of each, from 0 to 1, of shape (digits,).
    classes : torch.Tensor
        Which digit each is, int64 of shape (digits,).
    """

    boxes: torch.Tensor
    scores: torch.Tensor
    classes: torch.Tensor


class DigitsDetector(nn.Module):
    """Convolutions from a picture to a grid of cells.

    Attributes
    ----------
    features : torch.nn.Sequential
        From pictures to maps of shape (pictures, 96, 8, 8).
    head : torch.nn.Conv2d
        From these to 15 numbers for each cell: one for whether a digit has its middle there, four for its box and ten
        for its class.
    """

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            *_convolution(1, 16),
            nn.MaxPool2d(2),
            *_convolution(16, 32),
            nn.MaxPool2d(2),
            *_convolution(32, 64),
            nn.MaxPool2d(2),
            *_convolution(64, 96),
            *_convolution(96, 96),
        )
        self.head = nn.Conv2d(96, 1 + 4 + CLASSES, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return 15 numbers for each cell, of shape (pictures, 15, 8, 8); :func:`decode` tells what they mean."""
        cells: torch.Tensor = self.head(self.features(x))
        return cells

    @torch.no_grad()
    def detect(self, pictures: torch.Tensor, threshold: float = 0.5, overlap: float = 0.4) -> list[Detections]:
        """Find digits.

        Parameters
        ----------
        pictures : torch.Tensor
            From 0 to 1, of shape (pictures, 1, 64, 64).
        threshold : float
            How sure the model must be of what it tells, from 0 to 1.
        overlap : float
            Of two boxes with a larger intersection over union the less sure one is dropped.

        Returns
        -------
        list of Detections
            One for each picture.
        """
        there, boxes, classes = decode(self(pictures))
        return [_choose(*cells, threshold, overlap) for cells in zip(there, boxes, classes, strict=True)]


def _convolution(inputs: int, outputs: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()


def decode(cells: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Turn the numbers of cells into logits and boxes.

    The middle of a box is within its cell (a sigmoid says where), its width and height are 16 pixels times an
    exponential.

    Parameters
    ----------
    cells : torch.Tensor
        Of shape (pictures, 15, rows, columns).

    Returns
    -------
    there : torch.Tensor
        Logits of whether there is a digit, of shape (pictures, rows * columns).
    boxes : torch.Tensor
        Left, top, right and bottom in pixels, of shape (pictures, rows * columns, 4).
    classes : torch.Tensor
        Logits of the classes, of shape (pictures, rows * columns, 10).
    """
    _, _, rows, columns = cells.shape
    row, column = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    corners = torch.stack([column, row], dim=-1).reshape(-1, 2).to(cells) * CELL
    numbers = cells.flatten(2).transpose(1, 2)
    middle = corners + torch.sigmoid(numbers[..., 1:3]) * CELL
    half = torch.exp(numbers[..., 3:5].clamp(-4, 4)) * USUAL / 2
    return numbers[..., 0], torch.cat([middle - half, middle + half], dim=-1), numbers[..., 5:]


def intersection_over_union(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Divide the area that two boxes share by the area that they cover together.

    Parameters
    ----------
    first, second : torch.Tensor
        Left, top, right and bottom, of shapes (..., 4) that broadcast: (n, 1, 4) and (m, 4) give (n, m).

    Examples
    --------
    >>> a, b = torch.tensor([0.0, 0, 2, 2]), torch.tensor([1.0, 0, 3, 2])
    >>> round(float(intersection_over_union(a, b)), 3)
    0.333
    """
    sides = (torch.minimum(first[..., 2:], second[..., 2:]) - torch.maximum(first[..., :2], second[..., :2])).clamp_min(
        0
    )
    shared = sides.prod(-1)
    areas = (first[..., 2:] - first[..., :2]).prod(-1) + (second[..., 2:] - second[..., :2]).prod(-1)
    return shared / (areas - shared).clamp_min(1e-9)


def suppress(boxes: torch.Tensor, scores: torch.Tensor, overlap: float) -> torch.Tensor:
    """Keep of boxes that overlap only the one with the highest score (non-maximum suppression).

    Parameters
    ----------
    boxes, scores : torch.Tensor
        Of shapes (boxes, 4) and (boxes,).
    overlap : float
        From which intersection over union on a box is dropped.

    Returns
    -------
    torch.Tensor
        The rows to keep, the highest score first; int64.

    Examples
    --------
    >>> boxes = torch.tensor([[0.0, 0, 9, 9], [0, 0, 10, 10], [20, 20, 30, 30]])
    >>> suppress(boxes, torch.tensor([0.6, 0.9, 0.7]), 0.5).tolist()
    [1, 2]
    """
    waiting = scores.argsort(descending=True, stable=True)
    kept = []
    while len(waiting):
        best, waiting = waiting[0], waiting[1:]
        kept.append(int(best))
        waiting = waiting[intersection_over_union(boxes[best], boxes[waiting]) < overlap]
    return torch.tensor(kept, dtype=torch.int64)


def _choose(
    there: torch.Tensor, boxes: torch.Tensor, classes: torch.Tensor, threshold: float, overlap: float
) -> Detections:
    probabilities, digits = classes.softmax(-1).max(-1)
    scores = torch.sigmoid(there) * probabilities
    sure = (scores >= threshold).nonzero().flatten()
    rows = sure[suppress(boxes[sure], scores[sure], overlap)]
    return Detections(boxes[rows], scores[rows], digits[rows])


def build() -> DigitsDetector:
    """Make the detector, untrained."""
    return DigitsDetector()
