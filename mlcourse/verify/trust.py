"""Finding tests that a wrong answer could talk its way through."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mlcourse.grading.cells import bound_names

_ORDER = (ast.Gt, ast.Lt, ast.GtE, ast.LtE)


def weaknesses(check: str, answer: str) -> Iterator[tuple[int, str]]:
    r"""Find the tests of a check cell that trust the learner's result, or that NaN passes.

    Parameters
    ----------
    check : str
        The check cell's text.
    answer : str
        The reference solution; what it binds is the learner's.

    Yields
    ------
    int
        The line within the check cell, from 1.
    str
        What is weak there, and what to write instead.

    Examples
    --------
    >>> answer = "def f(x): return x"
    >>> [line for line, _ in weaknesses("assert f(1).equals(2)", answer)]
    [1]
    >>> [line for line, _ in weaknesses("if abs(f(1) - 1) > 0.1:\n    raise AssertionError", answer)]
    [1]
    >>> list(weaknesses("check.close(f(1), 1, 'f(1)')", answer))
    []
    """
    tree = ast.parse(check)
    learners = _learners_names(tree, set(bound_names(answer)))
    for node in ast.walk(tree):
        for condition, wrong_if_true in _conditions(node):
            for line in _trusting(condition, learners):
                yield (
                    line,
                    (
                        "a test trusts a method of the learner's result, which may say anything: "
                        "compare data with check.close or check.equal"
                    ),
                )
            if _lets_nan_pass(condition, wrong_if_true, learners):
                yield (
                    condition.lineno,
                    "NaN passes this test: demand that the value is within limits, or use check.close",
                )


def _learners_names(tree: ast.Module, names: set[str]) -> set[str]:
    """Add the names that are assigned from the learner's."""
    assignments = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    for _ in range(len(assignments) + 1):
        more = {
            target.id
            for node in assignments
            if _is_learners(node.value, names)
            for place in node.targets
            for target in ast.walk(place)
            if isinstance(target, ast.Name)
        }
        if more <= names:
            break
        names = names | more
    return names


def _is_learners(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))


def _conditions(node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """Find what a statement tests, and whether the answer is wrong if it holds."""
    if isinstance(node, ast.Assert):
        yield node.test, False
    elif isinstance(node, ast.If) and any(isinstance(inner, ast.Raise) for inner in node.body):
        yield node.test, True
    elif _is_that(node) and isinstance(node, ast.Call) and node.args:
        yield node.args[0], False


def _is_that(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "that"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "check"
    )


def _trusting(condition: ast.expr, names: set[str]) -> Iterator[int]:
    for node in ast.walk(condition):
        is_method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_method and _is_learners(node.func.value, names):  # type: ignore[attr-defined]
            yield node.lineno  # type: ignore[attr-defined]


def _lets_nan_pass(condition: ast.expr, wrong_if_true: bool, names: set[str]) -> bool:
    """NaN makes every comparison of order false: it passes where the answer is wrong only if one holds."""
    if isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not):
        return _lets_nan_pass(condition.operand, not wrong_if_true, names)
    if isinstance(condition, ast.BoolOp):
        return any(_lets_nan_pass(part, wrong_if_true, names) for part in condition.values)
    return (
        wrong_if_true
        and isinstance(condition, ast.Compare)
        and all(isinstance(operator, _ORDER) for operator in condition.ops)
        and _is_learners(condition, names)
    )
