"""Explorers: a figure with controls, a question to answer by moving them, and what one sees in words."""

from __future__ import annotations

from mlcourse.plots._lazy import expose

# function -> the module that defines it; ipywidgets and Plotly are imported when one of them is used.
_FUNCTIONS = {
    "broadcasting": "broadcasting",
    "decision_boundary": "decision_boundary",
    "descent": "descent",
    "distributions": "distributions",
    "k_means": "k_means",
    "linear_map": "linear_map",
    "pca_projection": "pca_projection",
    "polynomial_fit": "polynomial_fit",
    "threshold": "threshold",
}
__all__ = list(_FUNCTIONS)

expose(__name__, _FUNCTIONS)
