"""Running built notebooks in the course kernel, as a learner would."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

SECONDS_PER_CELL = 300
_OFFLINE = "from mlcourse.verify.offline import block_network as _b; _b(); del _b"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def run_notebook(notebook: NotebookNode, folder: str) -> tuple[float, list[tuple[str, str]]]:
    """Run a notebook in a fresh course kernel with the network off.

    Parameters
    ----------
    notebook : NotebookNode
        The notebook; outputs are written into it.
    folder : str
        The working directory.

    Returns
    -------
    float
        The seconds that its cells took.
    list of tuple of str
        The id of a faulty cell and its fault: an error, or text on stderr (warnings go there).
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    client = NotebookClient(
        notebook, timeout=SECONDS_PER_CELL, kernel_name="mlcourse", resources={"metadata": {"path": folder}}
    )
    faults: list[tuple[str, str]] = []
    with client.setup_kernel():
        client.kc.execute(_OFFLINE, silent=True)
        start = time.perf_counter()
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            try:
                client.execute_cell(cell, index)
            except CellExecutionError as error:
                faults.append((cell.id, _ANSI.sub("", f"{error.ename}: {error.evalue}")))
            except (CellTimeoutError, DeadKernelError) as error:
                faults.append((cell.id, str(error).splitlines()[0]))
                break
            faults.extend((cell.id, f"text on stderr: {text}") for text in _stderr(cell))
        return time.perf_counter() - start, faults


def _stderr(cell: NotebookNode) -> list[str]:
    return [
        output.text.strip().splitlines()[0]
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr" and output.text.strip()
    ]
