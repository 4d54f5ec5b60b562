"""Tests that a wrong answer could talk its way through are found, and sound ones are left alone."""

from __future__ import annotations

import pytest

from mlcourse.verify.trust import weaknesses

ANSWER = "def f(x):\n    return x\nclass Model:\n    pass"

WEAK = {
    "a method in an assertion": "assert f(x).equals(want)",
    "a method of a name that holds the result": "got = f(x)\nassert got.allclose(want)",
    "a method through two names": "got = f(x)\nfirst, rest = got\nassert first.all()",
    "a score of the learner's own": "model = Model().fit(X, y)\ncheck.that(model.score(X, y) > 0.9, 'too low')",
    "NaN in a difference": "if abs(f(1) - 1) > 1e-6:\n    raise AssertionError('far off')",
    "NaN in a negated assertion": "assert not f(1) > 2",
    "NaN in one of two conditions": "if f(1) is None or f(1) > 3:\n    raise ValueError",
    "NaN inside a block": "with check.exercise('f'):\n    if f(1) >= 2:\n        raise AssertionError",
}
SOUND = {
    "check.close": "check.close(f(1), 1.0, 'f(1)')",
    "a method of the test's own": "assert want.equals(want)",
    "a limit that NaN breaks": "check.that(abs(f(1) - 1) < 1e-6, 'far off')",
    "an assertion of a limit": "assert abs(f(1) - 1) < 1e-6",
    "predictions compared as data": "model = Model().fit(X, y)\ncheck.close(model.predict(X), y, 'the predictions')",
    "an if that raises on an unequal shape": "if f(x).shape != (2, 3):\n    raise AssertionError",
    "a comparison that fails nothing": "if f(1) > 2:\n    print('large')",
}


@pytest.mark.parametrize("check", WEAK.values(), ids=WEAK)
def test_weak_tests_are_found(check: str) -> None:
    assert list(weaknesses(check, ANSWER))


@pytest.mark.parametrize("check", SOUND.values(), ids=SOUND)
def test_sound_tests_are_left_alone(check: str) -> None:
    assert not list(weaknesses(check, ANSWER))


def test_the_line_is_told() -> None:
    check = "with check.exercise('f'):\n    check.close(f(1), 1, 'f(1)')\n    assert f(2).any()"
    assert [line for line, _ in weaknesses(check, ANSWER)] == [3]
