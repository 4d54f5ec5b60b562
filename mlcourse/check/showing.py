"""Short text for any value."""

from __future__ import annotations

import reprlib
from typing import TYPE_CHECKING, Any

from mlcourse.check.libraries import is_array, is_numpy, is_pandas, plain_array, read_truth
from mlcourse.check.messages import cut

if TYPE_CHECKING:
    import numpy as np

_LONGEST_VALUE = 200


def show(value: Any) -> str:
    """Show a value within a sentence."""
    return cut(_Short().repr(value), _LONGEST_VALUE)


class _Short(reprlib.Repr):
    """Short text for any value: long ones are cut, NumPy's numbers look like plain ones, nothing raises."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 4
        self.maxdict = self.maxset = self.maxfrozenset = 6
        self.maxstring, self.maxother = 60, 80

    def repr1(self, x: Any, level: int) -> str:
        try:
            if read_truth(x) is not None:
                return str(read_truth(x))
            if is_numpy(x, "generic"):
                return super().repr1(str(x), level) if x.dtype.kind == "U" else str(x)
            if is_array(x) or is_pandas(x):
                return self._array(plain_array(x))
            return super().repr1(x, level)
        except Exception:  # a learner's __repr__ may do anything
            return f"a {type(x).__name__} that cannot be shown"

    @staticmethod
    def _array(x: np.ndarray) -> str:
        import numpy as np

        edge = 3 if x.ndim == 1 else 2
        text = np.array2string(x, threshold=12, edgeitems=edge, precision=6, separator=", ")
        text = " ".join(text.split()).replace("[ ", "[")
        return text if x.size <= 12 else f"an array of shape {x.shape}: {text}"
