"""Decision trees as drawings, and how much each feature matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from mlcourse.errors import CourseError
from mlcourse.plots import theme
from mlcourse.plots._arrays import Floats, counted, number, numbers, percent, same_length
from mlcourse.plots._samples import bar_look, figure, label_name, listed, mixed, named, style

_ROW = 66  # pixels for each leaf
_LINE = 22  # longer questions are broken into two lines
_DEEP = 3  # from so many levels on the boxes are narrower


@dataclass(frozen=True)
class _Node:
    """A node of the drawing."""

    depth: int
    row: float
    text: str
    hover: str
    fill: str
    edge: str
    parent: int | None
    is_yes: bool


def tree(
    fitted: Any,
    feature_names: Sequence[str] | None = None,
    class_names: Sequence[str] | None = None,
    *,
    max_depth: int = 4,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw a fitted decision tree, the root on the left, "yes" upwards and "no" downwards.

    Each box holds the question, or at a leaf the answer, and how many training examples came there. The box has
    the colour of its commonest class, the stronger the purer; hovering tells all counts.

    Parameters
    ----------
    fitted : DecisionTreeClassifier or DecisionTreeRegressor
        A fitted tree of scikit-learn; from a forest take one of its ``estimators_``.
    feature_names : sequence of d str, optional
        The names of the features; without them, those of the frame it was fitted on, or x1, x2 and so on.
    class_names : sequence of k str, optional
        The names of the classes, in the order of ``classes_``.
    max_depth : int
        How many levels of questions are drawn, 1 to 6.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the size of the tree and its first questions.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If `fitted` is no fitted tree, has several outputs, or the names do not fit.

    Examples
    --------
    >>> from sklearn.tree import DecisionTreeClassifier
    >>> model = DecisionTreeClassifier().fit([[0], [1], [2], [3]], ["low", "low", "high", "high"])
    >>> tree(model, ["size"]).alt
    'A decision tree of depth 1 with 2 leaves, grown on 4 examples. It first asks: size ≤ 1.5? If yes, it answers low; if no, it answers high.'
    """  # noqa: E501
    grown = getattr(fitted, "tree_", None)
    if grown is None or not hasattr(grown, "children_left"):
        raise CourseError(
            "fitted must be a decision tree of scikit-learn after fit; from a forest take estimators_[0]."
        )
    if grown.n_outputs != 1:
        raise CourseError("The tree predicts several outputs at once; only trees with one output can be drawn.")
    if not 1 <= max_depth <= 6:
        raise CourseError(f"max_depth must be from 1 to 6, not {max_depth}.")
    d = fitted.n_features_in_
    if feature_names is None:
        feature_names = getattr(fitted, "feature_names_in_", [f"x{i}" for i in range(1, d + 1)])
    features = named(list(feature_names), d, "feature_names", "features")
    answers: tuple[str, ...] | None = None
    if hasattr(fitted, "classes_"):
        labels = [label_name(label) for label in fitted.classes_]
        answers = named(labels if class_names is None else class_names, len(labels), "class_names", "classes")
    nodes = _nodes(grown, features, answers, max_depth)
    rows, depth = max(node.row for node in nodes) + 1, max(node.depth for node in nodes)
    links = [node for node in nodes if node.parent is not None]
    told = _describe_tree(grown, features, answers, fitted.get_depth(), fitted.get_n_leaves())
    if fitted.get_depth() > max_depth:
        levels = "level of questions is" if max_depth == 1 else f"{max_depth} levels of questions are"
        told += f" Only the first {levels} drawn."
    fig = figure(
        _links(nodes),
        _link_names(nodes, links),
        alt=alt or told,
        title=title,
        height=int(90 + _ROW * max(rows, 3)),
        showlegend=False,
        margin={"l": 10, "r": 10, "b": 10, "t": 56 if title else 20},
        annotations=[_box(node, 13 if depth < _DEEP else 11) for node in nodes],
    )
    fig.update_xaxes(visible=False, range=[-0.45, depth + 0.45])
    fig.update_yaxes(visible=False, range=[rows - 0.4, -0.6])
    return fig


def importance_bars(
    names: Sequence[str],
    values: ArrayLike,
    errors: ArrayLike | None = None,
    *,
    top: int = 15,
    title: str | None = None,
    alt: str | None = None,
) -> theme.Figure:
    """Draw how much each feature matters as bars, the largest at the top.

    Parameters
    ----------
    names : sequence of k str
        The names of the features.
    values : array_like of shape (k,) or (k, repeats)
        The importances; repeated measurements, as ``permutation_importance`` makes them, are averaged, and their
        standard deviation is the error bar.
    errors : array_like of shape (k,), optional
        Half the length of each error bar.
    top : int
        How many features are drawn at most.
    title, alt : str, optional
        The heading and the description; without the latter, one tells the most important features.

    Returns
    -------
    Figure
        A ``plotly.graph_objects.Figure``.

    Raises
    ------
    CourseError
        If the lengths differ, an error is negative, or `top` is not positive.

    Examples
    --------
    >>> importance_bars(["age", "income", "height"], [0.2, 0.7, 0.1], top=2).alt
    'Importance of 3 features, the 2 largest shown: income 0.7 and age 0.2.'
    """
    repeated = np.ndim(values) == 2
    found = numbers(values, "values", "features", *(("repeats",) if repeated else ()))
    called = named(names, len(found), "names", "features")
    half = None
    if errors is not None:
        half = numbers(errors, "errors", "features")
        same_length(len(found), "values", errors=half)
        if half.min() < 0:
            raise CourseError("errors holds a negative number: give half the length of each bar.")
    elif repeated:
        half = found.std(axis=1)
    if repeated:
        found = found.mean(axis=1)
    if top < 1:
        raise CourseError(f"top must be at least 1, not {top}.")
    order = np.argsort(-found, kind="stable")[:top][::-1]
    shown = listed([f"{called[i]} {number(found[i])}" for i in order[::-1][:5]])
    part = f", the {len(order)} largest shown" if len(order) < len(found) else ""
    rest = ", and others" if len(order) > 5 else ""
    told = f"Importance of {counted(len(found), 'feature')}{part}: {shown}{rest}."
    bars = go.Bar(
        x=found[order],
        y=[called[i] for i in order],
        orientation="h",
        marker={**bar_look(0, solid=True), "line": {"width": 0}},
        text=[number(v) for v in found[order]],
        textposition="outside" if half is None else "none",
        cliponaxis=False,
        error_x=None if half is None else {"array": half[order], "color": theme.INK, "thickness": 2, "width": 5},
        hovertemplate="%{y}: %{x:.4g}" + ("" if half is None else " ± %{error_x.array:.2g}") + "<extra></extra>",
    )
    fig = figure(
        bars,
        alt=alt or told,
        title=title,
        height=max(280, 130 + 28 * len(order)),
        xaxis_title="importance",
        showlegend=False,
        margin_b=60,
        margin_r=60,
    )
    fig.update_yaxes(type="category", showgrid=False)
    return fig


def _nodes(grown: Any, features: Sequence[str], answers: Sequence[str] | None, max_depth: int) -> list[_Node]:
    """Lay out the tree: each leaf of the drawing has a row, and a parent stands between its children."""
    left, right = grown.children_left, grown.children_right
    low, high = float(grown.value.min()), float(grown.value.max())
    order: list[tuple[int, int, int | None, bool]] = []
    stack: list[tuple[int, int, int | None, bool]] = [(0, 0, None, False)]
    while stack:
        node, depth, parent, is_yes = stack.pop()
        place = len(order)
        order.append((node, depth, parent, is_yes))
        if left[node] >= 0 and depth < max_depth:
            stack += [(int(right[node]), depth + 1, place, False), (int(left[node]), depth + 1, place, True)]
    rows = np.full(len(order), -1.0)
    children: list[list[int]] = [[] for _ in order]
    for i, (_, _, parent, _) in enumerate(order):
        if parent is not None:
            children[parent].append(i)
    for row, i in enumerate([i for i, below in enumerate(children) if not below]):
        rows[i] = row
    for i in reversed(range(len(order))):
        if children[i]:
            rows[i] = rows[children[i]].mean()
    nodes = []
    for i, (node, depth, parent, is_yes) in enumerate(order):
        text, hover, fill, edge = _words(grown, node, features, answers, (low, high), cut=not children[i])
        nodes.append(_Node(depth, float(rows[i]), text, hover, fill, edge, parent, is_yes))
    return nodes


def _words(
    grown: Any,
    node: int,
    features: Sequence[str],
    answers: Sequence[str] | None,
    ends: tuple[float, float],
    *,
    cut: bool,
) -> tuple[str, str, str, str]:
    """Say what stands in a node's box, what hovering tells, and in which colours."""
    value, n = grown.value[node][0], int(grown.n_node_samples[node])
    is_leaf = grown.children_left[node] < 0
    if answers is None:
        share = (float(value[0]) - ends[0]) / ((ends[1] - ends[0]) or 1.0)
        answer, fill, edge = number(float(value[0])), mixed(theme.SKY, 0.75 * share), theme.BLUE
        part = ""
        hover = f"mean {answer}<br>mean squared error {number(float(grown.impurity[node]))}"
    else:
        shares: Floats = value / value.sum()
        k = int(shares.argmax())
        purity = (float(shares[k]) - 1 / len(shares)) / ((1 - 1 / len(shares)) or 1.0)
        answer, fill, edge = answers[k], mixed(style(k).color, 0.08 + 0.42 * purity), style(k).color
        part = f"{100 * float(shares[k]):.0f} %"
        each = "<br>".join(f"{name}: {percent(float(s))}" for name, s in zip(answers, shares, strict=True))
        hover = f"{each}<br>impurity {number(float(grown.impurity[node]))}"
    question = "" if is_leaf else _question(grown, node, features)
    told = f"{question + '<br>' if question else ''}{counted(n, 'example')}<br>{hover}"
    if cut:
        dots = "" if is_leaf else " …"
        count = f"{n:,} ({part})" if part else counted(n, "example")
        return f"<b>{'' if part else 'mean '}{answer}{dots}</b><br>{count}", told, fill, edge
    asked = question if len(question) <= _LINE else question.replace(" ≤", "<br>≤")
    return f"<b>{asked}</b><br>{n:,}, {part + ' ' if part else 'mean '}{answer}", told, fill, edge


def _question(grown: Any, node: int, features: Sequence[str]) -> str:
    return f"{features[grown.feature[node]]} ≤ {number(float(grown.threshold[node]))}?"


def _box(node: _Node, size: int) -> dict[str, Any]:
    return {
        "x": node.depth,
        "y": node.row,
        "text": node.text,
        "hovertext": node.hover,
        "showarrow": False,
        "font": {"color": "#111111", "size": size},
        "bgcolor": node.fill,
        "bordercolor": node.edge,
        "borderwidth": 2,
        "borderpad": 5 if size > 11 else 3,
    }


def _links(nodes: Sequence[_Node]) -> Any:
    """Draw all edges in one trace."""
    x: list[float | None] = []
    y: list[float | None] = []
    for node in nodes:
        if node.parent is not None:
            above = nodes[node.parent]
            x += [above.depth, above.depth + 0.5, node.depth, None]
            y += [above.row, node.row, node.row, None]
    return theme.line(x, y, "edges", line={"color": theme.INK, "width": 2}, hoverinfo="skip")


def _link_names(nodes: Sequence[_Node], links: Sequence[_Node]) -> go.Scatter:
    return go.Scatter(
        x=[node.depth - 0.5 for node in links],
        y=[node.row for node in links],
        mode="text",
        text=["yes" if node.is_yes else "no" for node in links],
        textposition=["top center" if node.is_yes else "bottom center" for node in links],
        textfont={"color": theme.INK, "size": 13},
        hoverinfo="skip",
        name="answers",
    )


def _describe_tree(grown: Any, features: Sequence[str], answers: Sequence[str] | None, depth: int, leaves: int) -> str:
    size = f"A decision tree of depth {depth} with {counted(leaves, 'leaf', 'leaves')}, grown on "
    told = f"{size}{counted(int(grown.n_node_samples[0]), 'example')}."

    def then(node: int) -> str:
        if grown.children_left[node] >= 0:
            return f"it asks: {_question(grown, node, features)}"
        value = grown.value[node][0]
        return f"it answers {number(float(value[0])) if answers is None else answers[int(value.argmax())]}"

    if grown.children_left[0] < 0:
        return f"{told} Without a question, {then(0)}."
    yes, no = then(int(grown.children_left[0])), then(int(grown.children_right[0]))
    ask = _question(grown, 0, features)
    return f"{told} It first asks: {ask} If yes, {yes.rstrip('?')}; if no, {no.rstrip('?')}."
