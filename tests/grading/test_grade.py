"""Grading one submission: what counts, what is told, and what survives a crash."""

from __future__ import annotations

import dataclasses
import json
import sys

import pytest

from mlcourse.errors import CourseError
from mlcourse.grading.grade import grade
from mlcourse.grading.model import NotebookSource, SourceCell, Task, result_from_json, task_from_json, to_json
from mlcourse.kernel import sandbox, warm

from .small import (
    NAME,
    QUICK,
    bare_check,
    by_name,
    check_cell,
    double_and_quadruple,
    exercise,
    mark,
    points,
    setup,
    source,
)

FULL = {"double": 2.0, "quadruple": 2.0, "add": 2.0}


def texts(result) -> str:
    return json.dumps(result.notebook["cells"])


def test_right_wrong_and_missing_answers() -> None:
    wrong = {"double": "def double(x):\n    return 3 * x", "add": "def add(x, y):\n    raise NotImplementedError"}
    assert points(mark(double_and_quadruple())) == FULL
    result = mark(double_and_quadruple(), {**wrong, "quadruple": "def quadruple(x):\n    return 4 * x"})
    assert points(result) == {"double": 0.0, "quadruple": 2.0, "add": 0.0}
    told = by_name(result)
    assert (told["double"].outcome, told["add"].outcome) == ("failed", "not attempted")
    assert "double(3.0) is 9.0, which is not right" in told["double"].message


def test_a_wrong_answer_costs_those_that_build_on_it_nothing() -> None:
    result = mark(double_and_quadruple(), {"double": "def double(x):\n    return 3 * x"})
    assert points(result) == {"double": 0.0, "quadruple": 2.0, "add": 2.0}
    assert "`double`" in by_name(result)["quadruple"].note
    blank = mark(double_and_quadruple(), {"double": "def double(x):\n    raise NotImplementedError"})
    assert points(blank) == {"double": 0.0, "quadruple": 2.0, "add": 2.0}


def test_the_reference_that_stands_in_does_not_answer_for_the_learner() -> None:
    wrong = {"double": "def double(x):\n    return 3 * x", "quadruple": "def quadruple(x):\n    return double(x)"}
    assert points(mark(double_and_quadruple(), wrong)) == {"double": 0.0, "quadruple": 0.0, "add": 2.0}


def test_the_reference_is_not_in_the_learners_process() -> None:
    secret = "def double(x):\n    marker = 'SOLUTION-' + 'TEXT'\n    return 2 * x"
    one = source(
        exercise("double", secret),
        check_cell("double", "check.close(double(3.0), 6.0, 'double(3.0)')"),
        exercise("twice", "def twice(x):\n    return double(double(x))"),
        check_cell("twice", "check.close(twice(1.0), 4.0, 'twice(1.0)')\ncheck.equal(twice(0), 0, 'twice(0)')"),
    )
    spy = """def twice(x):
    import inspect
    if x == 0:
        return repr(double) + repr(getattr(double, '__code__', None)) + repr(vars(double))
    return double(double(x))"""
    result = mark(one, {"double": "def double(x):\n    return 3 * x", "twice": spy})
    assert points(result) == {"double": 0.0, "twice": 0.0}
    assert "SOLUTION" not in by_name(result)["twice"].message + texts(result)


@pytest.mark.parametrize(
    "crash", ["import os\nos._exit(3)", "import ctypes\nctypes.string_at(0)", "import os\nos.abort()"]
)
def test_a_crash_costs_its_own_cell_alone(crash: str) -> None:
    result = mark(double_and_quadruple(), {"quadruple": crash})
    assert points(result) == {"double": 2.0, "quadruple": 0.0, "add": 2.0}
    assert "ended the Python process" in by_name(result)["quadruple"].message
    assert any(flag.kind == "process" and flag.cell == "quadruple" for flag in result.flags)


def test_a_crash_while_it_is_checked_costs_its_own_exercise_alone() -> None:
    result = mark(double_and_quadruple(), {"quadruple": "def quadruple(x):\n    import os\n    os._exit(0)"})
    assert points(result) == {"double": 2.0, "quadruple": 0.0, "add": 2.0}
    assert "ended the Python process" in by_name(result)["quadruple"].message


LOOPS = {
    "a cell": "while True: pass",
    "a cell that catches everything": (
        "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass"
    ),
    "a call": "def quadruple(x):\n    while True: pass",
    "a cell that is deaf": "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass",
}


@pytest.mark.parametrize("loop", LOOPS.values(), ids=LOOPS)
def test_an_endless_loop_costs_its_own_exercise_alone(loop: str) -> None:
    limits = dataclasses.replace(QUICK, cell_seconds=1.0)
    result = mark(double_and_quadruple(), {"quadruple": loop}, limits=limits)
    assert points(result) == {"double": 2.0, "quadruple": 0.0, "add": 2.0}


def test_what_was_earned_before_the_time_was_up_counts() -> None:
    limits = dataclasses.replace(QUICK, total_seconds=3.0, cell_seconds=30.0)
    result = mark(double_and_quadruple(), {"quadruple": "while True: pass"}, limits=limits)
    assert points(result) == {"double": 2.0, "quadruple": 0.0, "add": 0.0}
    assert by_name(result)["add"].outcome == "not run"
    assert any(flag.kind == "time" for flag in result.flags)


def test_syntax_errors_are_told() -> None:
    result = mark(double_and_quadruple(), {"add": "def add(x, y:\n    return x"})
    assert by_name(result)["add"].outcome == "raised"
    assert "SyntaxError" in by_name(result)["add"].message


def test_warnings_and_stderr_cost_nothing() -> None:
    noisy = "import sys, warnings\nwarnings.warn('careful')\nprint('oops', file=sys.stderr)\n"
    add = f"{noisy}def add(x, y):\n    warnings.warn('again')\n    print('oops', file=sys.stderr)\n    return x + y"
    assert points(mark(double_and_quadruple(), {"add": add})) == FULL


def test_names_of_the_set_up_are_the_courses_own() -> None:
    own = [("start", "class check:\n    pass\nnp = math = None\nimport mlcourse.check\nmlcourse.check.close = print")]
    assert points(mark(double_and_quadruple(), {"add": "def add(x, y):\n    return 0"}, own)) == {**FULL, "add": 0.0}
    assert points(mark(double_and_quadruple(), None, own)) == FULL


def test_values_are_checked_like_functions() -> None:
    one = source(
        exercise("shape", "shape = (2, 3)"),
        check_cell("shape", "check.equal(shape, (2, 3), 'shape')"),
    )
    assert points(mark(one)) == {"shape": 2.0}
    assert points(mark(one, {"shape": "shape = (3, 2)"})) == {"shape": 0.0}
    blank = mark(one, {"shape": "raise NotImplementedError"})
    assert by_name(blank)["shape"].outcome == "not attempted"


def test_partial_credit() -> None:
    one = source(exercise("f", "def f():\n    return 1"), bare_check("f", "assert f() > 0\nf() / 2", 1.0))
    assert (points(mark(one)), by_name(mark(one))["f"].outcome) == ({"f": 0.5}, "partial")


@pytest.mark.parametrize("value", ["float('nan')", "-1", "'full'", "float('inf')", "2.5", "np.zeros(3)", "f"])
def test_partial_credit_that_is_none_is_an_error_of_the_test(value: str) -> None:
    one = source(exercise("f", "def f():\n    return 1"), bare_check("f", f"f()\n{value}", 2.0))
    result = mark(one)
    assert points(result) == {"f": 0.0}
    assert by_name(result)["f"].outcome == "error"
    assert any(flag.kind == "test" and flag.cell == "f-check" for flag in result.flags)


HESSIAN = source(
    setup("import torch", "torch"),
    exercise("cube", "def cube(x):\n    return (x ** 3).sum()"),
    check_cell(
        "cube",
        "for at in ([1.0, 2.0], [-0.5, 4.0]):\n"
        "    found = torch.autograd.functional.hessian(cube, torch.tensor(at))\n"
        "    check.close(found, [[6.0 * at[0], 0.0], [0.0, 6.0 * at[1]]], 'the Hessian of cube')\n"
        "check.close(cube(torch.tensor([3.0, 1.0])), 28.0, 'the cube')",
    ),
)


def test_second_derivatives_of_an_answer_are_checked_like_anything_else() -> None:
    assert points(mark(HESSIAN)) == {"cube": 2.0}
    wrong = mark(HESSIAN, {"cube": "def cube(x):\n    return (x ** 2).sum()"})
    assert points(wrong) == {"cube": 0.0}
    assert "the Hessian of cube" in by_name(wrong)["cube"].message
    blank = mark(HESSIAN, {"cube": "def cube(x):\n    raise NotImplementedError"})
    assert by_name(blank)["cube"].outcome == "not attempted"


@pytest.mark.parametrize(
    "trick",
    [
        "from mlcourse import check\ncheck.close = lambda *a, **k: None",
        "import mlcourse.check.calls as c\nc.in_place = c.unchanged = lambda *a, **k: None",
        "import contextlib, sys, mlcourse\nclass Fake:\n    def __getattr__(self, name):\n"
        "        return lambda *a, **k: contextlib.nullcontext()\n"
        "mlcourse.check = sys.modules['mlcourse.check'] = Fake()",
        "import torch\ntorch.autograd.functional.hessian = lambda f, x: torch.diag(6.0 * x)",
        "import torch\ntorch.autograd.functional.hessian = lambda f, x: torch.tensor([[6.0, 0.0], [0.0, 12.0]])",
        "import torch\ntorch.autograd.functional.hessian = lambda f, x: None",
        "import torch\ntorch.autograd.functional.hessian = lambda f, x: torch.full((2, 2), float('nan'))",
        "import torch\nclass T(torch.Tensor):\n    __eq__ = lambda *a: True\n"
        "torch.autograd.functional.hessian = lambda f, x: torch.zeros(2, 2).as_subclass(T)",
        # The right derivatives of a wrong answer, from the learner's end of the wire
        "import torch\ntorch.autograd.grad = lambda y, x, g, **k: [3 * x[0] ** 2 * g]",
        "import torch\ntorch.autograd.grad = lambda y, x, g, **k: [torch.full_like(x[0], float('nan'))]",
        "import torch\ntorch.autograd.grad = lambda y, x, g, **k: 'anything'",
        "import torch\nfrom mlcourse.grading.remote.graph import Graph\n"
        "Graph.product = lambda self, number, gradient: [3 * torch.ones(2, requires_grad=True) ** 2]",
        "import numpy as np\nnp.isclose = lambda *a, **k: np.array(True)",
        "import os\nclass Gone:\n    def __call__(self, *a, **k):\n        os._exit(0)\n"
        "import torch\ntorch.autograd.grad = Gone()",
    ],
)
def test_what_a_wrong_answer_bends_gains_nothing_where_derivatives_are_checked(trick: str) -> None:
    result = mark(HESSIAN, {"cube": "def cube(x):\n    return (x ** 2).sum()"}, [("cube", trick)])
    assert points(result) == {"cube": 0.0}


def test_files_of_the_instructor_win_and_nothing_is_kept() -> None:
    one = source(
        exercise("read", "def read():\n    return open('data.txt').read()"),
        check_cell("read", "check.equal(read(), 'right', 'read()')"),
    )
    files, extras = {"data.txt": b"bent", "mine.txt": b"mine"}, {"data.txt": b"right"}
    write = [("start", "open('new.txt', 'w').write('x')\nassert open('mine.txt').read() == 'mine'")]
    result = mark(one, None, write, files=files, extras=extras)
    assert points(result) == {"read": 2.0}
    assert '"error"' not in texts(result)
    once_more = mark(
        one, None, [("start", "import os\nassert not os.path.exists('new.txt')")], files=files, extras=extras
    )
    assert '"error"' not in texts(once_more)


def test_modules_beside_the_notebook_can_be_imported_and_shadow_nothing() -> None:
    one = source(
        setup("import helpers", "more"),
        exercise("triple", "def triple(x):\n    return helpers.times(3, x)"),
        check_cell("triple", "check.close(triple(2), helpers.times(3, 2), 'triple(2)')"),
    )
    extras = {"helpers.py": b"def times(a, b):\n    return a * b\n", "math.py": b"pi = 3\n"}
    look = [("start", "import math\nassert math.pi > 3.1")]
    result = mark(one, None, look, extras=extras)
    assert points(result) == {"triple": 2.0}
    assert '"error"' not in texts(result)


@pytest.mark.parametrize("magic", ["", "%matplotlib inline\n", "%matplotlib\n"])
def test_pictures_of_an_answer_are_kept_and_cost_nothing(magic: str) -> None:
    draw = (
        f"{magic}import matplotlib.pyplot as plt\nimport seaborn\nseaborn.lineplot(x=[1, 2], y=[1, 2])\n"
        "def add(x, y):\n    plt.plot([x, y])\n    return x + y"
    )
    result = mark(double_and_quadruple(), {"add": draw})
    assert points(result) == FULL
    assert '"error"' not in texts(result)
    assert texts(result).count("image/png") == 1, "what the test draws is not shown"


@pytest.mark.parametrize("magic", ["%autosave 60", "%load_ext autoreload\n%autoreload 2", "%clear", "!ls /", "%gui"])
def test_what_notebooks_may_say_costs_nothing(magic: str) -> None:
    result = mark(double_and_quadruple(), {"add": f"{magic}\ndef add(x, y):\n    return x + y"})
    assert points(result) == FULL
    assert '"error"' not in texts(result)


def test_commands_of_a_notebook_run_without_a_terminal() -> None:
    commands = "word = 'mlcourse'\n!echo hello {word}; exit 3\nprint(_exit_code)\nlisted = !echo listed\nprint(listed)"
    result = mark(double_and_quadruple(), None, [("add", commands)])
    assert points(result) == FULL
    assert "hello mlcourse\\n3\\n['listed']\\n" in texts(result)
    endless = mark(double_and_quadruple(), None, [("add", "!yes")], limits=dataclasses.replace(QUICK, output=5000))
    assert points(endless) == FULL
    assert "TimeoutError" in texts(endless)
    assert len(texts(endless)) < 30_000


def test_output_is_limited() -> None:
    limits = dataclasses.replace(QUICK, output=10_000)
    flood = "def add(x, y):\n    return x + y\nfor _ in range(100_000):\n    print('x' * 100)"
    result = mark(double_and_quadruple(), {"add": flood}, limits=limits)
    assert points(result) == FULL
    assert len(texts(result)) < 40_000
    much = "line = 'x' * 1_000_000\nfor _ in range(6000):\n    print(line)"
    result = mark(double_and_quadruple(), None, [("add", much)], limits=limits)
    assert points(result) == FULL
    assert '"error"' not in texts(result), "6 GB that were printed are kept somewhere"


def test_manual_answers_wait_for_a_person_unless_they_are_missing() -> None:
    written = SourceCell("why", "markdown", "*Write here.*", False, True, 5.0)
    one = source(written)
    assert points(mark(one, {"why": "Because."})) == {"why": None}
    assert points(mark(one, {"why": "*Write here.*"})) == {"why": 0.0}


def test_a_notebook_that_is_missing_or_none_scores_nothing_and_says_so() -> None:
    one = double_and_quadruple()
    missing = grade(Task("sums", "bo", (one,), {}, limits=QUICK)).notebooks[0]
    broken = grade(Task("sums", "bo", (one,), {NAME: b"{no notebook"}, limits=QUICK)).notebooks[0]
    for result in (missing, broken):
        assert points(result) == dict.fromkeys(FULL, 0.0)
        assert result.failure
        assert result.told


def test_tasks_and_results_travel_as_json() -> None:
    one = double_and_quadruple()
    task = Task("sums", "ada", (one,), {NAME: b"{}"}, {"a": b"\xff"}, {"b": b""}, QUICK)
    assert task_from_json(json.loads(json.dumps(to_json(task)))) == task
    result = grade(dataclasses.replace(task, notebooks={}))
    assert result_from_json(json.loads(json.dumps(to_json(result)))) == result


def test_nothing_runs_without_a_sandbox_where_one_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "refusal", lambda: "This kernel has no Landlock.")
    with pytest.raises(CourseError, match="no Landlock"):
        mark(double_and_quadruple())


def test_the_same_without_a_warm_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "why_not", lambda: "This system cannot fork.")
    monkeypatch.setattr(sandbox, "available", dict)
    monkeypatch.setattr(sandbox, "refusal", lambda: "There is none.")
    limits = dataclasses.replace(QUICK, cell_seconds=30.0)
    wrong = {"double": "def double(x):\n    return 3 * x"}
    result = mark(double_and_quadruple(), wrong, sandbox="preferred", limits=limits)
    assert points(result) == {"double": 0.0, "quadruple": 2.0, "add": 2.0}


def test_sources_without_references_are_graded_too() -> None:
    one = double_and_quadruple()
    bare = NotebookSource(NAME, tuple(dataclasses.replace(cell, reference="") for cell in one.cells))
    answers = {cell.name: cell.reference for cell in one.cells if cell.solution}
    assert points(mark(bare, answers)) == FULL


NESTED = "shape = []\nfor _ in range(5000):\n    shape = [shape]"


def test_a_value_that_cannot_travel_costs_its_own_exercise_alone() -> None:
    one = source(
        exercise("shape", "shape = (2, 3)"),
        setup("doubled = [2 * n for n in shape]", "between"),
        check_cell("shape", "check.equal(shape, (2, 3), 'shape')"),
        exercise("add", "def add(x, y):\n    return x + y"),
        check_cell("add", "check.close(add(1, 2), 3, 'add(1, 2)')"),
    )
    assert points(mark(one, {"shape": NESTED})) == {"shape": 0.0, "add": 2.0}


def test_a_set_up_cell_may_go_on_with_the_learners_value() -> None:
    one = source(
        exercise("numbers", "numbers = [1, 2]"),
        setup("numbers = [*numbers, 3]", "more"),
        check_cell("numbers", "check.equal(numbers, [1, 2, 3], 'numbers')"),
    )
    assert points(mark(one)) == {"numbers": 2.0}
    assert points(mark(one, {"numbers": "numbers = [1]"})) == {"numbers": 0.0}


SPREAD = """
import os, time
for _ in range(12):
    if not os.fork():
        block = bytearray(80 << 20)
        block[:: 4096] = b"x" * len(block[:: 4096])
        time.sleep(60)
        os._exit(0)
time.sleep(60)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells")
def test_memory_is_limited_for_all_processes_together() -> None:
    one = source(
        exercise("add", "def add(x, y):\n    return x + y"),
        check_cell("add", "check.close(add(1, 2), 3, 'add(1, 2)')"),
        exercise("spread", "def spread():\n    return 1"),
        check_cell("spread", "check.equal(spread(), 1, 'spread()')"),
    )
    answers = {"add": "def add(x, y):\n    return x + y", "spread": SPREAD}
    result = mark(one, answers, limits=dataclasses.replace(QUICK, memory=256 << 20))
    assert points(result) == {"add": 2.0, "spread": 0.0}
    assert [flag.text for flag in result.flags if flag.kind == "memory"] == [
        "its processes took more than 0.5 GiB of memory together and were ended"
    ]
