"""Finding functions marked with ``check.inside`` that could not run beside the answer, or are not accounted for."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator

from mlcourse.grading.cells import inside_functions


def misuses(check: str, reason: str) -> Iterator[tuple[int, str]]:
    r"""Find what is wrong with the functions of a check that are to run beside the answer.

    Parameters
    ----------
    check : str
        The check cell's text.
    reason : str
        Why it needs them, as its header says; empty where it says nothing.

    Yields
    ------
    int
        The line within the check cell, from 1.
    str
        What is wrong there, and what to write instead.

    Examples
    --------
    >>> source = "@check.inside\ndef f(g):\n    return np.sum(g(1))"
    >>> [message for _, message in misuses(source, "looks at the answer")]
    ['`f` runs beside the answer, where there is no `np`: import it within the function, or hand it over']
    """
    functions = inside_functions(check)
    lines = {node.name: node.lineno for node in ast.walk(ast.parse(check)) if isinstance(node, ast.FunctionDef)}
    for name, source in functions.items():
        if not reason:
            yield (
                lines[name],
                f'`{name}` is marked with check.inside: say why in the header of the cell, as in `inside="…"`',
            )
        for missing in sorted(_free(symtable.symtable(source, name, "exec").get_children())):
            yield (
                lines[name],
                f"`{name}` runs beside the answer, where there is no `{missing}`: "
                "import it within the function, or hand it over",
            )
    if reason and not functions:
        yield 1, "the header says `inside`, but no function of the check is marked with @check.inside"


def _free(tables: list[symtable.SymbolTable]) -> set[str]:
    """Find the names that functions look up outside of themselves."""
    found: set[str] = set()
    for table in tables:
        found |= {one.get_name() for one in table.get_symbols() if one.is_global() and one.is_referenced()}
        found |= _free(table.get_children())
    return found - set(vars(builtins))
