# ---
# title: Arrays
# ---

# %% [markdown]
# # Arrays: whole blocks at once
#
# Two pictures, a file full of numbers, a series of measurements with gaps: each of them is a block of numbers,
# and each question about them has a slow answer with loops and a short one without. In this notebook you
# write the short ones. What helps is always the same: to know the *shape* of everything, and to know *where*
# in memory a number lies.
#
# Later exercises use your functions from earlier ones, so work from top to bottom. Unless a task says
# otherwise, your functions leave alone what they are given. Try to do without loops over single numbers: the
# checks do not see how you wrote an answer, but you will, as soon as a block is large.

# %%
import math
from collections.abc import Sequence

import numpy as np

from mlcourse import check

# %% [markdown]
# ## Blend two pictures
#
# A grey picture is an array of shape `(h, w)`, a colour picture one of shape `(h, w, 3)`: red, green and
# blue for each pixel. Both hold `uint8`, whole numbers from 0 to 255. Write `blend(a, b, weight)`, which
# fades from picture `a` (weight 0) to picture `b` (weight 1). For every pixel and colour
#
# $$c = (1 - t)\, a + t\, b, \qquad 0 \le t \le 1,$$
#
# rounded to the nearest whole number. Return a `uint8` array of the shape of the pictures. The weight $t$ is
# either one number for the whole picture, or an array of shape `(h, w)`: one number for each *pixel*, which
# then holds for all its colours.
#
# - Example: `blend([[200, 100]], [[100, 200]], 0.5)` is `[[150, 150]]`. With the weight 0.25, `[[10]]` and
#   `[[13]]` give 10.75, and so `[[11]]`.
# - In `uint8` even `b - a` goes wrong, and `.astype(np.uint8)` cuts the fraction off.
# - Which shapes does broadcasting line up if the picture is `(h, w, 3)` and the weight `(h, w)`? For most
#   pictures you get an error, and for one of 3 × 3 pixels a wrong picture.


# %% exercise="blend" difficulty=2 minutes=15 topics="numpy#arrays, numpy#broadcasting"
def blend(a: np.ndarray, b: np.ndarray, weight: float | np.ndarray) -> np.ndarray:
    """Mix two pictures.

    Parameters
    ----------
    a, b : uint8 arrays of shape (h, w) or (h, w, 3), or lists of whole numbers from 0 to 255
        Two pictures of the same shape.
    weight : float, or array of shape (h, w)
        From 0 (only a) to 1 (only b).

    Returns
    -------
    uint8 array
        Of the shape of the pictures.
    """
    ### BEGIN SOLUTION
    a, b, weight = (np.asarray(part, dtype=float) for part in (a, b, weight))
    if weight.ndim == 2 and a.ndim == 3:
        weight = weight[:, :, None]
    return np.rint((1 - weight) * a + weight * b).astype(np.uint8)
    ### END SOLUTION


# %% [markdown] hint="blend"
# Turn everything into floats first, calculate, then round, and only then go back to `uint8`. `np.rint` rounds
# to the nearest whole number.

# %% [markdown] hint="blend"
# Broadcasting aligns shapes at the right. Write `(h, w, 3)` and `(h, w)` below each other: which axis does
# the weight lack, and where?

# %% [markdown] hint="blend"
# `weight[:, :, None]` has the shape `(h, w, 1)`, which is stretched over the three colours. You need it where
# the weight has two axes and the picture three.

# %% check="blend" points=2
with check.exercise("blend"):
    check.close(
        blend([[200, 100]], [[100, 200]], 0.5),
        [[150, 150]],
        "blend([[200, 100]], [[100, 200]], 0.5)",
        "Half of each, calculated in floats.",
    )
    grey = np.array([[200, 10]], dtype=np.uint8), np.array([[100, 13]], dtype=np.uint8)
    check.close(
        blend(*grey, 0.25),
        [[175, 11]],
        "blend(a, b, 0.25) for a = [[200, 10]] and b = [[100, 13]] in uint8",
        "Calculate in floats, and round before you go back to uint8.",
    )
    check.equal(
        str(np.asarray(blend(*grey, 0.25)).dtype),
        "uint8",
        "the dtype of blend(a, b, 0.25)",
        "A picture goes in, and a picture comes out.",
    )
    black, white = np.zeros((2, 2, 3), dtype=np.uint8), np.full((2, 2, 3), 255, dtype=np.uint8)
    check.close(
        blend(black, white, np.array([[0.0, 1.0], [1.0, 0.0]])),
        [[[0] * 3, [255] * 3], [[255] * 3, [0] * 3]],
        "a colour picture of 2 x 2 pixels, blended with a weight for each pixel,",
        "The weight of a pixel holds for its three colours.",
    )
    check.close(
        blend([[0, 100], [200, 40]], [[255, 200], [100, 80]], np.array([[0.0, 1.0], [0.25, 0.5]])),
        [[0, 200], [175, 60]],
        "a grey picture of 2 x 2 pixels, blended with a weight for each pixel,",
        "A grey picture has two axes, like the weight: nothing is to be inserted.",
    )
    ### BEGIN HIDDEN TESTS
    a, b = np.zeros((3, 3, 3), dtype=np.uint8), np.full((3, 3, 3), 200, dtype=np.uint8)
    check.close(
        blend(a, b, np.eye(3)),
        np.eye(3)[:, :, None] * np.full(3, 200),
        "a colour picture of 3 x 3 pixels, blended with a weight for each pixel,",
        "Here the wrong axes fit as well. Put the axis of length 1 where the colours are.",
    )
    rng = check.rng()
    a, b = rng.integers(0, 256, size=(2, 5, 4, 3)).astype(np.uint8)
    mask = rng.integers(0, 2, size=(5, 4)).astype(float)
    check.close(
        blend(a, b, mask),
        [[b[i, j] if mask[i, j] else a[i, j] for j in range(4)] for i in range(5)],
        "a colour picture of 5 x 4 pixels",
        "Row i and column j of the weight belong to row i and column j of the picture.",
    )
    check.unchanged(blend, grey[0], grey[1], 0.5, what="blend(a, b, 0.5)", hint="Make a new picture.")
    ### END HIDDEN TESTS


# %% reject="blend" because="subtracts in uint8, where the numbers wrap around"
def blend(a, b, weight):
    a, b, weight = np.asarray(a, np.uint8), np.asarray(b, np.uint8), np.asarray(weight, float)
    if weight.ndim == 2 and a.ndim == 3:
        weight = weight[:, :, None]
    return np.rint(a + weight * (b - a)).astype(np.uint8)


# %% reject="blend" because="cuts the fraction off"
def blend(a, b, weight):
    a, b, weight = (np.asarray(part, dtype=float) for part in (a, b, weight))
    if weight.ndim == 2 and a.ndim == 3:
        weight = weight[:, :, None]
    return ((1 - weight) * a + weight * b).astype(np.uint8)


# %% reject="blend" because="returns floats"
def blend(a, b, weight):
    a, b, weight = (np.asarray(part, dtype=float) for part in (a, b, weight))
    if weight.ndim == 2 and a.ndim == 3:
        weight = weight[:, :, None]
    return np.rint((1 - weight) * a + weight * b)


# %% reject="blend" because="lets a weight per pixel meet the colours"
def blend(a, b, weight):
    a, b, weight = (np.asarray(part, dtype=float) for part in (a, b, weight))
    return np.rint((1 - weight) * a + weight * b).astype(np.uint8)


# %% reject="blend" because="inserts the axis for grey pictures, too"
def blend(a, b, weight):
    a, b, t = np.asarray(a, dtype=float), np.asarray(b, dtype=float), np.asarray(weight, dtype=float)
    if t.ndim == 2:
        t = t[:, :, None]
    return np.rint((1 - t) * a + t * b).astype(np.uint8)


# %% reject="blend" because="adds the axis only after an error, which does not come for 3 x 3 pixels"
def blend(a, b, weight):
    a, b, weight = (np.asarray(part, dtype=float) for part in (a, b, weight))
    try:
        mixed = (1 - weight) * a + weight * b
    except ValueError:
        mixed = (1 - weight[:, :, None]) * a + weight[:, :, None] * b
    return np.rint(mixed).astype(np.uint8)


# %% reject="blend" because="exchanges the rows and columns of the weight"
def blend(a, b, weight):
    a, b, weight = (np.asarray(part, dtype=float) for part in (a, b, weight))
    if weight.ndim == 2 and a.ndim == 3:
        weight = weight.T[:, :, None]
    return np.rint((1 - weight) * a + weight * b).astype(np.uint8)


# %% reject="blend" because="writes the result into the first picture"
def blend(a, b, weight):
    a, weight = np.asarray(a, np.uint8), np.asarray(weight, float)
    if weight.ndim == 2 and a.ndim == 3:
        weight = weight[:, :, None]
    a[...] = np.rint((1 - weight) * a + weight * np.asarray(b, float))
    return a


# %% accept="blend" because="loops over the colours"
def blend(a, b, weight):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    if a.ndim == 2:
        return np.round(a + weight * (b - a)).astype("uint8")
    colours = [np.round(a[..., k] + weight * (b[..., k] - a[..., k])) for k in range(3)]
    return np.stack(colours, axis=-1).astype("uint8")


# %% accept="blend" because="moves the colours to the front and back again"
def blend(a, b, weight):
    a, b = np.moveaxis(np.float32(a), -1, 0), np.moveaxis(np.float32(b), -1, 0)
    weight = np.float32(weight)
    if weight.ndim == 2 and a.ndim == 2:
        weight = weight.T
    return np.moveaxis((a * (1 - weight) + b * weight + 0.5).astype(np.uint8), 0, -1)


# %% [markdown]
# ## Read a block by its strides
#
# The lesson's `entry` found a single number in a block. Now read a whole array out of it. Write
# `layout(block, shape, strides, start=0)`: the entry with the indices $i_1, \dots, i_d$ of the result is the
# one that stands in the block at the position
#
# $$\text{start} + \sum_{k=1}^{d} i_k\, s_k,$$
#
# with strides counted in *entries*, not in bytes. They may be negative (walk backwards) or 0 (read the same
# again). The result is an array of the given shape, with the entries of the block as they are: numbers stay
# whole, texts stay texts.
#
# | block | shape | strides | start | result |
# |---|---|---|---|---|
# | `[5, 6, 7, 8, 9, 10]` | `(2, 3)` | `(3, 1)` | 0 | `[[5, 6, 7], [8, 9, 10]]` |
# | the same | `(3, 2)` | `(1, 3)` | 0 | its transpose, `[[5, 8], [6, 9], [7, 10]]` |
# | the same | `(3,)` | `(-2,)` | 5 | `[10, 8, 6]` |
# | the same | `(4, 3)` | `(1, 1)` | 0 | `[[5, 6, 7], [6, 7, 8], [7, 8, 9], [8, 9, 10]]` |
#
# The last row is worth a second look: all windows of three neighbours, with two equal strides.
#
# - A position outside of the block is an error: raise an `IndexError`. This holds for positions below 0 too,
#   which NumPy would count from the end without a word.
# - A shape with a 0 in it, such as `(0, 3)`, asks for no entry at all, and so there is nothing to be outside.
# - Find all positions at once: give each axis its own `np.arange`, laid along that axis, and let broadcasting
#   add them up.


# %% exercise="layout" difficulty=3 minutes=20 topics="numpy#arrays, numpy#broadcasting"
def layout(block: Sequence, shape: tuple[int, ...], strides: tuple[int, ...], start: int = 0) -> np.ndarray:
    """Read an array out of a block.

    Parameters
    ----------
    block : list or one-dimensional array
    shape : tuple of d lengths
    strides : tuple of d whole numbers
        In entries, one for each axis.
    start : int
        The position of the entry whose indices are all 0.

    Returns
    -------
    array of the given shape

    Raises
    ------
    IndexError
        If a position lies outside of the block.
    """
    ### BEGIN SOLUTION
    positions = np.full(shape, start)
    for axis, (length, stride) in enumerate(zip(shape, strides, strict=True)):
        steps = stride * np.arange(length)
        positions = positions + steps.reshape((-1,) + (1,) * (len(shape) - axis - 1))
    if positions.size and (positions.min() < 0 or positions.max() >= len(block)):
        raise IndexError("a position lies outside of the block")
    return np.asarray(block)[positions]
    ### END SOLUTION


# %% [markdown] hint="layout"
# Take two axes first. `start + strides[0] * i + strides[1] * j` for all `i` and `j` at once is a column
# plus a row: an array of *positions*. An array of positions is an index: `np.asarray(block)[positions]`.

# %% [markdown] hint="layout"
# For `d` axes, begin with `positions = np.full(shape, start)`. For axis `k` add `strides[k] *
# np.arange(shape[k])`, reshaped so that its entries run along axis `k`: it needs as many axes of length 1
# on its right as axes follow.

# %% [markdown] hint="layout"
# That shape is `(-1,) + (1,) * (len(shape) - k - 1)`. Compare the smallest and the largest position with 0
# and `len(block)`, but only if `positions.size` is not 0.

# %% check="layout" points=3
with check.exercise("layout"):
    six = [5, 6, 7, 8, 9, 10]
    check.equal(
        layout(six, (2, 3), (3, 1)),
        np.array([[5, 6, 7], [8, 9, 10]]),
        "layout([5, ..., 10], (2, 3), (3, 1))",
        "A step down skips 3 entries.",
    )
    check.equal(
        layout(six, (3, 2), (1, 3)),
        np.array([[5, 8], [6, 9], [7, 10]]),
        "layout([5, ..., 10], (3, 2), (1, 3))",
        "The first stride belongs to the first axis.",
    )
    check.equal(
        layout(six, (3,), (-2,), 5),
        np.array([10, 8, 6]),
        "layout([5, ..., 10], (3,), (-2,), 5)",
        "Begin at `start`, and walk backwards with a negative stride.",
    )
    check.equal(
        layout(six, (4, 3), (1, 1)),
        np.array([[5, 6, 7], [6, 7, 8], [7, 8, 9], [8, 9, 10]]),
        "layout([5, ..., 10], (4, 3), (1, 1))",
        "Entries may be read more than once.",
    )
    check.equal(
        np.asarray(layout(six, (3,), (1,))).dtype.kind,
        "i",
        "the kind of the dtype of layout([5, ..., 10], (3,), (1,)), where i stands for whole numbers,",
        "The entries stay as they are in the block.",
    )
    check.raises(
        IndexError,
        layout,
        six,
        (4, 2),
        (2, 1),
        what="layout([5, ..., 10], (4, 2), (2, 1))",
        hint="The last entry would stand at position 3 * 2 + 1 = 7.",
    )
    check.unchanged(layout, six, (2, 3), (3, 1), what="layout([5, ..., 10], (2, 3), (3, 1))")
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    numbers = rng.integers(100, size=60)
    i, j, k = rng.integers(1, 4, size=3).tolist()
    check.equal(
        layout(numbers, (2, 3, 4), (-i, j, 4 * k), 3),
        np.array(
            [[[numbers[3 - i * a + j * b + 4 * k * c] for c in range(4)] for b in range(3)] for a in range(2)]
        ),
        "an array with three axes",
        "Every axis has its own arange, laid along that axis.",
    )
    check.raises(
        IndexError,
        layout,
        six,
        (4,),
        (-2,),
        4,
        what="layout([5, ..., 10], (4,), (-2,), 4)",
        hint="The last entry would stand at position 4 - 3 * 2 = -2.",
    )
    check.equal(
        layout(["do", "re", "mi"], (2, 2), (1, 0)),
        np.array([["do", "do"], ["re", "re"]]),
        'layout(["do", "re", "mi"], (2, 2), (1, 0))',
        "The block may hold texts.",
    )
    check.shape(
        layout(six, (0, 3), (3, 1)),
        (0, 3),
        "layout([5, ..., 10], (0, 3), (3, 1))",
        "Nothing is asked for, so nothing is outside.",
    )
    ### END HIDDEN TESTS


# %% reject="layout" because="gives the first stride to the last axis"
def layout(block, shape, strides, start=0):
    positions = start + sum(s * np.indices(shape)[k] for k, s in enumerate(strides[::-1]))
    if positions.size and (positions.min() < 0 or positions.max() >= len(block)):
        raise IndexError
    return np.asarray(block)[positions]


# %% reject="layout" because="ignores the start"
def layout(block, shape, strides, start=0):
    positions = sum(s * np.indices(shape)[k] for k, s in enumerate(strides))
    return np.asarray(block)[positions]


# %% reject="layout" because="reshapes the block and does not look at the strides"
def layout(block, shape, strides, start=0):
    return np.asarray(block)[start:].reshape(shape)


# %% reject="layout" because="refuses to read an entry twice"
def layout(block, shape, strides, start=0):
    if math.prod(shape) > len(block):
        raise IndexError
    positions = start + sum(s * np.indices(shape)[k] for k, s in enumerate(strides))
    if positions.size and (positions.min() < 0 or positions.max() >= len(block)):
        raise IndexError
    return np.asarray(block)[positions]


# %% reject="layout" because="takes positions beyond the end round to the beginning"
def layout(block, shape, strides, start=0):
    positions = start + sum(s * np.indices(shape)[k] for k, s in enumerate(strides))
    return np.take(np.asarray(block), positions, mode="wrap")


# %% reject="layout" because="is written for one or two axes"
def layout(block, shape, strides, start=0):
    rows = start + strides[0] * np.arange(shape[0])
    positions = rows if len(shape) == 1 else rows[:, None] + strides[1] * np.arange(shape[1])
    if positions.size and (positions.min() < 0 or positions.max() >= len(block)):
        raise IndexError
    return np.asarray(block)[positions]


# %% reject="layout" because="lets negative positions count from the end"
def layout(block, shape, strides, start=0):
    positions = start + sum(s * np.indices(shape)[k] for k, s in enumerate(strides))
    return np.asarray(block)[positions]


# %% reject="layout" because="turns the entries into floats"
def layout(block, shape, strides, start=0):
    positions = start + sum(s * np.indices(shape)[k] for k, s in enumerate(strides))
    if positions.size and (positions.min() < 0 or positions.max() >= len(block)):
        raise IndexError
    return np.asarray(block, dtype=float)[positions]


# %% reject="layout" because="makes whole numbers of all entries"
def layout(block, shape, strides, start=0):
    positions = start + sum(s * np.indices(shape)[k] for k, s in enumerate(strides))
    if positions.size and (positions.min() < 0 or positions.max() >= len(block)):
        raise IndexError
    return np.asarray(block, dtype=int)[positions]


# %% reject="layout" because="looks for the smallest of no positions"
def layout(block, shape, strides, start=0):
    positions = start + sum(s * np.indices(shape)[k] for k, s in enumerate(strides))
    if positions.min() < 0 or positions.max() >= len(block):
        raise IndexError
    return np.asarray(block)[positions]


# %% accept="layout" because="loops over the indices"
def layout(block, shape, strides, start=0):
    result = np.empty(shape, dtype=np.asarray(block).dtype)
    for index in np.ndindex(*shape):
        position = start + sum(i * s for i, s in zip(index, strides))
        if not 0 <= position < len(block):
            raise IndexError(position)
        result[index] = block[position]
    return result


# %% accept="layout" because="finds the outermost positions first and then lets NumPy read by strides in bytes"
def layout(block, shape, strides, start=0):
    block = np.array(block)
    reach = [(length - 1) * stride for length, stride in zip(shape, strides)]
    if 0 in shape:
        return np.empty(shape, dtype=block.dtype)
    low, high = start + sum(r for r in reach if r < 0), start + sum(r for r in reach if r > 0)
    if low < 0 or high >= len(block):
        raise IndexError
    in_bytes = tuple(stride * block.itemsize for stride in strides)
    return np.lib.stride_tricks.as_strided(block[start:], shape, in_bytes).copy()


# %% [markdown]
# ## Find the gaps
#
# Carbon dioxide on Mauna Loa has been measured every week since 1958, but some weeks are missing, alone or
# several in a row. Write `gaps(missing)`. It takes a mask with `True` for each missing value, and returns a
# whole-number array of shape `(k, 2)`: one row for each gap, in the order of time, with the position where it
# starts and its length.
#
# - Example: `gaps([False, True, True, False, True])` is `[[1, 2], [4, 1]]`: one gap of two values that starts
#   at position 1, and one of a single value at position 4.
# - A gap may reach to the first value, to the last, or over all of them. Without a gap the result has the
#   shape `(0, 2)`; so it has for an empty mask.
# - This loop can be vectorised, because a gap starts where a value differs from the one *before* it.
#   Compare two slices, as the lesson did with the years, or take `np.diff`. For truth values `np.diff` says
#   only *that* something changes; for the whole numbers 0 and 1 it also says in which direction.


# %% exercise="gaps" difficulty=3 minutes=20 topics="numpy#vectorisation, numpy#indexing-and-slicing"
def gaps(missing: Sequence[bool] | np.ndarray) -> np.ndarray:
    """Find the runs of missing values.

    Parameters
    ----------
    missing : mask of n truth values

    Returns
    -------
    array of whole numbers, of shape (k, 2)
        The start and the length of each of the k gaps.
    """
    ### BEGIN SOLUTION
    missing = np.asarray(missing, dtype=bool)
    steps = np.diff(np.concatenate([[0], missing.astype(int), [0]]))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    return np.stack([starts, ends - starts], axis=1)
    ### END SOLUTION


# %% [markdown] hint="gaps"
# Write the mask of the example as 0, 1, 1, 0, 1 and the differences of neighbours below it. What does a 1
# mean there, and what a −1? Which gap has no −1?

# %% [markdown] hint="gaps"
# Put a 0 in front and a 0 behind before you take the differences. Then every gap has a start and an end, and
# beginning and end of the series need no special treatment.

# %% [markdown] hint="gaps"
# With `steps = np.diff(np.concatenate([[0], mask, [0]]))`, for a mask of whole numbers, the starts are
# `np.flatnonzero(steps == 1)` and the first positions behind the gaps `np.flatnonzero(steps == -1)`.
# `np.stack([...], axis=1)` puts two arrays side by side as columns.

# %% check="gaps" points=3
with check.exercise("gaps"):
    check.equal(
        gaps([False, True, True, False, True]),
        np.array([[1, 2], [4, 1]]),
        "gaps([False, True, True, False, True])",
        "Start and length of each gap; the last gap reaches to the end.",
    )
    check.equal(
        gaps([True, False, False]),
        np.array([[0, 1]]),
        "gaps([True, False, False])",
        "A gap may begin with the first value.",
    )
    check.equal(gaps([True] * 3), np.array([[0, 3]]), "gaps([True, True, True])", "Everything is one gap.")
    check.shape(gaps([False, False]), (0, 2), "gaps([False, False])", "No rows, but still two columns.")
    check.unchanged(gaps, np.array([True, False]), what="gaps([True, False])")
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    mask = np.concatenate([[False, True], rng.random(200) < 0.4, [True, False, True, True]])
    rows = []
    for position, is_missing in enumerate(mask):
        if is_missing and position and mask[position - 1]:
            rows[-1][1] += 1
        elif is_missing:
            rows.append([position, 1])
    check.equal(
        gaps(mask),
        np.array(rows),
        "gaps(mask) for a mask with 206 values",
        "There may be any number of gaps.",
    )
    check.shape(gaps([]), (0, 2), "gaps([])", "An empty mask has no gap, and no first value either.")
    ### END HIDDEN TESTS


# %% reject="gaps" because="returns start and end instead of start and length"
def gaps(missing):
    steps = np.diff(np.concatenate([[0], np.asarray(missing, dtype=int), [0]]))
    return np.stack([np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)], axis=1)


# %% reject="gaps" because="does not see a gap at the beginning"
def gaps(missing):
    steps = np.diff(np.concatenate([np.asarray(missing, dtype=int), [0]]))
    starts, ends = np.flatnonzero(steps == 1) + 1, np.flatnonzero(steps == -1) + 1
    ends = ends[len(ends) - len(starts) :]
    return np.stack([starts, ends - starts], axis=1)


# %% reject="gaps" because="does not see a gap at the end"
def gaps(missing):
    steps = np.diff(np.concatenate([[0], np.asarray(missing, dtype=int)]))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    starts = starts[: len(ends)]
    return np.stack([starts, ends - starts], axis=1)


# %% reject="gaps" because="returns the missing positions, one by one"
def gaps(missing):
    positions = np.flatnonzero(missing)
    return np.stack([positions, np.ones_like(positions)], axis=1)


# %% reject="gaps" because="returns an array with one axis if there is no gap"
def gaps(missing):
    steps = np.diff(np.concatenate([[0], np.asarray(missing, dtype=int), [0]]))
    pairs = zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1))
    return np.array([(start, end - start) for start, end in pairs])


# %% reject="gaps" because="finds the first and the last gap only"
def gaps(missing):
    steps = np.diff(np.concatenate([[0], np.asarray(missing, dtype=int), [0]]))
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    found = np.stack([starts, ends - starts], axis=1)
    return found if len(found) < 3 else found[[0, -1]]


# %% reject="gaps" because="asks for the first value of an empty mask"
def gaps(missing):
    missing = np.asarray(missing, dtype=int)
    steps = np.diff(missing)
    starts, ends = np.flatnonzero(steps == 1) + 1, np.flatnonzero(steps == -1) + 1
    if missing[0]:
        starts = np.concatenate([[0], starts])
    if missing[-1]:
        ends = np.concatenate([ends, [len(missing)]])
    return np.stack([starts, ends - starts], axis=1)


# %% accept="gaps" because="takes every second change, of truth values"
def gaps(missing):
    padded = np.r_[False, np.asarray(missing, dtype=bool), False]
    changes = np.flatnonzero(padded[1:] != padded[:-1]).reshape(-1, 2)
    return np.column_stack([changes[:, 0], changes[:, 1] - changes[:, 0]])


# %% accept="gaps" because="is a loop"
def gaps(missing):
    found, before = [], False
    for position, now in enumerate(missing):
        if now and before:
            found[-1][1] += 1
        elif now:
            found.append([position, 1])
        before = now
    return np.array(found, dtype=int).reshape(-1, 2)


# %% [markdown]
# ## A moving mean that minds the gaps
#
# A moving mean smooths a series. Write `moving_means(x, width, least=1)`: the mean of every window of `width`
# neighbours along the *last* axis of `x`. Missing values are `nan`. A window's mean is taken over the values
# that are there,
#
# $$m_t = \frac{1}{n_t} \sum_{i\,:\, x_i \text{ is there}} x_i, \qquad i = t, \dots, t + \text{width} - 1,$$
#
# where $n_t$ counts them; with fewer than `least` of them (`least` is 1 or more) the window says `nan`. If
# `x` has the shape `(..., n)`, the result is a float array of shape `(..., n - width + 1)`: one series or a
# table of series, each row on its own.
#
# - Example: `moving_means([1, 2, 6, 3], 2)` is `[1.5, 4, 4.5]`. For `[1, nan, 6, nan, nan]` it is
#   `[1, 6, 6, nan]`, and with `least=2` four times `nan`.
# - There has to be a window: for a `width` below 1 or above `n` raise a `ValueError`.
# - Your `layout` knows which positions belong to which window: let it read the block 0, 1, …, n − 1, and
#   use the result as an index for the last axis, `x[..., positions]`.
# - Differences of running totals (`np.cumsum`) would be faster. But a total that has met a huge number
#   forgets the digits of all small ones behind it.


# %% exercise="moving-means" difficulty=3 minutes=20 topics="numpy#vectorisation, numpy#indexing-and-slicing, visualisation#visualisation-techniques"
def moving_means(x: Sequence[float] | np.ndarray, width: int, least: int = 1) -> np.ndarray:
    """Take the mean of every window of neighbours along the last axis.

    Parameters
    ----------
    x : array of shape (..., n)
        With ``nan`` for what is missing.
    width : int
        How many neighbours a window has, from 1 to n.
    least : int
        How many values a window needs for a mean; at least 1.

    Returns
    -------
    float array of shape (..., n - width + 1)

    Raises
    ------
    ValueError
        If no window of this width fits.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    n = x.shape[-1]
    if not 1 <= width <= n:
        raise ValueError(f"no window of {width} fits into {n} values")
    windows = x[..., layout(range(n), (n - width + 1, width), (1, 1))]
    there = ~np.isnan(windows)
    counts = there.sum(axis=-1)
    totals = np.where(there, windows, 0).sum(axis=-1)
    return np.where(counts >= least, totals / np.maximum(counts, 1), np.nan)
    ### END SOLUTION


# %% [markdown] hint="moving-means"
# `windows = x[..., positions]` has one axis more than `x`: the last runs through a window. Everything else
# is a sum over this last axis, `axis=-1`.

# %% [markdown] hint="moving-means"
# The positions are `layout(range(n), (n - width + 1, width), (1, 1))`. `there = ~np.isnan(windows)` is a
# mask; its sum counts the values, and `np.where(there, windows, 0)` can be added up without `nan`.

# %% [markdown] hint="moving-means"
# Divide by `np.maximum(counts, 1)`, so that no window divides by 0, and choose at the end with
# `np.where(counts >= least, means, np.nan)`.

# %% check="moving-means" points=3
with check.exercise("moving-means"):
    nan = math.nan
    check.close(
        moving_means([1, 2, 6, 3], 2),
        [1.5, 4, 4.5],
        "moving_means([1, 2, 6, 3], 2)",
        "Four values have three windows of two.",
    )
    check.close(
        moving_means([1, 3, 5, nan, nan, nan], 4, 2),
        [3, 4, nan],
        "moving_means([1, 3, 5, nan, nan, nan], 4, 2)",
        "Take the mean of the values that are there: `least` of them are enough, and fewer are not.",
    )
    check.close(
        moving_means([1, nan, 6, nan, nan], 2),
        [1, 6, 6, nan],
        "moving_means([1, nan, 6, nan, nan], 2)",
        "Divide by the number of values that are there.",
    )
    check.close(
        moving_means([[1, 3, 5], [0, 0, 8]], 2),
        [[2, 4], [0, 4]],
        "moving_means([[1, 3, 5], [0, 0, 8]], 2)",
        "Windows run along the last axis, each row on its own.",
    )
    check.raises(
        ValueError, moving_means, [1, 2], 3, what="moving_means([1, 2], 3)", hint="No such window fits."
    )
    check.raises(
        ValueError, moving_means, [1, 2], 0, what="moving_means([1, 2], 0)", hint="No such window exists."
    )
    ### BEGIN HIDDEN TESTS
    rng = check.rng()
    x = rng.normal(size=(2, 3, 9))
    x[rng.random(x.shape) < 0.2] = nan
    want = np.full((2, 3, 6), nan)
    for i, j, t in np.ndindex(2, 3, 6):
        values = [value for value in x[i, j, t : t + 4] if value == value]
        if len(values) >= 2:
            want[i, j, t] = sum(values) / len(values)
    check.close(
        moving_means(x, 4, 2),
        want,
        "moving_means(x, 4, 2) for x of shape (2, 3, 9)",
        "There may be any number of axes before the last.",
    )
    check.close(
        moving_means([1e17, 1.0, 2.0, 4.0], 2)[1:],
        [1.5, 3.0],
        "moving_means([1e17, 1, 2, 4], 2)[1:]",
        "A huge value may spoil its own windows only: add up each window by itself.",
    )
    check.unchanged(
        moving_means,
        np.array([1.0, nan, 3.0]),
        2,
        what="moving_means([1, nan, 3], 2)",
        hint="`x[np.isnan(x)] = 0` writes to the array of whoever called you.",
    )
    ### END HIDDEN TESTS


# %% reject="moving-means" because="counts missing values as zeros"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    if not 1 <= width <= x.shape[-1]:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(x, width, axis=-1)
    counts = (~np.isnan(windows)).sum(axis=-1)
    return np.where(counts >= least, np.nan_to_num(windows).sum(axis=-1) / width, np.nan)


# %% reject="moving-means" because="lets nan spread to every window that has one"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    if not 1 <= width <= x.shape[-1]:
        raise ValueError
    return np.lib.stride_tricks.sliding_window_view(x, width, axis=-1).mean(axis=-1)


# %% reject="moving-means" because="leaves one window out"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    n = x.shape[-1]
    if not 1 <= width <= n:
        raise ValueError
    return np.stack([np.nanmean(x[..., t : t + width], axis=-1) for t in range(n - width)], axis=-1)


# %% reject="moving-means" because="asks for more than least values"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    if not 1 <= width <= x.shape[-1]:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(x, width, axis=-1)
    there = ~np.isnan(windows)
    counts = there.sum(axis=-1)
    means = np.where(there, windows, 0).sum(axis=-1) / np.maximum(counts, 1)
    return np.where((counts > least) | (counts == width), means, np.nan)


# %% reject="moving-means" because="moves down the columns of a table"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    if not 1 <= width <= x.shape[0]:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(x, width, axis=0)
    there = ~np.isnan(windows)
    counts = there.sum(axis=-1)
    means = np.where(there, windows, 0).sum(axis=-1) / np.maximum(counts, 1)
    return np.where(counts >= least, means, np.nan)


# %% reject="moving-means" because="has an empty result for a window that does not fit"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    starts = range(x.shape[-1] - width + 1)
    parts = [x[..., t : t + width] for t in starts]
    means = [np.where((~np.isnan(p)).sum(-1) >= least, np.nanmean(p, axis=-1), np.nan) for p in parts]
    return np.stack(means, axis=-1) if means else np.empty(0)


# %% reject="moving-means" because="is written for one series or a table of them"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    if not 1 <= width <= x.shape[-1]:
        raise ValueError
    if x.ndim > 1:
        return np.array([moving_means(list(map(float, row)), width, least) for row in x])
    result = []
    for t in range(len(x) - width + 1):
        values = x[t : t + width][~np.isnan(x[t : t + width])]
        result.append(values.mean() if len(values) >= least else np.nan)
    return np.array(result)


# %% reject="moving-means" because="takes differences of running totals, which lose digits behind a huge value"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    if not 1 <= width <= x.shape[-1]:
        raise ValueError

    def sums(values):
        zero = np.zeros((*x.shape[:-1], 1))
        totals = np.concatenate([zero, np.cumsum(values, axis=-1)], axis=-1)
        return totals[..., width:] - totals[..., :-width]

    counts = sums((~np.isnan(x)).astype(float))
    return np.where(counts >= least, sums(np.nan_to_num(x)) / np.maximum(counts, 1), np.nan)


# %% reject="moving-means" because="puts zeros into the array that it is given"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    if not 1 <= width <= x.shape[-1]:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(x, width, axis=-1)
    counts = (~np.isnan(windows)).sum(axis=-1)
    x[np.isnan(x)] = 0
    return np.where(counts >= least, windows.sum(axis=-1) / np.maximum(counts, 1), np.nan)


# %% accept="moving-means" because="adds up shifted slices, one for each place in the window"
def moving_means(x, width, least=1):
    x = np.array(x, dtype=float)
    n = x.shape[-1]
    if width < 1 or width > n:
        raise ValueError("width")
    total, count = 0.0, 0
    for k in range(width):
        part = x[..., k : n - width + 1 + k]
        total, count = total + np.nan_to_num(part), count + ~np.isnan(part)
    with np.errstate(all="ignore"):
        return np.where(count < least, np.nan, total / count)


# %% accept="moving-means" because="uses NumPy's own windows and its mean without nan"
def moving_means(x, width, least=1):
    x = np.asarray(x, dtype=float)
    if not 0 < width <= x.shape[-1]:
        raise ValueError("width")
    windows = np.lib.stride_tricks.sliding_window_view(x, width, axis=-1)
    means = np.nanmean(windows, axis=-1)
    means[np.isfinite(windows).sum(axis=-1) < least] = np.nan
    return means
