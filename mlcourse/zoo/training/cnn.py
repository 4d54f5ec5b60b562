"""Trains the small CNN: ``python -m mlcourse.zoo.training.cnn``."""

from __future__ import annotations

import torch
from torch import nn

from mlcourse import datasets
from mlcourse.device import seed_everything
from mlcourse.zoo import storage
from mlcourse.zoo.models.cnn import SEED, SIZE, DigitsCNN, build

EPOCHS, TEST_SEED, TEST_SIZE = 8, 1001, 2_000


def images(size: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Load digits as tensors: images from 0 to 1 of shape (size, 1, 28, 28), and classes."""
    data = datasets.load("mnist", source="simulated", size=size, seed=seed)
    return torch.from_numpy(data.data).float().div(255).unsqueeze(1), torch.as_tensor(data.target)


def train() -> DigitsCNN:
    """Train with Adam and a learning rate that falls to zero."""
    seed_everything(0)
    x, y = images(SIZE, SEED)
    model = build()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
            optimizer.step()
        schedule.step()
    model.eval()
    return model


@torch.no_grad()
def accuracy(model: nn.Module) -> float:
    """Measure the share of other digits, by other hands, that are read rightly."""
    x, y = images(TEST_SIZE, TEST_SEED)
    return float((model(x).argmax(1) == y).double().mean())


if __name__ == "__main__":
    trained = train()
    print(f"accuracy {accuracy(trained):.4f}")
    print(storage.save("digits-cnn", trained.state_dict()))
