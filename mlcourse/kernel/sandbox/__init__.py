"""The sandbox for code that nobody has read: layers that hold independently, each used where the system allows it.

A process that was just forked calls :func:`enter` and is inside when it returns. The layers are limits, another user,
namespaces (processes, network, messages, mounts), a view of the file system with only what a run needs, Landlock, a
filter on system calls, and the loss of every privilege. :func:`available` tells which of them a system gives.
"""

from mlcourse.kernel.sandbox.entry import LAYERS, Policy, enter, prepare
from mlcourse.kernel.sandbox.limits import Limits
from mlcourse.kernel.sandbox.probe import available
from mlcourse.kernel.sandbox.report import describe, refusal

__all__ = ["LAYERS", "Limits", "Policy", "available", "describe", "enter", "prepare", "refusal"]
