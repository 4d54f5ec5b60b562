"""Trains the diffusion model: ``python -m mlcourse.zoo.training.diffusion``."""

from __future__ import annotations

import torch
from torch import nn

from mlcourse.device import seed_everything
from mlcourse.zoo import catalogue, storage
from mlcourse.zoo.models.diffusion import NOISE_STEPS, SEED, SIZE, DigitsDiffusion, build
from mlcourse.zoo.training.cnn import images

UPDATES, BATCH, RATE, AVERAGE = 1_500, 64, 2e-3, 0.995


def train(updates: int = UPDATES, size: int = SIZE) -> DigitsDiffusion:
    """Train with Adam and a learning rate that rises and falls; the weights of the last updates are averaged."""
    seed_everything(0)
    x, y = images(size, SEED)
    x = x * 2 - 1
    model, averaged = build(), build()
    averaged.load_state_dict(model.state_dict())
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=updates, pct_start=0.1)
    for update in range(updates):
        rows = torch.randint(len(x), (BATCH,))
        step, noise = torch.randint(NOISE_STEPS, (BATCH,)), torch.randn(BATCH, 1, 28, 28)
        optimizer.zero_grad()
        nn.functional.mse_loss(model(model.add_noise(x[rows], step, noise), step, y[rows]), x[rows]).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        _average(averaged, model, min(AVERAGE, update / (update + 10)))
    averaged.eval()
    return averaged


@torch.no_grad()
def _average(averaged: nn.Module, model: nn.Module, share: float) -> None:
    for old, new in zip(averaged.parameters(), model.parameters(), strict=True):
        old.lerp_(new, 1 - share)


def readable(model: DigitsDiffusion, each: int = 10) -> float:
    """Measure the share of drawn digits, as many of each kind, that the small CNN reads as what they should be."""
    labels = torch.arange(10).repeat(each)
    with torch.no_grad():
        read = catalogue.load("digits-cnn")(model.sample(labels, steps=20, seed=7)).argmax(1)
    return float((read == labels).double().mean())


if __name__ == "__main__":
    trained = train()
    print(f"read as what they should be {readable(trained):.4f}")
    print(storage.save("digits-diffusion", trained.state_dict()))
