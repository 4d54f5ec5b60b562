"""Calls from the referee into the learner's process, over one socket, by value or through stand-ins.

The referee has a `Learner`, the learner's process a `Student`, and each holds one end of a socket pair in a `Channel`.
Nothing that comes from the student is trusted: `reader` is the border.
"""

from __future__ import annotations

from mlcourse.grading.remote.channel import Channel, ChannelError, Closed, Late, Violation
from mlcourse.grading.remote.learner import Learner
from mlcourse.grading.remote.student import Student

__all__ = ["Channel", "ChannelError", "Closed", "Late", "Learner", "Student", "Violation"]
