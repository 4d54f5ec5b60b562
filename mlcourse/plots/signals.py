"""Figures about sound and other sampled signals: waveform, spectrogram, spectrum."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, line, number, numbers

_MOST_COLUMNS = 2000  # a waveform or spectrum longer than twice this is drawn by its extremes
_MOST_FRAMES = 400
_MOST_BINS = 257
_MEL_TICKS = (100, 250, 500, 1000, 2000, 3000, 5000, 8000, 12_000, 18_000)  # hertz, about evenly apart
_FLOOR = -80.0  # dB below the loudest


def waveform(
    samples: ArrayLike, rate: float, *, name: str = "amplitude", title: str | None = None, alt: str | None = None
) -> theme.Figure:
    """Draw a signal over time.

    Parameters
    ----------
    samples : array_like of shape (n,)
        The signal. Beyond 4,000 samples the smallest and the largest of each stretch are drawn: no peak is lost.
    rate : float
        Samples per second, in hertz.
    name : str
        What the samples are, with the unit.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `samples` are not finite numbers in one row, or `rate` is not positive.

    Examples
    --------
    >>> waveform([0, 1, 0, -1], 4).alt
    'A signal of 1 s at 4 Hz: peak 1 at 0.25 s, root mean square 0.707.'
    """
    signal = _signal(samples, rate)
    peak = int(np.abs(signal).argmax())
    told = (
        f"A signal of {number(len(signal) / rate)} s at {number(rate)} Hz: peak {number(signal[peak])} at "
        f"{number(peak / rate)} s, root mean square {number(float(np.sqrt((signal**2).mean())))}."
    )
    at, y = _extremes(signal)
    return theme.figure(
        line(
            at / rate,
            y,
            name,
            line={"color": theme.BLUE, "width": 1.2},
            hovertemplate=f"%{{x:.4f}} s<br>{name} %{{y:.4g}}<extra></extra>",
        ),
        alt=alt or told,
        title=title,
        height=320,
        showlegend=False,
        margin_b=60,
        xaxis_title="time in s",
        yaxis_title=name,
    )


def spectrogram(
    samples: ArrayLike,
    rate: float,
    *,
    window: int = 512,
    hop: int | None = None,
    mel: bool = False,
    bands: int = 64,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw which frequencies a signal holds at each time: its short-time Fourier transform, in decibels.

    Parameters
    ----------
    samples : array_like of shape (n,)
        The signal, at least `window` samples long.
    rate : float
        Samples per second, in hertz.
    window : int
        Length of the Hann window in samples: longer windows tell frequencies better and times worse.
    hop : int, optional
        Samples from one window to the next; without it, a quarter of the window.
    mel : bool
        Whether frequencies are gathered in bands of the mel scale, as wide as they sound alike.
    bands : int
        How many bands of the mel scale.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``: decibels relative to the loudest cell, in whole numbers, and no less than
        −80. Beyond 400 windows or 257 frequencies the power of neighbours is averaged.

    Raises
    ------
    CourseError
        If `samples` are too few or not finite, all are zero, or an option is not positive.

    References
    ----------
    O'Shaughnessy, "Speech Communication", 1987: mel = 2595 log10(1 + f / 700).

    Examples
    --------
    >>> t = np.arange(8000) / 8000
    >>> spectrogram((1 + t) * np.sin(2 * np.pi * 1000 * t), 8000).alt
    'Spectrogram of 1 s, 0 to 4,000 Hz. Loudest at 1,000 Hz after 0.96 s; 95 % of the power lies at or below 1,016 Hz.'
    """
    signal = _signal(samples, rate)
    hop = max(1, window // 4) if hop is None else hop
    if window < 4 or hop < 1 or bands < 2:
        raise CourseError("window must be at least 4 samples, hop at least 1 and bands at least 2.")
    if len(signal) < window:
        raise CourseError(
            f"The signal has {len(signal)} samples, fewer than the window of {window}: use a shorter one."
        )
    if not signal.any():
        raise CourseError("The signal is silent: a spectrogram tells loudness relative to the loudest moment.")
    power = stft_power(signal, window, hop)
    frequencies: Floats = np.asarray(np.fft.rfftfreq(window, 1 / rate), dtype=np.float64)
    times: Floats = np.asarray((np.arange(len(power)) * hop + window / 2) / rate, dtype=np.float64)
    share = np.cumsum(power.sum(axis=0)) / power.sum()
    edge = frequencies[int(np.searchsorted(share, 0.95))]
    if mel:
        weights, frequencies = mel_bank(frequencies, bands)
        power = power @ weights.T
    frame, place = np.unravel_index(int(power.argmax()), power.shape)
    told = (
        f"{'Mel spectrogram' if mel else 'Spectrogram'} of {number(len(signal) / rate)} s, 0 to {number(rate / 2)} Hz. "
        f"Loudest at {number(frequencies[place])} Hz after {number(times[frame])} s; 95 % of the power lies at or "
        f"below {number(edge)} Hz."
    )
    power, times = _pooled(power, _MOST_FRAMES), _pooled(times[:, None], _MOST_FRAMES)[:, 0]
    if not mel:
        power = _pooled(power.T, _MOST_BINS).T
        frequencies = _pooled(frequencies[:, None], _MOST_BINS)[:, 0]
    decibels = 10 * np.log10(np.maximum(power / power.max(), 10 ** (_FLOOR / 10)))
    cells = go.Heatmap(
        # Whole decibels take an eighth of the room in the saved notebook.
        z=np.round(decibels).astype(np.int8).T,
        x=times.astype(np.float32),
        y=np.arange(len(frequencies)) if mel else frequencies.astype(np.float32),
        zmin=_FLOOR,
        zmax=0,
        colorscale="Cividis",
        colorbar={"title": {"text": "dB relative to the loudest", "side": "right"}, "thickness": 14, "outlinewidth": 0},
        customdata=np.broadcast_to(np.round(frequencies).astype(np.int32)[:, None], decibels.T.shape) if mel else None,
        hovertemplate=f"%{{x:.3f}} s<br>{'%{customdata}' if mel else '%{y:.0f}'} Hz<br>%{{z}} dB<extra></extra>",
    )
    yaxis: dict[str, object] = {"title": "frequency in Hz"}
    if mel:
        ticks = [hertz for hertz in _MEL_TICKS if frequencies[0] <= hertz <= frequencies[-1]]
        yaxis = {
            "title": "frequency in Hz (mel scale)",
            "tickvals": np.interp(ticks, frequencies, np.arange(len(frequencies))).tolist(),
            "ticktext": [f"{hertz}" for hertz in ticks],
        }
    return theme.figure(
        cells,
        alt=alt or told,
        title=title,
        height=380,
        margin_b=60,
        xaxis={"title": "time in s", "showgrid": False, "zeroline": False},
        yaxis={"showgrid": False, "zeroline": False} | yaxis,
    )


def spectrum(
    samples: ArrayLike,
    rate: float,
    *,
    decibels: bool = False,
    peaks: int = 3,
    name: str = "amplitude",
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw the amplitude of each frequency in a whole signal, with the highest peaks marked.

    Parameters
    ----------
    samples : array_like of shape (n,), n >= 8
        The signal. Its mean is taken away, and it is multiplied by a Hann window, for which the amplitudes are put
        right: a sine of amplitude A has a peak of about A.
    rate : float
        Samples per second, in hertz.
    decibels : bool
        Whether amplitudes are told in decibels below the highest.
    peaks : int
        How many peaks are marked at most.
    name : str
        What the samples are, with the unit.
    title, alt : str, optional
        The heading and the description; without the latter, one is made from the data.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `samples` are fewer than 8, not finite or all the same, or `rate` is not positive.

    Examples
    --------
    >>> t = np.arange(1000) / 1000
    >>> spectrum(2 * np.sin(2 * np.pi * 50 * t) + np.sin(2 * np.pi * 120 * t), 1000).alt
    'Amplitude spectrum from 0 to 500 Hz. The highest peaks: 50 Hz (2), 120 Hz (1).'
    """
    signal = _signal(samples, rate)
    if len(signal) < 8 or np.ptp(signal) == 0:
        raise CourseError("A spectrum needs at least 8 samples that are not all the same.")
    taper = _hann(len(signal))
    amplitudes = 2 * np.abs(np.fft.rfft((signal - signal.mean()) * taper)) / taper.sum()
    amplitudes[0] /= 2
    if len(signal) % 2 == 0:
        amplitudes[-1] /= 2
    frequencies = np.fft.rfftfreq(len(signal), 1 / rate)
    found = _peaks(amplitudes, peaks)
    listed = ", ".join(f"{number(frequencies[i])} Hz ({number(amplitudes[i])})" for i in found)
    told = f"Amplitude spectrum from 0 to {number(rate / 2)} Hz. " + (
        f"The highest peak{'s' if len(found) > 1 else ''}: {listed}." if found else "No peak stands out."
    )
    shown = amplitudes
    if decibels:
        shown = 20 * np.log10(np.maximum(amplitudes / amplitudes.max(), 10 ** (_FLOOR / 20)))
    at, y = _extremes(shown)
    x = frequencies[0] + at * (frequencies[1] - frequencies[0])
    label = f"{name} in dB below the highest" if decibels else name
    curve = line(
        x,
        y,
        name,
        line={"color": theme.BLUE, "width": 1.8},
        hovertemplate="%{x:.4g} Hz<br>%{y:.4g}" + (" dB" if decibels else "") + "<extra></extra>",
    )
    marks = go.Scatter(
        x=frequencies[found],
        y=shown[found],
        mode="markers+text",
        text=[f" {number(frequencies[i])} Hz" for i in found],
        textposition="top center",
        textfont={"color": theme.INK},
        marker={"color": theme.VERMILLION, "symbol": "diamond", "size": 9},
        cliponaxis=False,
        hoverinfo="skip",
    )
    height = float(shown.max() - shown.min()) or 1.0
    return theme.figure(
        curve,
        marks,
        alt=alt or told,
        title=title,
        height=340,
        showlegend=False,
        margin_b=60,
        xaxis_title="frequency in Hz",
        yaxis={"title": label, "range": [float(shown.min()) - 0.02 * height, float(shown.max()) + 0.14 * height]},
    )


def stft_power(signal: Floats, window: int, hop: int) -> Floats:
    """Compute the power of the short-time Fourier transform with a Hann window.

    Parameters
    ----------
    signal : ndarray of shape (n,), n >= window
        The signal.
    window, hop : int
        Length of the window, and the step from one to the next, in samples.

    Returns
    -------
    ndarray of shape (1 + (n - window) // hop, 1 + window // 2)
        Squared amplitudes; rows are times, columns frequencies.

    Examples
    --------
    >>> stft_power(np.ones(16), 8, 4).shape
    (3, 5)
    """
    stretches = np.lib.stride_tricks.sliding_window_view(signal, window)[::hop]
    power: Floats = np.abs(np.fft.rfft(stretches * _hann(window), axis=1)) ** 2
    return power


def mel_bank(frequencies: Floats, bands: int) -> tuple[Floats, Floats]:
    """Make the triangular filters that gather frequencies in bands of the mel scale.

    Parameters
    ----------
    frequencies : ndarray of shape (f,)
        Rising, from 0, in hertz.
    bands : int
        How many.

    Returns
    -------
    weights : ndarray of shape (bands, f)
        Triangles that rise from 0 to 1 and fall to 0 again; a band between two frequencies takes the nearer one.
    centres : ndarray of shape (bands,)
        The frequency in the middle of each band, in hertz.

    Examples
    --------
    >>> weights, centres = mel_bank(np.linspace(0, 4000, 257), 4)
    >>> centres.round().tolist()
    [324.0, 799.0, 1494.0, 2511.0]
    """
    top = 2595 * np.log10(1 + frequencies[-1] / 700)
    edges = 700 * (10 ** (np.linspace(0, top, bands + 2) / 2595) - 1)
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    weights = np.clip(np.minimum((frequencies - low) / (centre - low), (high - frequencies) / (high - centre)), 0, None)
    empty = np.flatnonzero(weights.sum(axis=1) == 0)
    weights[empty, np.abs(frequencies - centre[empty]).argmin(axis=1)] = 1.0
    return weights, edges[1:-1]


def _signal(samples: ArrayLike, rate: float) -> Floats:
    if not rate > 0 or not np.isfinite(rate):
        raise CourseError(f"rate must be a positive number of samples per second, not {rate}.")
    return numbers(samples, "samples", "n")


def _hann(size: int) -> Floats:
    # The periodic form, which suits overlapping windows.
    hann: Floats = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
    return hann


def _extremes(values: Floats) -> tuple[Floats, Floats]:
    """Reduce a long row to the smallest and the largest of each stretch, in their order."""
    count = len(values)
    if count <= 2 * _MOST_COLUMNS:
        return np.arange(count, dtype=float), values
    size = -(-count // _MOST_COLUMNS)
    padded = np.pad(values, (0, -count % size), mode="edge").reshape(-1, size)
    both = np.sort(np.stack([padded.argmin(axis=1), padded.argmax(axis=1)]), axis=0)
    at = np.minimum((both + np.arange(len(padded)) * size).T.ravel(), count - 1)
    return at.astype(float), values[at]


def _pooled(rows: Floats, most: int) -> Floats:
    """Average neighbouring rows until there are at most so many."""
    size = -(-len(rows) // most)
    if size == 1:
        return rows
    starts = np.arange(0, len(rows), size)
    sums: Floats = np.add.reduceat(rows, starts, axis=0)
    return sums / np.diff(np.append(starts, len(rows)))[:, None]


def _peaks(amplitudes: Floats, most: int) -> list[int]:
    """Find the highest peaks that stand out by a tenth of the highest, from low to high frequency."""
    from scipy.signal import find_peaks

    found, properties = find_peaks(
        np.pad(amplitudes, 1), height=0.1 * amplitudes.max(), prominence=0.1 * amplitudes.max()
    )
    best = np.argsort(-properties["prominences"], kind="stable")[: max(0, most)]
    places: NDArray[np.int64] = np.sort(found[best] - 1)
    return [int(i) for i in places]
