"""The ``mlcourse`` command."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mlcourse import __version__, content, scripts
from mlcourse.errors import CourseError

if TYPE_CHECKING:
    from types import FrameType

    from rich.table import Table
    from rich.text import Text

    from mlcourse.grading.batch.engines import Engine
    from mlcourse.grading.batch.entries import Entry
    from mlcourse.grading.batch.run import Batch
    from mlcourse.roadmap.catalogue import Catalogue
    from mlcourse.verify import ExerciseProof, Proof
    from mlcourse.workspace import Report
    from mlcourse.workspace.learner import Learner

DEFAULT_WORKSPACE = Path("mlcourse-workspace")
app = typer.Typer(
    help="A machine-learning course that lives in JupyterLab.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Workspace = Annotated[
    Path | None,
    typer.Argument(
        metavar="DIR",
        help="The learner's folder: this one if it is a workspace, else mlcourse-workspace.",
        show_default=False,
    ),
]
Restore = Annotated[
    list[str] | None,
    typer.Option(help="Bring back a file (or folder, or pattern) that you deleted.", metavar="PATH"),
]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; never returns."""
    words = sys.argv[1:] if arguments is None else arguments
    cut = words.index("--") if "--" in words else len(words)
    passed_on = words[cut + 1 :]
    try:
        sys.exit(app(words[:cut], standalone_mode=True, obj=passed_on))
    except CourseError as error:
        typer.echo(f"mlcourse: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has stopped, as `mlcourse verify | head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _common(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if context.obj and context.invoked_subcommand != "lab":
        raise CourseError("only `mlcourse lab` passes options on after `--`.")


@app.command()
def lab(context: typer.Context, directory: Workspace = None) -> None:
    """Make or update the workspace and start JupyterLab there; options after `--` go to JupyterLab."""
    workspace = _workspace(directory)
    _tell(_update(workspace, ()), workspace)
    scripts.put_on_path()
    options = [f"--ServerApp.root_dir={workspace.absolute()}", *context.obj]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        options.append("--allow-root")  # containers often have no other user
    command = [sys.executable, "-m", "jupyterlab", *options]
    if os.name == "posix":
        os.execv(command[0], command)
    sys.exit(subprocess.call(command))


@app.command()
def init(directory: Annotated[Path, typer.Argument(metavar="DIR")], as_json: Json = False) -> None:
    """Make a learner's workspace."""
    _finish(_update(directory, ()), directory, as_json)


@app.command()
def update(directory: Workspace = None, restore: Restore = None, as_json: Json = False) -> None:
    """Bring new and changed material into a workspace; nothing of yours is overwritten."""
    from mlcourse.workspace import is_workspace, no_workspace

    workspace = _workspace(directory)
    if not is_workspace(workspace):
        raise no_workspace(workspace)
    _finish(_update(workspace, restore or ()), workspace, as_json)


@app.command()
def build(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write; learner/ and instructor/ in it.")],
    module: Annotated[list[str] | None, typer.Option(help="Only this module: its id or number.")] = None,
    as_json: Json = False,
) -> None:
    """Turn the text sources into notebooks, in the learner's and the instructor's edition."""
    from mlcourse.authoring.build import build as build_course

    with _progress("Building notebooks") as progress:
        count = build_course(out, content.root(), modules=module or (), progress=progress)
    if as_json:
        _print_json({"folder": str(out), "notebooks": count})
    else:
        typer.echo(f"{count} notebooks are in {out}.")


@app.command()
def verify(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH …]", help="Sources; all when left out.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many to prove at a time.")] = os.cpu_count() or 2,
    as_json: Json = False,
) -> None:
    """Run lessons and prove exercises, with the network off."""
    from mlcourse.verify import verify as prove
    from mlcourse.verify.proofs import to_json

    root = _root_of(paths or [])
    with _progress("Proving") as progress:
        proofs = list(prove(root, paths or (), jobs=jobs, progress=progress))
    findings = [finding for proof in proofs for finding in proof.all_findings()]
    if as_json:
        _print_json({"passed": not findings, "proofs": [to_json(proof) for proof in proofs]})
    else:
        _print_proofs(proofs, root)
        for finding in findings:
            typer.echo(f"{os.path.relpath(finding.path)}:{finding.line}: {finding.message}")
        typer.echo("Everything holds." if not findings else f"{_faults(len(findings))}.")
    raise typer.Exit(1 if findings else 0)


@app.command()
def roadmap(as_json: Json = False) -> None:
    """Tell how much of each roadmap and module is taught, practised and planned."""
    from mlcourse.authoring.course import read_course
    from mlcourse.roadmap.coverage import coverage

    found = coverage(read_course(content.root()).catalogue())
    if as_json:
        return _print_json(dataclasses.asdict(found))
    _print_table(
        ("roadmap", "rows", "taught", "practised", "planned"),
        ((one.name, one.rows, one.taught, one.practised, one.planned) for one in found.roadmaps),
    )
    _print_table(
        ("module", "lessons", "taught", "planned", "topics", "practised", "exercises", "assignments", "planned"),
        (
            (
                f"{one.id[:2]} {one.title}",
                one.lessons,
                one.taught,
                one.planned,
                one.topics,
                one.practised,
                one.exercises,
                one.assignments,
                one.assignments_planned,
            )
            for one in found.modules
        ),
    )


progress = typer.Typer(help="See how far you have come, and take it with you.", no_args_is_help=True)
app.add_typer(progress, name="progress")


@progress.command("show")
def progress_show(directory: Workspace = None, as_json: Json = False) -> None:
    """Tell how far you have come, by module."""
    from datetime import date

    from mlcourse.report.summary import summarise

    learner, course = _learner(directory)
    found = summarise(course, learner.progress(course), date.today())
    if as_json:
        return _print_json(dataclasses.asdict(found))
    _print_table(
        ("module", "mastered", "practised", "in progress", "remaining"),
        ((one.title, one.mastered, one.practised, one.started, one.remaining) for one in found.modules),
    )
    totals = found.totals
    typer.echo(
        f"{totals.passed} of {totals.exercises} exercises passed, {totals.points:g} of {totals.of:g} points, "
        f"{totals.seconds / 3600:.1f} hours."
    )


@progress.command("page")
def progress_page(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The HTML file to write.")], directory: Workspace = None
) -> None:
    """Write the progress page, to print or to send."""
    from datetime import date

    from mlcourse.report import page
    from mlcourse.workspace import files

    learner, course = _learner(directory)
    files.write(out, page(course, learner.progress(course), date.today()).encode())
    typer.echo(f"Your progress is in {out}.")


@progress.command("export")
def progress_export(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, one event on each line.")],
    directory: Workspace = None,
) -> None:
    """Write all that is known of your work into a file that another workspace can import."""
    from mlcourse.workspace import files

    learner, _ = _learner(directory)
    data = learner.export()
    files.write(out, data)
    count = data.count(b"\n")
    typer.echo(f"{count} {'event is' if count == 1 else 'events are'} in {out}.")


@progress.command("import")
def progress_import(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="What `export` wrote.")],
    directory: Workspace = None,
    as_json: Json = False,
) -> None:
    """Add what a file holds to your progress; what is known already is not counted twice."""
    try:
        data = source.read_bytes()
    except OSError as error:
        raise CourseError(f"{source} cannot be read ({error.strerror}).") from error
    learner, _ = _learner(directory)
    found = learner.bring(data)
    if as_json:
        return _print_json(dataclasses.asdict(found))
    typer.echo(f"{found.added} added, {found.known} known already, {found.left_out} left out as no events of a course.")


def _learner(directory: Path | None) -> tuple[Learner, Catalogue]:
    """Open a workspace, and take in what its saved notebooks show."""
    from mlcourse.workspace import no_workspace
    from mlcourse.workspace.learner import Learner

    workspace = _workspace(directory)
    learner = Learner(workspace)
    course = learner.catalogue()
    if course is None:
        raise no_workspace(workspace)
    learner.look(course)
    return learner, course


@app.command()
def instructor(directory: Annotated[Path, typer.Argument(metavar="DIR")], as_json: Json = False) -> None:
    """Make or update an nbgrader course directory: sources, configuration and gradebook."""
    from mlcourse.grading.nbgrader.instructor import make_course_directory

    with _progress("Building notebooks") as progress:
        report = make_course_directory(directory, content.root(), progress=progress)
    _tell(report, directory, as_json)
    if not as_json:
        typer.echo(f"Run nbgrader's commands, or `jupyter lab` for the formgrader, in {directory}.")


@app.command()
def grade(
    assignment: Annotated[
        str | None,
        typer.Argument(
            help="The assignment, all when left out; or with --mine the problem set, the last one that you worked on.",
            show_default=False,
        ),
    ] = None,
    student: Annotated[
        list[str] | None, typer.Option(help="Only this student, or a pattern of ids.", metavar="ID")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="How many to grade at a time.")] = os.cpu_count() or 2,
    scheduler: Annotated[
        str, typer.Option(help="Grade on the Dask cluster with this address.", metavar="ADDRESS", show_default=False)
    ] = "",
    regrade: Annotated[bool, typer.Option("--regrade", help="Grade also what has not changed since.")] = False,
    sandbox: Annotated[
        str, typer.Option(help="Whether student code may run where there is no sandbox.", metavar="required|preferred")
    ] = "required",
    course: Annotated[
        Path | None,
        typer.Option(help="The nbgrader course directory, or with --mine the workspace.", metavar="DIR"),
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Grade your own work in this workspace.")] = False,
    solution: Annotated[
        str,
        typer.Option(help="With --mine: show the reference solution of a solved exercise.", metavar="SET#EXERCISE"),
    ] = "",
    spoil: Annotated[bool, typer.Option("--spoil", help="With --solution: also of one that is not solved.")] = False,
    as_json: Json = False,
) -> None:
    """Grade what students have handed in to an nbgrader course directory, or your own work."""
    if mine and solution:
        exercise = solution if "#" in solution or not assignment else f"{assignment}#{solution}"
        return _compare(_workspace(course), exercise, spoil, as_json)
    if mine:
        return _grade_mine(_workspace(course), assignment or "", as_json)
    if solution:
        raise CourseError("--solution goes with --mine: instructors find the solutions in `source/`.")
    from mlcourse.grading.batch.course_folder import open_course, require_course
    from mlcourse.grading.batch.engines import Cluster, Threads
    from mlcourse.grading.batch.run import Batch

    require_course(course or Path())
    engine = Cluster(scheduler) if scheduler else Threads(jobs)
    folder = open_course(course or Path())
    batch = Batch(
        folder,
        engine,
        assignments=[assignment] if assignment else [],
        students=student or (),
        regrade=regrade,
        sandbox=sandbox,
    )
    _grade_class(batch, engine, as_json)


def _grade_class(batch: Batch, engine: Engine, as_json: bool) -> None:
    """Grade and tell; Ctrl-C and whatever stops the run leave what is done stored, and told."""
    from mlcourse.grading.batch.entries import FAILED

    entries: list[Entry] = []
    stopped: str | None = None
    try:
        with _watching(batch) as step:
            for entry in batch.run():
                entries.append(entry)
                step()
    except KeyboardInterrupt:
        engine.stop()
        stopped = "Stopped. What is graded is stored; run the command again for the rest."
    except CourseError as error:
        engine.stop()
        stopped = f"mlcourse: {error}"
    else:
        engine.close()
    _tell_grades(entries, as_json)
    if stopped:
        typer.echo(stopped, err=True)
        sys.stdout.flush()
        # A thread that still waits for a process that would not end must not keep the command from ending.
        os._exit(130 if stopped.startswith("Stopped") else 1)
    raise typer.Exit(1 if any(entry.state == FAILED for entry in entries) else 0)


@contextmanager
def _watching(batch: Batch) -> Iterator[Callable[[], None]]:
    """Show how far a run is, who is being graded and the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Running(ProgressColumn):
        def render(self, task: Any) -> Text:
            return Text(", ".join(map(_printable, batch.running)), overflow="ellipsis", no_wrap=True)

    columns = (TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), Running())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=batch.total)
        yield lambda: bar.advance(task)


def _tell_grades(entries: list[Entry], as_json: bool) -> None:
    from mlcourse.grading.batch.entries import summarise

    rows = summarise(entries)
    if as_json:
        found = [
            {
                **dataclasses.asdict(row),
                "submissions": [dataclasses.asdict(one) for one in entries if one.assignment == row.assignment],
            }
            for row in rows
        ]
        return _print_json({"assignments": found})
    from rich.console import Console
    from rich.table import Table

    table = Table("assignment")
    for title in ("graded", "kept", "failed", "flagged", "mean", "slowest"):
        table.add_column(title, justify="left" if title == "slowest" else "right")
    for row in rows:
        mean = "" if row.mean is None else f"{row.mean:.1f} of {row.max_score:g}"
        slowest = "" if row.slowest is None else f"{_printable(row.slowest)}, {row.slowest_seconds:.1f} s"
        counts = map(str, (row.graded, row.kept, row.failed, row.flagged))
        table.add_row(_printable(row.assignment), *counts, mean, slowest)
    console = Console()
    console.width = max(console.width, 100)
    if rows:
        console.print(table)
    for entry in entries:
        if entry.why:
            typer.echo(_printable(f"{entry.student}, {entry.assignment}: {entry.why}"))
    flagged = [entry for entry in entries if entry.flags]
    if flagged:
        names = ", ".join(_printable(f"{entry.student} ({entry.flags})") for entry in flagged[:_MOST_NAMED])
        more = f" and {len(flagged) - _MOST_NAMED} more" if len(flagged) > _MOST_NAMED else ""
        typer.echo(f"Flagged: {names}{more}. `mlcourse report` and the records in grading/ say why.")


_MOST_NAMED = 20


def _printable(text: str) -> str:
    """Make a text that others chose safe for a terminal, which would obey control characters."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def _grade_mine(workspace: Path, problem_set: str, as_json: bool) -> None:
    """Grade the learner's own work, and tell what each exercise earned and where to read again."""
    from mlcourse.grading.mine import grade_mine
    from mlcourse.grading.stopping import Stopped

    try:
        with _progress("Grading") as progress, _interrupted() as stop:
            mine = grade_mine(workspace, problem_set, progress, stop)
    except Stopped:
        typer.echo("Stopped. Nothing of this run is kept; your last result, if you have one, stays.", err=True)
        raise typer.Exit(130) from None
    if as_json:
        return _print_json(mine.to_json())
    from rich.console import Console
    from rich.table import Table

    from mlcourse.workspace import catalogue

    course = catalogue.read(workspace)
    titles = {topic.id: topic.title for lesson in course.lessons() for topic in lesson.topics} if course else {}
    table = Table("exercise", "result", "points", "message")
    for one in mine.exercises:
        score = "" if one.score is None else f"{one.score:g}"
        topics = ", ".join(titles.get(topic, topic) for topic in one.topics) if one.outcome != "passed" else ""
        told = "\n".join(filter(None, (one.message, one.note, topics and f"Read again: {topics}.")))
        points = f"{one.points:g}, by a person" if one.written else f"{score} of {one.points:g}"
        table.add_row(*map(_shown, (one.title, one.outcome, points, told)))
    console = Console()
    console.width = max(console.width, 100)
    console.print(table)
    for line in (*mine.troubles, *mine.flags):
        typer.echo(line)
    by_hand = sum(one.points for one in mine.exercises if one.written)
    more = f"; {by_hand:g} more would be given by a person" if by_hand else ""
    typer.echo(f"{mine.points:g} of {mine.of:g} points in {mine.title}{more}. It is in your roadmap.")


@contextmanager
def _interrupted() -> Iterator[threading.Event]:
    """Give an event that the first Ctrl-C sets, so that what runs can end in order; a second one ends it at once."""
    stop = threading.Event()
    former = signal.getsignal(signal.SIGINT)

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, former)

    signal.signal(signal.SIGINT, end)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, former)


def _shown(text: str) -> Text:
    """Show a message in a table as it is, with its lines."""
    from rich.text import Text

    return Text("\n".join(map(_printable, text.splitlines())))


def _compare(workspace: Path, exercise: str, spoil: bool, as_json: bool) -> None:
    """Show one's own answer and the reference solution."""
    from mlcourse.grading.mine import compare

    found = compare(workspace, exercise, spoil=spoil)
    if as_json:
        return _print_json(dataclasses.asdict(found))
    for heading, text in ((f"{found.title}: your answer", found.own), ("The reference solution", found.reference)):
        typer.echo(f"{heading}\n{'-' * len(heading)}\n{text.strip()}\n")


@app.command()
def report(
    assignment: Annotated[
        str | None, typer.Argument(help="The assignment; the only one that is graded when left out.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The page to write.", metavar="FILE.html")] = None,
    tables: Annotated[
        Path | None, typer.Option("--csv", help="Write CSV files into this folder.", metavar="DIR")
    ] = None,
    course: Annotated[Path, typer.Option(help="The nbgrader course directory.", metavar="DIR")] = Path(),
) -> None:
    """Write a page that shows how each exercise of a graded assignment did, and what to look at again."""
    from mlcourse.grading.analysis import write_report
    from mlcourse.grading.batch.course_folder import open_course
    from mlcourse.grading.batch.journal import graded_assignments

    folder = open_course(course).root
    graded = graded_assignments(folder)
    if assignment is None and len(graded) != 1:
        which = f"name one of {', '.join(graded)}" if graded else "run `mlcourse grade` first"
        raise CourseError(f"There are {len(graded)} graded assignments in {course}: {which}.")
    name = assignment or graded[0]
    if name not in graded:
        raise CourseError(f"Nothing of {name} is graded in {course}: run `mlcourse grade {name}` first.")
    page = out or Path(f"{name}.html")
    write_report(folder, name, page, tables)
    typer.echo(f"The report is in {page}.")
    if tables:
        typer.echo(f"The tables are in {tables}.")


@app.command()
def gallery(
    out: Annotated[Path, typer.Argument(help="The page to write.", metavar="FILE.html")] = Path("gallery.html"),
) -> None:
    """Write a page with every figure and explorer of the course, for authors who look for one."""
    from mlcourse.gallery import write_gallery

    count = write_gallery(out)
    typer.echo(f"{count} figures and explorers are in {out}.")


@app.command()
def doctor(as_json: Json = False) -> None:
    """Tell what is installed, which device would be used and why, and how to mend what is missing."""
    from mlcourse.doctor import examine

    findings = list(examine())
    if as_json:
        _print_json(
            {
                "healthy": all(finding.healthy for finding in findings),
                "findings": [dataclasses.asdict(finding) for finding in findings],
            }
        )
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.healthy else 'MEND'}  {finding.name}: {finding.value}")
            if finding.remedy:
                typer.echo(f"      → {finding.remedy}")
    raise typer.Exit(0 if all(finding.healthy for finding in findings) else 1)


def _workspace(directory: Path | None) -> Path:
    from mlcourse.workspace import find_workspace

    return directory or find_workspace() or DEFAULT_WORKSPACE


def _root_of(paths: list[Path]) -> Path:
    """Find the course that the given sources belong to."""
    for path in paths:
        if not path.exists():
            raise CourseError(f"{path} does not exist.")
        for folder in (path.resolve(), *path.resolve().parents):
            if (folder / "course" / "course.yml").is_file():
                return folder
    return content.root()


def _update(workspace: Path, restore: Any) -> Report:
    from mlcourse.authoring.build import fingerprint, learner_edition
    from mlcourse.workspace import Report, catalogue, read_state
    from mlcourse.workspace import update as bring

    root = content.root()
    state, mark = read_state(workspace), fingerprint(root)
    if state and not restore and state.fingerprint == mark and catalogue.is_of(workspace, mark):
        return Report()
    with _progress("Building notebooks") as progress:
        edition = learner_edition(root, progress=progress)
    report = bring(workspace, edition.files, fingerprint=edition.fingerprint, restore=restore)
    catalogue.write(workspace, edition.catalogue, edition.fingerprint)
    return report


def _tell(report: Report, directory: Path, as_json: bool = False) -> None:
    if as_json:
        return _print_json({"folder": str(directory), **dataclasses.asdict(report)})
    for what, paths in (
        ("added", report.added),
        ("replaced", report.replaced),
        ("restored", report.restored),
    ):
        if paths:
            typer.echo(f"{len(paths)} {'file' if len(paths) == 1 else 'files'} {what}.")
    for path, beside in report.kept:
        typer.echo(f"{path}: yours is kept, the new edition is {beside}.")
    for path in report.withdrawn:
        typer.echo(f"{path}: no longer part of the course; yours is kept.")
    for path, why in report.blocked:
        typer.echo(f"{path}: not brought: {why}")
    for note in report.notes:
        typer.echo(note)
    if not report.blocked:
        typer.echo(f"{directory} is up to date.")


def _finish(report: Report, directory: Path, as_json: bool) -> None:
    """Tell what was done, and end with a status that says whether all of it could be."""
    _tell(report, directory, as_json)
    raise typer.Exit(1 if report.blocked else 0)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def _print_table(titles: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> None:
    """Print a table of a name and counts, with a row of sums at its end."""
    from rich.console import Console
    from rich.table import Table

    rows = list(rows)
    sums = ["all", *(str(sum(int(row[column]) for row in rows)) for column in range(1, len(titles)))]
    table = Table(show_footer=True)
    for column, (title, total) in enumerate(zip(titles, sums, strict=True)):
        table.add_column(title, total, justify="right" if column else "left", no_wrap=True)
    for row in rows:
        table.add_row(*map(str, row))
    console = Console()
    console.width = max(console.width, 120)
    console.print(table)


def _print_proofs(proofs: list[Proof], root: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    from mlcourse.verify import LessonProof

    console = Console()
    console.width = max(console.width, 100)
    lessons = Table("lesson", "code cells", "words", "seconds", "result")
    for proof in proofs:
        name = Path(proof.path).relative_to(root).with_suffix("").as_posix()
        if isinstance(proof, LessonProof):
            lessons.add_row(name, str(proof.cells), str(proof.words), f"{proof.seconds:.1f}", _result(proof.findings))
        else:
            heading = f"{name}: {proof.seconds:.1f} s, {_result(proof.all_findings())}"
            rows = Table(
                "exercise",
                "reference",
                "blank",
                "rejects",
                "accepts",
                "hidden",
                "graded",
                "result",
                title=heading,
                title_justify="left",
            )
            for exercise in proof.exercises:
                _add_exercise(rows, exercise)
            console.print(rows)
    if lessons.row_count:
        console.print(lessons)
    exercises = [exercise for proof in proofs if not isinstance(proof, LessonProof) for exercise in proof.exercises]
    if exercises:
        apart = sum(exercise.graded[0] == exercise.graded[1] > 0 for exercise in exercises)
        typer.echo(f"{apart} of {len(exercises)} exercises are graded soundly with their tests in another process.")


def _add_exercise(table: Table, proof: ExerciseProof) -> None:
    pairs = (proof.reference, proof.rejects, proof.accepts, proof.hidden, proof.graded)
    reference, rejects, accepts, hidden, graded = (f"{done} of {total}" for done, total in pairs)
    blank = "scores 0" if proof.blank else "counts"
    table.add_row(proof.name, reference, blank, rejects, accepts, hidden, graded, _result(proof.findings))


def _result(findings: tuple[Any, ...]) -> str:
    return "[green]holds[/green]" if not findings else f"[red]{_faults(len(findings))}[/red]"


def _faults(count: int) -> str:
    return "1 fault" if count == 1 else f"{count} faults"


if __name__ == "__main__":
    main()
