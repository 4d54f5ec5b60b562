"""The learner's cells, run over there: what brings the process down is left out, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mlcourse.grading.referee.job import CHECK, Job
from mlcourse.grading.referee.outputs import well_formed
from mlcourse.grading.remote import ChannelError, Closed, Late, Learner

GRACE = 3.0  # seconds between stopping a cell from within and giving up on its process
MOST_RESTARTS = 4


class GaveUpError(Exception):
    """The learner's process went down too often."""


class Walk:
    """Runs the learner's cells in order, in a process that is started again where it broke.

    Parameters
    ----------
    job : Job
        The notebook's cells.
    new_learner : callable
        Ends the former process, starts another and returns the way to it.
    culprits : iterable of int
        Cells to leave out from the start.
    """

    def __init__(self, job: Job, new_learner: Callable[[], Learner], culprits: Iterable[int] = ()) -> None:
        self._job, self._new_learner = job, new_learner
        self._restarts = 0
        self.culprits = set(culprits)
        self.learner = new_learner()

    def execute(self, index: int) -> dict[str, Any]:
        """Run one cell.

        Returns
        -------
        dict
            What the learner's process answered; ``died`` instead, a clause on why, where it answered no more. The
            process is then new, and the cells before have been run again.
        """
        try:
            return self._over_there(index)
        except ChannelError as error:
            self.culprits.add(index)
            self.bring_back(index)
            return {"died": reason(error, self._job.cell_seconds)}

    def bring_back(self, upto: int) -> None:
        """Start a new process if this one is broken, and run the cells before `upto` again."""
        while self._restarts < MOST_RESTARTS:
            self._restarts += 1
            self.learner = self._new_learner()
            if self._replay(upto):
                return
        raise GaveUpError(f"the learner's process went down {MOST_RESTARTS + 1} times")

    def _replay(self, upto: int) -> bool:
        for index, cell in enumerate(self._job.cells[:upto]):
            if cell.role == CHECK or index in self.culprits:
                continue
            try:
                self._over_there(index)
            except ChannelError:
                self.culprits.add(index)
                return False
        return True

    def _over_there(self, index: int) -> dict[str, Any]:
        seconds, output = self._job.cell_seconds, self._job.output
        request = {"kind": "cell", "source": self._job.cells[index].source, "seconds": seconds, "output": output}
        return well_formed(self.learner.execute(request, seconds + GRACE), output)


def reason(error: ChannelError, seconds: float) -> str:
    """Say why the learner's process answered no more, as a clause that follows on "your code" or "this cell"."""
    if isinstance(error, Late):
        return f"did not end within {seconds:g} s and could not be interrupted"
    if isinstance(error, Closed):
        return "ended the Python process that it ran in"
    return "made its process answer nonsense"
