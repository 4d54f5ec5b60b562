"""Attacks that go on after the run, or use up time, memory, disk or the grader's patience."""

from __future__ import annotations

from tests.grading.attacks.model import OUTLIVE, Corpus, Evidence, Submission, lost, others_harmed, outlived

attack = Corpus(OUTLIVE, outlived)
DANGER = "not run against stock nbgrader, because it would bring down this machine"
SLOW = "stock nbgrader stops a cell after 30 s, which is too long to wait for here"
# What a daemon does: it can be found by its name or its command line.
STAY = "import ctypes; ctypes.CDLL(None).prctl(15, b'$MARK'); time.sleep(600)"


def starved(evidence: Evidence) -> bool:
    return others_harmed(evidence) or outlived(evidence)


def large(evidence: Evidence) -> bool:
    return evidence.size > 20 << 20


# What stays


@attack("forks twice into a session of its own")
def double_fork(work: Submission) -> None:
    work.last(f"""
import os, time
if not os.fork():
    os.setsid()
    if not os.fork():
        {STAY}
    os._exit(0)
""")


@attack("starts a program in a session of its own")
def detached_program(work: Submission) -> None:
    work.last("""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "$MARK"], start_new_session=True,
                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
""")


@attack("forks while it is tested", earns="total")
def fork_in_test(work: Submission) -> None:
    work.answer(
        "total",
        f"""
def total(numbers):
    import os, signal, time
    if not os.fork():
        os.setsid()
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        {STAY}
        os._exit(0)
    return sum(numbers)
""",
    )


@attack("leaves processes of multiprocessing", in_depth="they end with stock nbgrader's kernel")
def multiprocessing_children(work: Submission) -> None:
    work.last(f"""
import multiprocessing, time
def stay():
    {STAY}
for _ in range(3):
    multiprocessing.get_context("fork").Process(target=stay).start()
""")


@attack(
    "leaves threads that never end, and an exit handler that waits", in_depth="they die with stock nbgrader's kernel"
)
def threads_and_exit_handlers(work: Submission) -> None:
    work.last("""
import atexit, signal, threading, time
def forever():
    while True:
        time.sleep(0.01)
threading.Thread(target=forever).start()
atexit.register(forever)
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
""")


# Time


@attack("loops for ever and catches everything", in_depth=SLOW, earns="total")
def endless_loop(work: Submission) -> None:
    work.solve("total")
    work.answer(
        "mean",
        """
def mean(numbers):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
""",
    )


@attack("loops for ever in a cell, deaf to signals", in_depth=SLOW, earns="total")
def deaf_loop(work: Submission) -> None:
    work.solve("total")
    work.last("""
import signal
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.setitimer(signal.ITIMER_REAL, 0)
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass
""")


@attack("sleeps in C, holding the interpreter's lock", in_depth=SLOW, earns="total")
def sleeps_in_c(work: Submission) -> None:
    work.solve("total")
    work.answer(
        "scale",
        """
def scale(values):
    import ctypes
    libc = ctypes.PyDLL(None)
    for _ in range(1000):
        libc.usleep(900_000)
    return values
""",
    )


@attack("computes a number that takes years", in_depth=SLOW, earns="total scale mean")
def endless_number(work: Submission) -> None:
    work.solve("total", "scale", "mean")
    work.answer("guess", "def guess():\n    return 9 ** 9 ** 9 % 10")


@attack("stops itself", in_depth=SLOW, earns="total")
def stops_itself(work: Submission) -> None:
    work.solve("total")
    work.answer(
        "mean", "def mean(numbers):\n    import os, signal\n    os.kill(os.getpid(), signal.SIGSTOP)\n    return 0"
    )


@attack("hands out values that never end", in_depth=SLOW, earns="total")
def endless_generator(work: Submission) -> None:
    work.solve("total")
    work.answer("scale", "import itertools\ndef scale(values):\n    return itertools.count()")
    work.answer(
        "mean",
        """
class Endless(list):
    def __iter__(self):
        while True:
            yield 0
    __len__ = lambda self: 1 << 60
def mean(numbers):
    return Endless([1])
""",
    )
    work.answer(
        "lowest",
        """
def lowest(loss, candidates):
    while True:
        loss(1)
""",
    )


@attack("is slow in many cells", in_depth="stock nbgrader has no limit for a whole notebook, and takes all the time")
def slow_cells(work: Submission) -> None:
    for _ in range(8):
        work.last("import time\ntime.sleep(0.9)")


@attack("ends its process again and again", in_depth=SLOW, earns="total")
def many_deaths(work: Submission) -> None:
    work.solve("total")
    for _ in range(30):
        work.last("import os\nos._exit(1)")


# Memory, disk, processes


@attack("forks until nothing is left", in_depth=DANGER)
def fork_bomb(work: Submission) -> None:
    # Even without a limit it would stop at 300.
    work.last("""
import os, time
count = 0
try:
    while count < 300:
        if not os.fork():
            __import__("ctypes").CDLL(None).prctl(15, b"$MARK")
            time.sleep(60)
            os._exit(0)
        count += 1
except OSError:
    pass
print("forks:", "all" if count == 300 else "limited")
""")


@attack("starts threads until nothing is left", in_depth=DANGER)
def thread_bomb(work: Submission) -> None:
    work.last("""
import threading, time
try:
    for _ in range(2000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
except RuntimeError as error:
    print(error)
""")


@attack("takes all memory", in_depth=DANGER, earns="total")
def memory(work: Submission) -> None:
    # Even without a limit it would stop at 6 GB.
    work.solve("total")
    work.last("""
kept = []
for _ in range(96):
    kept.append(bytearray(b"x") * (64 << 20))
""")


@attack("takes all memory in the processes that it forks", in_depth=DANGER)
def memory_of_children(work: Submission) -> None:
    work.last("""
import os, time
for _ in range(8):
    if not os.fork():
        __import__("ctypes").CDLL(None).prctl(15, b"$MARK")
        try:
            kept = bytearray(b"x") * (512 << 20)
        except MemoryError:
            os._exit(1)
        time.sleep(60)
        os._exit(0)
""")


@attack("fills the disk", in_depth=DANGER)
def disk(work: Submission) -> None:
    # Even without a limit it would stop at 2 GB for each folder.
    work.last("""
import os
for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
    try:
        for number in range(8):
            with open(f"{folder}/$MARK-{number}", "wb") as file:
                for _ in range(256):
                    file.write(b"x" * (1 << 20))
    except OSError as error:
        print(error)
    for number in range(8):
        try:
            os.unlink(f"{folder}/$MARK-{number}")
        except OSError:
            pass
""")


@attack("makes files until there are no inodes left", in_depth=DANGER)
def many_files_made(work: Submission) -> None:
    work.last("""
import os
try:
    for number in range(20000):
        open(f"file-{number}", "w").close()
    os.makedirs("/".join(["deep"] * 900))
except OSError as error:
    print(error)
os.chmod(".", 0)
""")


@attack("opens all descriptors that there are", in_depth="it harms the own process alone")
def descriptors(work: Submission) -> None:
    work.first("""
import os
kept = []
try:
    while True:
        kept.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error:
    print(error)
""")


# Output


@attack("puts out one line of 50 MB", succeeded=large)
def one_long_line(work: Submission) -> None:
    work.last("print('x' * (50 << 20), end='')")


@attack("puts out an image of 50 MB", succeeded=large)
def large_display(work: Submission) -> None:
    work.last("from IPython.display import display\ndisplay({'text/plain': 'x' * (50 << 20)}, raw=True)")


@attack("puts out large results in many cells", succeeded=large)
def many_large_outputs(work: Submission) -> None:
    for _ in range(30):
        work.last("print('x' * (1 << 20), end='')")


@attack("puts out text without end", in_depth=SLOW)
def endless_output(work: Submission) -> None:
    work.last("while True:\n    print('x' * 1000)")


@attack("puts out a million results", in_depth="stock nbgrader takes minutes for it")
def million_outputs(work: Submission) -> None:
    work.last("""
from IPython.display import display
for number in range(1_000_000):
    display({"text/plain": str(number)}, raw=True)
""")


@attack("puts out text without end while it is tested", in_depth=SLOW, earns="total")
def endless_output_in_test(work: Submission) -> None:
    work.solve("total")
    work.answer("mean", "def mean(numbers):\n    while True:\n        print('x' * 1000)")
    work.answer("guess", "def guess():\n    print('x' * (200 << 20))\n    raise ValueError('y' * (50 << 20))")


@attack("writes to the process's own outputs past Python", in_depth=SLOW)
def raw_output(work: Submission) -> None:
    work.last("""
import os
for _ in range(2000):
    for number in (1, 2):
        os.write(number, b"x" * 65536)
""")


# Replies that are hard to take (the wire between a learner's process and the grader's)

WIRE = "made for our grader: stock nbgrader's tests run in the same process"


@attack("answers with values that are too large or too deep", in_depth=WIRE, earns="total")
def hostile_replies(work: Submission) -> None:
    work.solve("total")
    work.answer("scale", "import numpy as np\ndef scale(values):\n    return np.zeros(1 << 28)")
    work.answer(
        "mean",
        """
def mean(numbers):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep
""",
    )
    work.answer("guess", "def guess():\n    return 10 ** 1_000_000")
    work.answer(
        "lowest", "def lowest(loss, candidates):\n    return {number * (2**61 - 1): 0 for number in range(200_000)}"
    )
    work.answer(
        "centre",
        """
class Centre:
    def fit(self, values):
        import numpy as np
        self.mean_ = np.array([object(), print, {}], dtype=object)
        return self
""",
    )


@attack("answers with values that contain themselves, pickles and types", in_depth=WIRE, earns="total")
def odd_replies(work: Submission) -> None:
    work.solve("total")
    work.answer("scale", "def scale(values):\n    own = []\n    own.append(own)\n    return own")
    work.answer(
        "mean",
        """
import pickle
class Bomb:
    def __reduce__(self):
        import os
        return (os.system, ("touch $DROP/$ATTACK-pickle",))
def mean(numbers):
    return [Bomb(), pickle.dumps(Bomb()), Bomb]
""",
    )
    work.answer("guess", "import ctypes\ndef guess():\n    return ctypes.c_double(0.25)")
    work.answer("lowest", "import types\ndef lowest(loss, candidates):\n    return types.ModuleType('os')")
    work.answer(
        "centre",
        """
class Centre:
    def fit(self, values):
        return Centre
    mean_ = 5.0
    def __getattr__(self, name):
        return Centre()
    def __iter__(self):
        return self
    def __next__(self):
        return self
    def __len__(self):
        return 10**30
""",
    )


@attack("calls the test's functions deeper and deeper", in_depth=WIRE, earns="total")
def endless_callbacks(work: Submission) -> None:
    work.solve("total")
    work.answer(
        "lowest",
        """
def lowest(loss, candidates):
    class Again:
        def __sub__(self, other):
            return loss(Again())
        __pow__ = __rsub__ = __abs__ = __sub__
    return loss(Again())
""",
    )
    work.answer("mean", "def mean(numbers):\n    return mean(numbers)")


@attack("writes garbage into every descriptor", in_depth=WIRE, succeeded=lost, earns="total")
def garbage_to_descriptors(work: Submission) -> None:
    work.solve("total")
    work.answer(
        "scale",
        """
def scale(values):
    import os
    for number in range(256):
        try:
            os.set_blocking(number, False)
            os.write(number, os.urandom(4096))
        except OSError:
            pass
    return values
""",
    )


@attack("claims a message of many gigabytes", in_depth=WIRE, succeeded=lost, earns="total")
def claimed_size(work: Submission) -> None:
    work.solve("total")
    work.answer(
        "scale",
        """
def scale(values):
    import os
    for number in range(3, 256):
        try:
            os.set_blocking(number, False)
            for message in (b"\\xff" * 8, b"\\x7f" + b"\\xff" * 7, b"\\x00\\x00\\x00\\xf0" * 4):
                os.write(number, message)
        except OSError:
            pass
    import time
    time.sleep(60)
""",
    )


@attack("closes every descriptor", in_depth=WIRE, succeeded=lost, earns="total")
def closed_descriptors(work: Submission) -> None:
    work.solve("total")
    work.answer("scale", "def scale(values):\n    import os\n    os.closerange(0, 4096)\n    return values")


@attack("reads from every descriptor what is meant for the grader's own reader", in_depth=WIRE, earns="total")
def reads_descriptors(work: Submission) -> None:
    work.solve("total")
    work.last("""
import os
for number in range(3, 256):
    try:
        os.set_blocking(number, False)
        print(os.read(number, 1 << 16))
    except OSError:
        pass
""")


@attack("answers byte by byte, so that no wait is ever too long", in_depth=WIRE, earns="total")
def drip(work: Submission) -> None:
    work.solve("total")
    work.answer(
        "scale",
        """
import socket, time
def scale(values):
    import gc
    for thing in gc.get_objects():
        if type(thing).__name__ == "Channel":
            for name in dir(thing):
                line = getattr(thing, name, None)
                if isinstance(line, socket.socket):
                    for _ in range(1000):
                        line.sendall(b"\\x00")
                        time.sleep(0.3)
    time.sleep(60)
""",
    )
