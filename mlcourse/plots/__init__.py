"""Figures for the lessons: pure functions, data in, Plotly figure out.

Each figure is readable on light and dark pages, tells nothing by colour alone, and carries its description
for those who do not see it (see :mod:`mlcourse.plots.theme`).
"""

from __future__ import annotations

from mlcourse.plots._lazy import expose

# function -> the module that defines it; Plotly is imported when one of them is used.
_FUNCTIONS = {
    "arrows": "vectors",
    "image_row": "vectors",
    "linear_map": "linear_map",
    "mapped_letters": "vectors",
    "matrix_heatmap": "vectors",
    "norm_balls": "vectors",
    "projection": "vectors",
    "spans": "vectors",
}
__all__ = list(_FUNCTIONS)

expose(__name__, _FUNCTIONS)
