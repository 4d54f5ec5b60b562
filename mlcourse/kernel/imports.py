"""What a warm process imports, and what of its surroundings counts when it does."""

from __future__ import annotations

import os
import site
import sysconfig
from collections.abc import Mapping
from pathlib import Path

_SCIKIT_LEARN = (
    *("cluster", "compose", "datasets", "decomposition", "ensemble", "feature_extraction.text", "feature_selection"),
    *("gaussian_process", "impute", "inspection", "linear_model", "manifold", "metrics", "mixture", "model_selection"),
    *("naive_bayes", "neighbors", "neural_network", "pipeline", "preprocessing", "svm", "tree"),
)
MODULES = (
    # what a kernel has loaded anyway, first: `mlcourse.kernel.launch` takes note of it
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "pygments.formatters.terminal256",
    "stack_data",
    "tornado.platform.asyncio",
    "mlcourse.kernel.launch",
    "numpy",
    "pandas",
    "torch",
    "torch._dynamo",  # the first optimiser would import it, which takes a second or two
    "torch.utils.data",
    "torchvision",
    "torchvision.transforms.v2",
    *(f"sklearn.{name}" for name in _SCIKIT_LEARN),
    "nbformat.v4",
    "plotly.express",
    "plotly.io",
    "plotly.subplots",
    "matplotlib.font_manager",  # not pyplot, which chooses a backend for good
    "anywidget",
    "ipywidgets",
    "mlcourse.check",
    "mlcourse.plots",
    "mlcourse.widgets",
)
"""What a template imports; what is not installed is skipped."""

# What libraries and the interpreter read once, when they start: it must be the same in a template and its child.
_READ_AT_IMPORT = (
    *("PYTHON", "LD_", "LC_", "LANG", "TZ", "CUDA_", "NVIDIA_", "HIP_", "ROCR_", "GLIBC_", "MALLOC_"),
    *("OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "BLIS_", "NUMEXPR_", "NPY_", "SKLEARN_", "SCIPY_", "JOBLIB_"),
    *("LOKY_", "SYMPY_", "PANDAS_", "TORCH", "PYTORCH_", "ATEN_", "TRITON_", "PLOTLY_", "MPL"),
    *("VIRTUAL_ENV", "CONDA_PREFIX", "PYDEVD_", "MLCOURSE_"),
)
_NEEDED = ("HOME", "PATH", "USER", "LOGNAME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")


def environment_at_import(environment: Mapping[str, str]) -> dict[str, str]:
    """Pick the variables that a template needs: what libraries read when they are imported, and a few more."""
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_IMPORT) or name in _NEEDED}


def suits(environment: Mapping[str, str]) -> bool:
    """Tell whether a child with this environment is as if it had been started in it, not forked.

    Variables such as ``OMP_NUM_THREADS`` or ``PYTHONPATH`` are read once by the libraries, in the template.

    Examples
    --------
    >>> suits(os.environ), suits({**os.environ, "PYTHONPATH": "/elsewhere"})
    (True, False)
    """
    return _at_import(environment) == _at_import(os.environ)


def _at_import(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_IMPORT)}


def packages() -> tuple[int, ...]:
    """Return what changes when something is installed or removed, or when the course is edited in a checkout of it."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    folders.add(site.getusersitepackages())
    package = Path(__file__).parents[1]
    edited = package.rglob("*.py") if (package.parent / "pyproject.toml").is_file() else ()
    return *(_modified(folder) for folder in sorted(folders)), max(map(_modified, edited), default=0)


def _modified(path: str | Path) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0
