"""What students lay into nbgrader's exchange must not harm others, deceive the instructor or show what is hidden."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.apps import CollectApp

from mlcourse.grading.batch import intake, timestamps
from mlcourse.grading.batch.course_folder import open_course
from mlcourse.grading.model import PREFERRED, Limits
from tests.grading.attacks.classroom import make_template
from tests.grading.attacks.corpus.deceive import ESCAPE
from tests.grading.attacks.course import BOOK, HIDDEN, REFERENCE, SET
from tests.grading.attacks.model import DECEIVE, GROUPS, HARM, READ

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the attacks use what Linux has")
COURSE = "mlcourse"
# Students whose names are those of users that every Linux has, with their numbers.
ADA, BEN, MALLORY = ("daemon", 1), ("bin", 2), ("sys", 3)
HONEST = (ADA[0], BEN[0])
IS_ROOT = os.geteuid() == 0


def stamp(when: datetime) -> str:
    return f"{when.isoformat(' ', 'microseconds')} UTC"


@dataclass
class Exchange:
    """The exchange, in which the honest have handed in a moment ago."""

    course: Path

    @property
    def inbound(self) -> Path:
        return self.course.parent / "exchange" / COURSE / "inbound"

    @property
    def now(self) -> str:
        return stamp(timestamps.now())

    def lay(self, student: str, when: str, *, said: str | None = None, owner: tuple[str, int] = MALLORY) -> Path:
        """Lay a submission into it; `said` is what its timestamp.txt says, the same as its name by default."""
        folder = self.inbound / f"{student}+{SET}+{when}+{len(os.listdir(self.inbound))}"
        folder.mkdir()
        (folder / f"{BOOK}.ipynb").write_text(f'{{"of": "{owner[0]}"}}')
        (folder / "timestamp.txt").write_text(when if said is None else said)
        if IS_ROOT:
            for path in (folder, *folder.iterdir()):
                os.chown(path, owner[1], owner[1])
        return folder


@dataclass(frozen=True)
class Found:
    """What is found after collecting."""

    status: int | None
    console: str
    course: Path

    def text(self, student: str, name: str = f"{BOOK}.ipynb") -> str:
        path = self.course / "submitted" / student / SET / name
        return path.read_text() if path.is_file() else ""

    @property
    def honest(self) -> bool:
        return all(self.text(student) == f'{{"of": "{student}"}}' for student in HONEST)

    @property
    def everything(self) -> str:
        files = [path for path in (self.course / "submitted").rglob("*") if path.is_file() and not path.is_symlink()]
        return "".join(path.read_text(errors="replace") for path in files)

    def flags(self, student: str) -> list[str]:
        """What grading flags of the time of a submission; stock nbgrader flags nothing."""
        if "configure(c)" not in (self.course / "nbgrader_config.py").read_text():
            return []
        course = open_course(self.course)
        assignment = intake.read_assignment(course, SET)
        found = intake.read_submission(course, assignment, student, Limits(), PREFERRED)
        return [flag.text for flag in found.flags if flag.kind == timestamps.KIND]


@dataclass(frozen=True)
class Attack:
    name: str
    group: str
    tries: str
    fill: Callable[[Exchange], None]
    succeeded: Callable[[Found], bool]
    in_depth: str = ""
    root: bool = False


ATTACKS: list[Attack] = []


def harmed(found: Found) -> bool:
    return found.status != 0 or not found.honest


def attack(
    group: str, tries: str, succeeded: Callable[[Found], bool] = harmed, *, in_depth: str = "", root: bool = False
) -> Callable[[Callable[[Exchange], None]], Callable[[Exchange], None]]:
    def add(fill: Callable[[Exchange], None]) -> Callable[[Exchange], None]:
        ATTACKS.append(Attack(fill.__name__.replace("_", "-"), group, tries, fill, succeeded, in_depth, root))
        return fill

    return add


@attack(READ, "hands in links to the instructor's notebook", lambda found: HIDDEN in found.everything)
def links(exchange: Exchange) -> None:
    folder, source = exchange.lay(MALLORY[0], exchange.now), exchange.course / "source" / SET / f"{BOOK}.ipynb"
    (folder / f"{BOOK}.ipynb").unlink()
    (folder / f"{BOOK}.ipynb").symlink_to(source)
    (folder / "notes.txt").symlink_to(source)


@attack(HARM, "lays a folder into the exchange whose name tells no time, so that nobody's work is collected")
def name_without_time(exchange: Exchange) -> None:
    exchange.lay(MALLORY[0], "tomorrow")
    exchange.lay(MALLORY[0], "")
    exchange.lay(MALLORY[0], "9" * 90)


@attack(HARM, "lays a folder named for another student into the exchange, of a later time", root=True)
def anothers_name(exchange: Exchange) -> None:
    exchange.lay(ADA[0], "2099-01-01 00:00:00 UTC")


def wrote_elsewhere(found: Found) -> bool:
    return harmed(found) or (found.course / SET).exists()


@attack(
    HARM,
    "hands in as a student whose name leads out of the folder of submissions",
    wrote_elsewhere,
    in_depth="stock nbgrader happens not to look at names that begin with a dot",
)
def student_upwards(exchange: Exchange) -> None:
    exchange.lay("..", exchange.now)


@attack(HARM, "hands in more than may be handed in")
def too_large(exchange: Exchange) -> None:
    with (exchange.lay(BEN[0], "2026-01-01 00:00:00 UTC") / "data.bin").open("wb") as file:
        file.truncate(1 << 40)  # sparse
    with (exchange.lay(MALLORY[0], exchange.now) / "data.bin").open("wb") as file:
        file.truncate(1 << 40)


@attack(HARM, "hands in a pipe")
def pipe(exchange: Exchange) -> None:
    os.mkfifo(exchange.lay(MALLORY[0], exchange.now) / "data.csv")


@attack(HARM, "hands in folders that are nested 1,500 deep")
def deep_folders(exchange: Exchange) -> None:
    here = os.getcwd()
    os.chdir(exchange.lay(MALLORY[0], exchange.now))
    try:
        for _ in range(1500):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(here)


@attack(HARM, "hands in 20,000 files", in_depth="stock nbgrader copies them all, and goes on")
def many_files(exchange: Exchange) -> None:
    folder = exchange.lay(MALLORY[0], exchange.now)
    for number in range(20_000):
        (folder / str(number)).touch()


@attack(HARM, "hands in a time without an end", in_depth="stock nbgrader would copy until the disk is full")
def endless_time(exchange: Exchange) -> None:
    place = exchange.lay(MALLORY[0], exchange.now) / "timestamp.txt"
    place.unlink()
    place.symlink_to("/dev/zero")


def steers(found: Found) -> bool:
    return ESCAPE[:4] in found.console or harmed(found)


@attack(DECEIVE, "hands in names that steer the instructor's terminal", steers)
def terminal_names(exchange: Exchange) -> None:
    exchange.lay(f"mallory{ESCAPE}", exchange.now)
    work = exchange.lay("mallory", exchange.now)
    work.rename(work.with_name(f"{work.name}{ESCAPE}"))
    (exchange.lay(MALLORY[0], exchange.now) / f"x{ESCAPE}").symlink_to("/")


# When it was handed in

EARLY = "2026-02-03 12:00:00.000000 UTC"


def is_believed(found: Found) -> bool:
    """Whether the submission is taken for an early one, and nobody is told."""
    return harmed(found) or (found.text(MALLORY[0], "timestamp.txt") == EARLY and not found.flags(MALLORY[0]))


@attack(DECEIVE, "hands in late, with an early time in timestamp.txt", is_believed)
def early_time(exchange: Exchange) -> None:
    exchange.lay(MALLORY[0], exchange.now, said=EARLY)


@attack(DECEIVE, "hands in late, in a folder that is named for an early time", is_believed)
def early_name(exchange: Exchange) -> None:
    exchange.lay(MALLORY[0], EARLY)


@attack(DECEIVE, "goes on working in the folder that was handed in early", is_believed)
def changed_afterwards(exchange: Exchange) -> None:
    folder = exchange.lay(MALLORY[0], EARLY)
    for path in (*folder.iterdir(), folder):
        os.utime(path, (0, datetime(2026, 2, 3, 12).timestamp()))


def is_future(found: Found) -> bool:
    return harmed(found) or ("2099" in found.text(MALLORY[0], "timestamp.txt") and not found.flags(MALLORY[0]))


@attack(DECEIVE, "hands in from the future", is_future)
def future_name(exchange: Exchange) -> None:
    exchange.lay(MALLORY[0], "2099-01-01 00:00:00 UTC")


def has_no_time(found: Found) -> bool:
    return harmed(found) or found.text(MALLORY[0], "timestamp.txt")[:4] != str(timestamps.now().year)


@attack(DECEIVE, "hands in a time that is none, so as not to be late", has_no_time)
def no_time(exchange: Exchange) -> None:
    exchange.lay(MALLORY[0], exchange.now, said="\ufffd tomorrow \x1b[31m" + "9" * 5000)


@attack(DECEIVE, "hands in nothing but a day of a month that is not told", has_no_time)
def half_a_time(exchange: Exchange) -> None:
    exchange.lay(MALLORY[0], exchange.now, said="1")


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    return {stock: make_template(tmp_path_factory.mktemp("exchange"), stock=stock) for stock in (True, False)}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder that is emptied by a program that no depth stops."""
    yield tmp_path / "place"
    subprocess.run(["rm", "-rf", str(tmp_path / "place")], check=True)


def laid_out(one: Attack, template: Path, place: Path) -> Path:
    """Have the honest and one attacker lay into the exchange what they hand in."""
    course = place / "class"
    place.mkdir()
    shutil.copytree(template, course)
    exchange = Exchange(course)
    exchange.inbound.mkdir(parents=True)
    exchange.inbound.chmod(0o733)
    (exchange.inbound.parent / "outbound").mkdir()
    (place / "exchange").chmod(0o777)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(place / 'exchange')!r}\nc.CourseDirectory.course_id = {COURSE!r}\n")
    for student in (ADA, BEN):
        exchange.lay(student[0], stamp(timestamps.now() - timedelta(seconds=5)), owner=student)
    one.fill(exchange)
    return course


def collect_here(course: Path) -> int:
    """Run ``nbgrader collect`` in this process, which saves its start."""
    app = CollectApp()
    with contextlib.chdir(course):
        try:
            app.initialize([SET])
            app.start()
        except SystemExit as end:
            return int(end.code or 0)
    return 0


def case(one: Attack) -> object:
    mark = pytest.mark.skipif(not IS_ROOT, reason="only root can give a file to another user")
    return pytest.param(one, id=one.name, marks=mark if one.root else ())


def test_the_groups_are_those_of_all_attacks() -> None:
    assert {one.group for one in ATTACKS} <= set(GROUPS)


@pytest.mark.slow
@pytest.mark.parametrize("one", [case(one) for one in ATTACKS if not one.in_depth])
def test_stock_nbgrader_falls_for_it(one: Attack, templates: dict[bool, Path], place: Path) -> None:
    course = laid_out(one, templates[True], place)
    words = [sys.executable, "-m", "nbgrader", "collect", SET]
    found = Found(None, "", course)
    with contextlib.suppress(subprocess.TimeoutExpired):
        run = subprocess.run(words, cwd=course, capture_output=True, timeout=30)
        found = Found(run.returncode, (run.stdout + run.stderr).decode(errors="replace"), course)
    assert one.succeeded(found), f"stock nbgrader withstands it: {one.tries}\n{found.console}"


@pytest.mark.parametrize("one", [case(one) for one in ATTACKS])
def test_it_achieves_nothing(
    one: Attack, templates: dict[bool, Path], place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    course = laid_out(one, templates[False], place)
    status = collect_here(course)
    found = Found(status, "".join(capfd.readouterr()), course)
    assert found.status == 0, found.console
    assert found.honest, found.console
    assert not one.succeeded(found), found.console
    assert HIDDEN not in found.everything
    assert REFERENCE not in found.everything
    assert "Traceback" not in found.console
    for student in HONEST if IS_ROOT else ():
        assert not found.flags(student)
