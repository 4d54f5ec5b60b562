"""Trains the variational autoencoder: ``python -m mlcourse.zoo.training.vae``."""

from __future__ import annotations

import torch

from mlcourse.device import seed_everything
from mlcourse.zoo import storage
from mlcourse.zoo.models.vae import SEED, SIZE, DigitsVAE, build, negative_elbo
from mlcourse.zoo.training.cnn import TEST_SEED, TEST_SIZE, images

EPOCHS = 40


def train() -> DigitsVAE:
    """Train with Adam and a learning rate that falls to zero."""
    seed_everything(0)
    x, _ = images(SIZE, SEED)
    model = build()
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(128):
            optimizer.zero_grad()
            logits, mean, log_variance = model(x[rows])
            negative_elbo(logits, x[rows], mean, log_variance).backward()
            optimizer.step()
        schedule.step()
    model.eval()
    return model


@torch.no_grad()
def loss(model: DigitsVAE) -> float:
    """Measure the negative evidence lower bound on other digits; the point in the plane is drawn, as in training."""
    seed_everything(1)
    x, _ = images(TEST_SIZE, TEST_SEED)
    model.train()
    value = float(negative_elbo(model(x)[0], x, *model.encode(x)))
    model.eval()
    return value


if __name__ == "__main__":
    trained = train()
    print(f"negative ELBO {loss(trained):.2f}")
    print(storage.save("digits-vae", trained.state_dict()))
