"""What a check meets where the learner's names are stand-ins, and what the learner's code sees of the check."""

from __future__ import annotations

import copy
import inspect
import io
import pickle
import random
import signal
import threading
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from mlcourse import check
from mlcourse.grading.remote import Closed, Late, Learner

NewLearner = Callable[..., Learner]

# An object that tries to be whatever a check asks for.
LIAR = """
class Liar:
    def __init__(self): self.seen = []
    def __eq__(self, other): self.seen.append(other); return True
    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = lambda self, other: True
    def __sub__(self, other): self.seen.append(other); return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __truediv__ = __sub__
    def __abs__(self): return 0.0
    def __float__(self): return 0.0
    def __bool__(self): return True
    def __hash__(self): return 1
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return True
liar = Liar()
seen = liar.seen
def f(*args): return liar
"""


class TestStandInsAreNotTrusted:
    def test_a_liar_is_equal_to_no_data_and_has_no_order(self, learner_of: NewLearner) -> None:
        learner = learner_of(LIAR)
        f = learner.value("f")
        for want in (0.0, "text", None, [1], np.ones(2), torch.ones(2)):
            assert not bool(np.all(f() == want))
            with pytest.raises(check.CheckFailed):
                check.equal(f(), want, "f()")
        for compare in (lambda x: x < 1, lambda x: x > -1, lambda x: x < 1, lambda x: x <= np.float64(3)):
            with pytest.raises(TypeError):
                assert compare(f())
        assert learner.value("seen") == []

    def test_arithmetic_with_the_checks_numbers_gives_nothing_to_compare(self, learner_of: NewLearner) -> None:
        f = learner_of(LIAR).value("f")
        with pytest.raises(TypeError):
            assert abs(f() - 3.0) < 1e-6
        with pytest.raises(TypeError):
            assert np.abs(f() - np.ones(3)).max() < 1e-6
        with pytest.raises(TypeError):
            assert np.abs(np.ones(3) - f()).max() < 1e-6
        with pytest.raises(TypeError):
            assert abs(torch.ones(3) - f()).max() < 1e-6

    def test_the_helpers_fail_it(self, learner_of: NewLearner) -> None:
        f = learner_of(LIAR).value("f")
        with pytest.raises(check.CheckFailed):
            check.that(f(), "not right")
        with pytest.raises(check.CheckFailed):
            check.close(f(), 3.0, "f()")
        with pytest.raises(check.CheckFailed):
            check.shape(f(), (3,), "f()")

    def test_expected_arrays_never_go_over(self, learner_of: NewLearner) -> None:
        learner = learner_of(LIAR)
        f = learner.value("f")
        with pytest.raises(TypeError):
            f() - np.array([42.0])
        with pytest.raises(TypeError):
            np.array([42.0]) - f()
        assert f() != 42.0
        assert learner.value("seen") == []

    def test_a_class_cannot_pass_for_a_type_of_data(self, learner_of: NewLearner) -> None:
        learner = learner_of(
            "import numpy as np, torch\n"
            "class A(np.ndarray):\n    def f(self): return 1\n"
            "class T(torch.Tensor):\n    pass\n"
            "class I(int):\n    def f(self): return 1\n"
            "class S(str):\n    def f(self): return 1\n"
            "class Spoof:\n    __class__ = int\n"
            "a, t, i, s, spoof = np.ones(2).view(A), torch.ones(2).as_subclass(T), I(3), S('x'), Spoof()"
        )
        for name in ("t", "i", "s", "spoof"):
            value = learner.value(name)
            assert not isinstance(value, int | str | np.ndarray | torch.Tensor)
        assert type(learner.value("a")) is np.ndarray

    def test_it_cannot_be_pickled(self, learner_of: NewLearner) -> None:
        with pytest.raises(TypeError):
            pickle.dumps(learner_of(LIAR).value("liar"))


class TestWhatTheLearnersCodeCanSee:
    def test_a_function_of_the_checks_shows_no_code_and_no_names(self, learner_of: NewLearner) -> None:
        spy = learner_of(
            "def spy(f):\n"
            "    found = {}\n"
            "    for name in '__code__ __globals__ __closure__ __defaults__ __self__ __dict__ __wrapped__'.split():\n"
            "        try: found[name] = repr(getattr(f, name))\n"
            "        except Exception as error: found[name] = type(error).__name__\n"
            "    return found"
        ).value("spy")
        secret = 8675.309

        def hidden(x: float) -> float:
            return x + secret

        assert "secret" not in str(spy(hidden))
        assert "8675.309" not in str(spy(hidden))

    def test_an_error_of_the_checks_function_brings_no_lines(self, learner_of: NewLearner) -> None:
        spy = learner_of(
            "import traceback\n"
            "def spy(f):\n"
            "    try: f(0)\n"
            "    except ZeroDivisionError as error:\n"
            "        return ''.join(traceback.format_exception(error)) + str(vars(error))"
        ).value("spy")
        assert "SECRET" not in spy(lambda x: 1 / x if "SECRET" else 0)

    def test_private_names_of_a_checks_object_stay_private(self, learner_of: NewLearner) -> None:
        class Box:
            def __init__(self) -> None:
                self.open, self._answer = 1, "SECRET"

        spy = learner_of(
            "def spy(box):\n    names = '_answer', '__dict__', '__init__'\n"
            "    return box.open, [name for name in names if 'SECRET' in str(getattr(box, name, ''))]"
        ).value("spy")
        assert spy(Box()) == (1, [])

    def test_arguments_go_by_value(self, learner_of: NewLearner) -> None:
        spoil = learner_of(
            "def spoil(a, b, d):\n    a[:] = 0\n    b.clear()\n    d.loc[:, 'x'] = 0\n    return len(b)"
        ).value("spoil")
        array, values, frame = np.ones(3), [1, 2], pd.DataFrame({"x": [1.0]})
        spoil(array, values, frame)
        assert array.tolist() == [1, 1, 1]
        assert values == [1, 2]
        assert frame["x"].tolist() == [1.0]

    def test_the_random_state_goes_one_way(self, learner_of: NewLearner) -> None:
        seed = learner_of(
            "import random, numpy as np, torch\n"
            "def seed():\n    random.seed(0); np.random.seed(0); torch.manual_seed(0)"
        ).value("seed")
        first = []
        for start in (1, 2):
            random.seed(start)
            seed()
            first.append(random.random())
        assert first[0] != first[1]

    def test_a_generator_moves_only_forward(self, learner_of: NewLearner) -> None:
        learner = learner_of(
            "import numpy as np\n"
            "def draw(rng): return rng.random()\n"
            "def bend(rng): rng.bit_generator.state = np.random.default_rng(0).bit_generator.state"
        )
        rng, same = np.random.default_rng(5), np.random.default_rng(5)
        assert learner.value("draw")(rng) == same.random()
        learner.value("bend")(rng)
        assert rng.random() == same.random()


class TestTimeAndEnds:
    def test_a_call_without_an_end_is_late_and_the_process_goes_on(self, learner_of: NewLearner) -> None:
        learner = learner_of(
            "def loop():\n    while True:\n        try:\n            while True: pass\n        except Exception: pass\n"
            "def f(): return 1",
            seconds=0.3,
        )
        with pytest.raises(Late):
            learner.value("loop")()
        assert not learner.broken
        assert learner.value("f")() == 1

    def test_a_call_that_ends_the_process_is_closed(self, learner_of: NewLearner) -> None:
        learner = learner_of("import os\ndef f(): os._exit(0)")
        with pytest.raises(Closed):
            learner.value("f")()
        assert learner.broken

    def test_an_exit_and_an_interrupt_are_exceptions(self, learner_of: NewLearner) -> None:
        learner = learner_of("import sys\ndef leave(): sys.exit(3)\ndef stop(): raise KeyboardInterrupt")
        with pytest.raises(SystemExit):
            learner.value("leave")()
        with pytest.raises(Exception, match=r"^$") as caught:
            learner.value("stop")()
        assert type(caught.value).__name__ == "KeyboardInterrupt"
        assert not learner.broken

    def test_a_check_that_is_stopped_amid_a_call_breaks_the_line(self, learner_of: NewLearner) -> None:
        class StopError(BaseException):
            pass

        def stop(*_: Any) -> None:
            raise StopError

        learner = learner_of("import time\ndef nap(): time.sleep(5)")
        nap = learner.value("nap")
        former = signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            with pytest.raises(StopError):
                nap()
        finally:
            signal.signal(signal.SIGALRM, former)
        assert learner.broken

    def test_a_result_that_cannot_travel_is_an_error_of_the_answer(self, learner_of: NewLearner) -> None:
        learner = learner_of(
            "a = []\na.append(a)\n"
            "class Meta(type):\n    def __getattribute__(cls, name): raise RuntimeError\n"
            "class Bad(metaclass=Meta): pass\n"
            "def itself(): return a\ndef bad(): return Bad()\ndef ok(): return 1"
        )
        with pytest.raises(ValueError, match="contains itself"):
            learner.value("itself")()
        with pytest.raises(ValueError, match="cannot be read"):
            learner.value("bad")()
        assert learner.value("ok")() == 1

    def test_an_argument_that_cannot_travel_is_a_mistake_of_the_test(self, learner_of: NewLearner) -> None:
        learner = learner_of("def f(x): return 1")
        with pytest.raises(TypeError, match="cannot be handed"):
            learner.value("f")(threading.Lock())
        assert learner.value("f")(1) == 1


class TestNames:
    def test_what_is_defined(self, learner_of: NewLearner) -> None:
        learner = learner_of("x = 1")
        assert learner.defined(["x", "y"]) == {"x"}
        with pytest.raises(NameError) as caught:
            learner.value("y")
        assert caught.value.name == "y"

    def test_a_provided_function_runs_here(self, learner_of: NewLearner) -> None:
        learner = learner_of("def norm(v): return dot(v, v) ** 0.5")
        with pytest.raises(NameError):
            learner.value("norm")([3, 4])
        learner.provide("dot", lambda a, b: sum(x * y for x, y in zip(a, b, strict=True)))
        assert learner.value("norm")([3, 4]) == 5

    def test_the_same_object_has_the_same_stand_in(self, learner_of: NewLearner) -> None:
        learner = learner_of("class A: pass\na = A()\ndef get(): return a\ndef is_a(x): return x is a")
        assert learner.value("a") is learner.value("get")()
        assert learner.value("is_a")(learner.value("a"))
        assert isinstance(learner.value("a"), learner.value("A"))
        assert copy.deepcopy(learner.value("a")) is not learner.value("a")

    def test_objects_are_let_go_when_nobody_has_a_stand_in(self, learner_of: NewLearner) -> None:
        learner = learner_of(
            "import weakref\nalive = weakref.WeakSet()\n"
            "class A:\n    def __init__(self): alive.add(self)\ndef count(): return len(alive)"
        )
        make, count = learner.value("A"), learner.value("count")
        for _ in range(20):
            make()
        assert count() <= 1

    def test_a_stand_in_of_a_former_process_is_refused(self, learner_of: NewLearner) -> None:
        old, new = learner_of("class A: pass"), learner_of("def f(x): return 1")
        with pytest.raises(TypeError, match="no more"):
            new.value("f")(old.value("A")())


class TestFunctions:
    def test_what_inspect_says(self, learner_of: NewLearner) -> None:
        f = learner_of("def f(x, /, y=[1], *rest, key=None, **more):\n    'Text.'").value("f")
        assert str(inspect.signature(f)) == "(x, /, y=[1], *rest, key=None, **more)"
        assert (f.__name__, f.__doc__) == ("f", "Text.")
        assert inspect.isfunction(f)
        assert callable(f)

    def test_what_a_call_prints_is_printed_here(self, learner_of: NewLearner) -> None:
        f = learner_of("def f(g):\n    print('one')\n    g()\n    print('three')").value("f")
        text = io.StringIO()
        with redirect_stdout(text):
            f(lambda: print("two"))
        assert text.getvalue() == "one\ntwo\nthree\n"

    def test_the_checks_own_exception_comes_back_itself(self, learner_of: NewLearner) -> None:
        f = learner_of("def f(g):\n    return g(0)").value("f")

        class OwnError(Exception):
            pass

        def g(x: int) -> None:
            raise OwnError("mine")

        with pytest.raises(OwnError, match="mine") as caught:
            f(g)
        assert [frame[1] for frame in caught.value.learner_frames] == ["f"]  # type: ignore[attr-defined]

    def test_calls_to_and_fro(self, learner_of: NewLearner) -> None:
        learner = learner_of("def even(n, odd):\n    return True if n == 0 else odd(n - 1)")
        even = learner.value("even")

        def odd(n: int) -> bool:
            return False if n == 0 else even(n - 1, odd)

        assert even(10, odd) is True
        assert even(7, odd) is False


def _gradient(parameter: torch.nn.Parameter) -> torch.Tensor:
    return torch.zeros_like(parameter) if parameter.grad is None else parameter.grad


class TestGradients:
    def test_derivatives_of_any_order(self, learner_of: NewLearner) -> None:
        f = learner_of("def f(x): return (x ** 4).sum()").value("f")
        x = torch.tensor([1.0, -2.0], requires_grad=True)
        (first,) = torch.autograd.grad(f(x), x, create_graph=True)
        (second,) = torch.autograd.grad(first.sum(), x, create_graph=True)
        (third,) = torch.autograd.grad(second.sum(), x)
        assert [one.tolist() for one in (first, second, third)] == [[4.0, -32.0], [12.0, 48.0], [24.0, -48.0]]
        assert x.grad is None

    def test_a_hessian_and_products_with_it(self, learner_of: NewLearner) -> None:
        f = learner_of("def f(x, y): return (x ** 3 * y).sum()").value("f")
        at = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0])
        (xx, xy), (yx, yy) = torch.autograd.functional.hessian(f, at)
        assert xx.tolist() == [[18.0, 0.0], [0.0, 60.0]]
        assert xy.tolist() == yx.tolist() == [[3.0, 0.0], [0.0, 12.0]]
        assert yy.tolist() == [[0.0, 0.0], [0.0, 0.0]]
        _, product = torch.autograd.functional.hvp(f, at, (torch.ones(2), torch.zeros(2)))
        assert [one.tolist() for one in product] == [[18.0, 60.0], [3.0, 12.0]]

    def test_second_derivatives_through_what_only_a_graph_still_has(self, learner_of: NewLearner) -> None:
        f = learner_of("def f(x): return x ** 3").value("f")
        x = torch.tensor(2.0, requires_grad=True)
        y = f(x * 1.0)  # nobody holds the product
        (first,) = torch.autograd.grad(y, x, create_graph=True)
        assert torch.autograd.grad(first, x)[0].item() == 12.0

    def test_a_penalty_on_gradients_trains_the_learners_module(self, learner_of: NewLearner) -> None:
        model = learner_of(
            "import torch\nmodel = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))"
        ).value("model")
        here = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
        here.load_state_dict(model.state_dict())
        x = torch.rand(4, 2)
        for one in (model, here):
            at = x.clone().requires_grad_()
            (slope,) = torch.autograd.grad(one(at).sum(), at, create_graph=True)
            slope.square().sum().backward()
        for one, other in zip(model.parameters(), here.parameters(), strict=True):
            torch.testing.assert_close(_gradient(one), _gradient(other))

    def test_the_learners_code_differentiates_the_checks_function_twice(self, learner_of: NewLearner) -> None:
        bend = learner_of(
            "import torch\n"
            "def bend(f, x):\n"
            "    x = torch.tensor(x, requires_grad=True)\n"
            "    (slope,) = torch.autograd.grad(f(x), x, create_graph=True)\n"
            "    return torch.autograd.grad(slope, x)[0].item()"
        ).value("bend")
        assert bend(lambda x: x**3, 2.0) == 12.0

    @pytest.mark.parametrize("transform", [torch.func.grad, torch.func.hessian, torch.vmap])
    def test_a_transform_of_functions_is_refused_with_words(
        self, learner_of: NewLearner, transform: Callable[..., Any]
    ) -> None:
        learner = learner_of("def f(x): return (x ** 3).sum()")
        with pytest.raises(TypeError, match=r"use torch\.autograd"):
            transform(learner.value("f"))(torch.ones(2, 2))
        over_there = learner_of("import torch\ndef f(g): return torch.vmap(g)(torch.ones(3))").value("f")
        with pytest.raises(TypeError, match=r"use torch\.autograd"):
            over_there(lambda x: x)
        assert learner.value("f")(torch.ones(2)) == 2

    def test_what_has_no_second_derivative_has_none_here(self, learner_of: NewLearner) -> None:
        f = learner_of("def f(x): return (x * x.detach()).sum()").value("f")
        x = torch.ones(2, requires_grad=True)
        (first,) = torch.autograd.grad(f(x), x, create_graph=True)
        assert first.tolist() == [1.0, 1.0]
        assert not first.requires_grad

    def test_no_gradient_is_recorded_where_the_check_wants_none(self, learner_of: NewLearner) -> None:
        f = learner_of("import torch\ndef f(x): return x * 2, torch.is_grad_enabled()").value("f")
        x = torch.ones(2, requires_grad=True)
        with torch.no_grad():
            result, enabled = f(x)
        assert not result.requires_grad
        assert not enabled
        assert f(x)[1]

    def test_gradcheck(self, learner_of: NewLearner) -> None:
        f = learner_of("def f(x, y): return (x * y.sin()).sum(0), x.exp()").value("f")
        inputs = [torch.rand(3, 2, dtype=torch.double, requires_grad=True) for _ in range(2)]
        assert torch.autograd.gradcheck(f, inputs)
        assert torch.autograd.gradgradcheck(f, inputs)

    def test_tensors_of_the_learners_own_take_their_gradients(self, learner_of: NewLearner) -> None:
        learner = learner_of(
            "import torch\nclass Line:\n    def __init__(self): self.w = torch.zeros(2, requires_grad=True)\n"
            "    def __call__(self, x): return x @ self.w"
        )
        line = learner.value("Line")()
        line(torch.tensor([[1.0, 2.0]])).sum().backward()
        assert line.w.grad.tolist() == [1.0, 2.0]

    def test_a_state_goes_from_one_network_to_another(self, learner_of: NewLearner) -> None:
        learner = learner_of(
            "import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
            "        self.norm, self.out = nn.BatchNorm1d(2), nn.Linear(2, 1)\n"
            "    def forward(self, x): return self.out(self.norm(x))"
        )
        one, two, x = learner.value("Net")(), learner.value("Net")(), torch.randn(16, 2)
        one(x)
        two.load_state_dict(one.state_dict())
        assert two.norm.running_mean.tolist() == one.norm.running_mean.tolist()
        assert torch.equal(one.eval()(x), two.eval()(x))
