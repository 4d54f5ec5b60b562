"""A denoising diffusion model that draws the digits it is asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import nn

from mlcourse.errors import CourseError
from mlcourse.zoo.card import ModelCard

SIZE, SEED = 20_000, 5
NOISE_STEPS, CLASSES, WIDTH, GROUPS = 200, 10, 32, 8

CARD = ModelCard(
    title="A small diffusion model that draws handwritten digits",
    summary=(
        "Noisy images, float32 of shape (images, 1, 28, 28), their steps (int64 from 0 to 199) and classes (int64), to "
        "what the images may be without the noise, from -1 to 1; `sample` turns classes into images from 0 to 1."
    ),
    architecture=(
        f"A U-Net of residual blocks with {WIDTH} channels at 14 x 14 and {2 * WIDTH} at 7 x 7, where there is "
        "self-attention, too; 2 x 2 pixels are folded into channels first. Step and class scale and shift each block. "
        "It finds the image behind the noise. Cosine schedule with 200 steps, drawn by DDIM. After J. Ho and others, "
        "Denoising diffusion probabilistic models, NeurIPS 2020; A. Nichol and P. Dhariwal, Improved denoising "
        "diffusion probabilistic models, ICML 2021; J. Song and others, Denoising diffusion implicit models, ICLR 2021."
    ),
    data=f"datasets.load('mnist', size={SIZE:_}, seed={SEED})",
    training="python -m mlcourse.zoo.training.diffusion; about four minutes on one core",
    scores={"share of 100 drawn digits that digits-cnn reads as what they should be": 0.88},
    limits=(
        "It draws simulated digits, white on black and centred, and nothing else.",
        "About one in ten is none, or another digit: strokes that are far from each other do not always fit.",
    ),
)


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions added to what came in; the condition scales and shifts what is between them."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(GROUPS, inputs), nn.Conv2d(inputs, outputs, 3, padding=1)
        self.to_scale_and_shift = nn.Linear(4 * WIDTH, 2 * outputs)
        self.norm2, self.conv2 = nn.GroupNorm(GROUPS, outputs), nn.Conv2d(outputs, outputs, 3, padding=1)
        self.shortcut = nn.Identity() if inputs == outputs else nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: torch.Tensor, condition: torch.Tensor) -> torch.Tensor:
        """Turn maps of shape (images, inputs, rows, columns) into (images, outputs, rows, columns)."""
        hidden = self.conv1(nn.functional.silu(self.norm1(x)))
        scale, shift = self.to_scale_and_shift(condition)[:, :, None, None].chunk(2, dim=1)
        hidden = self.conv2(nn.functional.silu(self.norm2(hidden) * (1 + scale) + shift))
        added: torch.Tensor = self.shortcut(x) + hidden
        return added


class Attention(nn.Module):
    """Self-attention of all places of a map, added to what came in; so that far strokes know of each other."""

    def __init__(self, channels: int, places: int) -> None:
        super().__init__()
        self.places = nn.Parameter(0.1 * torch.randn(places, channels))
        self.norm, self.mix = nn.LayerNorm(channels), nn.MultiheadAttention(channels, 4, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Keep the shape (images, channels, rows, columns)."""
        places = self.norm(x.flatten(2).transpose(1, 2)) + self.places
        mixed, _ = self.mix(places, places, places, need_weights=False)
        added: torch.Tensor = x + mixed.transpose(1, 2).reshape(x.shape)
        return added


class DigitsDiffusion(nn.Module):
    """The network that finds the image behind the noise, and the way from noise to images.

    Attributes
    ----------
    kept : torch.Tensor
        How much of the image's variance is left after each step of noise, falling from nearly 1 to nearly 0, of shape
        (200,).
    """

    kept: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("kept", cosine_schedule(NOISE_STEPS), persistent=False)
        self.steps = nn.Sequential(nn.Linear(2 * WIDTH, 4 * WIDTH), nn.SiLU(), nn.Linear(4 * WIDTH, 4 * WIDTH))
        self.classes = nn.Embedding(CLASSES, 4 * WIDTH)
        self.fold, self.unfold = nn.PixelUnshuffle(2), nn.PixelShuffle(2)
        self.first = nn.Conv2d(4, WIDTH, 3, padding=1)
        self.down = ResidualBlock(WIDTH, WIDTH)
        self.shrink = nn.Conv2d(WIDTH, 2 * WIDTH, 3, stride=2, padding=1)
        self.middle = nn.ModuleList([ResidualBlock(2 * WIDTH, 2 * WIDTH) for _ in range(3)])
        self.attention = Attention(2 * WIDTH, 7 * 7)
        self.enlarge = nn.ConvTranspose2d(2 * WIDTH, WIDTH, 2, stride=2)
        self.up = ResidualBlock(2 * WIDTH, WIDTH)
        self.last = nn.Sequential(nn.GroupNorm(GROUPS, WIDTH), nn.SiLU(), nn.Conv2d(WIDTH, 4, 3, padding=1))

    def forward(self, x: torch.Tensor, step: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Find out what images may be without their noise: the mean of all that is possible.

        Parameters
        ----------
        x : torch.Tensor
            Noisy images of shape (images, 1, 28, 28); without noise they go from -1 to 1.
        step, label : torch.Tensor
            How far the noise has come, from 0 to 199, and the classes; int64 of shape (images,).

        Returns
        -------
        torch.Tensor
            Images from about -1 to 1, of the same shape.
        """
        condition = nn.functional.silu(self.steps(sinusoids(step, 2 * WIDTH)) + self.classes(label))
        fine = self.down(self.first(self.fold(x)), condition)
        x = self.shrink(fine)
        x = self.attention(self.middle[0](x, condition))
        for block in self.middle[1:]:
            x = block(x, condition)
        x = self.up(torch.cat([self.enlarge(x), fine], dim=1), condition)
        image: torch.Tensor = self.unfold(self.last(x))
        return image

    def add_noise(self, x: torch.Tensor, step: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        r"""Go to a step of the noise at once: :math:`\sqrt{\bar\alpha}\,x + \sqrt{1 - \bar\alpha}\,\varepsilon`."""
        kept = self.kept[step].view(-1, 1, 1, 1)
        return kept.sqrt() * x + (1 - kept).sqrt() * noise

    @torch.no_grad()
    def sample(self, labels: Sequence[int] | torch.Tensor, steps: int = 40, seed: int = 0) -> torch.Tensor:
        """Draw digits, from pure noise to an image (DDIM, which draws nothing at random after its start).

        Parameters
        ----------
        labels : sequence of int, or torch.Tensor
            Which digit each image shall be, from 0 to 9.
        steps : int
            How many of the 200 steps are taken; fewer are faster.
        seed : int
            Of the noise at the start.

        Returns
        -------
        torch.Tensor
            Images from 0 to 1, float32 of shape (labels, 1, 28, 28).

        Raises
        ------
        CourseError
            If a label is not a digit, or the number of steps is not from 1 to 200.
        """
        label = torch.as_tensor(labels, dtype=torch.int64).reshape(-1)
        if ((label < 0) | (label >= CLASSES)).any():
            raise CourseError(f"The labels are {label.tolist()}; each must be a digit from 0 to 9.")
        if not 1 <= steps <= NOISE_STEPS:
            raise CourseError(f"The number of steps is {steps}; it must be from 1 to {NOISE_STEPS}.")
        x = torch.randn(len(label), 1, 28, 28, generator=torch.Generator().manual_seed(seed))
        path = torch.linspace(NOISE_STEPS - 1, 0, steps).round().long().tolist()
        for here, there in zip(path, [*path[1:], None], strict=True):
            kept = self.kept[here]
            kept_next = torch.tensor(1.0) if there is None else self.kept[there]
            image = self(x, torch.full_like(label, here), label).clamp(-1, 1)
            noise = (x - kept.sqrt() * image) / (1 - kept).sqrt()
            x = kept_next.sqrt() * image + (1 - kept_next).sqrt() * noise
        return (x + 1) / 2


def cosine_schedule(steps: int) -> torch.Tensor:
    r"""Compute how much of an image's variance is left after each step: :math:`\bar\alpha_t`, of shape (steps,).

    Examples
    --------
    >>> [round(float(kept), 2) for kept in cosine_schedule(4)]
    [0.85, 0.49, 0.14, 0.0]
    """
    times = torch.linspace(0, 1, steps + 1, dtype=torch.float64)
    curve = torch.cos((times + 0.008) / 1.008 * math.pi / 2) ** 2
    return (curve[1:] / curve[0]).clamp(1e-4, 1).float()


def sinusoids(steps: torch.Tensor, width: int) -> torch.Tensor:
    """Turn numbers of shape (images,) into sines and cosines of many wavelengths, of shape (images, width)."""
    frequencies = torch.exp(-math.log(1000) * torch.arange(width // 2, device=steps.device) / (width // 2))
    angles = steps[:, None] * frequencies
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def build() -> DigitsDiffusion:
    """Make the model, untrained."""
    return DigitsDiffusion()
