"""A variational autoencoder with a plane as its latent space."""

from __future__ import annotations

import torch
from torch import nn

from mlcourse.zoo.card import ModelCard

SIZE, SEED, LATENT = 20_000, 2, 2

CARD = ModelCard(
    title="A variational autoencoder for handwritten digits",
    summary=(
        "Images, float32 from 0 to 1 of shape (images, 1, 28, 28), to logits of the same shape, and means and "
        "log-variances of shape (images, 2); `decode` turns points of the plane into images."
    ),
    architecture=(
        "Dense encoder and decoder with 400 hidden units each and a latent space of two dimensions, so that it can be "
        "drawn. After D. P. Kingma and M. Welling, Auto-encoding variational Bayes, ICLR 2014."
    ),
    data=f"datasets.load('mnist', size={SIZE:_}, seed={SEED})",
    training="python -m mlcourse.zoo.training.vae; about two minutes on one core",
    scores={"negative ELBO on 2,000 other digits, in nats per image": 157.23},
    limits=(
        "Two dimensions are few: its digits are blurred, and some kinds of them (4 and 9) share a place.",
        "It knows simulated digits, white on black and centred.",
    ),
)


class DigitsVAE(nn.Module):
    """An encoder to a normal distribution in the plane, and a decoder from points of it."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(784, 400), nn.ReLU())
        self.to_mean, self.to_log_variance = nn.Linear(400, LATENT), nn.Linear(400, LATENT)
        self.decoder = nn.Sequential(nn.Linear(LATENT, 400), nn.ReLU(), nn.Linear(400, 784))

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return means and log-variances of shape (images, 2)."""
        hidden = self.encoder(x)
        return self.to_mean(hidden), self.to_log_variance(hidden)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """Turn points of shape (images, 2) into images from 0 to 1 of shape (images, 1, 28, 28)."""
        return torch.sigmoid(self._logits(z))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return logits of the images, means and log-variances; the point is drawn in training, else it is the mean."""
        mean, log_variance = self.encode(x)
        noise = torch.randn_like(mean) if self.training else torch.zeros_like(mean)
        return self._logits(mean + noise * torch.exp(0.5 * log_variance)), mean, log_variance

    def _logits(self, z: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.decoder(z).view(-1, 1, 28, 28)
        return logits


def negative_elbo(
    logits: torch.Tensor, x: torch.Tensor, mean: torch.Tensor, log_variance: torch.Tensor
) -> torch.Tensor:
    r"""Compute the mean over images of the reconstruction error plus the divergence from the standard normal.

    .. math:: -\mathbb{E}_q[\log p(x \mid z)] + \tfrac12\sum_j (\mu_j^2 + \sigma_j^2 - 1 - \log\sigma_j^2)
    """
    error = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="none").flatten(1).sum(1)
    divergence = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1)
    return (error + divergence).mean()


def build() -> DigitsVAE:
    """Make the autoencoder, untrained."""
    return DigitsVAE()
