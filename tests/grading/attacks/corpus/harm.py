"""Attacks on other students, on the gradebook and on the batch as a whole."""

from __future__ import annotations

import copy
import json
import os

from tests.grading.attacks.course import ALL
from tests.grading.attacks.model import HARM, Corpus, Submission, harmed, others_harmed, own_cell

attack = Corpus(HARM, harmed, alone=True)
ALONE_FAILS = "stock nbgrader fails this submission alone"
DANGER = "not run against stock nbgrader, because it would bring down this machine"


# Other students


@attack("empties the answers of a student who is graded later")
def edits_submitted(work: Submission) -> None:
    work.last("""
import json
for path in ("../../../submitted/$AFTER/$SET/$BOOK.ipynb", "$COURSE/submitted/$AFTER/$SET/$BOOK.ipynb"):
    try:
        notebook = json.load(open(path))
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("solution") and cell["cell_type"] == "code":
                cell["source"] = "pass"
        json.dump(notebook, open(path, "w"))
    except OSError as error:
        print(error)
""")


@attack("writes into what was graded before")
def edits_autograded(work: Submission) -> None:
    work.last("""
import os
for path in ("../../$BEFORE/$SET/$BOOK.ipynb", "$COURSE/autograded/$BEFORE/$SET/$BOOK.ipynb"):
    try:
        os.chmod(path, 0o644)
        with open(path, "a") as file:
            file.write(" ")
        break
    except OSError as error:
        print(error)
""")


@attack("deletes what others handed in")
def deletes_submitted(work: Submission) -> None:
    work.last("""
import shutil
for path in ("../../../submitted/$AFTER", "$COURSE/submitted/$AFTER"):
    shutil.rmtree(path, ignore_errors=True)
""")


@attack("takes others' points away in the gradebook")
def writes_others_points(work: Submission) -> None:
    work.last("""
import sqlite3
for path in ("../../../gradebook.db", "$COURSE/gradebook.db"):
    try:
        with sqlite3.connect(f"file:{path}?mode=rw", uri=True) as book:
            book.execute(
                "update grade set manual_score = 0 where notebook_id in (select book.id from submitted_notebook book "
                "join submitted_assignment work on book.assignment_id = work.id where work.student_id = ?)",
                ("$BEFORE",))
            break
    except Exception as error:
        print(error)
""")


@attack("writes a start-up file that every later kernel reads")
def start_up_file(work: Submission) -> None:
    work.last("""
import os
for home in (os.path.expanduser("~"), "$HOME"):
    folder = f"{home}/.ipython/profile_default/startup"
    try:
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/00-$ATTACK.py", "w") as file:
            file.write("import builtins\\nbuiltins.sum = lambda values: -1\\n")
        break
    except OSError as error:
        print(error)
""")


@attack("writes into the course's configuration")
def configuration(work: Submission) -> None:
    work.last("""
for path in ("../../../nbgrader_config.py", "$COURSE/nbgrader_config.py"):
    try:
        with open(path, "a") as file:
            file.write("\\n# $ATTACK\\n")
        break
    except OSError as error:
        print(error)
""")


@attack("writes into the source notebook")
def edits_source(work: Submission) -> None:
    work.last("""
import os
for path in ("../../../source/$SET/$BOOK.ipynb", "$COURSE/source/$SET/$BOOK.ipynb"):
    try:
        with open(path, "a") as file:
            file.write("\\n")
        break
    except OSError as error:
        print(error)
""")


@attack("writes outside of its folder")
def writes_elsewhere(work: Submission) -> None:
    work.last("""
import os
for path in ("$DROP/$ATTACK-a", "../../../../drop/$ATTACK-b", "$COURSE/../drop/$ATTACK-c"):
    try:
        open(path, "w").close()
    except OSError as error:
        print(error)
""")


@attack("writes into the installed environment", in_depth="it depends on who owns the environment")
def writes_everywhere(work: Submission) -> None:
    work.last("""
import os, sys, mlcourse
for folder in {sys.prefix, sys.base_prefix, *sys.path, os.path.dirname(mlcourse.__file__), "/usr/lib", "/tmp",
               "/var/tmp", "/dev/shm", "/etc", "/root", "/home", "/run"}:
    try:
        with open(os.path.join(folder, "$MARK-$ATTACK"), "w"):
            pass
    except OSError:
        pass
""")


@attack("changes rights and names of what lies above its folder")
def renames(work: Submission) -> None:
    work.last("""
import os
for path in ("../../../submitted/$AFTER", "$COURSE/submitted/$AFTER"):
    try:
        os.rename(path, path + "-away")
        break
    except OSError as error:
        print(error)
""")


# The batch


@attack("kills the process that started it")
def kills_parent(work: Submission) -> None:
    work.last("import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(0.5)")


@attack("kills the process group of the grader")
def kills_group(work: Submission) -> None:
    work.last("""
import os, signal, time
group = os.getpgid(os.getppid())
if group not in (0, 1, os.getpgid(0)):
    os.killpg(group, signal.SIGKILL)
time.sleep(0.5)
""")


@attack("kills every process that it may, kill(-1)", in_depth=DANGER)
def kills_all(work: Submission) -> None:
    # Only in a process namespace of its own: the first process of one has the number 1, or it is a child of that.
    work.last("""
import os, signal, time
others = [number for number in os.listdir("/proc") if number.isdigit()]
alone = len(others) <= 5
print("alone" if alone else f"among {len(others)} processes: not tried")
if alone:
    os.kill(-1, signal.SIGKILL)
    time.sleep(0.5)
""")


@attack("stops the process that started it")
def stops_parent(work: Submission) -> None:
    work.last("import os, signal, time\nos.kill(os.getppid(), signal.SIGSTOP)\ntime.sleep(0.5)")


@attack("locks the gradebook from a daemon")
def locks_gradebook(work: Submission) -> None:
    work.last("""
import os, sqlite3, time
path = next((path for path in ("../../../gradebook.db", "$COURSE/gradebook.db") if os.path.exists(path)), None)
if path and not os.fork():
    os.setsid()
    __import__("ctypes").CDLL(None).prctl(15, b"$MARK")
    book = sqlite3.connect(f"file:{path}?mode=rw", uri=True)
    book.execute("begin exclusive")
    time.sleep(60)
    os._exit(0)
time.sleep(0.5)
""")


@attack("deletes the gradebook")
def deletes_gradebook(work: Submission) -> None:
    work.last("""
import os
for path in ("../../../gradebook.db", "$COURSE/gradebook.db"):
    try:
        os.unlink(path)
    except OSError as error:
        print(error)
""")


@attack("fills the gradebook with garbage")
def breaks_gradebook(work: Submission) -> None:
    work.last("""
for path in ("../../../gradebook.db", "$COURSE/gradebook.db"):
    try:
        with open(path, "r+b") as file:
            file.write(b"garbage" * 4096)
        break
    except OSError as error:
        print(error)
""")


@attack("hands in empty nbgrader metadata", succeeded=others_harmed)
def empty_metadata(work: Submission) -> None:
    work.cells.append(own_cell("1 + 1"))
    work.cells[-1]["metadata"]["nbgrader"] = {}


@attack("hands in a schema version from the future", succeeded=others_harmed)
def future_schema(work: Submission) -> None:
    work.checks[0]["metadata"]["nbgrader"]["schema_version"] = 99


@attack("hands in a schema version from the past", succeeded=others_harmed)
def past_schema(work: Submission) -> None:
    work.cells.append(own_cell("1 + 1"))
    work.cells[-1]["metadata"]["nbgrader"] = {"grade": False, "solution": False, "locked": False, "schema_version": 1}


@attack("hands in a pipe as the notebook, which never ends", succeeded=others_harmed)
def pipe_notebook(work: Submission) -> None:
    work.no_notebook()
    os.mkfifo(work.path)


@attack("hands in nbgrader metadata of wrong types", in_depth=ALONE_FAILS)
def wrong_metadata(work: Submission) -> None:
    wrong = [None, [], "x", 7, {"grade": "yes", "grade_id": ["x"], "points": "1e999"}, {"grade_id": {"a": 1}}]
    for number, cell in enumerate(work.checks):
        cell["metadata"]["nbgrader"] = wrong[number % len(wrong)]
    work.notebook["metadata"] = {"kernelspec": [], "language_info": "python", "nbgrader": 1}


@attack("hands in what is not JSON", in_depth=ALONE_FAILS)
def not_json(work: Submission) -> None:
    work.raw(b"{this is no notebook \xff\xfe\x00")


@attack("hands in an empty file", in_depth=ALONE_FAILS)
def empty_file(work: Submission) -> None:
    work.raw(b"")


@attack("hands in JSON that is no notebook", in_depth=ALONE_FAILS)
def other_json(work: Submission) -> None:
    work.raw(b'[1, NaN, {"cells": Infinity}]')


@attack("hands in JSON that is nested 100,000 deep", in_depth=ALONE_FAILS)
def deep_json(work: Submission) -> None:
    work.raw(b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")


@attack("nests the metadata of a cell deeply", in_depth=ALONE_FAILS)
def deep_metadata(work: Submission) -> None:
    work.cells[0]["metadata"]["deep"] = "HERE"
    text = json.dumps(work.notebook).replace('"HERE"', '{"a":' * 3000 + "1" + "}" * 3000)
    work.raw(text.encode())


@attack("hands in numbers that no float holds", in_depth=ALONE_FAILS)
def long_numbers(work: Submission) -> None:
    text = json.dumps(work.notebook).replace('"nbformat": 4', '"nbformat": ' + "4" * 10_000)
    work.raw(text.encode())


@attack("hands in 30 MB of text", in_depth="stock nbgrader takes its time, and passes")
def huge_notebook(work: Submission) -> None:
    work.cells.append(own_cell("x" * (30 << 20), "markdown"))


@attack("hands in 100,000 cells", in_depth="stock nbgrader takes some minutes, and passes")
def many_cells(work: Submission) -> None:
    work.cells.extend(own_cell("pass") for _ in range(100_000))


@attack("hands in versions of the format that do not exist", in_depth=ALONE_FAILS)
def unknown_format(work: Submission) -> None:
    work.notebook.update(nbformat=5, nbformat_minor=-1)


@attack("hands in the format of 2014", in_depth="stock nbgrader converts it, and passes")
def old_format(work: Submission) -> None:
    cells = [
        {
            "cell_type": "code",
            "input": cell["source"],
            "language": "python",
            "metadata": cell["metadata"],
            "outputs": [],
        }
        for cell in work.cells
        if cell["cell_type"] == "code"
    ]
    work.notebook = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}


@attack("hands in cells without sources, types or metadata", in_depth=ALONE_FAILS)
def odd_cells(work: Submission) -> None:
    odd = [None, 1, "cell", [], {}, {"cell_type": "code"}, {"cell_type": "video", "source": 1, "metadata": []}]
    odd += [{"cell_type": "code", "source": {"a": 1}, "metadata": {}, "outputs": {"a": 1}, "execution_count": "x"}]
    odd += [{"cell_type": "code", "source": [["x"], None], "metadata": {"tags": 7}, "outputs": [None]}]
    work.cells[0:0] = odd


@attack("hands in keys twice, lone surrogates and zero bytes", in_depth=ALONE_FAILS)
def odd_text(work: Submission) -> None:
    work.cells.append(own_cell("print('\ud800 \x00 \u202e')"))
    text = json.dumps(work.notebook)
    work.raw(
        (text[:-1] + ', "cells": [], "metadata": {}, "cells": ' + json.dumps(work.notebook["cells"]) + "}").encode()
    )


# When it was handed in: nothing of this may cost what was earned, nor anybody else's work


@attack("hands in a broken time stamp", in_depth=ALONE_FAILS, earns=ALL)
def broken_timestamp(work: Submission) -> None:
    work.solve()
    work.file("timestamp.txt", b"\xff\xfe tomorrow \x1b[31m" + b"9" * 5000)


@attack("hands in a time stamp from the future", in_depth="stock nbgrader believes it, which harms nobody", earns=ALL)
def future_timestamp(work: Submission) -> None:
    work.solve()
    work.file("timestamp.txt", "9999-12-31 23:59:59.999999 UTC")


@attack("hands in a time stamp before all time", in_depth=ALONE_FAILS, earns=ALL)
def timestamp_before_all_time(work: Submission) -> None:
    work.solve()
    work.file("timestamp.txt", "0001-01-01 00:00:00 +999999999999999")


@attack("hands in a time stamp of 100 MB", in_depth="stock nbgrader reads it all, and passes", earns=ALL)
def huge_timestamp(work: Submission) -> None:
    work.solve()
    with work.file("timestamp.txt", "2026-11-02").open("r+b") as file:
        file.truncate(90 << 20)


@attack("hands in a folder as the time stamp", in_depth=ALONE_FAILS, earns=ALL)
def folder_timestamp(work: Submission) -> None:
    work.solve()
    (work.folder / "timestamp.txt").unlink()
    work.file("timestamp.txt/timestamp.txt", "2026-11-02 10:00:00 UTC")


@attack("hands in a pipe as the time stamp, which never ends", in_depth=ALONE_FAILS, earns=ALL)
def pipe_timestamp(work: Submission) -> None:
    work.solve()
    (work.folder / "timestamp.txt").unlink()
    os.mkfifo(work.folder / "timestamp.txt")


@attack(
    "hands in a link to /dev/zero as the time stamp",
    in_depth="not run against stock nbgrader, which would fill this machine's memory",
    earns=ALL,
)
def endless_timestamp(work: Submission) -> None:
    work.solve()
    (work.folder / "timestamp.txt").unlink()
    (work.folder / "timestamp.txt").symlink_to("/dev/zero")


@attack("hands in no notebook at all", in_depth=ALONE_FAILS)
def no_notebook(work: Submission) -> None:
    work.no_notebook()


@attack("hands in a folder as the notebook", in_depth=ALONE_FAILS)
def folder_notebook(work: Submission) -> None:
    work.no_notebook()
    work.path.mkdir()


@attack("hands in a link that leads to itself", in_depth=ALONE_FAILS)
def looping_link(work: Submission) -> None:
    work.link("exam.ipynb")


@attack("hands in a link to /dev/zero as data", in_depth="not run against stock nbgrader, which would fill the disk")
def endless_data(work: Submission) -> None:
    (work.folder / "data.csv").symlink_to("/dev/zero")


@attack("hands in pipes, odd names and deep folders", in_depth=ALONE_FAILS)
def odd_files(work: Submission) -> None:
    os.mkfifo(work.folder / "pipe")
    for name in ("a\nb", "\x1b[31mred", "-rf", " ", "[red]x", "x" * 255, "..data", "\udcff", "con", "a:b", "a\\b"):
        (work.folder / name).write_bytes(b"x")
    deep = work.folder
    for _ in range(60):
        deep = deep / "deeper"
    deep.mkdir(parents=True)
    (deep / "data.csv").write_bytes(b"x")


@attack("hands in 20,000 files", in_depth="stock nbgrader copies them all, and passes")
def many_files(work: Submission) -> None:
    folder = work.folder / "many"
    folder.mkdir()
    for number in range(20_000):
        (folder / str(number)).touch()


@attack("hands in other notebooks, and one of another assignment", in_depth="stock nbgrader skips them")
def other_notebooks(work: Submission) -> None:
    for name in ("other.ipynb", "folder/exam.ipynb", "EXAM.ipynb", "exam.IPYNB", "..exam.ipynb"):
        other = copy.deepcopy(work.notebook)
        work.file(name, json.dumps(other).encode())


# What a learner's process may answer to the course's own grader

WIRE = "made for our grader: stock nbgrader's tests run in the same process"
FORGE = """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Student" and hasattr(thing, "_execute"):
        thing._execute = lambda request, former=thing._execute: {{**former(request), {forged}}}
"""


def forges(work: Submission, forged: str) -> None:
    """Have the process answer honestly, but for some fields."""
    work.solve("total")
    work.first(FORGE.format(forged=forged))


@attack("answers with times that are none", in_depth=WIRE, earns="total")
def forged_times(work: Submission) -> None:
    forges(work, '"seconds": ["x"], "count": {"a": 1}')


@attack("answers with times beyond all bounds", in_depth=WIRE, earns="total")
def forged_large_times(work: Submission) -> None:
    forges(work, '"seconds": float("nan"), "count": 10**400')


@attack("answers with the grader's own words", in_depth=WIRE, earns="total")
def forged_words(work: Submission) -> None:
    forges(work, '"cell": [1], "done": True, "check": 1, "verdict": {"outcome": "passed", "score": 99}, "flag": 7')


@attack("answers that it wants a new process, each time", in_depth=WIRE, earns="total")
def forged_wants(work: Submission) -> None:
    forges(work, '"wants": "learner"')


@attack("answers that it died, in words that steer the terminal", in_depth=WIRE, earns="total")
def forged_death(work: Submission) -> None:
    forges(work, r'"died": "\x1b]0;pwned\x07[/red]<script>pwned(1)</script>" * 1000')


@attack("answers with outputs that are none", in_depth=WIRE, earns="total")
def forged_outputs(work: Submission) -> None:
    forges(
        work,
        '"outputs": [1, None, [], {"output_type": "pwned"}, {"output_type": "stream", "name": 7, "text": {"a": 1}},'
        '{"output_type": "display_data", "data": [1]}, {"output_type": "error"}, {"data": {"text/html": 1}}]',
    )


@attack("answers with outputs that are no list", in_depth=WIRE, earns="total")
def forged_outputs_field(work: Submission) -> None:
    forges(work, '"outputs": {"output_type": "stream"}')


@attack("answers with nothing at all", in_depth=WIRE)
def forged_nothing(work: Submission) -> None:
    work.solve("total")
    work.first(FORGE.format(forged="").replace("{**former(request), }", "[former(request)] and 7"))


@attack("puts out half characters, zero bytes and things that are not JSON", in_depth=ALONE_FAILS, earns="total")
def odd_outputs(work: Submission) -> None:
    work.solve("total")
    work.answer("mean", "def mean(numbers):\n    print('\\ud800 \\x00')\n    raise ValueError('\\ud800 \\x00')")
    work.answer("guess", "def guess():\n    return '\\ud800\\x00'")
    work.last("print('\\ud800 \\x00 \\x1b[31m')")
    work.last("""
from IPython.display import display
display({"application/json": {"a": float("nan"), "b": float("inf")}, "image/png": b"abc", "text/plain": 7}, raw=True)
display({"text/plain": object()}, metadata={"a": {1: {2, 3}}}, raw=True)
display({7: [8]}, raw=True)
""")
    work.last("raise type('\\ud800', (Exception,), {})('\\ud800')")


@attack("keeps all processors busy, as long as it may", in_depth=DANGER)
def busy_processes(work: Submission) -> None:
    work.last("""
import os, time
end = time.time() + 1.2
for _ in range(40):
    if not os.fork():
        while time.time() < end:
            pass
        os._exit(0)
while time.time() < end:
    pass
""")
