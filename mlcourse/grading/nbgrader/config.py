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

    Raises
    ------
    SystemExit
        If anything goes wrong: on any other error nbgrader would go on with its own settings, and run what students
        handed in without a sandbox.

    Examples
    --------
    >>> from traitlets.config import Config
    >>> config = Config()
    >>> configure(config)
    >>> config.Execute.kernel_name
    'mlcourse'
    """
    try:
        _configure(config)
    except Exception as error:
        raise SystemExit(f"nbgrader cannot be set up for this course: {error}") from error


def _configure(config: Config) -> None:
    from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
    from nbgrader import preprocessors

    from mlcourse.grading.feedback.preprocessors import Teach
    from mlcourse.grading.nbgrader.archives import SafeExtractor
    from mlcourse.grading.nbgrader.claims import SafeCollector
    from mlcourse.grading.nbgrader.collect import Collect
    from mlcourse.grading.nbgrader.exporter import SubmissionExporter
    from mlcourse.grading.nbgrader.preprocessors import Rebuild, Run

    config.CourseDirectory.course_id = "mlcourse"
    stub_configuration(config)
    # nbgrader's autograde, and the formgrader's button, grade as `mlcourse grade` does: the exporter reads submissions
    # without trusting them, then what they damaged is put right, and they run in a sandbox, apart from their tests.
    config.Autograde.exporter_class = SubmissionExporter
    config.Autograde.sanitize_preprocessors = [Rebuild, preprocessors.CheckCellMetadata]
    config.Autograde.autograde_preprocessors = [
        Run,
        preprocessors.SaveAutoGrades,
        preprocessors.AssignLatePenalties,
        preprocessors.CheckCellMetadata,
    ]
    # What is collected from the exchange is copied with the instructor's rights: links of learners are not followed.
    config.ExchangeFactory.collect = Collect
    # So is what `nbgrader zip_collect` unpacks.
    config.ZipCollectApp.extractor_plugin = SafeExtractor
    config.ZipCollectApp.collector_plugin = SafeCollector
    # nbgrader's own execution is left for `nbgrader validate`; the time for each cell counts for ours too.
    config.Execute.kernel_name = KERNEL
    config.Execute.timeout = SECONDS_PER_CELL
    config.Execute.interrupt_on_timeout = True
    # A heading would get its text as its id: links in the feedback, and the formgrader's script, would find a student's
    # "# total-check" in the place of that check.
    config.HTMLExporter.exclude_anchor_links = True
    config.GenerateFeedback.preprocessors = [preprocessors.GetGrades, Teach, CSSHTMLHeaderPreprocessor]
