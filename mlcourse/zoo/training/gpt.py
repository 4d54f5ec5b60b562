"""Trains the small GPT: ``python -m mlcourse.zoo.training.gpt``."""

from __future__ import annotations

import math

import torch
from torch import nn

from mlcourse import datasets
from mlcourse.device import seed_everything
from mlcourse.zoo import storage
from mlcourse.zoo.models.gpt import CONTEXT, END, SEED, SIZE, StoriesGPT, build

STEPS, BATCH, TEST_SEED, TEST_SIZE = 2_500, 32, 1003, 200


def letters(model: StoriesGPT, size: int, seed: int) -> torch.Tensor:
    """Load stories as one long row of letters, with an end after each."""
    stories = datasets.load("stories", size=size, seed=seed).data
    return model.encode(END + END.join(map(str, stories)) + END)


def train() -> StoriesGPT:
    """Train with AdamW, a warm-up, and a learning rate that falls to zero."""
    seed_everything(0)
    model = build()
    model.train()
    text = letters(model, SIZE, SEED)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.05)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=STEPS, pct_start=0.05)
    for _ in range(STEPS):
        starts = torch.randint(len(text) - CONTEXT - 1, (BATCH,))
        rows = text[starts[:, None] + torch.arange(CONTEXT + 1)]
        optimizer.zero_grad()
        logits = model(rows[:, :-1])
        nn.functional.cross_entropy(logits.flatten(0, 1), rows[:, 1:].flatten()).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        rate.step()
    model.eval()
    return model


@torch.no_grad()
def bits_per_letter(model: StoriesGPT) -> float:
    """Measure how many bits the model needs for each letter of other stories, with half of its context before them."""
    text = letters(model, TEST_SIZE, TEST_SEED)
    rows = text.unfold(0, CONTEXT + 1, CONTEXT // 2)
    half = slice(CONTEXT // 2, None)
    losses = []
    for some in rows.split(64):
        logits = model(some[:, :-1])[:, half]
        losses.append(nn.functional.cross_entropy(logits.flatten(0, 1), some[:, 1:][:, half].flatten()))
    return float(torch.stack(losses).mean()) / math.log(2)


if __name__ == "__main__":
    trained = train()
    print(f"bits per letter {bits_per_letter(trained):.4f}")
    print(trained.generate("Once there was", 400))
    print(storage.save("stories-gpt", trained.state_dict()))
