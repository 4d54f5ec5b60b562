"""Attacks on what a whole run may use, where each cell keeps within its own limit: a class with narrow limits."""

from __future__ import annotations

from tests.grading.attacks.course import ALL
from tests.grading.attacks.model import OUTLIVE, Attack, Corpus, Submission, lost, others_harmed

attack = Corpus(OUTLIVE, lambda found: others_harmed(found) or lost(found))
NO_TOTAL = "stock nbgrader has no limit for a whole notebook: it takes all the time, and goes on"
NO_LIMIT = "not run against stock nbgrader, which has no such limit"
# A check of this many seconds each is within the limit for a cell; together they are beyond the one for the notebook.
NAP = "import time\ntime.sleep(1.5)"


@attack("is slow in many cells, behind what it has answered", in_depth=NO_TOTAL, earns=ALL)
def slow_at_the_end(work: Submission) -> None:
    work.solve()
    for _ in range(60):
        work.last(NAP)


@attack("is slow in many cells, after the first answers", in_depth=NO_TOTAL, earns="total scale")
def slow_in_between(work: Submission) -> None:
    work.solve()
    for _ in range(60):
        work.before("mean", NAP)


@attack("is slow in many cells, before all answers", in_depth=NO_TOTAL)
def slow_at_the_start(work: Submission) -> None:
    work.solve()
    for _ in range(60):
        work.first(NAP)


@attack("is slow each time that it is tested", in_depth=NO_TOTAL, earns="total")
def slow_in_tests(work: Submission) -> None:
    work.solve("total")
    for name in ("scale", "mean", "guess", "lowest", "centre"):
        argument = "*arguments" if name != "centre" else "object"
        kind = "class Centre" if name == "centre" else f"def {name}"
        if name == "centre":
            work.answer(
                name, f"{kind}({argument}):\n    def __init__(self):\n        import time\n        time.sleep(1.9)"
            )
        else:
            work.answer(name, f"{kind}({argument}):\n    import time\n    while True:\n        time.sleep(1.9)")
    for _ in range(60):
        work.last(NAP)


@attack("ends its process after each short while, so that all before is run again", in_depth=NO_TOTAL, earns="total")
def slow_deaths(work: Submission) -> None:
    work.solve("total")
    for _ in range(20):
        work.last("import os, time\ntime.sleep(1)\nos._exit(1)")


@attack(
    "goes to the end of the memory that the instructor allows, and not of the default", in_depth=NO_LIMIT, earns=ALL
)
def memory_of_the_default(work: Submission) -> None:
    work.solve()
    work.last("""
kept = bytearray(b"x") * (1 << 30)
with open("/tmp/beyond", "w") as file:
    file.write("x")
print("beyond", "the memory")
""")


@attack("writes a file that is larger than the instructor allows", in_depth=NO_LIMIT, earns=ALL)
def file_of_the_default(work: Submission) -> None:
    work.solve()
    work.last("""
with open("large.bin", "wb") as file:
    for _ in range(32):
        file.write(bytes(1 << 20))
        file.flush()
print("beyond", "the file size")
""")


@attack("puts out more than the instructor allows", in_depth=NO_LIMIT, earns=ALL)
def output_of_the_default(work: Submission) -> None:
    work.solve()
    work.last("print('x' * 200_000)\nprint('beyond', 'the output')")


@attack("opens more files than the instructor allows", in_depth=NO_LIMIT, earns=ALL)
def files_of_the_default(work: Submission) -> None:
    work.solve()
    work.last("import os\nkept = [os.open('/dev/null', os.O_RDONLY) for _ in range(300)]\nprint('beyond', 'the files')")


TOTALS: tuple[Attack, ...] = tuple(attack.attacks)
