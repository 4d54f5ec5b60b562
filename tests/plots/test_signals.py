"""Spectra and spectrograms agree with SciPy and keep every peak."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal as scipy_signal

from mlcourse.errors import CourseError
from mlcourse.plots import signals
from mlcourse.plots.gallery.signals import EXAMPLES

RATE = 8000
TIME = np.arange(RATE) / RATE
TONE = np.sin(2 * np.pi * 1000 * TIME)


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_every_example_describes_itself(make):
    assert len(make().alt) > 40


def test_the_transform_is_that_of_scipy():
    noise = np.random.default_rng(0).normal(size=2000)
    ours = signals.stft_power(noise, 256, 64)

    window = scipy_signal.get_window("hann", 256)
    theirs = scipy_signal.spectrogram(
        noise, window=window, noverlap=192, detrend=False, mode="complex", scaling="spectrum"
    )[2]
    assert np.allclose(ours, np.abs(theirs.T * window.sum()) ** 2)


def test_a_tone_is_loudest_at_its_frequency_at_all_times():
    fig = signals.spectrogram(TONE, RATE)

    cells = fig.data[0]
    z, y = np.array(cells.z), np.array(cells.y)
    assert set(y[z.argmax(axis=0)]) == {1000}
    assert z.dtype == np.int8
    assert (z.max(), z.min()) == (0, -80)
    assert "Loudest at 1,000 Hz" in fig.alt


def test_a_mel_spectrogram_has_its_bands_where_the_scale_says():
    fig = signals.spectrogram(TONE, RATE, mel=True, bands=40)

    z = np.array(fig.data[0].z)
    assert z.shape[0] == 40
    _, centres = signals.mel_bank(np.fft.rfftfreq(512, 1 / RATE), 40)
    loudest = centres[z.astype(int).sum(axis=1).argmax()]
    assert abs(loudest - 1000) < 60
    mels = 2595 * np.log10(1 + centres / 700)
    assert np.allclose(np.diff(mels), np.diff(mels)[0])


def test_every_mel_band_holds_some_frequency_and_none_is_negative():
    weights, _ = signals.mel_bank(np.fft.rfftfreq(64, 1 / RATE), 80)

    assert weights.min() >= 0
    assert (weights.sum(axis=1) > 0).all()


def test_long_sounds_make_a_spectrogram_of_bounded_size():
    long = np.random.default_rng(0).normal(size=60 * 16000)
    z = np.array(signals.spectrogram(long, 16000, window=1024).data[0].z)

    assert z.shape[0] <= 257
    assert z.shape[1] <= 400


def test_a_long_waveform_keeps_its_peaks():
    sound = np.random.default_rng(0).normal(size=100_001)
    sound[54_321] = 40
    fig = signals.waveform(sound, RATE)

    (curve,) = fig.data
    assert len(curve.y) <= 4000
    assert curve.type == "scattergl"
    assert max(curve.y) == 40
    assert min(curve.y) == sound.min()
    assert curve.x[np.argmax(curve.y)] == pytest.approx(54_321 / RATE)
    assert (np.diff(curve.x) >= 0).all()
    assert "peak 40 at 6.79 s" in fig.alt


def test_a_short_waveform_is_drawn_as_it_is():
    (curve,) = signals.waveform([0, 1, 0, -2], 4).data

    assert (list(curve.x), list(curve.y)) == ([0, 0.25, 0.5, 0.75], [0, 1, 0, -2])


@pytest.mark.parametrize("decibels", [False, True])
def test_a_spectrum_finds_the_amplitudes_of_its_sines(decibels):
    mix = 3 * TONE + 0.5 * np.sin(2 * np.pi * 2500 * TIME) + 1
    fig = signals.spectrum(mix, RATE, decibels=decibels)

    assert "The highest peaks: 1,000 Hz (3), 2,500 Hz (0.5)." in fig.alt
    want = [0, 20 * np.log10(0.5 / 3)] if decibels else [3, 0.5]
    assert list(fig.data[1].y) == pytest.approx(want, abs=1e-6)


def test_input_is_not_changed():
    sound = TONE.copy()
    signals.spectrogram(sound, RATE)
    signals.spectrum(sound, RATE)
    signals.waveform(sound, RATE)

    assert (sound == TONE).all()


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: signals.waveform(TONE, 0), "rate must be a positive"),
        (lambda: signals.waveform([[1, 2]], 10), "shape"),
        (lambda: signals.waveform([1, np.nan], 10), "missing"),
        (lambda: signals.spectrogram(TONE[:100], RATE), "fewer than the window"),
        (lambda: signals.spectrogram(np.zeros(1000), RATE), "silent"),
        (lambda: signals.spectrogram(TONE, RATE, hop=0), "hop"),
        (lambda: signals.spectrum([1, 2, 3], RATE), "at least 8"),
        (lambda: signals.spectrum(np.ones(100), RATE), "not all the same"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_reason(draw, message):
    with pytest.raises(CourseError, match=message):
        draw()
