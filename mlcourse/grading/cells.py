"""What a cell's text says about names, and running one as IPython does, without IPython."""

from __future__ import annotations

import ast
import builtins
from typing import Any

_BUILTIN = frozenset(vars(builtins))


def bound_names(source: str) -> frozenset[str]:
    r"""Find the names that a cell binds in the notebook's namespace.

    Examples
    --------
    >>> sorted(bound_names("import numpy as np\ndef f(x):\n    y = x\n    return y\na, (b, *c) = f(1)"))
    ['a', 'b', 'c', 'f', 'np']
    """
    names: set[str] = set()
    for node in _at_top(_parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return frozenset(names)


def function_names(source: str) -> frozenset[str]:
    r"""Find the names of the functions that a cell defines.

    Examples
    --------
    >>> sorted(function_names("def f(): pass\nclass C:\n    def g(self): pass"))
    ['f']
    """
    return frozenset(node.name for node in _parse(source).body if isinstance(node, ast.FunctionDef))


def read_names(source: str) -> frozenset[str]:
    """Find the names that a cell may look up in the notebook's namespace; Python's own are left out.

    Examples
    --------
    >>> sorted(read_names("print(f(x)); [y for y in z]"))
    ['f', 'x', 'y', 'z']
    """
    nodes = ast.walk(_parse(source))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name)) - _BUILTIN


def statements(source: str) -> list[str]:
    r"""Take a cell apart into its statements; one that is no Python stays whole.

    Examples
    --------
    >>> statements("a = 1\nif a:\n    b = 2")
    ['a = 1', 'if a:\n    b = 2']
    """
    return [ast.unparse(node) for node in _parse(source).body] or [source]


def run_cell(source: str, filename: str, namespace: dict[str, Any]) -> Any:
    """Run a cell of plain Python; returns the value of its last expression, None if it ends with another statement."""
    tree = ast.parse(source, filename)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, filename, "exec"), namespace)
    if last is None:
        return None
    assert isinstance(last, ast.Expr)
    return eval(compile(ast.Expression(last.value), filename, "eval"), namespace)


def _parse(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _at_top(tree: ast.Module) -> list[ast.AST]:
    """Go through the nodes outside of functions, classes and comprehensions."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(tree.body)
    closed = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not isinstance(node, (*closed, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting.extend(ast.iter_child_nodes(node))
    return found
