"""What learners meet when a check cell runs: the four outcomes, in plain Python and in a real kernel."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import torch
from nbclient import NotebookClient

from mlcourse import check


def kind_of(value: Any) -> str:
    """Name a parameter; the text of an object may hold its address, which differs between processes."""
    return type(value).__name__


def outcome(cell: Callable[[], None]) -> str:
    """Run a check that must fail and return its message."""
    with pytest.raises(check.CheckFailed) as caught:
        cell()
    return str(caught.value)


def run_cells(*cells: str) -> dict[str, Any]:
    """Execute cells as the learner's notebook does (names are shared, each cell is a file) up to the first error."""
    names: dict[str, Any] = {"check": check, "np": np}
    for number, source in enumerate(cells):
        filename = f"<cell {number}>"
        sys.modules["linecache"].cache[filename] = (len(source), None, source.splitlines(True), filename)
        exec(compile(source, filename, "exec"), names)
    return names


class TestOutcomes:
    def test_right_prints_one_line_and_lets_the_cell_go_on(self, capsys: pytest.CaptureFixture[str]) -> None:
        with check.exercise("dot"):
            check.close(11, 11.0, "dot")
        assert capsys.readouterr().out == "dot: right\n"

    def test_where_the_form_alone_is_looked_at_nothing_is_called_right(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with check.exercise("letters", form_only=True):
            check.type("A", str, "your answer")
        printed = capsys.readouterr().out
        assert printed.startswith("letters: filled in.")
        assert "letters: right" not in printed
        with pytest.raises(check.CheckFailed, match="letters: wrong"), check.exercise("letters", form_only=True):
            check.type(1, str, "your answer")

    def test_wrong_names_the_exercise_and_the_hint(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(check.CheckFailed) as caught, check.exercise("dot"):
            check.close(10.0, 11.0, "dot([1, 2], [3, 4])", "Multiply, then add.")
        assert str(caught.value) == (
            "dot: wrong, because dot([1, 2], [3, 4]) is 10.0, which is not right.\nHint: Multiply, then add."
        )
        assert isinstance(caught.value, AssertionError)
        assert capsys.readouterr().out == ""

    def test_ipython_renders_the_message_alone(self) -> None:
        for kind in (check.NotAttempted, check.CheckFailed, check.AnswerRaised):
            assert kind("a: wrong\nHint: b")._render_traceback_() == ["a: wrong", "Hint: b"]

    def test_a_stub_is_not_attempted_and_the_function_is_named(self) -> None:
        with pytest.raises(check.NotAttempted, match=r"^dot: not attempted yet\. `dot` still raises Not"):
            run_cells(
                "def dot(a, b):\n    raise NotImplementedError",
                "with check.exercise('dot'):\n    check.close(dot(1, 2), 3, 'dot(1, 2)')",
            )

    def test_an_earlier_stub_is_named(self) -> None:
        with pytest.raises(check.NotAttempted, match="`dot` still raises"):
            run_cells(
                "def dot(a, b):\n    raise NotImplementedError('todo')",
                "def norm(a):\n    return dot(a, a) ** 0.5",
                "with check.exercise('norm'):\n    check.close(norm(1), 3, 'norm(1)')",
            )

    @pytest.mark.parametrize("expected", ["ValueError", "RuntimeError", "Exception"])
    def test_a_stub_is_not_attempted_even_where_an_error_is_wanted(self, expected: str) -> None:
        with pytest.raises(check.NotAttempted):
            run_cells(
                "def dot(a, b):\n    raise NotImplementedError",
                f"with check.exercise('dot'):\n    check.raises({expected}, dot, 1, 2, what='dot(1, 2)')",
            )

    def test_a_librarys_not_implemented_is_an_error_of_the_answer(self) -> None:
        with pytest.raises(check.AnswerRaised, match="NotImplementedError: Cannot copy out of meta tensor"):
            run_cells(
                "import torch\ndef f():\n    return torch.ones(2, device='meta').cpu()",
                "with check.exercise('f'):\n    f()",
            )

    def test_a_cell_that_was_not_run(self) -> None:
        message = r"^dot: not attempted yet\. `dot` is not defined: run the cell with your answer first"
        with pytest.raises(check.NotAttempted, match=message):
            run_cells("with check.exercise('dot'):\n    check.close(dot(1, 2), 3, 'dot')")
        with pytest.raises(check.NotAttempted, match=message):
            run_cells("with check.exercise('dot'):\n    check.raises(ValueError, lambda: dot(1), what='dot(1)')")

    def test_an_exception_of_the_answer_shows_its_own_line(self) -> None:
        with pytest.raises(check.AnswerRaised) as caught:
            run_cells(
                "def mean(a):\n    return sum(a) / 0",
                "with check.exercise('mean'):\n    check.close(mean([1]), 'HIDDEN', 'mean([1])')",
            )
        assert str(caught.value) == (
            "mean: your code raised ZeroDivisionError: division by zero\n"
            "  in the check: mean([1])\n"
            "  line 2, in mean: return sum(a) / 0"
        )

    def test_library_lines_are_left_out(self) -> None:
        with pytest.raises(check.AnswerRaised) as caught:
            run_cells(
                "import json\ndef load(t):\n    return json.loads(t)",
                "with check.exercise('load'):\n    load('{')",
            )
        assert str(caught.value).splitlines()[2:] == ["  line 3, in load: return json.loads(t)"]

    def test_the_call_that_raised_is_quoted_where_the_learner_sees_it(self) -> None:
        cell = "with check.exercise('f'):\n    ä = 'ö'; check.close([f(1), f(\n        0)], 1, 'f')"
        with pytest.raises(check.AnswerRaised) as caught:
            run_cells("def f(a):\n    return 1 / a", cell)
        assert str(caught.value).splitlines()[1] == "  in the check: f(0)"
        with pytest.raises(check.AnswerRaised) as caught:
            run_cells("def f(a):\n    return a", "with check.exercise('f'):\n    result = f(1)\n    result['year']")
        assert str(caught.value).splitlines()[1] == "  in the check: result['year']"
        long = ", ".join(map(str, range(500)))
        with pytest.raises(check.AnswerRaised) as caught:
            run_cells("def f(*a):\n    return 1 / 0", f"with check.exercise('f'):\n    f({long})")
        assert len(str(caught.value).splitlines()[1]) < 200

    def test_a_check_cell_with_hidden_tests_is_never_quoted(self) -> None:
        hidden = "\n    ### BEGIN HIDDEN TESTS\n    check.close(1, 1, 'one')\n    ### END HIDDEN TESTS"
        cell = f"with check.exercise('f'):\n    check.close(f(1, 'SECRET'), 1, 'f'){hidden}"
        with pytest.raises(check.AnswerRaised) as caught:
            run_cells("def f(a):\n    return a", cell)
        assert "SECRET" not in str(caught.value)
        assert "compare the parameters and the result with the task" in str(caught.value)

        with pytest.raises(check.AnswerRaised) as caught:
            run_cells("def f(g):\n    return g(0)", f"with check.exercise('f'):\n    f(lambda x: 'SECRET' / x){hidden}")
        assert "SECRET" not in str(caught.value)
        assert "line 2, in f: return g(0)" in str(caught.value)

    def test_a_misspelt_name_in_the_answer_is_an_error_of_the_answer(self) -> None:
        with pytest.raises(check.AnswerRaised, match="Is the name misspelt"):
            run_cells("def f():\n    return nmupy", "with check.exercise('f'):\n    f()")
        with pytest.raises(check.AnswerRaised, match="UnboundLocalError"):
            run_cells("def f():\n    x += 1", "with check.exercise('f'):\n    f()")

    def test_endless_recursion_gives_a_short_message(self) -> None:
        with pytest.raises(check.AnswerRaised) as caught:
            run_cells("def f(n):\n    return f(n + 1)", "with check.exercise('f'):\n    f(0)")
        assert len(str(caught.value).splitlines()) == 4
        assert "calls itself too deep" in str(caught.value)

    def test_the_last_line_shown_is_the_one_that_raised(self) -> None:
        with pytest.raises(check.AnswerRaised) as caught:
            run_cells(
                "def f(n):\n    return g(n)\ndef g(n):\n    return 1 / n + f(n - 1)",
                "with check.exercise('f'):\n    f(3)",
            )
        assert str(caught.value).splitlines()[-1] == "  line 4, in g: return 1 / n + f(n - 1)"

    def test_time_out_and_exit_are_errors_of_the_answer(self) -> None:
        for statement in ("raise TimeoutError('too slow')", "import sys; sys.exit(3)"):
            with pytest.raises(check.AnswerRaised, match=r"TimeoutError: too slow|SystemExit: 3"):
                run_cells(f"def f():\n    {statement}", "with check.exercise('f'):\n    f()")

    def test_interrupt_passes_through(self) -> None:
        with pytest.raises(KeyboardInterrupt), check.exercise("f"):
            raise KeyboardInterrupt

    def test_plain_asserts_of_the_check_count_and_those_of_the_answer_do_not(self) -> None:
        with pytest.raises(check.CheckFailed, match=r"^f: wrong, because it is odd$"):
            run_cells("", "with check.exercise('f'):\n    assert False, 'it is odd'")
        with pytest.raises(check.CheckFailed, match="one of its tests failed"):
            run_cells("", "with check.exercise('f'):\n    assert False")
        with pytest.raises(check.AnswerRaised, match="AssertionError: mine"):
            run_cells("def f():\n    assert False, 'mine'", "with check.exercise('f'):\n    f()")

    def test_an_exception_that_cannot_be_shown(self) -> None:
        with pytest.raises(check.AnswerRaised, match=r"Bad: \(its message cannot be shown\)"):
            run_cells(
                "class Bad(Exception):\n    def __str__(self):\n        return 1 / 0\ndef f():\n    raise Bad",
                "with check.exercise('f'):\n    f()",
            )

    def test_warnings_and_stderr_cost_nothing_and_are_restored(self, capsys: pytest.CaptureFixture[str]) -> None:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            with check.exercise("f"):
                warnings.warn("slow", UserWarning, stacklevel=1)
                print("progress", file=sys.stderr)
            assert not seen
            warnings.warn("after", UserWarning, stacklevel=1)
            assert len(seen) == 1
        text = capsys.readouterr()
        assert text.err == ""
        assert text.out == "progress\nf: right\n"

    def test_a_plain_program_ends_with_the_message(self) -> None:
        program = "from mlcourse import check\nwith check.exercise('f'):\n    check.equal(1, 2, 'f()')\n"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.rstrip().endswith(
            "mlcourse.check.CheckFailed: f: wrong, because f() is 1, which is not right."
        )

    def test_importing_it_loads_no_heavy_library(self) -> None:
        program = "import sys, mlcourse.check; print(sorted({'numpy', 'torch', 'pandas'} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"


class Liar:
    """An object that claims to be equal to everything."""

    __array_priority__ = 1000

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __array__(self, *args: Any, **kwargs: Any) -> np.ndarray:
        return np.array([1.0, 2.0])

    def __float__(self) -> float:
        return 1.0

    def __bool__(self) -> bool:
        return True


class LyingFloat(float):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__

    def __float__(self) -> float:
        return 1.0


class LyingList(list):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Any:
        return iter([1.0, 2.0])

    def __len__(self) -> int:
        return 2


class LyingFrame(pd.DataFrame):
    def to_numpy(self, *args: Any, **kwargs: Any) -> np.ndarray:
        return np.array([[1.0, 2.0]])


class LyingTensor(torch.Tensor):
    def detach(self) -> Any:
        return torch.tensor([1.0, 2.0])


class TestClose:
    @pytest.mark.parametrize(
        "got",
        [
            [1.0, 2.0],
            (1, 2),
            range(1, 3),
            np.array([1, 2], dtype=np.int8),
            np.array([1, 2], dtype=np.uint64),
            np.array([1, 2], dtype=np.float16),
            np.array([1, 2], dtype=object),
            np.array([1 + 0j, 2]),
            [np.float32(1), np.array(2.0)],
            [Fraction(1), Decimal(2)],
            torch.tensor([1.0, 2.0], requires_grad=True),
            torch.tensor([1, 2], dtype=torch.bfloat16),
            [torch.tensor(1.0, requires_grad=True), torch.tensor(2.0)],
            torch.nn.Parameter(torch.tensor([1.0, 2.0])),
            pd.Series([1, 2], index=["a", "b"]),
            pd.Index([1, 2]),
        ],
        ids=kind_of,
    )
    def test_numbers_of_any_kind_pass(self, got: Any) -> None:
        check.close(got, [1.0, 2.0], "it")

    def test_single_numbers_pass(self) -> None:
        for got in (3, 3.0, np.float32(3), np.array(3), torch.tensor(3), Fraction(3), 3 + 0j):
            check.close(got, 3, "it")
        check.close(10**30, 1e30, "it")
        check.close([10**30, 1], [1e30, 1], "it")

    def test_rounding_is_forgiven_and_no_more(self) -> None:
        check.close(0.1 + 0.2, 0.3, "it")
        check.close(1 + 1e-7, 1, "it")
        assert "which is not right" in outcome(lambda: check.close(1 + 1e-5, 1, "it"))
        check.close(1.01, 1, "it", rtol=0.1)
        check.close(0.01, 0, "it", atol=0.1)

    def test_single_precision_is_held_to_single_precision(self) -> None:
        third = np.float32(1) / np.float32(3) * np.ones(4, dtype=np.float32)
        check.close(third.cumsum(), np.arange(1, 5) / 3, "it")
        check.close(np.float32([1e6, 0.5]), [1e6, 0.0], "it")
        assert "not right" in outcome(lambda: check.close(np.float32(1 + 1e-5), 1, "it"))

    def test_nan_passes_only_where_it_is_wanted(self) -> None:
        check.close([np.nan, 1], [np.nan, 1], "it")
        for got, want in ((np.nan, 1.0), (1.0, np.nan), ([1, np.nan], [1, 2]), (complex(np.nan, 1), 1)):
            assert "not right" in outcome(lambda got=got, want=want: check.close(got, want, "it"))
        assert "nan" in outcome(lambda: check.close([1, np.nan], [1, 2], "it"))

    def test_infinity(self) -> None:
        check.close([np.inf, -np.inf], [np.inf, -np.inf], "it")
        for got, want in ((np.inf, -np.inf), (np.inf, 1e308), (1e308, np.inf)):
            assert "not right" in outcome(lambda got=got, want=want: check.close(got, want, "it"))

    def test_complex_parts_count(self) -> None:
        check.close(1 + 2j, 1 + 2j, "it")
        assert "(1+2j)" in outcome(lambda: check.close(1 + 2j, 1, "it"))

    @pytest.mark.parametrize(
        ("got", "text"),
        [
            (None, "it is None: does the function end with `return`?"),
            ("3", "it is '3', where numbers are wanted"),
            (True, "it is True, where numbers are wanted"),
            ((x for x in (1, 2)), "it is a generator, which hands out its values one by one"),
            (map(abs, [1]), "it is a map, which hands out"),
            (abs, "it is the function `abs` itself: was it not called?"),
            ({"a": 1}, "it is of type dict ({'a': 1}), where numbers are wanted"),
            ([1, None], "it is [1, None], which contains None"),
            ([[1, 2], [3]], "whose rows differ in length or depth"),
            ([1, [2, 3]], "whose rows differ in length or depth"),
            (np.array([1, None]), "which contains None"),
            (np.array(["a", "b"]), "it is ['a', 'b'], where numbers are wanted"),
            (pd.Series([1, pd.NA], dtype="Int64"), "it is [1., nan]"),
            (np.ma.array([1, 2], mask=[0, 1]), "it is a masked array"),
            (torch.eye(2).to_sparse(), "a Tensor that cannot be read as an array (TypeError"),
            ([10**400, 1], "too large for a floating-point number"),
            (Liar(), "it is of type Liar"),
            ("3", "where numbers are wanted: it is text"),
            (["3", "4"], "it is ['3', '4'], where numbers are wanted: it holds text"),
            (pd.Series(["a", "b"], dtype=object), "which contains 'a', and that is no number"),
            (lambda: 1, "it is the function `<lambda>` itself: was it not called?"),
            (torch.Tensor, "it is the class `Tensor` itself: was it not called?"),
            (torch.nn.Linear(1, 1), "it is a Linear itself: was it not called?"),
            ({1.0, 2.0}, "it is {1.0, 2.0}, a set: make a list or an array of it"),
            ({"a": 1.0}.values(), "it is dict_values([1.0]), a dict_values: make a list or an array of it"),
            (scipy.sparse.eye(2), "it is a sparse dia_matrix: make an array of it with `.toarray()`"),
            (
                (np.ones(2), np.ones(3)),
                "a tuple whose 2 parts differ in shape: is more returned than the task asks for?",
            ),
            (([1.0, 2.0], [0.0, 0.0]), "It is ([1.0, 2.0], [0.0, 0.0]), a tuple: is more returned than the task asks"),
            (..., "it is `...`: write your answer in its place"),
        ],
        ids=kind_of,
    )
    def test_what_is_no_numbers_is_explained(self, got: Any, text: str) -> None:
        message = outcome(lambda: check.close(got, [1.0, 2.0], "it", "Look again."))
        assert text in message
        assert message.endswith("\nHint: Look again.")

    def test_a_list_that_contains_itself(self) -> None:
        endless: list[Any] = [1]
        endless.append(endless)
        assert "a list that contains itself" in outcome(lambda: check.close(endless, [1.0, 2.0], "it"))

    @pytest.mark.parametrize("got", [Liar(), LyingFloat(7), LyingList([7.0]), LyingTensor([7.0, 7.0])], ids=kind_of)
    def test_a_lying_result_is_not_asked(self, got: Any) -> None:
        want = 1.0 if isinstance(got, float) else [1.0, 2.0]
        outcome(lambda: check.close(got, want, "it"))
        outcome(lambda: check.equal(got, want, "it"))

    def test_a_lying_frame_is_not_asked(self) -> None:
        outcome(lambda: check.close(LyingFrame({"a": [7.0], "b": [7.0]}), [[1.0, 2.0]], "it"))

    @pytest.mark.parametrize(
        ("got", "want", "text"),
        [
            (1.0, [1.0, 2.0], "it is a single number, where 1 axis is wanted"),
            (1.0, [[1.0]], "where 2 axes are wanted"),
            ([1.0], 1.0, "it has shape (1,), where a single number is wanted"),
            (np.ones((3, 1)), np.ones(3), "it has shape (3, 1), that is 2 axes instead of 1"),
            (np.ones((2, 3)), np.ones((3, 2)), "it has shape (2, 3): its axes look swapped"),
            (np.ones((2, 3)), np.ones((2, 4)), "it has shape (2, 3): axis 1 has the wrong length"),
            ([1.0], [1.0, 2.0], "it has shape (1,): too few entries"),
            ([1.0, 2.0], [1.0], "it has shape (2,): too many entries"),
            ([], [1.0], "too few entries"),
        ],
    )
    def test_shapes_must_agree(self, got: Any, want: Any, text: str) -> None:
        assert text in outcome(lambda: check.close(got, want, "it"))

    def test_the_answer_is_never_shown(self) -> None:
        message = outcome(lambda: check.close([1.5, 2.5], [1.5, 777.0], "it"))
        assert message == "it is [1.5, 2.5], which is not right: 1 of its 2 entries is wrong, at index 1."
        assert "777" not in outcome(lambda: check.equal(1, 777, "it"))
        assert "777" not in outcome(lambda: check.shape(np.ones((2, 3)), (2, 777), "it"))

    def test_a_tuple_is_named_only_where_it_holds_too_much(self) -> None:
        assert "a tuple" in outcome(lambda: check.close((1.0, 2.0), 1.0, "it"))
        assert "a tuple" not in outcome(lambda: check.close((1.0, 2.0), [1.0, 2.0, 3.0], "it"))

    def test_long_arrays_are_abbreviated(self) -> None:
        message = outcome(lambda: check.close(np.arange(10_000.0).reshape(100, 100), np.ones((100, 100)), "it"))
        assert len(message) < 400
        assert "an array of shape (100, 100): [[" in message
        assert "9999 of its 10000 entries are wrong, the first at index 0, 0" in message
        assert len(outcome(lambda: check.close("x" * 10_000, 1, "it"))) < 200
        assert len(outcome(lambda: check.close([1.0] * 10_000, [2.0] * 10_000, "it"))) < 300

    @pytest.mark.parametrize(
        ("got", "want", "note"),
        [
            (np.nan, 0.5, "nan is what 0/0, the logarithm of a negative number and sums with nan give."),
            ([1, np.nan], [1, 2], "at index 1. nan is what"),
            ([np.inf, np.nan], [np.inf, np.nan + 1], ""),
            ([1, -np.inf], [1, 2], "inf is what comes of dividing by 0, of log(0)"),
            (0, 0.5, "which is not right. It is a whole number: was something cut off, as `//` and `int(...)` do?"),
            (np.array([0, 1]), [0.3, 0.9], "Its numbers are whole: was something cut off"),
            (torch.tensor([0, 1]), [0.3, 0.9], "Its numbers are whole: was something cut off"),
        ],
        ids=str,
    )
    def test_what_is_conspicuous_about_wrong_numbers_is_said(self, got: Any, want: Any, note: str) -> None:
        if note:
            assert note in outcome(lambda: check.close(got, want, "it"))
        else:
            check.close(got, want, "it")

    @pytest.mark.parametrize(("got", "want"), [(1, 2), (1.0, 0.5), ([1, 2], [1.0, 3.0]), (np.nan, np.inf)], ids=str)
    def test_nothing_is_said_where_nothing_is_conspicuous(self, got: Any, want: Any) -> None:
        message = outcome(lambda: check.close(got, want, "it"))
        assert "whole" not in message
        assert "inf is" not in message

    def test_empty_arrays(self) -> None:
        check.close([], np.zeros(0), "it")
        check.close(np.zeros((0, 3)), np.zeros((0, 3)), "it")


class TestEqual:
    @pytest.mark.parametrize(
        ("got", "want"),
        [
            (1.0, 1),
            (np.int64(3), 3),
            (torch.tensor(3), 3),
            (np.array(3), 3),
            (np.True_, True),
            (torch.tensor(False), False),
            ("a", "a"),
            (None, None),
            (float("nan"), float("nan")),
            ((1, 2), [1, 2]),
            (np.array([1, 2]), (1, 2)),
            ([1, [2, "x"]], (1, (2, "x"))),
            ([1, 2], np.array([1.0, 2.0])),
            (torch.ones(2, requires_grad=True), np.ones(2)),
            (np.array(["a", "b"]), np.array(["a", "b"], dtype=object)),
            ({"a": [1, 2]}, {"a": (1, 2)}),
            ({1, 2}, frozenset({1, 2})),
            (b"a", b"a"),
            (torch.float32, torch.float32),
            (int, int),
            (pd.Series([1, None], index=["a", "b"]), pd.Series([1, None], index=["a", "b"])),
            (pd.DataFrame({"a": ["x", None]}), pd.DataFrame({"a": ["x", None]})),
            (pd.Index([1, 2]), pd.RangeIndex(1, 3)),
            (10**30, 10**30),
        ],
        ids=kind_of,
    )
    def test_same_values_pass(self, got: Any, want: Any) -> None:
        check.equal(got, want, "it")

    @pytest.mark.parametrize(
        ("got", "want"),
        [
            (1, 2),
            (1, True),
            (True, 1),
            ("1", 1),
            (1, "1"),
            (None, 0),
            (0, None),
            (float("nan"), 1),
            (1, float("nan")),
            ([1, 2], [1, 2, 3]),
            ([1, float("nan")], [1, 2]),
            ("ab", ["a", "b"]),
            ([1, 2], {1, 2}),
            (np.ones((2, 1)), np.ones(2)),
            (np.array([True, False]), np.array([1, 0])),
            (np.array([1.0, np.nan]), np.array([1.0, 2.0])),
            ({"a": 1}, {"a": 2}),
            ({"a": 1}, {"b": 1}),
            ({"a": 1, "b": 2}, {"a": 1}),
            ({1, 2}, {1, 3}),
            (pd.Series([1, 2]), pd.Series([1, 2], index=["a", "b"])),
            (pd.Series([1, 2]), pd.Index([1, 2])),
            ([1, 2], pd.Series([1, 2])),
            (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]})),
            ((x for x in [1]), [1]),
            (Liar(), 1),
            (Liar(), "a"),
            (Liar(), [1.0, 2.0]),
            (Liar(), np.array([1.0, 2.0])),
            (Liar(), {"a": 1}),
            ({Liar()}, {1}),
            ({Liar(): 1}, {"a": 1}),
            (Liar(), torch.float32),
            (torch.eye(2).to_sparse(), np.eye(2)),
        ],
        ids=kind_of,
    )
    def test_other_values_fail(self, got: Any, want: Any) -> None:
        assert outcome(lambda: check.equal(got, want, "it")).startswith("it is ")

    @pytest.mark.parametrize(
        ("got", "want", "message"),
        [
            (1, 2, "it is 1, which is not right."),
            ("3", 3, "it is '3', which is text, where a number is wanted."),
            (3, "3", "it is 3, which is a number, where text is wanted."),
            (1, True, "it is 1, which is a number, where a truth value is wanted."),
            (True, 1, "it is True, which is a truth value, where a number is wanted."),
            ("ab", ["a", "b"], "it is 'ab', which is text, where a list is wanted."),
            ([1, 2], {1, 2}, "it is [1, 2], which is a list, where a set is wanted."),
            ([1], pd.Series([1]), "it is [1], which is a list, where a Series is wanted."),
            ([1, 2], [1, 2, 3], "it is [1, 2], which has 2 entries: too few."),
            ([1], [], "it is [1], which has 1 entry: too many."),
            (
                (1, "b", 3),
                [1, "c", 3],
                "it is (1, 'b', 3), which is not right: 1 of its 3 entries is wrong, at index 1.",
            ),
            ([[1, 2], [3, 4]], [[1, 2], [3, 5]], "1 of its 2 entries is wrong, at index 1."),
            (np.array([1, 2, 4]), np.array([1, 2, 3]), "1 of its 3 entries is wrong, at index 2."),
            (np.array([[1.0, 2.0]]), torch.tensor([[1.0, 3.0]]), "1 of its 2 entries is wrong, at index 0, 1."),
            ([1.0, np.nan], np.array([1.0, 2.0]), "1 of its 2 entries is wrong, at index 1."),
            (np.ones((2, 1)), np.ones(2), "which has shape (2, 1), that is 2 axes instead of 1."),
            (np.array([True]), np.array([1]), "it is [True], which holds truth values, where other values are wanted."),
            (np.array([1]), np.array([True]), "it is [1], which holds other values, where truth values are wanted."),
            ({"a": 1}, {"a": 1, "b": 2}, "it is {'a': 1}, which lacks 1 key."),
            ({"a": 1, "c": 2}, {"a": 1}, "which has a key that does not belong there, 'c'."),
            ({"a": 1, "b": 3}, {"a": 1, "b": 2}, "which is not right under 1 key, first under 'b'."),
            ({1, 2, 3}, {1, 2}, "it is {1, 2, 3}, which has 3 elements: too many."),
            ({1, 3}, {1, 2}, "it is {1, 3}, which is not right."),
            (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]}), "columns ['a'], which are not the right ones."),
            (
                pd.DataFrame({"b": [1], "a": [2]}),
                pd.DataFrame({"a": [2], "b": [1]}),
                "it is a DataFrame with the columns ['b', 'a'], which stand in another order.",
            ),
            (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1]}), "it is [[1], [2]], which has 2 rows: too many."),
            (pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1, 3]}), "1 of its 2 entries is wrong, at index 1, 0."),
            (
                pd.Series([1, 2], index=[5, 6]),
                pd.Series([1, 2]),
                "it is a Series whose row labels (its index) are not the right ones: [5, 6].",
            ),
            (len, 3, "it is the function `len` itself: was it not called?"),
            ((x for x in [1]), [1], "it is a generator, which hands out its values one by one: make a list"),
            (..., 3, "it is `...`: write your answer in its place."),
        ],
        ids=kind_of,
    )
    def test_how_it_differs_is_said_and_not_what_is_right(self, got: Any, want: Any, message: str) -> None:
        assert message in outcome(lambda: check.equal(got, want, "it"))

    def test_a_value_that_lies_about_itself_gets_a_plain_message(self) -> None:
        class Untold(dict[str, int]):
            def __iter__(self) -> Any:
                raise RuntimeError

        assert "which" in outcome(lambda: check.equal(Untold(a=1), {"a": 2}, "it"))

    def test_a_forgotten_return_is_named(self) -> None:
        assert "does the function end with `return`?" in outcome(lambda: check.equal(None, 1, "it"))

    def test_a_value_that_cannot_be_shown(self) -> None:
        class Shy:
            def __repr__(self) -> str:
                raise RuntimeError

        assert "Shy" in outcome(lambda: check.equal(Shy(), 1, "it"))
        assert "cannot be shown" in outcome(lambda: check.equal(np.array([Shy()]), 1, "it"))


class TestShapeTypeAndThat:
    def test_shape(self) -> None:
        check.shape(np.ones((2, 3)), (2, 3), "it")
        check.shape([1, 2], 2, "it")
        check.shape(7.0, (), "it")
        check.shape(pd.DataFrame({"a": ["x"]}), (1, 1), "it")
        assert outcome(lambda: check.shape([[1, 2]], (2,), "it")) == (
            "it has shape (1, 2), that is 2 axes instead of 1."
        )
        assert "it is None" in outcome(lambda: check.shape(None, (2,), "it"))

    def test_type(self) -> None:
        check.type(np.float32(1), float, "it")
        check.type(np.int8(1), (int, float), "it")
        check.type(np.True_, bool, "it")
        check.type([1], list, "it")
        check.type(torch.ones(1), torch.Tensor, "it")
        assert "of type bool, where int is wanted" in outcome(lambda: check.type(True, int, "it"))
        assert "where int or float is wanted" in outcome(lambda: check.type("1", (int, float), "it"))
        outcome(lambda: check.type(1, float, "it"))

    @pytest.mark.parametrize(
        ("got", "kind", "text"),
        [
            ([1], np.ndarray, "it is of type list, where ndarray is wanted. It is [1]. `np.array(...)` makes one."),
            (torch.ones(2), np.ndarray, "`.detach().cpu().numpy()` makes an array of it."),
            (np.ones(2), torch.Tensor, "It is [1., 1.]. `torch.as_tensor(...)` makes one."),
            (np.array(3.0), float, "It is 3. `.item()` takes the number out."),
            (torch.tensor(3.5), float, "It is 3.5. `.item()` takes the number out."),
            (np.ones(2), list, "`.tolist()` makes one."),
            (pd.Series([1]), pd.DataFrame, "`.to_frame()` makes one"),
            (None, float, "it is None: does the function end with `return`?"),
            (len, float, "it is the function `len` itself: was it not called?"),
            (float, float, "it is the class `float` itself: was it not called?"),
            (3, float, "it is of type int, where float is wanted. It is 3."),
        ],
        ids=kind_of,
    )
    def test_how_one_gets_to_the_type_is_said(self, got: Any, kind: type, text: str) -> None:
        message = outcome(lambda: check.type(got, kind, "it"))
        assert text in message
        assert ".. " not in message

    def test_that_takes_truth_values_only(self) -> None:
        for true in (True, np.True_, np.array(True), torch.tensor(True)):
            check.that(true, "no")
        for other in (
            False,
            np.False_,
            float("nan"),
            1,
            "yes",
            [1],
            None,
            Liar(),
            np.array([True]),
            torch.ones(1),
        ):
            assert outcome(lambda other=other: check.that(other, "it is too large")) == "it is too large."


class TestCalls:
    def test_raises(self) -> None:
        check.raises(ValueError, int, "x", what="int('x')")
        check.raises((KeyError, ValueError), int, "x", what="int('x')")
        check.raises(LookupError, {}.__getitem__, 1, what="{}[1]")
        assert outcome(lambda: check.raises(ValueError, int, "7", what="int('7')", hint="Refuse it.")) == (
            "int('7') gave 7, where the task asks for an error.\nHint: Refuse it."
        )
        message = outcome(lambda: check.raises(ValueError, int, [], what="int([])"))
        assert "raised TypeError: int() argument" in message
        assert "not the error that the task asks for" in message
        check.raises(NotImplementedError, TestCalls._abstract, what="it")

    @pytest.mark.parametrize("returned", [ValueError("negative"), ValueError], ids=kind_of)
    def test_an_error_that_is_returned_instead_of_raised(self, returned: Any) -> None:
        message = outcome(lambda: check.raises(ValueError, lambda: returned, what="root(-1)"))
        assert message.endswith("where the task asks for an error: `raise` it, do not return it.")

    @staticmethod
    def _abstract() -> None:
        raise NotImplementedError

    @pytest.mark.parametrize(
        "value",
        [[3, 1], np.array([3, 1]), torch.tensor([3, 1]), [np.array([3, 1])], pd.Series([3, 1])],
        ids=kind_of,
    )
    def test_unchanged(self, value: Any) -> None:
        assert check.unchanged(len, value, what="len") == len(value)

        def spoil(values: Any) -> None:
            target = values[0] if isinstance(values[0], np.ndarray) else values
            target[0] = 9

        message = outcome(lambda: check.unchanged(spoil, value, what="spoil"))
        assert "changed its input: argument 1 is now" in message
        assert message.endswith("Work on a copy of it.")

    def test_unchanged_names_the_columns_that_a_table_has_now(self) -> None:
        def spoil(table: pd.DataFrame) -> None:
            table.columns = ["b"]

        message = outcome(lambda: check.unchanged(spoil, pd.DataFrame({"a": [1]}), what="spoil"))
        assert "argument 1 now has the columns ['b']." in message

    def test_unchanged_takes_nan_objects_and_tensors_in_a_graph(self) -> None:
        weight = torch.ones(2, requires_grad=True)
        check.unchanged(lambda *_: None, float("nan"), np.array([np.nan]), weight * 2, len, Liar, what="it")
        module = torch.nn.Linear(2, 2)
        check.unchanged(lambda net: net(torch.ones(2)), module, what="it")

    def test_in_place_gives_the_arguments_after_the_call_and_keeps_those_of_the_check(self) -> None:
        values, table = [2, 1], np.array([1.0, 2.0])

        def change(a: list[int], b: np.ndarray) -> None:
            a.sort()
            b *= 2

        after = check.in_place(change, values, table)
        assert after[0] == [1, 2]
        assert after[1].tolist() == [2.0, 4.0]
        assert values == [2, 1]
        assert table.tolist() == [1.0, 2.0]

    def test_lines_that_an_exception_brings_along_are_shown(self) -> None:
        """The learner's code ran elsewhere: its lines come with the exception, not with the traceback."""

        def far_away() -> None:
            error = KeyError("x")
            error.learner_frames = ((2, "f", "return table['x']"),)  # type: ignore[attr-defined]
            raise error

        with pytest.raises(check.AnswerRaised) as caught, check.exercise("f"):
            far_away()
        assert str(caught.value) == "f: your code raised KeyError: 'x'\n  line 2, in f: return table['x']"

    def test_deterministic(self) -> None:
        rng = np.random.default_rng(0)
        check.deterministic(lambda generator: generator.normal(size=3), rng, what="draw(rng)")
        message = outcome(lambda: check.deterministic(lambda _: np.random.default_rng().random(), 1, what="draw(1)"))
        assert "draw(1) gave 0." in message
        assert "when called again with the same input" in message
        assert message.endswith("Does it draw random numbers that nobody seeded, or keep something from call to call?")

    def test_two_long_results_that_differ_where_nobody_sees_it(self) -> None:
        counts = iter(range(2))

        def draw() -> np.ndarray:
            return np.where(np.arange(1_001) == 500, next(counts), 0)

        message = outcome(lambda: check.deterministic(draw, what="draw()"))
        assert "with the same input something else, which looks alike in this short form. Does it" in message


class TestRng:
    def test_same_seed_same_numbers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(check.SEED_VARIABLE, raising=False)
        first = check.rng().random(3)
        assert (check.rng().random(3) == first).all()
        assert not (check.rng(1).random(3) == first).any()
        monkeypatch.setenv(check.SEED_VARIABLE, "0")
        assert (check.rng().random(3) == first).all()
        monkeypatch.setenv(check.SEED_VARIABLE, "1")
        assert not (check.rng().random(3) == first).any()

    @pytest.mark.parametrize("text", ["x", "-1", "1.5", ""])
    def test_a_bad_seed_is_refused(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(check.SEED_VARIABLE, text)
        with pytest.raises(ValueError, match="MLCOURSE_SEED must be a whole number"):
            check.rng()


@pytest.fixture(scope="module")
def outputs() -> list[list[Any]]:
    """The outputs of check cells in a real kernel, one list per check cell."""
    answers = {
        "right": "def f(x):\n    return 2 * x",
        "wrong": "def f(x):\n    return 3 * x",
        "blank": "def f(x):\n    raise NotImplementedError",
        "crash": "def f(x):\n    return x.missing",
        "not run": "del f",
    }
    test = (
        "with check.exercise('f'):\n"
        "    import sys, warnings\n"
        "    warnings.warn('noise')\n"
        "    print('noise', file=sys.stderr)\n"
        "    check.close(f(2), 4.0, 'f(2)', 'Double it.')\n"
        "    check.close(f(321), 642.0, 'f(321)')"
    )
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell("from mlcourse import check")]
    for answer in answers.values():
        notebook.cells += [nbformat.v4.new_code_cell(answer), nbformat.v4.new_code_cell(test)]
    NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=60).execute()
    return [cell.outputs for cell in notebook.cells[2::2]]


class TestInAKernel:
    def test_right(self, outputs: list[list[Any]]) -> None:
        # The kernel may send one stream in several pieces.
        assert {(item.output_type, item.name) for item in outputs[0]} == {("stream", "stdout")}
        assert "".join(item.text for item in outputs[0]) == "noise\nf: right\n"

    @pytest.mark.parametrize(
        ("index", "kind", "message"),
        [
            (1, "CheckFailed", "f: wrong, because f(2) is 6, which is not right.\nHint: Double it."),
            (
                2,
                "NotAttempted",
                "f: not attempted yet. `f` still raises NotImplementedError. "
                "Write your answer in its place, run that cell, then this one again.",
            ),
            (
                3,
                "AnswerRaised",
                "f: your code raised AttributeError: 'int' object has no attribute 'missing'\n"
                "  in the check: f(2)\n"
                "  line 2, in f: return x.missing",
            ),
            (
                4,
                "NotAttempted",
                "f: not attempted yet. `f` is not defined: run the cell with your answer first, then this one again.",
            ),
        ],
    )
    def test_failures(self, outputs: list[list[Any]], index: int, kind: str, message: str) -> None:
        *streams, error = outputs[index]
        assert (error.output_type, error.ename, error.evalue) == ("error", kind, message)
        assert "\n".join(error.traceback) == message
        assert all(item.name == "stdout" for item in streams)
