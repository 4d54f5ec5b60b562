"""A small convolutional network that reads handwritten digits."""

from __future__ import annotations

import torch
from torch import nn

from mlcourse.zoo.card import ModelCard

SIZE, SEED = 30_000, 1

CARD = ModelCard(
    title="A small CNN for handwritten digits",
    summary="Images, float32 from 0 to 1 of shape (images, 1, 28, 28), to logits of shape (images, 10).",
    architecture=(
        "Two blocks of a 3 x 3 convolution, ReLU and 2 x 2 max pooling, with 16 and 32 channels; then 64 units and 10 "
        "outputs. After Y. LeCun and others, Gradient-based learning applied to document recognition, 1998."
    ),
    data=f"datasets.load('mnist', size={SIZE:_}, seed={SEED})",
    training="python -m mlcourse.zoo.training.cnn; about a minute and a half on one core",
    scores={"accuracy on 2,000 other digits by other hands": 0.9865},
    limits=(
        "It knows simulated digits, white on black, centred, 20 pixels high. A photograph of a digit is none of these.",
        "It is sure of itself for whatever it is shown: a letter or noise gets a digit with a high probability, too.",
    ),
)


class DigitsCNN(nn.Module):
    """Two convolutions and two dense layers.

    Attributes
    ----------
    features : torch.nn.Sequential
        From images to maps of shape (images, 32, 7, 7); its layers can be looked at one by one.
    classifier : torch.nn.Sequential
        From these to logits.
    """

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(32 * 7 * 7, 64), nn.ReLU(), nn.Linear(64, 10))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (images, 10)."""
        logits: torch.Tensor = self.classifier(self.features(x))
        return logits


def build() -> DigitsCNN:
    """Make the network, untrained."""
    return DigitsCNN()
