"""What an instructor lets a run use: read from nbgrader's configuration, refused where it makes no sense, and held."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from mlcourse.errors import CourseError
from mlcourse.grading.batch.course_folder import open_course
from mlcourse.grading.batch.engines import Threads
from mlcourse.grading.batch.intake import limits_of
from mlcourse.grading.batch.limits import NAMES, GradingLimits, limits_of_settings
from mlcourse.grading.batch.run import Batch
from mlcourse.grading.model import PREFERRED, Limits, Result, Task
from mlcourse.grading.nbgrader.config import configure
from mlcourse.grading.nbgrader.instructor import CONFIG
from tests.grading.synthetic import SET, by_rule, copy_course, hand_in


def settings(**values: Any) -> Config:
    return Config({"GradingLimits": values})


def test_each_limit_can_be_set_and_says_what_it_is() -> None:
    assert (
        {field.name for field in dataclasses.fields(Limits)}
        == set(NAMES)
        == set(GradingLimits.class_traits(config=True))
    )
    for name, trait in GradingLimits.class_traits(config=True).items():
        assert name in GradingLimits.class_get_help()
        assert str(trait.help).endswith((".", "'."))
        assert getattr(GradingLimits(), name) == getattr(Limits(), name)


def test_defaults_are_those_of_the_model() -> None:
    assert limits_of_settings(Config()) == Limits()


def test_what_is_set_counts() -> None:
    found = limits_of_settings(
        settings(total_seconds=600, memory="4 GB", file_size=5 << 20, disk="1.5gb", processes=16, output="64 k")
    )
    assert found == Limits(
        total_seconds=600.0, memory=4 << 30, file_size=5 << 20, disk=3 << 29, processes=16, output=64 << 10
    )


def test_the_time_per_cell_is_nbgraders_where_ours_is_not_set() -> None:
    config = settings()
    config.Execute.timeout = 7
    assert limits_of_settings(config).cell_seconds == 7.0
    config.GradingLimits.cell_seconds = 3
    assert limits_of_settings(config).cell_seconds == 3.0
    for none in (-1, None, "x"):
        config = settings()
        config.Execute.timeout = none
        assert limits_of_settings(config).cell_seconds == Limits().cell_seconds


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"total_seconds": 0}, r"c\.GradingLimits\.total_seconds is 0: write a number of seconds above 0"),
        ({"total_seconds": "long"}, "total_seconds is 'long'"),
        ({"total_seconds": float("nan")}, "total_seconds is nan"),
        ({"cell_seconds": float("inf")}, "cell_seconds is inf"),
        ({"cell_seconds": True}, "cell_seconds is True"),
        ({"memory": "2 GX"}, "memory is '2 GX': write a number of bytes or a size such as '2 GB', of at least 64 MB"),
        ({"memory": 2}, "memory is 2: .* of at least 64 MB"),
        ({"memory": 1.5e9}, "memory is 1500000000.0"),
        ({"memory": None}, "memory is None"),
        ({"disk": "9" * 40}, "disk is '9999"),
        ({"output": "-1 MB"}, "output is '-1 MB'"),
        ({"processes": 1}, "processes is 1: write a whole number of at least 8"),
        ({"open_files": 300.0}, "open_files is 300.0"),
        ({"memmory": "2 GB"}, r"sets c\.GradingLimits\.memmory, which there is not: the limits are cell_seconds, "),
    ],
)
def test_nonsense_is_told_in_a_sentence(values: dict[str, Any], told: str) -> None:
    with pytest.raises(CourseError, match=told) as error:
        limits_of_settings(settings(**values))
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


def test_the_file_given_to_instructors_names_all_with_their_defaults() -> None:
    lines = [line[2:] for line in CONFIG.splitlines() if line.startswith("# c.GradingLimits")]
    config = Config()
    for line in lines:
        exec(line, {"c": config})
    assert set(config.GradingLimits) == set(NAMES)
    assert limits_of_settings(config) == Limits()
    text = "\n".join(lines) + "\n"
    own = Config()
    exec(CONFIG.replace("c = get_config()  # noqa: F821", "") + text, {"c": own, "configure": configure})
    assert limits_of_settings(own) == Limits()


def test_a_run_has_the_limits_of_its_course(generated: Path, tmp_path: Path) -> None:
    course = copy_course(generated, tmp_path / "course")
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.GradingLimits.total_seconds = 33\nc.GradingLimits.memory = '3 GB'\nc.Execute.timeout = 4\n")
    course = open_course(course.root)
    wanted = Limits(cell_seconds=4.0, total_seconds=33.0, memory=3 << 30)
    assert limits_of(course) == wanted
    hand_in(course, "ada", b"{}")
    seen: list[Limits] = []

    def look(task: Task) -> Result:
        seen.append(task.limits)
        return by_rule(task)

    engine = Threads(1, look)
    list(Batch(course, engine, sandbox=PREFERRED, assignments=[SET]).run())
    engine.close()
    assert seen == [wanted]


def test_a_run_with_a_limit_that_makes_no_sense_does_not_begin(generated: Path, tmp_path: Path) -> None:
    course = copy_course(generated, tmp_path / "course")
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.GradingLimits.memory = 'lots'\n")
    course = open_course(course.root)
    hand_in(course, "ada", b"{}")
    engine = Threads(1, by_rule)
    with pytest.raises(CourseError, match=r"c\.GradingLimits\.memory is 'lots': write a number of bytes"):
        Batch(course, engine, sandbox=PREFERRED)
    engine.close()
