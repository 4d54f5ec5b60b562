"""A small GPT that writes stories letter by letter."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn

from mlcourse.zoo.card import ModelCard

SIZE, SEED = 4_000, 3
CONTEXT, WIDTH, HEADS, BLOCKS = 128, 128, 4, 4
END = "\n"
ALPHABET = END + " !\"'(),-.:;?" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "abcdefghijklmnopqrstuvwxyz"

CARD = ModelCard(
    title="A small GPT that writes stories",
    summary=(
        "Numbers of letters, int64 of shape (texts, up to 128), to logits of the next letter of shape (texts, letters, "
        f"{len(ALPHABET)}); `generate` writes on."
    ),
    architecture=(
        "Four blocks of causal self-attention with four heads and a dense layer of 512 units, width 128, layer "
        "normalisation first, learned positions. After A. Radford and others, Language models are unsupervised "
        "multitask learners, 2019."
    ),
    data=f"datasets.load('stories', size={SIZE:_}, seed={SEED})",
    training="python -m mlcourse.zoo.training.gpt; about fifteen minutes on one core",
    scores={"bits per letter on 200 other stories": 0.1818},
    limits=(
        "It knows 250 words and a handful of plots. It spells and places them well; who gave what to whom it forgets.",
        "It reads the last 128 letters only, which is a quarter of a story.",
    ),
)


class Attention(nn.Module):
    """Causal self-attention with several heads; after each call ``weights`` has shape (texts, heads, queries, keys)."""

    def __init__(self) -> None:
        super().__init__()
        self.to_qkv, self.to_out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.weights: torch.Tensor | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Mix what each place may see; x has shape (texts, letters, width)."""
        texts, letters, _ = x.shape
        q, k, v = self.to_qkv(x).view(texts, letters, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / (WIDTH // HEADS) ** 0.5
        future = torch.ones(letters, letters, dtype=torch.bool, device=x.device).triu(1)
        weights = scores.masked_fill(future, float("-inf")).softmax(-1)
        self.weights = weights.detach()
        mixed: torch.Tensor = self.to_out((weights @ v).transpose(1, 2).reshape(texts, letters, WIDTH))
        return mixed


class Block(nn.Module):
    """Attention and a dense layer, each added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(WIDTH), Attention()
        self.norm2 = nn.LayerNorm(WIDTH)
        self.dense = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Keep the shape (texts, letters, width)."""
        x = x + self.attention(self.norm1(x))
        added: torch.Tensor = x + self.dense(self.norm2(x))
        return added


class StoriesGPT(nn.Module):
    """The model, with its alphabet."""

    def __init__(self) -> None:
        super().__init__()
        self.letters, self.places = nn.Embedding(len(ALPHABET), WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(*(Block() for _ in range(BLOCKS)))
        self.norm, self.out = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, len(ALPHABET))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of the next letter at each place, of shape (texts, letters, alphabet)."""
        places = torch.arange(x.shape[1], device=x.device)
        logits: torch.Tensor = self.out(self.norm(self.blocks(self.letters(x) + self.places(places))))
        return logits

    def encode(self, text: str) -> torch.Tensor:
        """Turn a text into numbers of letters, int64 of shape (letters,); unknown letters are left out."""
        return torch.tensor([ALPHABET.index(letter) for letter in text if letter in ALPHABET], dtype=torch.int64)

    def decode(self, numbers: Iterable[int]) -> str:
        """Turn numbers of letters into a text."""
        return "".join(ALPHABET[int(number)] for number in numbers)

    @torch.no_grad()
    def generate(self, beginning: str = "", length: int = 300, *, temperature: float = 0.8, seed: int = 0) -> str:
        """Write on, letter by letter, until the story ends.

        Parameters
        ----------
        beginning : str
            How the story begins.
        length : int
            The most letters to add.
        temperature : float
            Near 0 the likeliest letter is taken, at 1 letters are drawn with the probabilities of the model.
        seed : int
            Of the draws.
        """
        draws = torch.Generator().manual_seed(seed)
        numbers = self.encode(END + beginning)
        for _ in range(length):
            logits = self(numbers[None, -CONTEXT:])[0, -1] / max(temperature, 1e-6)
            following = torch.multinomial(logits.softmax(-1), 1, generator=draws)
            if ALPHABET[int(following)] == END:
                break
            numbers = torch.cat([numbers, following])
        return self.decode(numbers[1:])


def build() -> StoriesGPT:
    """Make the model, untrained."""
    return StoriesGPT()
