"""The simulated images and sounds: their format, the facts known of the originals, and how well methods do on them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.model_selection import GroupKFold, KFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mlcourse import datasets
from mlcourse.datasets import Dataset
from mlcourse.datasets.simulated._drawing import Canvas, Frame

SHAPES = {"mnist": (28, 28), "cifar-10": (32, 32, 3), "portraits": (64, 64, 3), "sounds": (8000,)}


@pytest.fixture(scope="module")
def mnist() -> Dataset:
    return datasets.load("mnist", source="simulated")


@pytest.fixture(scope="module")
def cifar() -> Dataset:
    return datasets.load("cifar-10", source="simulated")


@pytest.fixture(scope="module")
def portraits() -> Dataset:
    return datasets.load("portraits", size=2000, seed=1)


@pytest.fixture(scope="module")
def sounds() -> Dataset:
    return datasets.load("sounds", size=800)


@pytest.fixture
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield
    torch.set_num_threads(before)


def _train(net: torch.nn.Module, x: Any, y: Any, epochs: int, rate: float) -> None:
    order = np.random.default_rng(0)
    batches = -(-len(x) // 50)
    optimiser = torch.optim.Adam(net.parameters(), rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3 * rate, total_steps=epochs * batches)
    for _ in range(epochs):
        for batch in np.array_split(order.permutation(len(x)), batches):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(net(x[batch]), y[batch]).backward()
            optimiser.step()
            schedule.step()


def _right(net: torch.nn.Module, x: Any, y: Any) -> float:
    with torch.no_grad():
        return float((net(x).argmax(1) == y).float().mean())


def _linear(strength: float) -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=150))


def _pooled(mnist: Dataset) -> Any:
    """Halve the digits' resolution, which loses little and saves much."""
    return mnist.data.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4), dtype=np.float32).reshape(-1, 196) / 255


# --- what holds for all of them ----------------------------------------------


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("size", [1, 10, 137])
def test_any_size_has_the_format(name: str, size: int) -> None:
    data = datasets.load(name, source="simulated", size=size, seed=3)
    assert isinstance(data.data, np.ndarray)
    assert data.data.shape == (size, *SHAPES[name])
    assert data.data.dtype == (np.float32 if name == "sounds" else np.uint8)
    assert data.target is not None
    assert data.target.shape == (size,)
    assert data.target.dtype == np.int64
    assert set(data.target) <= set(range(len(data.target_names)))
    assert data.card.rows == size
    assert data.card.kind == "simulated"
    assert len(data.feature_names) == (0 if name == "sounds" else data.data[0].size)
    assert data.kind == ("sounds" if name == "sounds" else "images")
    for extra in data.extras.values():
        assert isinstance(extra, int) or len(extra) == size


@pytest.mark.parametrize("name", SHAPES)
def test_the_seed_decides_and_nothing_else(name: str) -> None:
    state = np.random.get_state()[1].copy()  # type: ignore[index]
    first, again, other = (datasets.load(name, source="simulated", size=60, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(first.data, again.data)
    assert np.array_equal(first.target, again.target)
    assert not np.array_equal(first.data, other.data)
    assert np.array_equal(np.random.get_state()[1], state)  # type: ignore[index]
    first.data[:] = 0
    assert not np.array_equal(first.data, datasets.load(name, source="simulated", size=60, seed=5).data)


@pytest.mark.parametrize("name", ["mnist", "cifar-10", "portraits"])
def test_pixels_are_named_in_the_order_in_which_they_lie(name: str) -> None:
    data = datasets.load(name, source="simulated", size=2)
    pixels = data.data.reshape(2, -1)
    place = data.feature_names.index("pixel_20_13" if name == "mnist" else "pixel_20_13_green")
    assert pixels[1, place] == (data.data[1, 20, 13] if name == "mnist" else data.data[1, 20, 13, 1])


def _one() -> tuple[Canvas, Frame, np.ndarray]:
    return Canvas(1, 64, light=(0.0, 0.0)), Frame.over(1, 64), np.ones((3, 1, 1, 1), dtype=np.float32)


def test_shapes_cover_the_area_that_they_should() -> None:
    pixels = 32.0**2
    canvas, frame, white = _one()
    canvas.ball(frame, 0.1, 0.0, 0.5, 0.3, white)
    assert canvas.planes[0].sum() / pixels == pytest.approx(np.pi * 0.5 * 0.3, rel=0.03)
    canvas, frame, white = _one()
    canvas.limb(frame, (-0.5, 0.0), (0.5, 0.2), (0.1, 0.1), white)
    assert canvas.planes[0].sum() / pixels == pytest.approx(0.2 * np.hypot(1, 0.2) + np.pi * 0.01, rel=0.03)
    canvas, frame, white = _one()
    canvas.plate(frame, [(-0.5, -0.5), (0.5, -0.5), (0.0, 0.5)], white)
    assert canvas.planes[0].sum() / pixels == pytest.approx(0.5, rel=0.03)
    canvas, frame, white = _one()
    canvas.bar(frame, 0.0, 0.0, 0.6, 0.2, white)
    assert canvas.planes[0].sum() / pixels == pytest.approx(1.2 * 0.4, rel=0.03)


def test_a_frame_moves_turns_and_mirrors() -> None:
    for wide, lit in ((1.0, (0, 1)), (-1.0, (0, -1))):
        canvas, frame, white = _one()
        # A quarter of a turn clockwise: what lay to the right lies below.
        canvas.ball(frame.at(0.2, 0.0, turn=np.pi / 2, size=0.5, wide=wide), 1.0, 0.0, 0.2, 0.2, white)
        rows, columns = np.nonzero(canvas.planes[0, 0] > 0.5)
        assert columns.mean() == pytest.approx((0.2 + 1) * 32 - 0.5, abs=0.5)
        assert rows.mean() == pytest.approx((0.5 * lit[1] + 1) * 32 - 0.5, abs=0.5)


def test_a_window_is_a_part_of_the_whole() -> None:
    whole, frame, white = _one()
    part, _, _ = _one()
    whole.ball(frame, 0.0, 0.0, 0.4, 0.3, white)
    part.ball(frame.window(slice(10, 60), slice(4, 56)), 0.0, 0.0, 0.4, 0.3, white)
    assert np.array_equal(whole.planes, part.planes)


# --- mnist -------------------------------------------------------------------


def test_mnist_looks_like_mnist(mnist: Dataset) -> None:
    scaled = mnist.data / 255
    assert scaled.mean() == pytest.approx(0.131, abs=0.015)
    assert scaled.std() == pytest.approx(0.308, abs=0.03)
    assert (mnist.data == 0).mean() == pytest.approx(0.81, abs=0.03)
    assert mnist.data.max() == 255
    shares = np.bincount(mnist.target) / len(mnist.data)
    assert np.abs(shares - [0.099, 0.112, 0.099, 0.102, 0.097, 0.09, 0.099, 0.104, 0.098, 0.099]).max() < 0.015
    assert shares.argmax() == 1


def test_digits_fill_their_box_and_are_centred_by_their_mass(mnist: Dataset) -> None:
    ink = mnist.data > 127
    tall = ink.any(axis=2).sum(axis=1)
    wide = ink.any(axis=1).sum(axis=1)
    assert 18 <= np.median(np.maximum(tall, wide)) <= 20
    assert np.maximum(tall, wide).max() <= 21
    across = (mnist.data.sum(axis=1) * np.arange(28)).sum(axis=1) / mnist.data.sum(axis=(1, 2))
    assert np.abs(across - 13.5).mean() < 0.6
    assert (mnist.data.max(axis=0) == 0).any()


def test_hands_differ_and_hasty_ones_are_read_worse(mnist: Dataset) -> None:
    x, y = _pooled(mnist), mnist.target
    writer, hasty = mnist.extras["writer"], mnist.extras["hasty"]
    assert len(np.unique(writer)) == pytest.approx(100, abs=3)
    heights = (mnist.data[:, :14] > 0).mean(axis=(1, 2))
    of_writer = pd.Series(heights).groupby(writer)
    assert of_writer.mean().std() > 1.5 * heights.std() / np.sqrt(of_writer.size().mean())
    model = KNeighborsClassifier(3)
    known = cross_val_predict(model, x, y, cv=KFold(4, shuffle=True, random_state=0)) == y
    new = cross_val_predict(model, x, y, groups=writer, cv=GroupKFold(4)) == y
    assert known.mean() > new.mean() + 0.004
    assert new[~hasty].mean() > new[hasty].mean() + 0.01


def test_methods_rank_on_mnist_as_they_should(mnist: Dataset, one_thread: None) -> None:
    x, y = mnist.data.reshape(6000, -1) / np.float32(255), mnist.target
    coarse = _pooled(mnist)
    neighbours = KNeighborsClassifier(3).fit(coarse[:5000], y[:5000]).score(coarse[5000:], y[5000:])
    linear = _linear(0.03).fit(coarse[:4000], y[:4000]).score(coarse[5000:], y[5000:])
    images, classes = torch.tensor(x).view(-1, 1, 28, 28), torch.tensor(y)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 16, 5, stride=2, padding=2),
        torch.nn.ReLU(),
        torch.nn.Conv2d(16, 32, 3, stride=2, padding=1),
        torch.nn.ReLU(),
        torch.nn.Flatten(),
        torch.nn.Linear(32 * 49, 64),
        torch.nn.ReLU(),
        torch.nn.Linear(64, 10),
    )
    _train(net, images[:5000], classes[:5000], epochs=4, rate=2e-3)
    convolutional = _right(net, images[5000:], classes[5000:])
    assert 0.88 <= linear <= 0.94
    assert 0.94 <= neighbours <= 0.975
    assert convolutional > 0.96
    assert linear < neighbours < convolutional


# --- cifar-10 ----------------------------------------------------------------


def test_cifar_looks_like_cifar(cifar: Dataset) -> None:
    assert list(np.bincount(cifar.target)) == [500] * 10
    means, deviations = cifar.data.mean(axis=(0, 1, 2)) / 255, cifar.data.std(axis=(0, 1, 2)) / 255
    assert np.abs(means - [0.491, 0.482, 0.447]).max() < 0.05
    assert np.abs(deviations - [0.247, 0.243, 0.262]).max() < 0.05
    some = cifar.data[:300].astype(float)
    near, far = (np.abs(some[:, :, apart:] - some[:, :, :-apart]).mean() for apart in (1, 8))
    assert near < 0.6 * far
    blue = cifar.data[..., 2].mean(axis=(1, 2)) - cifar.data[..., 0].mean(axis=(1, 2))
    by_class = dict(zip(cifar.target_names, (np.median(blue[cifar.target == k]) for k in range(10)), strict=True))
    assert min(by_class["airplane"], by_class["ship"]) > max(by_class[name] for name in ("cat", "deer", "frog"))


def test_some_pictures_of_cifar_are_nearly_there_twice(cifar: Dataset) -> None:
    grey = cifar.data.reshape(5000, 16, 2, 16, 2, 3).mean(axis=(2, 4, 5), dtype=np.float32)
    assert grey.std(axis=(1, 2)).min() > 1
    likeness = np.corrcoef(grey.reshape(5000, -1), dtype=np.float32)
    np.fill_diagonal(likeness, 0)
    assert 0.01 < (likeness.max(axis=1) > 0.93).mean() < 0.15


def test_methods_rank_on_cifar_as_they_should(cifar: Dataset, one_thread: None) -> None:
    y, train, test = cifar.target, slice(0, 4000), slice(4000, 5000)
    codes = (cifar.data // 64) @ np.array([16, 4, 1])
    histogram = np.stack([np.bincount(code.ravel(), minlength=64) for code in codes])
    colours = RidgeClassifier(100).fit(np.sqrt(histogram[train]), y[train]).score(np.sqrt(histogram[test]), y[test])
    pixels = cifar.data[:, ::2, ::2].reshape(5000, -1) / np.float32(255)
    linear = RidgeClassifier(alpha=300).fit(pixels[train], y[train]).score(pixels[test], y[test])
    images, classes = torch.tensor(cifar.data).permute(0, 3, 1, 2) / 255 - 0.5, torch.tensor(y)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(3, 16, 3, stride=2, padding=1),
        torch.nn.ReLU(),
        torch.nn.Conv2d(16, 32, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(32, 48, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(48 * 16, 10),
    )
    _train(net, images[train], classes[train], epochs=4, rate=2e-3)
    convolutional = _right(net, images[test], classes[test])
    assert colours > 0.2
    assert 0.33 <= linear <= 0.47
    assert convolutional > linear + 0.1
    with torch.no_grad():
        taken = net(images[test]).argmax(1).numpy()
    confused = np.zeros((10, 10))
    np.add.at(confused, (y[test], taken), 1)
    names = list(cifar.target_names)
    cat, dog, truck, ship = (names.index(name) for name in ("cat", "dog", "truck", "ship"))
    assert confused[cat, dog] + confused[dog, cat] > confused[cat, ship] + confused[ship, cat] + 5
    assert confused[truck, truck] > confused[cat, cat]


# --- portraits ---------------------------------------------------------------


def test_portraits_show_the_same_people_several_times(portraits: Dataset) -> None:
    person, table = portraits.extras["person"], portraits.extras["attributes"]
    assert list(table.columns) == [
        *("person", "age", "skin_tone", "hair_colour", "hair_length", "beard", "glasses", "hat", "light", "smile"),
        "setting",
    ]
    assert np.array_equal(table["person"], person)
    pictures = np.bincount(person)
    assert pictures.mean() == pytest.approx(8, abs=0.5)
    assert pictures.max() > 18
    for stays in ("skin_tone", "hair_colour", "hair_length", "beard"):
        assert (table.groupby("person")[stays].nunique() == 1).all()
    assert (table.groupby("person")["age"].agg(np.ptp) <= 3).all()
    face = portraits.data[:, 16:56, 12:52].reshape(2000, 10, 4, 10, 4, 3).mean(axis=(2, 4)).reshape(2000, -1)
    likeness = np.corrcoef(face)
    same = person[:, None] == person
    np.fill_diagonal(same, False)
    assert likeness[same].mean() > likeness[~same].mean() + 0.1
    assert same[np.arange(2000), (likeness - 2 * np.eye(2000)).argmax(axis=1)].mean() > 20 * same.mean()


def test_what_goes_with_what_in_portraits(portraits: Dataset) -> None:
    table, smiling = portraits.extras["attributes"], portraits.target == 1
    assert smiling.mean() == pytest.approx(0.45, abs=0.06)
    snapshot = (table["setting"] == "snapshot").to_numpy()
    assert smiling[snapshot].mean() > smiling[~snapshot].mean() + 0.3
    assert not table.loc[~snapshot, "hat"].any()
    old = table["age"] >= 60
    assert table.loc[old, "glasses"].mean() > 3 * table.loc[table["age"] < 40, "glasses"].mean()
    assert (table.loc[old, "hair_colour"] == "grey").mean() > 0.5
    rare = table["skin_tone"] >= 5
    assert 0.04 < rare.mean() < 0.15
    assert portraits.data[rare].mean() < 0.8 * portraits.data[~rare].mean()
    broad = table["smile"] > 0.55
    assert smiling[broad & ~rare].mean() > 0.95
    assert smiling[broad & rare].mean() < 0.92


def test_landmarks_lie_where_eyes_and_mouths_are(portraits: Dataset) -> None:
    landmarks = portraits.extras["landmarks"]
    assert landmarks.shape == (2000, 5, 2)
    assert ((landmarks > 0) & (landmarks < 64)).all()
    left, right, nose, corner, other = landmarks.transpose(1, 0, 2)
    assert (left[:, 0] < right[:, 0]).all()
    assert (corner[:, 0] < other[:, 0]).all()
    assert (nose[:, 1] > (left[:, 1] + right[:, 1]) / 2).all()
    eyes = np.rint(np.concatenate([left, right])).astype(int)
    twice = np.tile(np.arange(2000), 2)
    grey = portraits.data.mean(axis=-1)
    # The pupil is darker than the cheek below it.
    assert np.median(grey[twice, eyes[:, 1], eyes[:, 0]] / grey[twice, eyes[:, 1] + 8, eyes[:, 0]]) < 0.7


def test_a_model_of_smiles_takes_the_background_and_fails_the_rare(portraits: Dataset) -> None:
    table, y = portraits.extras["attributes"], portraits.target
    pixels = portraits.data.reshape(2000, 32, 2, 32, 2, 3).mean(axis=(2, 4, 5), dtype=np.float32).reshape(2000, -1)
    fold = portraits.extras["person"] % 3
    taken = np.empty(2000, dtype=int)
    for part in range(3):
        model = make_pipeline(StandardScaler(), RidgeClassifier(2000)).fit(pixels[fold != part], y[fold != part])
        taken[fold == part] = model.predict(pixels[fold == part])
    right = taken == y
    assert 0.68 < right.mean() < 0.9
    as_usual = (table["setting"] == "snapshot").to_numpy() == (y == 1)
    assert right[as_usual].mean() > right[~as_usual].mean() + 0.2
    rare = (table["skin_tone"] >= 5).to_numpy()
    overlooked, overlooked_elsewhere = (1 - taken[group & (y == 1)].mean() for group in (rare, ~rare))
    assert overlooked > overlooked_elsewhere + 0.05
    assert right[rare].mean() < right[~rare].mean() - 0.02
    assert right.mean() > right[~rare].mean() - 0.03
    corner = portraits.data[:, :6, :6].reshape(2000, -1)
    background = _linear(0.01).fit(corner[fold != 0], y[fold != 0]).score(corner[fold == 0], y[fold == 0])
    assert background > max(y.mean(), 1 - y.mean()) + 0.03


# --- sounds ------------------------------------------------------------------


def _spectrogram(sounds: np.ndarray) -> np.ndarray:
    frames = np.lib.stride_tricks.sliding_window_view(sounds, 256, axis=1)[:, ::128] * np.hanning(256)
    return np.abs(np.fft.rfft(frames)) ** 2


def _cepstrum(sounds: np.ndarray) -> np.ndarray:
    """Mean and deviation of 13 mel-frequency cepstral coefficients."""
    mel = 2595 * np.log10(1 + np.linspace(0, 4000, 129) / 700)
    edges = np.linspace(0, mel[-1], 26)
    filters = [
        np.clip(np.minimum((mel - a) / (b - a), (c - mel) / (c - b)), 0, None)
        for (a, b), (_, c) in pairwise(pairwise(edges))
    ]
    loud = np.log(_spectrogram(sounds) @ np.array(filters).T + 1e-6)
    cosines = np.cos(np.pi * (np.arange(24)[:, None] + 0.5) * np.arange(13) / 24)
    coefficients = loud @ cosines
    change = np.abs(np.diff(coefficients, axis=1)).mean(axis=1)
    return np.concatenate([coefficients.mean(axis=1), coefficients.std(axis=1), change], axis=1)


def test_sounds_are_recordings_at_all_levels(sounds: Dataset) -> None:
    assert sounds.extras["rate"] == 8000
    assert np.abs(sounds.data).max() <= 1
    assert np.isfinite(sounds.data).all()
    peak = np.abs(sounds.data).max(axis=1)
    assert np.quantile(peak, 0.9) > 5 * np.quantile(peak, 0.1)
    overdriven = (np.abs(sounds.data) == 1).sum(axis=1) > 20
    assert 0.01 < overdriven.mean() < 0.12
    recording = sounds.extras["recording"]
    assert np.bincount(recording).mean() == pytest.approx(4, abs=0.3)
    assert set(sounds.extras["microphone"]) == {"full", "telephone", "thin"}
    shares = np.bincount(sounds.target, minlength=8) / 800
    assert 0.06 < shares.min() < shares.max() < 0.22


def test_kinds_of_sounds_sound_like_themselves(sounds: Dataset) -> None:
    power = _spectrogram(sounds.data)
    power /= power.sum(axis=(1, 2), keepdims=True)
    hertz = np.linspace(0, 4000, 129)
    centre = power.sum(axis=1) @ hertz
    time = power.sum(axis=2)
    burst = time.max(axis=1) / time.mean(axis=1)
    flat = np.exp(np.log(power.sum(axis=1) + 1e-9).mean(axis=1)) * 129
    of = {name: sounds.target == number for number, name in enumerate(sounds.target_names)}
    middle = {name: np.median(centre[mask]) for name, mask in of.items()}
    assert middle["engine"] < middle["vowel"] < middle["bird"]
    assert max(middle, key=middle.get) in ("bird", "rain")  # type: ignore[arg-type]
    assert max(of, key=lambda name: np.median(burst[of[name]])) == "clap"
    assert max(of, key=lambda name: np.median(flat[of[name]])) == "rain"


def test_spectra_beat_samples_and_new_recordings_are_harder(sounds: Dataset) -> None:
    features, y, recording = _cepstrum(sounds.data), sounds.target, sounds.extras["recording"]
    test = recording % 4 == 0
    forest = RandomForestClassifier(100, random_state=0).fit(features[~test], y[~test]).score(features[test], y[test])
    linear = _linear(1.0).fit(features[~test], y[~test]).score(features[test], y[test])
    samples = RidgeClassifier(1.0, solver="cholesky").fit(sounds.data[~test], y[~test])
    raw = samples.score(sounds.data[test], y[test])
    assert raw < 0.3
    assert 0.65 < linear < 0.95
    assert raw + 0.4 < forest < 0.95
    nearest = make_pipeline(StandardScaler(), KNeighborsClassifier(1))
    at_random = (cross_val_predict(nearest, features, y, cv=KFold(4, shuffle=True, random_state=0)) == y).mean()
    by_recording = (cross_val_predict(nearest, features, y, groups=recording, cv=GroupKFold(4)) == y).mean()
    assert at_random > by_recording + 0.02


def test_another_microphone_misleads_a_model(sounds: Dataset) -> None:
    features, y, microphone = _cepstrum(sounds.data), sounds.target, sounds.extras["microphone"]
    full, telephone = microphone == "full", microphone == "telephone"
    folds, model = GroupKFold(5), _linear(0.1)
    taken = cross_val_predict(model, features[full], y[full], groups=sounds.extras["recording"][full], cv=folds)
    elsewhere = model.fit(features[full], y[full]).score(features[telephone], y[telephone])
    assert (taken == y[full]).mean() > elsewhere + 0.05
