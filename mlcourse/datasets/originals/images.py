"""Pictures of digits and of things."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mlcourse.datasets.card import Card, Column
from mlcourse.datasets.dataset import Dataset
from mlcourse.datasets.fetching import fetch
from mlcourse.datasets.originals import files
from mlcourse.datasets.originals._archives import tar_members
from mlcourse.errors import CourseError

_Array = np.ndarray[Any, Any]

CIFAR_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
CIFAR_FOLDER = "cifar-10-batches-bin"
CIFAR_BATCHES = (*(f"data_batch_{number}.bin" for number in range(1, 6)), "test_batch.bin")


def mnist() -> Dataset:
    """Fetch the handwritten digits."""
    return parse_mnist(
        images=[fetch(file, "mnist") for file in (files.MNIST_TRAIN_IMAGES, files.MNIST_TEST_IMAGES)],
        labels=[fetch(file, "mnist") for file in (files.MNIST_TRAIN_LABELS, files.MNIST_TEST_LABELS)],
    )


def cifar_10() -> Dataset:
    """Fetch the small colour pictures."""
    return parse_cifar_10(fetch(files.CIFAR_10, "cifar-10"))


def read_idx(path: Path) -> _Array:
    """Read an array from a compressed file in the format IDX of MNIST.

    Parameters
    ----------
    path : Path
        The file: two zeros, the kind of number, the number of dimensions, their sizes, and then the bytes.

    Returns
    -------
    numpy.ndarray of uint8
        As many dimensions as the file says.

    Raises
    ------
    CourseError
        If it is not such a file.
    """
    content = gzip.decompress(path.read_bytes())
    dimensions = content[3] if content[:3] == b"\0\0\x08" and len(content) > 3 else 0
    start = 4 + 4 * dimensions
    if dimensions and len(content) >= start:
        shape = np.frombuffer(content, ">u4", dimensions, offset=4).astype(int)
        if len(content) == start + shape.prod():
            return np.frombuffer(content, np.uint8, offset=start).reshape(shape).copy()
    raise CourseError(f"{path} is not a file of MNIST's format.")


def parse_mnist(images: Sequence[Path], labels: Sequence[Path]) -> Dataset:
    """Read the digits: the training part, then the test part."""
    pictures = [read_idx(path) for path in images]
    data = np.concatenate(pictures)
    return Dataset(
        name="mnist",
        data=data,
        target=np.concatenate([read_idx(path) for path in labels]).astype(np.int64),
        feature_names=tuple(f"pixel_{row}_{column}" for row in range(28) for column in range(28)),
        target_names=tuple(map(str, range(10))),
        card=_mnist_card(len(data)),
        extras={"test": np.arange(len(data)) >= len(pictures[0])},
    )


def parse_cifar_10(path: Path) -> Dataset:
    """Read the pictures from the archive of its binary version: the training part, then the test part."""
    wanted = {f"{CIFAR_FOLDER}/{name}" for name in CIFAR_BATCHES}
    batches = dict(tar_members(path, wanted.__contains__))
    if batches.keys() != wanted:
        raise CourseError(f"The archive {path} lacks {', '.join(sorted(wanted - batches.keys()))}.")
    # A record is a label and three planes of 32 x 32, red, green and blue.
    records = [
        np.frombuffer(batches[f"{CIFAR_FOLDER}/{name}"], np.uint8).reshape(-1, 1 + 3 * 32 * 32)
        for name in CIFAR_BATCHES
    ]
    everything = np.concatenate(records)
    colours = ("red", "green", "blue")
    return Dataset(
        name="cifar-10",
        data=np.ascontiguousarray(everything[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)),
        target=everything[:, 0].astype(np.int64),
        feature_names=tuple(f"pixel_{row}_{column}_{c}" for row in range(32) for column in range(32) for c in colours),
        target_names=CIFAR_CLASSES,
        card=_cifar_card(len(everything)),
        extras={"test": np.arange(len(everything)) >= len(everything) - len(records[-1])},
    )


def _mnist_card(rows: int) -> Card:
    return Card(
        title="MNIST handwritten digits",
        summary="One image of 28 x 28 pixels is one handwritten digit. The task is to read it.",
        source=(
            "Y. LeCun, C. Cortes and C. J. C. Burges, 1998, from forms of NIST (Special Databases 1 and 3). "
            "extras['test'] is True for the 10,000 images of the official test part, the last ones."
        ),
        licence="not stated by the authors; the documentation of Keras says CC BY-SA 3.0",
        rows=rows,
        columns=(
            Column(
                "pixel_0_0 ... pixel_27_27",
                "darkness of the ink, by row and column from the top left; 0 is paper",
                "grey levels, 0 to 255",
            ),
        ),
        target="the digit: 0 to 9; ones are the most frequent (11 %), fives the least (9 %)",
        problems=(
            "Some labels are wrong or nobody can read the digit, so that no honest model is right always.",
            (
                "Half of the writers were pupils, half employees of the census office. Who wrote what is not in these "
                "files; the official test part has other writers than the training part, a random split has not."
            ),
            (
                "Thousands of people have tuned their models on the same test part: the best published numbers are "
                "too kind."
            ),
            "Each digit is scaled into 20 x 20 pixels and centred by its mass: a photograph looks different.",
            (
                "Four fifths of all pixels are 0, and some at the edges are 0 in every image: their standard "
                "deviation is 0, so standardising by hand divides by zero."
            ),
        ),
        harm=(
            "The writers are not named. People whose way of writing digits is missing here (a European 1 or 7) are "
            "read worse; where a misread digit costs money or a mark, a person has to check."
        ),
        kind="fetched",
    )


def _cifar_card(rows: int) -> Card:
    return Card(
        title="CIFAR-10",
        summary="One picture of 32 x 32 pixels shows one thing of ten classes. The task is to say which.",
        source=(
            "A. Krizhevsky, V. Nair and G. Hinton, University of Toronto; A. Krizhevsky, Learning multiple layers of "
            "features from tiny images, 2009, https://www.cs.toronto.edu/~kriz/cifar.html. extras['test'] is True for "
            "the 10,000 pictures of the official test part, the last ones."
        ),
        licence="not stated",
        rows=rows,
        columns=(
            Column(
                "pixel_0_0_red ... pixel_31_31_blue",
                "how bright the picture is in red, green and blue, by row and column from the top left",
                "levels, 0 to 255",
            ),
        ),
        target="class: "
        + ", ".join(f"{label} {name}" for label, name in enumerate(CIFAR_CLASSES))
        + "; equally many each",
        problems=(
            (
                "About 3 % of the test pictures have a near-duplicate among the training pictures (B. Barz and "
                "J. Denzler, Do we train on test data?, 2020)."
            ),
            "About 0.5 % of the test labels are wrong (C. Northcutt and others, Pervasive label errors, 2021).",
            (
                "The pictures are from 80 Million Tiny Images, collected with search engines; its authors withdrew it "
                "in 2020, as it had offensive words and pictures. These ten classes were chosen and checked by "
                "people."
            ),
            (
                "The background tells a part of the class (blue for airplane and ship): a model can be right for a "
                "wrong reason."
            ),
            (
                "Thousands of people have tuned their models on the same test part: the best published numbers are "
                "too kind."
            ),
        ),
        harm=(
            "The photographers were not asked. A model that looks at backgrounds is dangerous where it drives a car, "
            "and pictures from the web show some parts of the world more than others."
        ),
        kind="fetched",
    )
