"""Explorers: a figure with controls, a question to answer by moving them, and what one sees in words."""

from __future__ import annotations

from mlcourse.plots._lazy import expose

# function -> the module that defines it; ipywidgets and Plotly are imported when one of them is used.
_FUNCTIONS = {
    "activation": "activation",
    "attention": "attention",
    "backpropagation": "backpropagation",
    "bandit": "bandit",
    "broadcasting": "broadcasting",
    "convolution": "convolution",
    "decision_boundary": "decision_boundary",
    "descent": "descent",
    "diffusion_steps": "diffusion_steps",
    "distributions": "distributions",
    "dropout": "dropout",
    "fairness_threshold": "fairness_threshold",
    "grid_world": "grid_world",
    "hmm_filtering": "hmm_filtering",
    "k_means": "k_means",
    "line_fit": "line_fit",
    "linear_map": "linear_map",
    "message_passing": "message_passing",
    "optimiser_race": "optimiser_race",
    "pca_projection": "pca_projection",
    "polynomial_fit": "polynomial_fit",
    "privacy_budget": "privacy_budget",
    "threshold": "threshold",
    "tsne_perplexity": "tsne_perplexity",
}
__all__ = list(_FUNCTIONS)

expose(__name__, _FUNCTIONS)
