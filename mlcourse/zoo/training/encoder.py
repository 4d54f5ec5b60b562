"""Trains the encoder of sentences: ``python -m mlcourse.zoo.training.encoder``."""

from __future__ import annotations

from functools import cache

import torch

from mlcourse import datasets
from mlcourse.device import seed_everything
from mlcourse.zoo import storage
from mlcourse.zoo.models.encoder import SEED, SIZE, SentenceEncoder, build, contrast, features, in_one_row

EPOCHS, BATCH, RATE, TEST_SEED, OTHERS = 8, 256, 3e-3, 1006, 500


def pairs(size: int, seed: int) -> list[tuple[str, str]]:
    """Load English sentences with their German translations; no sentence of either language comes twice."""
    data = datasets.load("translations", source="simulated", size=size, seed=seed)
    by_german = {str(german): str(english) for english, german in zip(data.data, data.extras["german"], strict=True)}
    by_english = {english: german for german, english in by_german.items()}
    return list(by_english.items())


def train(epochs: int = EPOCHS) -> SentenceEncoder:
    """Train with Adam and a learning rate that falls to zero."""
    seed_everything(0)
    rows = [(features(english), features(german)) for english, german in pairs(SIZE, SEED)]
    model = build()
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    for _ in range(epochs):
        for batch in torch.randperm(len(rows)).split(BATCH):
            english, german = zip(*(rows[row] for row in batch.tolist()), strict=True)
            optimizer.zero_grad()
            contrast(model(*in_one_row(english)), model(*in_one_row(german))).backward()
            optimizer.step()
        schedule.step()
    model.eval()
    return model


@cache
def unseen(count: int) -> tuple[tuple[str, str], ...]:
    """Load pairs neither of whose sentences was trained on."""
    seen = {sentence for pair in pairs(SIZE, SEED) for sentence in pair}
    return tuple(pair for pair in pairs(2 * count, TEST_SEED) if seen.isdisjoint(pair))[:count]


def retrieval(model: SentenceEncoder) -> float:
    """Measure the share of English sentences whose translation is the nearest among it and 500 other German ones."""
    english, german = zip(*unseen(OTHERS + 1), strict=True)
    nearest = (model.encode(english) @ model.encode(german).T).argmax(1)
    return float((nearest == torch.arange(len(nearest))).double().mean())


if __name__ == "__main__":
    trained = train()
    print(f"translation found among 500 others {retrieval(trained):.4f}")
    print(storage.save("sentence-encoder", trained.state_dict()))
