"""Attacks that try to gain points: none of them answers anything, unless it says so."""

from __future__ import annotations

import copy

from tests.grading.attacks.course import CHECKED
from tests.grading.attacks.model import GAIN, Corpus, Submission, gained, name_of

attack = Corpus(GAIN, gained)
REPAIRED = "stock nbgrader puts this right as well"

# The shell


@attack("tags the test cells so that nothing runs them")
def skip_execution_tag(work: Submission) -> None:
    for cell in work.checks:
        cell["metadata"]["tags"] = ["skip-execution"]


@attack("drops every statement of test cells in an AST transformer")
def ast_transformer(work: Submission) -> None:
    work.first("""
import ast
class Drop(ast.NodeTransformer):
    def visit_Module(self, node):
        if "check" in ast.unparse(node):
            node.body = []
        return node
get_ipython().ast_transformers.append(Drop())
""")


@attack("empties test cells in an input transformer")
def input_transformer(work: Submission) -> None:
    work.first("""
def empty(lines):
    return [] if any("check.exercise" in line for line in lines) else lines
get_ipython().input_transformers_post.append(empty)
""")


@attack("replaces run_cell and run_cell_async of the shell")
def replaced_run_cell(work: Submission) -> None:
    work.first("""
from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult
def nothing(*args, **kwargs):
    result = ExecutionResult(ExecutionInfo("", False, False, False, ""))
    result.execution_count = 1
    return result
async def nothing_async(*args, **kwargs):
    return nothing()
shell = get_ipython()
shell.run_cell, shell.run_cell_async = nothing, nothing_async
""")


@attack("replaces the kernel's do_execute")
def replaced_do_execute(work: Submission) -> None:
    work.first("""
async def fine(*args, **kwargs):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
get_ipython().kernel.do_execute = fine
""")


@attack("clears the error of each cell after it has run")
def post_run_cell_clears_errors(work: Submission) -> None:
    work.first("""
from IPython.display import clear_output
def clean(result):
    clear_output()
    result.error_in_exec = result.error_before_exec = None
get_ipython().events.register("post_run_cell", clean)
""")


@attack("calls every cell a success and shows no traceback")
def silenced_tracebacks(work: Submission) -> None:
    work.first("""
from IPython.core.interactiveshell import ExecutionResult
ExecutionResult.success = property(lambda self: True)
shell = get_ipython()
shell.showtraceback = shell.showsyntaxerror = shell._showtraceback = lambda *args, **kwargs: None
""")


@attack("puts out a faked result before the test fails")
def faked_first_output(work: Submission) -> None:
    for name in CHECKED:
        head = f"class {name.title()}:\n    def fit(self, values):" if name == "centre" else f"def {name}(*_):"
        indent = "        " if name == "centre" else "    "
        points = CHECKED[name]
        code = f"{head}\n{indent}import sys\n{indent}sys.displayhook({points})\n{indent}return None"
        work.answer(name, code)


@attack("sends a faked result message by hand")
def faked_result_message(work: Submission) -> None:
    work.answer(
        "guess",
        """
def guess():
    shell = get_ipython()
    content = {"data": {"text/plain": "4"}, "metadata": {}, "execution_count": shell.execution_count}
    kernel = shell.kernel
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=kernel.get_parent("shell"))
    return 1000
""",
    )


@attack("turns error replies into good ones where the kernel sends its messages")
def forged_kernel_messages(work: Submission) -> None:
    work.first("""
from jupyter_client.session import Session
send = Session.send
def forge(self, stream, kind, content=None, *args, **kwargs):
    if kind == "error":
        return None
    if kind == "execute_reply":
        content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    return send(self, stream, kind, content, *args, **kwargs)
Session.send = forge
""")


@attack("has cells compiled without their asserts")
def asserts_off(work: Submission) -> None:
    work.first("""
import codeop
def without_asserts(self, source, filename, symbol, **kwargs):
    return compile(source, filename, symbol, self.flags, True, 2)
codeop.Compile.__call__ = without_asserts
""")
    work.answer("total", "def total(numbers):\n    return -1")


@attack("removes the asserts of test cells in an AST transformer")
def asserts_removed(work: Submission) -> None:
    work.first("""
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(Drop())
""")
    work.answer("total", "def total(numbers):\n    return -1")


# What the tests use


@attack("replaces numpy.testing's functions")
def patched_numpy_testing(work: Submission) -> None:
    work.first("import numpy\nnumpy.testing.assert_allclose = lambda *args, **kwargs: None")
    work.answer("scale", "def scale(values):\n    return None")


@attack("replaces the course's own checks")
def patched_check(work: Submission) -> None:
    work.first("""
import contextlib
from mlcourse import check
check.close = check.equal = check.that = lambda *args, **kwargs: None
check.exercise = lambda name: contextlib.suppress(BaseException)
""")


@attack("replaces the check block's end by one that swallows everything")
def patched_check_block(work: Submission) -> None:
    work.first("""
from mlcourse.check import block
block._Exercise.__exit__ = lambda self, *error: True
""")


@attack("replaces builtins that the tests use")
def patched_builtins(work: Submission) -> None:
    work.first("import builtins\nbuiltins.abs = lambda value: 0")
    work.answer("guess", "def guess():\n    return 1000")


@attack("replaces names of the set-up cell from an answer")
def rebound_names(work: Submission) -> None:
    work.answer(
        "total",
        """
import contextlib
class check:
    exercise = staticmethod(lambda name: contextlib.suppress(BaseException))
    close = equal = that = staticmethod(lambda *args, **kwargs: None)
def total(numbers):
    return None
""",
    )


@attack("changes the tests' names from a thread, between one cell and the next")
def thread_changes_globals(work: Submission) -> None:
    work.first("""
import threading, time
def bend():
    from mlcourse import check
    while True:
        check.close = check.equal = lambda *args, **kwargs: None
        import numpy
        numpy.testing.assert_allclose = lambda *args, **kwargs: None
        globals()["abs"] = lambda value: 0
        time.sleep(0.001)
threading.Thread(target=bend, daemon=True).start()
""")
    for name in ("scale", "mean", "guess"):
        work.answer(name, f"def {name}(*args):\n    import time; time.sleep(0.01); return 1000")


@attack("changes tests through sys.settrace")
def trace_function(work: Submission) -> None:
    work.answer(
        "guess",
        """
import sys
def guess():
    import ctypes
    frame = sys._getframe(1)
    def trace(frame, event, argument):
        if frame.f_code.co_name == "<module>" and "off" in frame.f_locals:
            frame.f_locals["off"] = 0.0
            frame.f_globals["off"] = 0.0
        return trace
    sys.settrace(trace)
    while frame:
        frame.f_trace = trace
        frame = frame.f_back
    return 1000.0
""",
    )


# Objects that answer everything


@attack("returns an object that equals everything")
def equals_everything(work: Submission) -> None:
    work.answer(
        "total",
        """
class Yes:
    def __eq__(self, other):
        return True
    __hash__ = None
def total(numbers):
    return Yes()
""",
    )


@attack("returns a whole number that equals every other")
def int_subclass(work: Submission) -> None:
    work.answer(
        "total",
        """
class Yes(int):
    __eq__ = lambda self, other: True
    __hash__ = int.__hash__
def total(numbers):
    return Yes(7)
""",
    )


@attack("returns a float whose differences are all zero")
def float_subclass(work: Submission) -> None:
    work.answer(
        "guess",
        """
class Right(float):
    __sub__ = __rsub__ = __add__ = __mul__ = lambda self, other: 0.0
def guess():
    return Right(1000)
""",
    )


@attack("returns an array that answers NumPy's functions itself")
def ndarray_subclass(work: Submission) -> None:
    work.answer(
        "scale",
        """
import numpy as np
class Yes(np.ndarray):
    def __array_function__(self, function, types, arguments, keywords):
        if function.__name__ == "isclose":
            return np.ones(len(arguments[0]), bool)
        return super().__array_function__(function, types, arguments, keywords)
def scale(values):
    return np.zeros(len(values)).view(Yes)
""",
    )


@attack(
    "returns text that equals every other",
    in_depth="the assignment has no exercise that returns text; it shows that a subclass does not cross",
)
def str_subclass(work: Submission) -> None:
    work.answer(
        "total",
        """
class Yes(str):
    __eq__ = lambda self, other: True
    __hash__ = str.__hash__
def total(numbers):
    return Yes("yes")
""",
    )
    work.answer(
        "lowest",
        """
def lowest(loss, candidates):
    return Yes("yes")
""",
    )


@attack(
    "returns objects that lie about their class and take part in every protocol",
    in_depth="the course's own checks read plain data without asking it, in the learner's process too",
)
def class_lies(work: Submission) -> None:
    work.answer(
        "mean",
        """
import numpy as np
class Lie:
    __class__ = np.ndarray
    dtype, shape, ndim, size = np.dtype(float), (), 0, 1
    __module__ = "numpy"
    def __getattr__(self, name):
        return self
    def __call__(self, *args, **kwargs):
        return self
    def __array__(self, *args, **kwargs):
        return np.array(3.0)
    def __float__(self):
        return 3.0
    def __eq__(self, other):
        return True
    def __bool__(self):
        return True
    def __sub__(self, other):
        return self
    __abs__ = __neg__ = __add__ = __mul__ = __rsub__ = __rmul__ = __radd__ = __le__ = __lt__ = __ge__ = __sub__
    __hash__ = None
def mean(numbers):
    return Lie()
""",
    )
    work.answer("lowest", "def lowest(loss, candidates):\n    return Lie()")
    work.answer("total", "def total(numbers):\n    return Lie()")
    work.answer("scale", "def scale(values):\n    return Lie()")
    work.answer(
        "centre",
        "class Centre:\n    mean_ = property(lambda self: Lie())\n    def fit(self, values):\n        return self",
    )


@attack("hands out an attribute that finds the wanted value in the test's own line")
def attribute_reads_the_test(work: Submission) -> None:
    work.answer(
        "centre",
        """
import linecache, re, sys
class Centre:
    def fit(self, values):
        return self
    @property
    def mean_(self):
        frame = sys._getframe(1)
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        return eval(re.findall(r"mean_, ([a-z0-9.]+)", line)[0], frame.f_globals)
""",
    )


@attack("returns an object that reads the wanted value from the comparison's frames when it is looked at")
def lazy_array(work: Submission) -> None:
    work.answer(
        "scale",
        """
import sys
import numpy as np
class Lazy:
    def __array__(self, *args, **kwargs):
        frame = sys._getframe(1)
        while frame and "desired" not in frame.f_locals:
            frame = frame.f_back
        return np.asarray(frame.f_locals["desired"] if frame else 0.0)
def scale(values):
    return Lazy()
""",
    )


@attack("reads the wanted answers from the cell that is running, In[-1]", earns="total")
def answers_from_history(work: Submission) -> None:
    work.solve("total")
    work.answer(
        "mean",
        """
def mean(numbers):
    import re
    text = str(list(numbers)).replace("[", r"\\[").replace("]", r"\\]")
    return float(re.search(rf"mean\\({text}\\), ([0-9.]+)", In[-1])[1])
""",
    )


@attack("reads the wanted answer from the code of a function that the test hands over")
def answer_from_callback(work: Submission) -> None:
    work.answer(
        "lowest",
        """
def lowest(loss, candidates):
    best = (getattr(loss, "__defaults__", None) or [0])[0]
    return {9.0: 8}.get(best, 1)
""",
    )


@attack("changes the arguments so that the test's own computation comes to the learner's answer")
def changed_arguments(work: Submission) -> None:
    work.answer(
        "lowest",
        """
def lowest(loss, candidates):
    candidates[:] = [0]
    return 0
""",
    )


@attack(
    "returns the test's own function as the answer",
    in_depth="no check of this assignment compares functions",
)
def returned_callback(work: Submission) -> None:
    work.answer("lowest", "def lowest(loss, candidates):\n    return loss")


@attack(
    "hands out another value each time an attribute is read, and says that any of them is right",
    in_depth="no check of this assignment reads an attribute twice",
)
def changing_attribute(work: Submission) -> None:
    work.answer(
        "centre",
        """
import itertools
class Number(float):
    __eq__ = lambda self, other: True
    __hash__ = float.__hash__
class Centre:
    numbers = itertools.count()
    def fit(self, values):
        return self
    mean_ = property(lambda self: Number(next(self.numbers) / 7))
""",
    )


@attack(
    "raises exceptions whose class and text take over",
    in_depth="stock nbgrader counts any exception as 0, whatever its class says",
)
def hostile_exceptions(work: Submission) -> None:
    work.answer(
        "total",
        """
class Meta(type):
    def __instancecheck__(cls, other):
        return True
    def __subclasscheck__(cls, other):
        return True
class Passed(BaseException, metaclass=Meta):
    __name__ = "Passed"
    def __str__(self):
        raise SystemExit(0)
    __repr__ = __str__
    def _render_traceback_(self):
        return ["total: right"]
    def __reduce__(self):
        return (print, ("pickled",))
    args = property(lambda self: 1 / 0)
def total(numbers):
    raise Passed
""",
    )
    work.answer("mean", "def mean(numbers):\n    raise SystemExit(0)")
    work.answer("guess", "def guess():\n    raise KeyboardInterrupt")
    work.answer("lowest", "def lowest(loss, candidates):\n    raise GeneratorExit")
    work.answer(
        "scale",
        """
from mlcourse.check import CheckFailed
class CheckTooLong(CheckFailed):
    pass
def scale(values):
    raise CheckTooLong("right")
""",
    )


# Partial credit


@attack("earns partial credit that is no number")
def nan_credit(work: Submission) -> None:
    work.answer("guess", "def guess():\n    return float('nan')")


@attack("earns negative partial credit")
def negative_credit(work: Submission) -> None:
    work.answer("guess", "def guess():\n    return 1e6")


@attack("earns infinite partial credit")
def infinite_credit(work: Submission) -> None:
    work.answer("guess", "def guess():\n    return float('inf')")


@attack("earns text as partial credit")
def text_credit(work: Submission) -> None:
    work.answer(
        "guess",
        """
class Text(str):
    def __sub__(self, other):
        return self
    __abs__ = lambda self: self
    __rsub__ = __rmul__ = __mul__ = __sub__
    __repr__ = lambda self: "all of it"
def guess():
    return Text("all of it")
""",
    )


@attack("earns an array as partial credit")
def array_credit(work: Submission) -> None:
    work.answer("guess", "def guess():\n    return np.array([0.25, 0.25])")


@attack(
    "earns more than there is",
    in_depth="stock nbgrader fails the whole submission, which gains nothing",
)
def huge_credit(work: Submission) -> None:
    work.answer(
        "guess",
        """
class Huge(float):
    __sub__ = lambda self, other: Huge()
    __abs__ = lambda self: self
    __rsub__ = __rmul__ = lambda self, other: 1e9
def guess():
    return Huge(1e9)
""",
    )


@attack("earns partial credit by an object with a dtype of its own")
def dtype_credit(work: Submission) -> None:
    work.answer(
        "guess",
        """
class Credit:
    dtype = "float64"
    def __sub__(self, other):
        return self
    __rsub__ = __rmul__ = __mul__ = __sub__
    __abs__ = lambda self: self
    __float__ = lambda self: 4.0
    __index__ = lambda self: 4
    __repr__ = lambda self: "4.0"
    item = lambda self: 4.0
    __ge__ = __le__ = __gt__ = __lt__ = __eq__ = lambda self, other: True
    __hash__ = None
def guess():
    return Credit()
""",
    )


# Files beside the notebook


@attack("hands in an ipykernel_launcher.py, which Python finds first")
def shipped_kernel_launcher(work: Submission) -> None:
    work.file(
        "ipykernel_launcher.py",
        """
import sys
sys.path.remove(sys.path[0]) if sys.path[0] in ("", ".") else None
from ipykernel.ipkernel import IPythonKernel
do_execute = IPythonKernel.do_execute
async def bent(self, code, *args, **kwargs):
    return await do_execute(self, "" if "check.exercise" in code else code, *args, **kwargs)
IPythonKernel.do_execute = bent
from ipykernel import kernelapp
kernelapp.launch_new_instance()
""",
    )


@attack("hands in a numpy.py, which Python finds first")
def shipped_numpy(work: Submission) -> None:
    work.file(
        "numpy.py",
        """
class testing:
    assert_allclose = staticmethod(lambda *args, **kwargs: None)
def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *args, **kwargs: 0
""",
    )
    work.answer("scale", "def scale(values):\n    return None")


@attack("hands in a package mlcourse with checks of its own")
def shipped_course(work: Submission) -> None:
    work.file("mlcourse/__init__.py", "")
    work.file(
        "mlcourse/check.py",
        """
import contextlib
exercise = lambda name: contextlib.suppress(BaseException)
close = equal = that = lambda *args, **kwargs: None
""",
    )


@attack(
    "hands in modules of the standard library",
    in_depth="IPython has the working folder behind the standard library on its path",
)
def shipped_standard_modules(work: Submission) -> None:
    bend = """
import sys
def bend():
    from IPython.core.interactiveshell import InteractiveShell
    run = InteractiveShell.run_cell_async
    async def empty(self, code, *args, **kwargs):
        return await run(self, "" if "check.exercise" in code else code, *args, **kwargs)
    InteractiveShell.run_cell_async = empty
"""
    work.file("this.py", bend)
    work.file("antigravity.py", bend)
    work.first("import this\nthis.bend()")


@attack(
    "hands in sitecustomize.py, usercustomize.py, conftest.py, a .pth and compiled modules",
    in_depth="Python looks for them before the working folder is on its path",
)
def shipped_start_up_files(work: Submission) -> None:
    bend = """
import contextlib, sys, types
module = types.ModuleType("mlcourse.check")
module.exercise = lambda name: contextlib.suppress(BaseException)
sys.modules["mlcourse.check"] = module
"""
    for name in ("sitecustomize.py", "usercustomize.py", "conftest.py", "ipython_config.py", "jupyter_config.py"):
        work.file(name, bend)
    work.file("bend.pth", "import sitecustomize")
    work.file("numpy.cpython-311-x86_64-linux-gnu.so", b"\x7fELF no library")
    work.file("__pycache__/numpy.cpython-311.pyc", b"no code")
    work.file("pyvenv.cfg", "home = /nowhere")
    work.file("torch/__init__.py", bend)


@attack(
    "hands in its own nbgrader_config.py and jupyter configuration",
    in_depth="nbgrader reads them from the course directory, not from submissions",
)
def shipped_configuration(work: Submission) -> None:
    work.file("nbgrader_config.py", "c = get_config()\nc.Execute.allow_errors = True\nc.ClearSolutions.code_stub = {}")
    work.file("jupyter_nbconvert_config.py", "c = get_config()\nc.NbConvertBase.enabled = False")
    work.file(".ipython/profile_default/startup/00.py", "raise SystemExit(0)")


# What lies elsewhere


@attack("runs the solutions of the source notebook")
def runs_source_solutions(work: Submission) -> None:
    work.last("pass")
    work.first("""
import json
for path in ("../../../source/$SET/$BOOK.ipynb", "$COURSE/source/$SET/$BOOK.ipynb"):
    try:
        cells = json.load(open(path))["cells"]
    except Exception:
        continue
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("solution") and cell["cell_type"] == "code":
            exec("".join(cell["source"]), globals())
            break
""")
    work.answer("total", "")


@attack("hands in a link to the source notebook instead of a notebook")
def notebook_is_link_to_source(work: Submission) -> None:
    work.link("$COURSE/source/$SET/$BOOK.ipynb")


@attack("hands in a link to another student's notebook")
def notebook_is_link_to_other(work: Submission) -> None:
    work.link("../../$BEFORE/$SET/$BOOK.ipynb")


@attack("runs the answers of another student")
def runs_other_students_answers(work: Submission) -> None:
    work.first("""
import json
for path in ("../../../submitted/$BEFORE/$SET/$BOOK.ipynb", "$COURSE/submitted/$BEFORE/$SET/$BOOK.ipynb"):
    try:
        cells = json.load(open(path))["cells"]
    except Exception:
        continue
    for cell in cells:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "total":
            exec("".join(cell["source"]), globals())
            break
""")
    work.answer("total", "")


@attack("gives itself manual points in the gradebook")
def writes_its_points(work: Submission) -> None:
    work.last("""
import sqlite3
for path in ("../../../gradebook.db", "$COURSE/gradebook.db"):
    try:
        with sqlite3.connect(f"file:{path}?mode=rw", uri=True) as book:
            book.execute(
                "update grade set manual_score = 3 where notebook_id in (select book.id from submitted_notebook book "
                "join submitted_assignment work on book.assignment_id = work.id where work.student_id = ?)",
                ("$STUDENT",))
            break
    except Exception as error:
        print(error)
""")


# Cells and metadata


@attack("weakens the test cells", in_depth=REPAIRED)
def weakened_tests(work: Submission) -> None:
    for cell in work.checks:
        cell["source"] = "pass"


@attack("deletes the test cells", in_depth="stock nbgrader gives no points for a test cell that is gone")
def deleted_tests(work: Submission) -> None:
    gone = [id(cell) for cell in work.checks]
    work.cells = [cell for cell in work.cells if id(cell) not in gone]


@attack("calls the test cells ungraded, or solutions", in_depth="stock nbgrader fails the submission, or gives nothing")
def retagged_tests(work: Submission) -> None:
    for number, cell in enumerate(work.checks):
        meta = cell["metadata"]["nbgrader"]
        meta.update([{"grade": False}, {"solution": True}, {"locked": False}, {"task": True}][number % 4])
        cell["source"] = "pass"


@attack("exchanges the ids of test cells, and gives them to own cells", in_depth=REPAIRED)
def renumbered_tests(work: Submission) -> None:
    first, second, *_ = (cell["metadata"]["nbgrader"] for cell in work.checks)
    first["grade_id"], second["grade_id"] = second["grade_id"], first["grade_id"]
    for name in CHECKED:
        fake = copy.deepcopy(work.cell(f"{name}-check"))
        fake["source"], fake["id"] = "pass", f"fake-{name}"
        work.cells.append(fake)


@attack("moves the test cells before the answers", in_depth="they fail there")
def moved_tests(work: Submission) -> None:
    work.cells.sort(key=lambda cell: not name_of(cell).endswith("-check"))


@attack("changes points, checksums and schema versions", in_depth=REPAIRED)
def changed_points(work: Submission) -> None:
    for cell in work.checks:
        cell["metadata"]["nbgrader"].update(points=1000, checksum="0" * 32, schema_version=3)


@attack("makes text of the test cells", in_depth=REPAIRED)
def tests_as_markdown(work: Submission) -> None:
    for kind, cell in zip(("markdown", "raw") * len(CHECKED), work.checks, strict=False):
        cell["cell_type"] = kind
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@attack("hangs attachments on code cells", in_depth="stock nbgrader fails the submission")
def attachments_on_tests(work: Submission) -> None:
    for cell in work.checks:
        cell["attachments"] = {"a.png": {"image/png": "AAAA"}}


@attack("tags test cells in every way that Jupyter knows", in_depth="only skip-execution does anything there")
def other_tags(work: Submission) -> None:
    for cell in work.checks:
        cell["metadata"].update(
            tags=["raises-exception", "remove-cell", "remove_output", "hide-cell", "skip"],
            jupyter={"source_hidden": True, "outputs_hidden": True},
            trusted=True,
            collapsed=True,
        )


@attack("gives all cells the same id", in_depth="nbformat's ids mean nothing to nbgrader")
def same_cell_ids(work: Submission) -> None:
    for cell in work.cells:
        cell["id"] = "same"


@attack("names another kernel and language", in_depth=REPAIRED)
def other_kernel(work: Submission) -> None:
    work.notebook["metadata"].update(
        kernelspec={"name": "bash", "display_name": "Bash", "language": "bash"},
        language_info={"name": "bash", "pygments_lexer": "bash"},
    )


@attack(
    "claims outcomes and roles in the metadata that our grader writes",
    in_depth="this metadata means nothing to stock nbgrader",
)
def claimed_outcomes(work: Submission) -> None:
    for cell in work.cells:
        cell["metadata"]["mlcourse"] = {
            "role": "own",
            "outcome": {"outcome": "passed", "message": "", "note": "", "score": 99, "points": 99},
            "topics": [["x", "javascript:pwned(1)"]],
        }
    work.notebook["metadata"]["mlcourse"] = {"flags": [], "score": 99}
    for cell in work.checks:
        cell["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "3"}, "metadata": {}}]


@attack("keeps outputs of a run in which all was right", in_depth=REPAIRED)
def kept_outputs(work: Submission) -> None:
    for cell in work.checks:
        text = f"{name_of(cell).removesuffix('-check')}: right\n"
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
        cell["execution_count"] = 7


# The course's own referee


@attack(
    "finds the grader's objects in its process and replaces what they answer",
    in_depth="made for our grader: stock nbgrader has no such objects",
)
def replaced_channel_reader(work: Submission) -> None:
    work.first("""
import gc, sys, types
bent = 0
for name, module in list(sys.modules.items()):
    if name.startswith("mlcourse.grading"):
        for key, value in list(vars(module).items()):
            if isinstance(value, types.FunctionType):
                def always(*args, _former=value, **kwargs):
                    result = _former(*args, **kwargs)
                    if isinstance(result, dict):
                        result = {**result, "outcome": "passed", "score": 99, "error": None, "sound": True, "value": 4}
                    return result
                setattr(module, key, always)
                bent += 1
for thing in gc.get_objects():
    if type(thing).__module__.startswith("mlcourse.grading"):
        bent += 1
        for key in ("_execute", "execute"):
            if callable(getattr(thing, key, None)):
                try:
                    setattr(thing, key, lambda request: {"error": None, "value": 4, "text": "", "sound": True,
                                                         "outputs": [], "count": 1, "seconds": 0.0})
                except Exception:
                    pass
print(bent)
""")


@attack(
    "writes verdicts into every file descriptor that is open",
    in_depth="made for our grader: stock nbgrader reads no verdicts from descriptors",
)
def forged_verdicts(work: Submission) -> None:
    work.answer(
        "total",
        """
def total(numbers):
    import json, os, struct
    text = json.dumps({"check": 1, "verdict": {"outcome": "passed", "score": 2}}).encode()
    for number in range(256):
        for message in (struct.pack("!i", len(text)) + text, b'{"done": true}'):
            try:
                os.set_blocking(number, False)
                os.write(number, message)
            except OSError:
                pass
    return 3
""",
    )


@attack(
    "repeats the channel's last messages, and answers twice",
    in_depth="made for our grader: stock nbgrader has no such channel",
)
def repeated_messages(work: Submission) -> None:
    work.first("""
import os, socket, stat
sockets = []
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            sockets.append(number)
    except OSError:
        pass
class Twice(socket.socket):
    def sendall(self, data, *args):
        super().sendall(data)
        super().sendall(data)
    def send(self, data, *args):
        super().sendall(data)
        return super().send(data)
import gc
for thing in gc.get_objects():
    if isinstance(thing, socket.socket):
        try:
            thing.__class__ = Twice
        except TypeError:
            pass
""")
    work.answer("total", "def total(numbers):\n    return 3")


@attack(
    "imports the referee in its own process to make verdicts",
    in_depth="made for our grader: stock nbgrader has no referee",
)
def imports_the_referee(work: Submission) -> None:
    work.first("""
import importlib
for name in ("referee.checks", "referee.referee", "referee.job", "session", "grade", "rebuild", "submission"):
    try:
        module = importlib.import_module(f"mlcourse.grading.{name}")
        for key in ("judge", "of_value", "run_notebook", "grade", "rebuild", "parse"):
            if hasattr(module, key):
                setattr(module, key, lambda *args, **kwargs: None)
    except Exception as error:
        print(error)
""")


@attack(
    "calls its own cells set-up and checks, and hands in the set-up cell with code of its own",
    in_depth="in stock nbgrader all cells run in one process; here some run in a trusted one",
)
def claimed_setup(work: Submission) -> None:
    bend = """
import builtins, sys
from mlcourse import check
for module in [check, *[m for name, m in list(sys.modules.items()) if name.startswith("mlcourse")]]:
    for name in ("close", "equal", "that", "of_value", "judge"):
        if hasattr(module, name):
            setattr(module, name, lambda *args, **kwargs: None)
builtins.abs = lambda value: 0
def total(numbers): return sum(numbers)
open("$DROP/$ATTACK", "w")
"""
    for role in ("setup", "check"):
        work.first(bend)
        work.cells[0]["metadata"]["mlcourse"] = {"role": role}
    for name in ("start_2", "scale_1"):
        fake = copy.deepcopy(work.cell("start_2"))
        fake["source"] = work.text(bend)
        fake["metadata"]["nbgrader"].update(grade_id=name, solution=False, locked=True, grade=False)
        work.cells.insert(0, fake)
        work.cells.append(copy.deepcopy(fake))
    for cell in work.cells:
        if not name_of(cell):
            nbgrader = {"grade": False, "grade_id": "none-of-these", "locked": True, "solution": False, "task": False}
            cell["metadata"]["nbgrader"] = {**nbgrader, "schema_version": 3}


@attack("lets a set-up cell fail that uses its answer, and defines the rest of that cell itself")
def failing_setup(work: Submission) -> None:
    work.answer("total", "def total(numbers):\n    raise ValueError")
    work.before("mean", "offset = 1000.0")
    work.answer("mean", "def mean(numbers):\n    return 1.5 if len(numbers) == 2 else 3.0 + offset")


@attack("defines the names of another test, after having made that test fail")
def lost_names(work: Submission) -> None:
    work.answer("lowest", "def lowest(loss, candidates):\n    raise ValueError")
    work.first("right = 7.0\nkey = loss = candidates = off = rng = 7.0")
    work.answer(
        "centre",
        """
class Centre:
    def fit(self, values):
        self.mean_ = 2.0 if len(values) == 2 else right
        return self
""",
    )


@attack("imports under the names of the set-up, in an answer", in_depth="stock nbgrader falls for simpler ways of this")
def imported_names(work: Submission) -> None:
    work.answer(
        "scale",
        """
import types
np = types.SimpleNamespace(array=list, testing=types.SimpleNamespace(assert_allclose=lambda *args: None))
globals()["np"] = np
def scale(values):
    return 0
""",
    )


@attack(
    "asks through operators what the test's own function computes with",
    in_depth="stock nbgrader's tests hand over functions that can simply be read",
    succeeded=lambda found: "best is 9.0" in found.outputs,
    earns="lowest",
)
def operators_of_callback(work: Submission) -> None:
    work.answer(
        "lowest",
        """
seen = []
class Spy:
    def __sub__(self, other):
        seen.append(other)
        return 0
    __rsub__ = __sub__
def lowest(loss, candidates):
    try:
        loss(Spy())
    except Exception as error:
        seen.append(str(error))
    return min(candidates, key=loss)
""",
    )
    work.last("print('best is', *seen)")


# The learner's end of the wire, and many things at once


@attack("bends what a check uses, in many ways at once")
def bent_all_at_once(work: Submission) -> None:
    work.answer(
        "curve",
        """
import builtins, numpy, sys
from mlcourse import check
from mlcourse.check import assertions, block
for module in (check, assertions):
    for name in ("close", "equal", "that"):
        setattr(module, name, lambda *args, **kwargs: None)
block._Exercise.__exit__ = lambda self, *error: True
numpy.isclose = lambda *args, **kwargs: numpy.ones(1, bool)
sys.settrace(lambda *args: None)
def curve(x):
    check.close = assertions.close = lambda *args, **kwargs: None
    numpy.isclose = lambda *args, **kwargs: numpy.ones(1, bool)
    return 0.0
""",
    )


FITS = """
class Fits(list):
    __eq__ = __le__ = __ge__ = __contains__ = __bool__ = lambda self, *other: True
    __ne__ = __lt__ = __gt__ = lambda self, *other: False
    __hash__ = None
    __array__ = lambda self, *args, **kwargs: self
    __float__ = lambda self: 9.0
"""


@attack(
    "answers in the place of its own functions, with values that fit everything",
    in_depth="stock nbgrader has no such wire",
)
def forged_calls(work: Submission) -> None:
    work.first(
        FITS
        + """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Student" and hasattr(thing, "_verbs"):
        thing._verbs["call"] = lambda function, args, kwargs: 4.0 if args == (2.0,) else Fits([4.0])
"""
    )
    work.answer("curve", "def curve(x):\n    return 4.0")


@attack(
    "bends how its results are written for the check",
    in_depth="stock nbgrader has no such wire",
)
def patched_writer(work: Submission) -> None:
    work.first(
        FITS
        + """
import mlcourse.grading.remote.writer as writer
write = writer.Writer.write
def bent(self, value):
    tree = write(self, value)
    return ["list", [tree, tree]] if isinstance(value, float) else tree
writer.Writer.write = bent
writer._PLAIN[Fits] = lambda self, value: ["float", "nan"]
"""
    )
    work.answer("curve", "def curve(x):\n    return Fits([x])")
