"""Simulated sounds: one second each, of eight kinds, as a cheap microphone hears them in a room.

The process, from the source to the file:

1. A recording has one kind and one source with settings of its own (a bird's song, an engine's speed, a speaker's
   pitch), one room and one microphone. It is cut into about four clips of one second: the kinds are a steady tone, a
   chord, a siren, claps or knocks, a bird, an engine, rain, and a sung or spoken vowel.
2. In each clip the source begins at another moment, and its level, its speed and its details differ.
3. The room answers with an echo that dies away. Behind it is noise, between 25 dB weaker and as strong as the source,
   and often the hum of the mains at 50 Hz.
4. There are three microphones: one that hears everything, one that loses the highs (a telephone), and one that loses
   the lows. Some clips are overdriven and cut off at -1 and 1.
5. Two clips in a hundred have a wrong label.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset

_Array = np.ndarray[Any, Any]

RATE = 8000
CLASSES = ("tone", "chord", "siren", "clap", "bird", "engine", "rain", "vowel")
MICROPHONES = ("full", "telephone", "thin")
_SHARES = (0.12, 0.12, 0.12, 0.16, 0.14, 0.12, 0.1, 0.12)
_OWN = 13
_CLIPS_PER_RECORDING = 4
_BATCH = 64
_WRONG_LABELS = 0.02
_TIME = (np.arange(RATE) / RATE).astype(np.float32)
# First three formants in Hz: of a, e, i, o and u.
_FORMANTS = np.array([[800, 1200, 2500], [500, 1900, 2600], [290, 2250, 3000], [450, 850, 2600], [320, 750, 2400]])


def make(size: int, seed: int) -> Dataset:
    """Make sounds of one second.

    Parameters
    ----------
    size : int
        How many sounds, from 1.
    seed : int
        Another seed gives other sounds.

    Returns
    -------
    Dataset
        ``data`` is float32 of shape (size, 8000), from -1 to 1; ``target`` is int64 of shape (size,).
        ``extras["rate"]`` is 8000, the samples per second; ``extras["recording"]``, int64 of shape (size,), tells from
        which recording a clip was cut; ``extras["microphone"]``, str of shape (size,), is "full", "telephone" or
        "thin".

    Examples
    --------
    >>> make(10, 0).data.shape
    (10, 8000)
    """
    rng = np.random.default_rng([seed, _OWN])
    recordings = max(1, round(size / _CLIPS_PER_RECORDING))
    kinds = rng.choice(len(CLASSES), size=recordings, p=_SHARES)
    microphones = rng.choice(len(MICROPHONES), size=recordings, p=(0.5, 0.3, 0.2))
    # What is the recording's own: eight numbers from 0 to 1, which each kind reads in its own way.
    sources = rng.random((recordings, 8))
    rooms = rng.random((recordings, 3))
    recording = rng.integers(0, recordings, size)
    sounds = np.empty((size, RATE), dtype=np.float32)
    for kind, play in enumerate((_tone, _chord, _siren, _clap, _bird, _engine, _rain, _vowel)):
        of_kind = np.flatnonzero(kinds[recording] == kind)
        for start in range(0, len(of_kind), _BATCH):
            which = of_kind[start : start + _BATCH]
            source = sources[recording[which]]
            settings = np.clip(source + rng.normal(0, 0.025, source.shape), 0, 1)
            dry = play(rng, settings.T[:, :, None])
            sounds[which] = _record(rng, dry, rooms[recording[which]], microphones[recording[which]])
    target = kinds[recording]
    wrong = rng.random(size) < _WRONG_LABELS
    target = np.where(wrong, (target + rng.integers(1, len(CLASSES), size)) % len(CLASSES), target)
    return Dataset(
        name="sounds",
        data=sounds,
        target=target.astype(np.int64),
        feature_names=(),
        target_names=CLASSES,
        card=_card(size),
        extras={"rate": RATE, "recording": recording, "microphone": np.array(MICROPHONES)[microphones[recording]]},
    )


# Each kind takes eight settings of shape (clips, 1) and returns sounds of shape (clips, RATE), of any level.


def _between(setting: _Array, low: float, high: float) -> _Array:
    """Read a setting as a number on a logarithmic scale."""
    return np.asarray(low * (high / low) ** setting)


def _sing(frequency: _Array, phase: _Array | float = 0.0) -> _Array:
    """Sound a sine whose frequency in Hz may change with time."""
    turns = frequency * _TIME if frequency.shape[1] == 1 else np.cumsum(frequency, axis=1) / RATE
    return np.asarray(np.sin(2 * np.pi * (turns + phase)), dtype=np.float32)


def _envelope(rng: np.random.Generator, clips: int, attack: _Array, length: _Array) -> _Array:
    """Begin at some moment, rise, stay, and fall; shape (clips, RATE)."""
    start = rng.uniform(-0.1, 0.35, (clips, 1))
    rising = np.clip((_TIME - start) / attack, 0, 1)
    falling = np.clip((start + length - _TIME) / 0.08, 0, 1)
    return np.asarray(rising * falling, dtype=np.float32)


def _note(rng: np.random.Generator, frequency: _Array, bright: _Array, voices: int = 6) -> _Array:
    """Sound a tone with its overtones; those above what the rate can carry stay silent."""
    phase = rng.random(frequency.shape)
    sound = np.zeros((len(frequency), RATE), dtype=np.float32)
    for voice in range(1, voices + 1):
        heard = (frequency * voice < 0.46 * RATE) * bright ** (voice - 1)
        sound += (heard * _sing(frequency * voice, phase * voice)).astype(np.float32)
    return sound


def _tone(rng: np.random.Generator, s: _Array) -> _Array:
    envelope = _envelope(rng, s.shape[1], _between(s[1], 0.005, 0.1), _between(s[2], 0.5, 1.2))
    dying = np.exp(-_TIME * 4 * s[3])
    return np.asarray(_note(rng, _between(s[0], 180, 1600), 0.1 + 0.6 * s[4]) * envelope * dying)


def _chord(rng: np.random.Generator, s: _Array) -> _Array:
    root, bright = _between(s[0], 120, 520), 0.2 + 0.5 * s[4]
    third = np.where(s[5] < 0.5, 2 ** (4 / 12), 2 ** (3 / 12))
    sound = _note(rng, root, bright) + _note(rng, root * third, bright) + _note(rng, root * 2 ** (7 / 12), bright)
    envelope = _envelope(rng, s.shape[1], _between(s[1], 0.005, 0.15), _between(s[2], 0.5, 1.2))
    return np.asarray(sound * envelope * np.exp(-_TIME * 4 * s[3]))


def _siren(rng: np.random.Generator, s: _Array) -> _Array:
    """Go up and down, or up only, or to and fro between two tones."""
    low, high = _between(s[0], 350, 800), _between(s[1], 1000, 1900)
    turns = _between(s[2], 0.7, 4) * _TIME + rng.random((s.shape[1], 1))
    up_and_down = 0.5 - 0.5 * np.cos(2 * np.pi * turns)
    course = np.where(s[3] < 0.4, up_and_down, np.where(s[3] < 0.7, turns % 1, (turns % 1 < 0.5) * 0.6))
    frequency = low * (high / low) ** course
    phase = rng.random((s.shape[1], 1))
    overtone = _sing(2 * frequency, 2 * phase) * (2 * frequency < 0.46 * RATE)
    sound = _sing(frequency, phase) + (0.2 + 0.4 * s[4]) * overtone
    return np.asarray(sound)


def _clap(rng: np.random.Generator, s: _Array) -> _Array:
    """Clap (noise that dies at once) or knock (wood that rings for a moment), once to five times."""
    clips = s.shape[1]
    blows = 1 + np.floor(s[0] * 4.99)
    gap = _between(s[1], 0.12, 0.3)
    start = rng.uniform(0.0, 0.3, (clips, 1))
    noise = _coloured(rng, clips, _between(s[2], 700, 2400), _between(s[3], 500, 1500))
    wood = _sing(_between(s[4], 150, 700)) + 0.5 * _sing(_between(s[4], 150, 700) * 2.76)
    sound = np.zeros((clips, RATE), dtype=np.float32)
    for blow in range(5):
        since = _TIME - start - blow * gap * rng.uniform(0.9, 1.1, (clips, 1))
        hit = (since > 0) * np.exp(-np.clip(since, 0, None) * _between(s[5], 25, 90)) * (blow < blows)
        sound += (hit * rng.uniform(0.6, 1, (clips, 1))).astype(np.float32)
    return np.asarray(sound * np.where(s[6] < 0.55, noise, wood))


def _bird(rng: np.random.Generator, s: _Array) -> _Array:
    """Chirp: short notes that slide quickly, high up, in a rhythm."""
    clips = s.shape[1]
    rhythm = _between(s[0], 3, 12)
    beat = rhythm * _TIME + rng.random((clips, 1))
    within = beat % 1
    sounding = np.clip(np.sin(np.pi * np.clip(within / (0.35 + 0.4 * s[1]), 0, 1)), 0, 1) ** 0.7
    slide = np.where(s[2] < 0.35, within, np.where(s[2] < 0.7, 1 - within, np.sin(2 * np.pi * within * 2)))
    frequency = _between(s[3], 1800, 3100) * (1 + (0.08 + 0.14 * s[4]) * slide)
    silent = rng.random((clips, 24)) < 0.2
    heard = ~np.take_along_axis(silent, np.floor(beat).astype(int) % 24, axis=1)
    return np.asarray(_sing(frequency) * sounding * heard)


def _engine(rng: np.random.Generator, s: _Array) -> _Array:
    """Fire regularly and deep, a little unsteadily, with a rattle in the rhythm."""
    clips = s.shape[1]
    speed = _between(s[0], 28, 110) * (1 + (s[1] - 0.5) * 0.5 * _TIME + 0.02 * _slow(rng, clips))
    sound = np.zeros((clips, RATE), dtype=np.float32)
    for voice in range(1, 13):
        weight = (0.55 + 0.35 * s[2]) ** voice * (1.4 if voice % 2 == 0 else 1.0)
        sound += (weight * _sing(voice * speed, rng.random((clips, 1)))).astype(np.float32)
    rattle = _coloured(rng, clips, _between(s[3], 300, 1200), np.full((clips, 1), 400.0))
    return np.asarray(sound + 0.5 * rattle * (1 + 0.8 * _sing(speed)))


def _rain(rng: np.random.Generator, s: _Array) -> _Array:
    """Hiss, with single drops."""
    clips = s.shape[1]
    hiss = _coloured(rng, clips, _between(s[0], 1200, 3200), _between(s[1], 1200, 2500))
    drops = (rng.random((clips, RATE)) < _between(s[2], 10, 120) / RATE) * rng.exponential(1, (clips, RATE))
    ring = np.exp(-np.arange(400) / 40) * np.sin(2 * np.pi * np.arange(400) * 0.22)
    return np.asarray(hiss * (1 + 0.25 * _slow(rng, clips)) + 1.5 * s[3] * _convolve(drops, ring[None]))


def _vowel(rng: np.random.Generator, s: _Array) -> _Array:
    """Sing or speak a vowel: pulses of the voice through three formants, at times sliding to another vowel."""
    clips = s.shape[1]
    pitch = _between(s[0], 85, 300) * (1 + 0.02 * _sing(_between(s[1], 4, 7)) * s[2] - 0.18 * s[3] * _TIME)
    first = _FORMANTS[np.minimum((s[4, :, 0] * 5).astype(int), 4)]
    second = np.where(rng.random((clips, 1)) < 0.3, _FORMANTS[rng.integers(0, 5, clips)], first)
    tract, phase = _between(s[5], 0.88, 1.18), rng.random((clips, 1))
    sound = np.zeros((clips, RATE), dtype=np.float32)
    for voice in range(1, 31):
        frequency = voice * pitch
        loud = np.zeros((clips, RATE))
        for formant, width, weight in zip(range(3), (90, 120, 180), (1.0, 0.6, 0.3), strict=True):
            course = first[:, formant, None] + (second - first)[:, formant, None] * _TIME
            loud += weight / (1 + ((frequency - course * tract) / width) ** 2)
        sound += (loud * (frequency < 0.46 * RATE) * _sing(frequency, voice * phase) / voice**0.3).astype(np.float32)
    return sound * _envelope(rng, clips, np.full((clips, 1), 0.05), _between(s[6], 0.4, 1.1))


def _slow(rng: np.random.Generator, clips: int) -> _Array:
    """Wander slowly about 0; shape (clips, RATE)."""
    speeds, phases = rng.uniform(1, 9, (3, clips, 1)), rng.random((3, clips, 1))
    return np.asarray(sum(_sing(speed, phase) for speed, phase in zip(speeds, phases, strict=True)))


def _coloured(rng: np.random.Generator, clips: int, middle: _Array, width: _Array) -> _Array:
    """Make noise about a frequency, both in Hz; its standard deviation is 1."""
    spectrum = np.fft.rfft(rng.standard_normal((clips, RATE), dtype=np.float32))
    spectrum *= 1 / (1 + ((np.fft.rfftfreq(RATE, 1 / RATE) - middle) / width) ** 2)
    noise = np.fft.irfft(spectrum, RATE)
    return np.asarray(noise / noise.std(axis=1, keepdims=True))


def _convolve(sounds: _Array, answers: _Array) -> _Array:
    """Let each sound be answered; what comes after the second is lost."""
    length = 2 * RATE
    both = np.fft.rfft(sounds, length) * np.fft.rfft(answers, length)
    return np.asarray(np.fft.irfft(both, length)[:, :RATE])


def _record(rng: np.random.Generator, dry: _Array, rooms: _Array, microphones: _Array) -> _Array:
    """Hear the sounds in their rooms, with noise, through their microphones; float32 from -1 to 1."""
    clips = len(dry)
    dry = dry / np.maximum(np.sqrt(np.mean(dry**2, axis=1, keepdims=True)), 1e-6)
    fading = np.exp(-_TIME[: RATE // 2] / _between(rooms[:, :1], 0.02, 0.25))
    echo = fading * rng.standard_normal((clips, RATE // 2)) * (0.02 + 0.06 * rooms[:, 1:2])
    echo[:, 0] = 1
    wet = _convolve(dry, echo)
    middle = np.full((clips, 1), 100.0)
    noise = _coloured(rng, clips, middle, _between(rng.random((clips, 1)), 300, 4000))
    noise *= 10 ** (-rng.uniform(0, 25, (clips, 1)) / 20)
    hum = (rng.random((clips, 1)) < 0.4) * rng.uniform(0.02, 0.2, (clips, 1))
    mains, phase = np.full((clips, 1), 50.0), rng.random((clips, 1))
    heard = wet + noise + hum * (_sing(mains, phase) + 0.5 * _sing(3 * mains, 3 * phase))
    frequency = np.fft.rfftfreq(RATE, 1 / RATE)
    responses = np.stack(
        [
            np.ones_like(frequency),
            1 / (1 + (frequency / 2200) ** 4) * (frequency / 250) ** 2 / (1 + (frequency / 250) ** 2),
            (frequency / 700) ** 2 / (1 + (frequency / 700) ** 2),
        ]
    )
    heard = np.fft.irfft(np.fft.rfft(heard) * responses[microphones], RATE)
    heard /= np.maximum(np.abs(heard).max(axis=1, keepdims=True), 1e-6)
    level = np.exp(rng.normal(-1.2, 0.7, (clips, 1)))
    overdriven = rng.random((clips, 1)) < 0.05
    return np.clip(heard * np.where(overdriven, 3.0, level), -1, 1).astype(np.float32)


def _card(size: int) -> Card:
    return Card(
        title="Sounds of one second (simulated)",
        summary="One row is a sound of one second. The task is to say which of eight kinds it is.",
        source=(
            "Made by this course, by formulas; nothing was recorded. A recording has one source, one room and one "
            "microphone and is cut into about four clips; in each the source begins at another moment and is heard "
            "with an echo, noise and often the hum of the mains. extras['rate'] is the number of samples per second, "
            "extras['recording'] tells from which recording a clip was cut, extras['microphone'] through what it was "
            "heard: full, telephone (no highs) or thin (no lows)."
        ),
        licence="CC0 1.0 (made by this course)",
        rows=size,
        columns=(Column("samples", "pressure of the air, 8,000 times a second", "no unit, from -1 to 1"),),
        target="kind: " + ", ".join(f"{label} {name}" for label, name in enumerate(CLASSES)),
        problems=(
            "Clips of one recording are alike, so a random split is too kind: split by extras['recording'].",
            "The sounds begin at different moments and have random phases, so that the samples themselves say little: "
            "a spectrum says much.",
            "Levels differ by a factor of more than ten, noise is sometimes as strong as the sound, and about one "
            "clip in twenty is overdriven and cut off at -1 and 1.",
            "Three microphones colour the sound: a model that was trained with one is worse with another.",
            "Two labels in 100 are wrong.",
        ),
        harm=(
            "Nobody directly: nobody was recorded. Real microphones hear people who do not know of it, and voices and "
            "dialects that are missing in the training data are understood worse."
        ),
        kind="simulated",
    )
