"""What an instructor's ``nbgrader_config.py`` sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlcourse.authoring.notebooks import stub_configuration

if TYPE_CHECKING:
    from traitlets.config import Config

KERNEL = "mlcourse"
SECONDS_PER_CELL = 120


def configure(config: Config) -> None:
    """Set up nbgrader for this course.

    Parameters
    ----------
    config : Config
        nbgrader's configuration; settings made after the call win.

    Examples
    --------
    >>> from traitlets.config import Config
    >>> config = Config()
    >>> configure(config)
    >>> config.Execute.kernel_name
    'mlcourse'
    """
    from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
    from nbgrader import preprocessors

    from mlcourse.grading.feedback import HideTests
    from mlcourse.grading.restore import RestoreCells

    config.CourseDirectory.course_id = "mlcourse"
    stub_configuration(config)
    # A learner's notebook may name any kernel, and may have lost cells.
    config.Execute.kernel_name = KERNEL
    config.Autograde.sanitize_preprocessors = [
        preprocessors.ClearOutput,
        preprocessors.DeduplicateIds,
        preprocessors.OverwriteKernelspec,
        RestoreCells,
        preprocessors.OverwriteCells,
        preprocessors.CheckCellMetadata,
    ]
    # One endless loop costs its own cell, not the notebook.
    config.Execute.timeout = SECONDS_PER_CELL
    config.Execute.interrupt_on_timeout = True
    config.GenerateFeedback.preprocessors = [preprocessors.GetGrades, HideTests, CSSHTMLHeaderPreprocessor]
