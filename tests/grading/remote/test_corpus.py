# ruff: noqa: E501  (answers stand on one line where that reads best)
"""Check cells as courses have them: they end alike in the learner's own notebook and across the wire."""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import linecache
import random
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
import torch

from mlcourse import check
from mlcourse.grading.remote import Learner

SETUP = """
import copy, dataclasses, enum, io, itertools, math, random
from collections import Counter, namedtuple
from contextlib import redirect_stdout
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, TransformerMixin
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
"""


@dataclass
class Case:
    """An exercise: a right answer, a wrong one, and its check."""

    name: str
    right: str
    wrong: str
    check: str


CASES: list[Case] = []


def case(name: str, right: str, wrong: str, cell: str) -> None:
    body = dedent(cell).strip().replace("\n", "\n    ")
    CASES.append(Case(name, dedent(right), dedent(wrong), f"with check.exercise({name!r}):\n    {body}\n"))


case(
    "dot",
    "def dot(a, b):\n    if len(a) != len(b): raise ValueError('lengths')\n    return float(sum(x * y for x, y in zip(a, b)))",
    "def dot(a, b):\n    return float(sum(x * y for x, y in zip(a, b)))",
    """
    check.close(dot([1, 2], [3, 4]), 11.0, "dot([1, 2], [3, 4])")
    check.raises(ValueError, dot, [1, 2], [1], what="dot([1, 2], [1])")
    v = check.rng().normal(size=7)
    check.close(dot(v, v), sum(v * v), "dot(v, v)")
    """,
)
case("stub", "def f(x):\n    return x", "def f(x):\n    raise NotImplementedError", "check.equal(f(2), 2, 'f(2)')")
case("missing", "def f(x):\n    return x", "def g(x):\n    return x", "check.equal(f(2), 2, 'f(2)')")
case(
    "bug",
    "def mean(a):\n    return sum(a) / len(a)",
    "def mean(a):\n    return helper(a) / len(a)\ndef helper(a):\n    return sum(a) / 0",
    "check.close(mean([1, 2, 3]), 2, 'mean([1, 2, 3])')",
)
case(
    "misspelt",
    "def mean(a):\n    return np.mean(a)",
    "def mean(a):\n    return nmupy.mean(a)",
    "check.close(mean([1, 2, 3]), 2, 'mean([1, 2, 3])')",
)
case(
    "none",
    "def double(a):\n    return [2 * x for x in a]",
    "def double(a):\n    [2 * x for x in a]",
    "check.equal(double([1, 2]), [2, 4], 'double([1, 2])')",
)
case(
    "shape",
    "def column(v):\n    return np.asarray(v).reshape(-1, 1)",
    "def column(v):\n    return np.asarray(v).reshape(1, -1)",
    "check.shape(column([1, 2, 3]), (3, 1), 'column([1, 2, 3])')\ncheck.equal(column([1, 2]).dtype.kind, 'i', 'its type')",
)
case(
    "arithmetic with the result",
    "def scale(v):\n    return v / np.linalg.norm(v)",
    "def scale(v):\n    return v / np.sum(v)",
    """
    v = np.array([3.0, 4.0])
    u = scale(v)
    check.that(np.abs(u @ u - 1) < 1e-9, "its length is not 1")
    assert np.allclose(u * 5, v)
    """,
)
case(
    "tuple",
    "def stats(a):\n    return min(a), max(a)",
    "def stats(a):\n    return max(a), min(a)",
    "low, high = stats([3, 1, 2])\ncheck.equal((low, high), (1, 3), 'stats([3, 1, 2])')",
)
case(
    "dict",
    "def count(words):\n    return {w: words.count(w) for w in words}",
    "def count(words):\n    return {w: 1 for w in words}",
    "check.equal(count(['a', 'b', 'a']), {'a': 2, 'b': 1}, 'count')",
)
case(
    "Counter",
    "def count(words):\n    return Counter(words)",
    "def count(words):\n    return Counter(sorted(set(words)))",
    "check.equal(count(list('abca')).most_common(1), [('a', 2)], 'the most common letter')",
)
case(
    "set",
    "def unique(a):\n    return set(a)",
    "def unique(a):\n    return list(a)",
    "check.equal(unique([1, 2, 1]), {1, 2}, 'unique([1, 2, 1])')",
)
case(
    "text",
    "def greet(name):\n    return f'Hello, {name}!'",
    "def greet(name):\n    return 'Hello, name!'",
    "check.equal(greet('Ada'), 'Hello, Ada!', \"greet('Ada')\")\ncheck.type(greet('Ada'), str, 'it')",
)
case(
    "big integer",
    "def factorial(n):\n    return math.factorial(n)",
    "def factorial(n):\n    return float(math.factorial(n))",
    "check.type(factorial(30), int, 'factorial(30)')\ncheck.equal(factorial(300) % 1009, math.factorial(300) % 1009, 'it')",
)
case(
    "recursion",
    "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)",
    "def fib(n):\n    return fib(n - 1) + fib(n - 2)",
    "check.equal(fib(10), 55, 'fib(10)')",
)
case(
    "closure",
    "def adder(n):\n    return lambda x: x + n",
    "def adder(n):\n    return n",
    "add = adder(3)\ncheck.that(callable(add), 'adder(3) is no function')\ncheck.equal(add(4), 7, 'adder(3)(4)')",
)
case(
    "counter closure",
    "def counter():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n        return n\n    return step",
    "n = 0\ndef counter():\n    def step():\n        global n\n        n += 1\n        return n\n    return step",
    "a, b = counter(), counter()\na()\ncheck.equal([a(), b()], [2, 1], 'two counters')",
)
case(
    "function as argument",
    "def derivative(f, x, h=1e-5):\n    return (f(x + h) - f(x - h)) / (2 * h)",
    "def derivative(f, x, h=1e-5):\n    return (f(x + h) - f(x)) / 2 / h",
    "check.close(derivative(lambda x: x**3, 2.0), 12.0, 'the derivative', rtol=1e-4)\n"
    "check.close(derivative(math.sin, 0.0), 1.0, 'of sin', rtol=1e-4)",
)
case(
    "calls counted",
    "def bisect(f, a, b, n):\n    for _ in range(n):\n        m = (a + b) / 2\n        a, b = (m, b) if f(m) < 0 else (a, m)\n"
    "    return a",
    "def bisect(f, a, b, n):\n    for _ in range(100):\n        m = (a + b) / 2\n        a, b = (m, b) if f(m) < 0 else (a, m)\n"
    "    return a",
    """
    calls = []
    def f(x):
        calls.append(x)
        return x - 1
    check.close(bisect(f, 0, 3, 20), 1, "the root", rtol=1e-4)
    check.that(len(calls) <= 20, "f is called more often than needed")
    """,
)
case(
    "decorator",
    "def twice(f):\n    def g(*args, **kwargs):\n        return f(f(*args, **kwargs))\n    return g",
    "def twice(f):\n    return f",
    "check.equal(twice(lambda x: x * 3)(2), 18, 'twice')",
)
case(
    "memo",
    "def memo(f):\n    known = {}\n    def g(x):\n        if x not in known:\n            known[x] = f(x)\n        return known[x]\n"
    "    return g",
    "def memo(f):\n    return lambda x: f(x)",
    "calls = []\ng = memo(lambda x: calls.append(x) or x * 2)\ncheck.equal([g(3), g(3)], [6, 6], 'it')\n"
    "check.equal(len(calls), 1, 'the number of calls')",
)
case(
    "error of the check's function",
    "def safe(f, x):\n    try:\n        return f(x)\n    except ZeroDivisionError:\n        return None",
    "def safe(f, x):\n    return f(x)",
    "check.that(safe(lambda x: 1 / x, 0) is None, 'it is not None')",
)
case(
    "generator",
    "def squares(n):\n    for i in range(n):\n        yield i * i",
    "def squares(n):\n    return [i * i for i in range(n)]",
    """
    import types
    found = squares(4)
    check.that(isinstance(found, types.GeneratorType), "it is no generator")
    check.equal(next(found), 0, "the first")
    check.equal(list(found), [1, 4, 9], "the rest")
    """,
)
case(
    "endless generator",
    "def naturals():\n    n = 0\n    while True:\n        yield n\n        n += 1",
    "def naturals():\n    yield from range(3)",
    "check.equal(list(itertools.islice(naturals(), 5)), [0, 1, 2, 3, 4], 'the first five')",
)
case(
    "iterator as argument",
    "def batches(items, size):\n    batch = []\n    for item in items:\n        batch.append(item)\n        if len(batch) == size:\n"
    "            yield batch\n            batch = []\n    if batch:\n        yield batch",
    "def batches(items, size):\n    items = list(items)\n    for i in range(0, len(items) - size + 1, size):\n"
    "        yield items[i:i + size]",
    "check.equal([list(b) for b in batches(iter(range(5)), 2)], [[0, 1], [2, 3], [4]], 'batches')",
)
case(
    "class",
    "class Stack:\n    def __init__(self): self.items = []\n    def push(self, x): self.items.append(x)\n"
    "    def pop(self):\n        return self.items.pop()\n    def __len__(self): return len(self.items)",
    "class Stack:\n    def __init__(self): self.items = []\n    def push(self, x): self.items.append(x)\n"
    "    def pop(self):\n        return self.items.pop(0)\n    def __len__(self): return len(self.items)",
    """
    stack = Stack()
    stack.push(1)
    stack.push([2])
    check.equal(len(stack), 2, "its length")
    check.equal(stack.pop(), [2], "what pop gives")
    check.equal(stack.items, [1], "what is left")
    check.raises(IndexError, lambda: [stack.pop(), stack.pop()], what="pop of an empty stack")
    """,
)
case(
    "operators",
    "class V:\n    def __init__(self, x, y): self.x, self.y = x, y\n    def __add__(self, o): return V(self.x + o.x, self.y + o.y)\n"
    "    def __mul__(self, k): return V(k * self.x, k * self.y)\n    __rmul__ = __mul__\n"
    "    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)\n    def __matmul__(self, o): return self.x * o.x + self.y * o.y\n"
    "    def __repr__(self): return f'V({self.x}, {self.y})'",
    "class V:\n    def __init__(self, x, y): self.x, self.y = x, y\n    def __add__(self, o): return V(self.x, self.y + o.y)\n"
    "    def __mul__(self, k): return V(k * self.x, k * self.y)\n    __rmul__ = __mul__\n"
    "    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)\n    def __matmul__(self, o): return self.x * o.x + self.y * o.y\n"
    "    def __repr__(self): return f'V({self.x}, {self.y})'",
    """
    check.equal(V(1, 2) @ V(3, 4), 11, "the product")
    s = 2 * V(1, 2) + V(1, 1)
    check.type(s, V, "the sum")
    check.equal((s.x, s.y), (3, 5), "the sum")
    check.that(V(1, 2) == V(1, 2), "equal vectors are not equal")
    check.equal(repr(V(1, 2)), "V(1, 2)", "repr")
    """,
)
case(
    "inheritance",
    "class Shape:\n    def area(self): raise NotImplementedError\n    def describe(self): return f'area {self.area()}'\n"
    "class Square(Shape):\n    def __init__(self, a): self.a = a\n    def area(self): return self.a ** 2",
    "class Shape:\n    def area(self): raise NotImplementedError\n    def describe(self): return f'area {self.area()}'\n"
    "class Square:\n    def __init__(self, a): self.a = a\n    def area(self): return self.a ** 2",
    "check.that(issubclass(Square, Shape), 'Square is no Shape')\ncheck.equal(Square(3).describe(), 'area 9', 'it')",
)
case(
    "property",
    "class T:\n    zero = -273.15\n    def __init__(self, c): self.celsius = c\n    @property\n    def kelvin(self): return self.celsius - self.zero\n"
    "    @classmethod\n    def from_kelvin(cls, k): return cls(k + cls.zero)",
    "class T:\n    zero = -273.15\n    def __init__(self, c): self.celsius = c\n    @property\n    def kelvin(self): return self.celsius + self.zero\n"
    "    @classmethod\n    def from_kelvin(cls, k): return cls(k + cls.zero)",
    "check.close(T(0).kelvin, 273.15, 'kelvin')\ncheck.close(T.from_kelvin(0).celsius, T.zero, 'celsius')",
)
case(
    "dataclass",
    "@dataclasses.dataclass\nclass Point:\n    x: float\n    y: float = 0.0\n    def norm(self): return math.hypot(self.x, self.y)",
    "class Point:\n    def __init__(self, x, y=0.0): self.x, self.y = x, y\n    def norm(self): return math.hypot(self.x, self.y)",
    "p = Point(3.0, 4.0)\ncheck.close(p.norm(), 5, 'the norm')\ncheck.that(dataclasses.is_dataclass(p), 'it is no dataclass')\n"
    "check.equal(dataclasses.asdict(p), {'x': 3.0, 'y': 4.0}, 'its fields')\ncheck.that(p == Point(3.0, 4.0), 'not equal')",
)
case(
    "named tuple",
    "Split = namedtuple('Split', 'train test')\ndef split(a, n):\n    return Split(a[:n], a[n:])",
    "Split = namedtuple('Split', 'train test')\ndef split(a, n):\n    return Split(a[n:], a[:n])",
    "s = split([1, 2, 3], 2)\ncheck.equal(s.train, [1, 2], 'train')\ncheck.equal(s, ([1, 2], [3]), 'both')",
)
case(
    "enum",
    "class Side(enum.Enum):\n    LEFT = 1\n    RIGHT = 2\ndef other(s):\n    return Side.RIGHT if s is Side.LEFT else Side.LEFT",
    "class Side(enum.Enum):\n    LEFT = 1\n    RIGHT = 2\ndef other(s):\n    return s",
    "check.that(other(Side.LEFT) is Side.RIGHT, 'the other side of LEFT is wrong')",
)
case(
    "own exception",
    "class ShapeError(ValueError):\n    pass\ndef f(x):\n    if x < 0:\n        raise ShapeError('below 0', x)\n    return x",
    "class ShapeError(ValueError):\n    pass\ndef f(x):\n    if x < 0:\n        raise ValueError('below 0')\n    return x",
    "check.raises(ShapeError, f, -1, what='f(-1)')\ncheck.that(issubclass(ShapeError, ValueError), 'no ValueError')",
)
case(
    "context manager",
    "class Log:\n    def __init__(self): self.events = []\n    def __enter__(self):\n        self.events.append('in')\n        return self\n"
    "    def __exit__(self, *error):\n        self.events.append('out')\n        return True",
    "class Log:\n    def __init__(self): self.events = []\n    def __enter__(self):\n        self.events.append('in')\n        return self\n"
    "    def __exit__(self, *error):\n        self.events.append('out')",
    "with Log() as log:\n    raise KeyError('x')\ncheck.equal(log.events, ['in', 'out'], 'events')",
)
case(
    "in place",
    "def bubble(a):\n    for i in range(len(a)):\n        for j in range(len(a) - 1):\n            if a[j] > a[j + 1]:\n"
    "                a[j], a[j + 1] = a[j + 1], a[j]",
    "def bubble(a):\n    a = sorted(a)",
    "[after] = check.in_place(bubble, [3, 1, 2])\ncheck.equal(after, [1, 2, 3], 'the list after bubble')",
)
case(
    "unchanged",
    "def normed(a):\n    return a / a.sum()",
    "def normed(a):\n    a /= a.sum()\n    return a",
    "check.close(check.unchanged(normed, np.array([1.0, 3.0]), what='normed(a)'), [0.25, 0.75], 'it')",
)
case(
    "deterministic",
    "def sample(rng, n):\n    return rng.normal(size=n)",
    "own = np.random.default_rng(9)\ndef sample(rng, n):\n    return own.normal(size=n)",
    "check.deterministic(sample, check.rng(), 5, what='sample(rng, 5)')",
)
case(
    "generator moves on",
    "def roll(rng, n):\n    return rng.integers(1, 7, size=n)",
    "def roll(rng, n):\n    return rng.integers(0, 6, size=n)",
    """
    rng = np.random.default_rng(3)
    first, second = roll(rng, 1000), roll(rng, 1000)
    check.that((first != second).any(), "two rolls are the same")
    check.that(first.min() == 1 and first.max() == 6, "a die shows 1 to 6")
    own = np.random.default_rng(3)
    own.integers(1, 7, size=1000), own.integers(1, 7, size=1000)
    check.equal(rng.integers(100), own.integers(100), "what is drawn afterwards")
    """,
)
case(
    "legacy seed",
    "def noise(n):\n    return np.random.randn(n)",
    "own = np.random.default_rng(9)\ndef noise(n):\n    return own.normal(size=n)",
    "np.random.seed(5)\na = noise(3)\nnp.random.seed(5)\nb = noise(3)\nc = noise(3)\n"
    "check.equal(a, b, 'noise')\ncheck.that((b != c).any(), 'it repeats')",
)
case(
    "stdout",
    "def table(n):\n    for i in range(1, n + 1):\n        print(f'{i} x 7 = {7 * i}')",
    "def table(n):\n    for i in range(n):\n        print(f'{i} x 7 = {7 * i}')",
    "text = io.StringIO()\nwith redirect_stdout(text):\n    table(2)\n"
    "check.equal(text.getvalue().splitlines(), ['1 x 7 = 7', '2 x 7 = 14'], 'what table(2) prints')",
)
case(
    "signature",
    "def f(x, *, scale=2.0):\n    'Scale.'\n    return x * scale",
    "def f(x, scale=2.0):\n    return x * scale",
    "import inspect\np = inspect.signature(f).parameters['scale']\ncheck.that(p.kind is p.KEYWORD_ONLY, 'scale is no keyword')\n"
    "check.equal(p.default, 2.0, 'its default')\ncheck.equal(f(3, scale=2), 6, 'f')\ncheck.equal(f.__doc__, 'Scale.', 'its docstring')",
)
case(
    "frame",
    "def top(df, n):\n    return df.sort_values('score', ascending=False).head(n)",
    "def top(df, n):\n    return df.sort_values('score').head(n)",
    """
    df = pd.DataFrame({"name": ["a", "b", "c"], "score": [1.0, 3.0, 2.0]})
    got = top(df, 2)
    check.equal(got["name"].tolist(), ["b", "c"], "the names")
    check.equal(got, df.loc[[1, 2]], "top(df, 2)")
    """,
)
case(
    "texts of NumPy's in a frame",
    "def rate(x):\n    return pd.DataFrame([(value, np.where(value > 1, 'high', 'low')[()]) for value in x], columns=['x', 'rate'])",
    "def rate(x):\n    return pd.DataFrame([(value, np.str_('low')) for value in x], columns=['x', 'rate'])",
    "check.equal(rate([1, 2])['rate'].tolist(), ['low', 'high'], 'the rates')",
)
case(
    "group by",
    "def means(df):\n    return df.groupby('kind')['x'].mean()",
    "def means(df):\n    return df.groupby('kind')['x'].sum()",
    "df = pd.DataFrame({'kind': pd.Categorical(list('aab')), 'x': [1, 3, 5]})\n"
    "want = pd.Series([2.0, 5.0], index=pd.Index(['a', 'b'], name='kind'), name='x')\n"
    "check.equal(means(df), want, 'means')\ncheck.equal(means(df).index.name, 'kind', 'the name')",
)
case(
    "missing values",
    "def fill(df):\n    return df.fillna({'a': 0.0, 'b': '?'})",
    "def fill(df):\n    return df.fillna(0.0)",
    "df = pd.DataFrame({'a': [1.0, None], 'b': pd.Series(['x', None], dtype=object), 'd': pd.to_datetime(['2024-01-01', '2024-01-02'])})\n"
    "got = fill(df)\ncheck.equal(got['b'].tolist(), ['x', '?'], 'b')\ncheck.equal(str(got['d'].dtype)[:10], 'datetime64', 'd')",
)
case(
    "frame unchanged",
    "def add(df):\n    return df.assign(z=df['x'] * 2)",
    "def add(df):\n    df['z'] = df['x'] * 2\n    return df",
    "check.unchanged(add, pd.DataFrame({'x': [1, 2]}), what='add(df)')",
)
case(
    "figure",
    "def plot(x, y):\n    return go.Figure(go.Scatter(x=x, y=y)).update_layout(title='Speed', xaxis_title='t')",
    "def plot(x, y):\n    return go.Figure(go.Scatter(x=x, y=x))",
    "fig = plot(np.array([0, 1]), np.array([2.0, 4.0]))\ncheck.type(fig, go.Figure, 'it')\n"
    "check.close(fig.data[0].y, [2, 4], 'y')\ncheck.equal(fig.layout.title.text, 'Speed', 'the title')",
)
case(
    "fit and predict",
    "class Mean:\n    def fit(self, X, y):\n        self.mean_ = float(np.mean(y))\n        return self\n"
    "    def predict(self, X):\n        return np.full(len(X), self.mean_)",
    "class Mean:\n    def fit(self, X, y):\n        self.mean_ = float(np.mean(y))\n"
    "    def predict(self, X):\n        return np.full(len(X), self.mean_)",
    "X, y = np.zeros((4, 2)), np.array([1.0, 2, 3, 6])\nmodel = Mean().fit(X, y)\n"
    "check.close(model.mean_, 3, 'mean_')\ncheck.close(model.predict(X[:2]), [3, 3], 'predict')",
)
KNN = """
class KNN(ClassifierMixin, BaseEstimator):
    def __init__(self, k=3):
        self.k = k
    def fit(self, X, y):
        self.X_, self.y_, self.classes_ = np.asarray(X), np.asarray(y), np.unique(y)
        return self
    def predict(self, X):
        distances = ((np.asarray(X)[:, None] - self.X_) ** 2).sum(-1)
        nearest = np.argsort({sign}distances, axis=1)[:, :self.k]
        return np.array([np.bincount(self.y_[row]).argmax() for row in nearest])
"""
case(
    "estimator",
    KNN.format(sign=""),
    KNN.format(sign="-"),
    """
    from sklearn.base import clone
    from sklearn.model_selection import cross_val_score
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 2))
    y = (X[:, 0] > 0).astype(int)
    model = KNN(k=5)
    check.that(isinstance(model, BaseEstimator), "it is no estimator")
    check.equal(model.get_params(), {"k": 5}, "its parameters")
    check.equal(clone(model).k, 5, "k of its clone")
    check.that(cross_val_score(model, X, y, cv=3).mean() > 0.8, "it is not accurate")
    pipe = make_pipeline(StandardScaler(), KNN(1)).fit(X, y)
    check.that(pipe.score(X, y) == 1.0, "it does not know its own data")
    """,
)
case(
    "pipeline",
    "def build():\n    return make_pipeline(StandardScaler(), LogisticRegression())",
    "def build():\n    return make_pipeline(LogisticRegression())",
    """
    X = np.random.default_rng(1).normal(size=(40, 2)) * [1, 1000]
    y = (X[:, 0] > 0).astype(int)
    model = build().fit(X, y)
    check.equal([name for name, _ in model.steps], ["standardscaler", "logisticregression"], "the steps")
    check.that(np.mean(model.predict(X) == y) > 0.9, "it is not accurate")
    check.shape(model.named_steps["logisticregression"].coef_, (1, 2), "coef_")
    """,
)
case(
    "library object as argument",
    "def error(model, X, y):\n    return float(np.mean((model.predict(X) - y) ** 2))",
    "def error(model, X, y):\n    return float(np.mean(model.predict(X) - y))",
    "X, y = np.arange(6.0).reshape(-1, 1), np.array([0.0, 1, 2, 3, 4, 6])\nmodel = LinearRegression().fit(X, y)\n"
    "check.close(error(model, X, y), np.mean((model.predict(X) - y) ** 2), 'the error')",
)
case(
    "class of the check as factory",
    "def best(make, values, X, y):\n    return max(values, key=lambda v: make(v).fit(X, y).score(X, y))",
    "def best(make, values, X, y):\n    return values[0]",
    """
    class Fake:
        def __init__(self, v):
            self.v = v
        def fit(self, X, y):
            return self
        def score(self, X, y):
            return -abs(self.v - 3)
    check.equal(best(Fake, [1, 2, 3, 4], [[0]], [0]), 3, "the best value")
    """,
)
case(
    "tensor function",
    "def softmax(x):\n    e = torch.exp(x - x.max(dim=-1, keepdim=True).values)\n    return e / e.sum(dim=-1, keepdim=True)",
    "def softmax(x):\n    return torch.exp(x) / torch.exp(x).sum(dim=-1, keepdim=True)",
    "x = torch.tensor([[1.0, 2.0], [1000.0, 1001.0]])\ncheck.close(softmax(x), F.softmax(x, -1), 'softmax(x)')\n"
    "check.that(softmax(x).dtype == torch.float32, 'its type changed')",
)
case(
    "gradient through the answer",
    "def loss(w, X, y):\n    return ((X @ w - y) ** 2).mean()",
    "def loss(w, X, y):\n    return ((X @ w.detach() - y) ** 2).mean() + 0 * w.sum()",
    """
    X, y = torch.randn(8, 2), torch.randn(8)
    w = torch.zeros(2, requires_grad=True)
    loss(w, X, y).backward()
    check.close(w.grad, 2 * X.T @ (X @ torch.zeros(2) - y) / 8, "the gradient")
    """,
)
case(
    "gradient of the check's function",
    "def descend(f, x, lr, steps):\n    x = x.clone().requires_grad_()\n    for _ in range(steps):\n"
    "        (g,) = torch.autograd.grad(f(x), x)\n        x = (x - lr * g).detach().requires_grad_()\n    return x.detach()",
    "def descend(f, x, lr, steps):\n    x = x.clone().requires_grad_()\n    for _ in range(steps):\n"
    "        (g,) = torch.autograd.grad(f(x), x)\n        x = (x + lr * g).detach().requires_grad_()\n    return x.detach()",
    "got = descend(lambda v: ((v - 3) ** 2).sum(), torch.zeros(2), 0.1, 60)\ncheck.close(got, [3, 3], 'the minimum', rtol=1e-3)",
)
case(
    "own autograd function",
    "class Square(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x):\n        ctx.save_for_backward(x)\n"
    "        return x ** 2\n    @staticmethod\n    def backward(ctx, g):\n        return 2 * ctx.saved_tensors[0] * g",
    "class Square(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x):\n        ctx.save_for_backward(x)\n"
    "        return x ** 2\n    @staticmethod\n    def backward(ctx, g):\n        return ctx.saved_tensors[0] * g",
    "x = torch.tensor([1.0, -2.0], requires_grad=True)\nSquare.apply(x).sum().backward()\ncheck.close(x.grad, [2, -4], 'the gradient')",
)
NET = """
class Net(nn.Module):
    def __init__(self, hidden=8):
        super().__init__()
        self.one, self.two = nn.Linear(2, hidden), nn.Linear(hidden, 1)
        self.drop = nn.Dropout(0.5)
    def forward(self, x):
        return self.two(self.drop({activation}(self.one(x))))
"""
case(
    "module",
    NET.format(activation="torch.relu"),
    NET.format(activation="torch.relu").replace(
        "self.one, self.two =", "self.one, self.two = nn.Linear(2, 3), None; self.two ="
    ),
    """
    net = Net(4)
    check.that(isinstance(net, nn.Module), "it is no module")
    check.equal(sum(p.numel() for p in net.parameters()), 2 * 4 + 4 + 4 + 1, "the number of parameters")
    check.shape(net(torch.zeros(5, 2)), (5, 1), "net(x)")
    check.type(net.one, nn.Linear, "net.one")
    net.eval()
    check.equal(net(torch.ones(3, 2)), net(torch.ones(3, 2)), "two runs in eval mode")
    """,
)
case(
    "training in the check",
    NET.format(activation="torch.tanh").replace("0.5", "0.0"),
    NET.format(activation="torch.tanh")
    .replace("0.5", "0.0")
    .replace("self.one(x)", "self.one(x).detach()")
    .replace("self.two(self.drop", "0 * self.two(self.drop"),
    """
    torch.manual_seed(0)
    X = torch.randn(64, 2)
    y = X[:, :1] - X[:, 1:]
    net = Net(16)
    before = [p.detach().clone() for p in net.parameters()]
    optimiser, criterion = torch.optim.Adam(net.parameters(), lr=0.05), nn.MSELoss()
    for _ in range(60):
        optimiser.zero_grad()
        loss = criterion(net(X), y)
        loss.backward()
        optimiser.step()
    check.that(loss.item() < 0.2, "it does not learn")
    check.that(all((a != b).any() for a, b in zip(before, net.parameters())), "a parameter stays as it was")
    """,
)
TRAIN = """
def train(model, loader, optimiser, criterion, epochs):
    losses = []
    for _ in range(epochs):
        for X, y in loader:
            {zero}
            loss = criterion(model(X), y)
            loss.backward()
            optimiser.step()
        losses.append(loss.item())
    return losses
"""
case(
    "training in the answer",
    TRAIN.format(zero="optimiser.zero_grad()"),
    TRAIN.format(zero="pass"),
    """
    from torch.utils.data import DataLoader, TensorDataset
    torch.manual_seed(0)
    X = torch.randn(32, 2)
    data = TensorDataset(X, X.sum(1, keepdim=True))
    def run(function):
        torch.manual_seed(1)
        model = nn.Linear(2, 1)
        optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.5)
        losses = function(model, DataLoader(data, batch_size=8), optimiser, nn.MSELoss(), 3)
        return losses, model.weight.detach().clone()
    def reference(model, loader, optimiser, criterion, epochs):
        losses = []
        for _ in range(epochs):
            for a, b in loader:
                optimiser.zero_grad()
                loss = criterion(model(a), b)
                loss.backward()
                optimiser.step()
            losses.append(loss.item())
        return losses
    got, want = run(train), run(reference)
    check.close(got[0], want[0], "the losses")
    check.close(got[1], want[1], "the weights afterwards")
    """,
)
case(
    "one step",
    "def step(model, opt, X, y):\n    opt.zero_grad()\n    loss = F.mse_loss(model(X), y)\n    loss.backward()\n    opt.step()\n"
    "    return loss.item()",
    "def step(model, opt, X, y):\n    loss = F.mse_loss(model(X), y)\n    loss.backward()\n    opt.step()\n    return loss.item()",
    """
    class Toy(nn.Module):
        def __init__(self):
            super().__init__()
            self.w = nn.Parameter(torch.ones(2))
        def forward(self, x):
            return x @ self.w
    X, y = torch.eye(2), torch.zeros(2)
    toy = Toy()
    opt = torch.optim.SGD(toy.parameters(), lr=0.5)
    step(toy, opt, X, y)
    check.close(toy.w.detach(), [0.5, 0.5], "w after one step")
    step(toy, opt, X, y)
    check.close(toy.w.detach(), [0.25, 0.25], "w after two steps")
    """,
)
case(
    "own optimiser",
    "class SGD:\n    def __init__(self, params, lr): self.params, self.lr = list(params), lr\n    def step(self):\n"
    "        with torch.no_grad():\n            for p in self.params: p -= self.lr * p.grad\n    def zero_grad(self):\n"
    "        for p in self.params: p.grad = None",
    "class SGD:\n    def __init__(self, params, lr): self.params, self.lr = list(params), lr\n    def step(self):\n"
    "        with torch.no_grad():\n            for p in self.params: p += self.lr * p.grad\n    def zero_grad(self):\n"
    "        for p in self.params: p.grad = None",
    """
    p = nn.Parameter(torch.tensor([1.0, 2.0]))
    opt = SGD([p], lr=0.1)
    (p ** 2).sum().backward()
    opt.step()
    check.close(p.detach(), [0.8, 1.6], "p after a step")
    opt.zero_grad()
    check.that(p.grad is None or not p.grad.any(), "the gradient is not cleared")
    """,
)
case(
    "dataset",
    "class Squares(torch.utils.data.Dataset):\n    def __init__(self, n): self.n = n\n    def __len__(self): return self.n\n"
    "    def __getitem__(self, i):\n        if not 0 <= i < self.n: raise IndexError(i)\n        return torch.tensor([float(i)]), torch.tensor([float(i * i)])",
    "class Squares(torch.utils.data.Dataset):\n    def __init__(self, n): self.n = n\n    def __len__(self): return self.n\n"
    "    def __getitem__(self, i):\n        return torch.tensor([float(i)]), torch.tensor([float(i + i)])",
    "from torch.utils.data import DataLoader\ndata = Squares(5)\ncheck.equal(len(data), 5, 'its length')\n"
    "X, y = next(iter(DataLoader(data, batch_size=4)))\ncheck.equal(y, [[0], [1], [4], [9]], 'the first targets')",
)
case(
    "micrograd",
    "class Value:\n    def __init__(self, data, parents=()): self.data, self.grad, self.parents = data, 0.0, parents\n"
    "    def __mul__(self, o):\n        o = o if isinstance(o, Value) else Value(o)\n"
    "        return Value(self.data * o.data, ((self, o.data), (o, self.data)))\n"
    "    def backward(self, g=1.0):\n        self.grad += g\n        for p, d in self.parents: p.backward(g * d)",
    "class Value:\n    def __init__(self, data, parents=()): self.data, self.grad, self.parents = data, 0.0, parents\n"
    "    def __mul__(self, o):\n        o = o if isinstance(o, Value) else Value(o)\n"
    "        return Value(self.data * o.data, ((self, o.data), (o, self.data)))\n"
    "    def backward(self, g=1.0):\n        self.grad = g\n        for p, d in self.parents: p.backward(g * d)",
    "a, b = Value(2.0), Value(3.0)\nc = a * b * a * 4\nc.backward()\n"
    "check.equal([c.data, a.grad, b.grad], [48.0, 48.0, 16.0], 'value and gradients')",
)
case(
    "attributes set",
    "class Account:\n    def __init__(self): self.total = 0\n    @property\n    def rich(self): return self.total > 10",
    "class Account:\n    def __init__(self): self.total = 0\n    @property\n    def rich(self): return False",
    "a = Account()\na.total = 11\ncheck.that(a.rich, '11 is not rich')\na.total += 1\ncheck.equal(a.total, 12, 'total')",
)
case(
    "plain value",
    "table = {'a': [1, 2]}\nlimit = np.float64(0.5)",
    "table = {'a': [1, 3]}\nlimit = np.float64(0.5)",
    "check.equal(table, {'a': [1, 2]}, 'table')\ncheck.close(limit, 0.5, 'limit')",
)


def outcome(cell: str, names: dict[str, Any]) -> tuple[str, str]:
    """Run a check cell; returns how it ended and what it said."""
    printed = io.StringIO()
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(cell, "<check>", "exec"), names)
        except Exception as error:
            return type(error).__name__, str(error)
    return "right", printed.getvalue()


def in_process(answer: str, cell: str) -> tuple[str, str]:
    names: dict[str, Any] = {"__name__": "__main__", "check": check}
    linecache.cache["<cell>"] = (len(answer), None, answer.splitlines(True), "<cell>")
    exec(SETUP, names)
    exec(compile(answer, "<cell>", "exec"), names)
    return outcome(cell, names)


def across(answer: str, cell: str, learner_of: Callable[..., Learner]) -> tuple[str, str]:
    learner = learner_of(SETUP)
    assert not learner.execute({"source": answer}, 60)
    names: dict[str, Any] = {"__name__": "__main__", "check": check}
    exec(SETUP, names)
    wanted = {node.id for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Name)} - set(vars(builtins))
    for name in learner.defined(wanted - names.keys()):
        names[name] = learner.value(name)
    return outcome(cell, names)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_it_ends_alike_here_and_there(case: Case, learner_of: Callable[..., Learner]) -> None:
    here, there = in_process(case.right, case.check), across(case.right, case.check, learner_of)
    assert here == there
    assert here[0] == "right", here
    here, there = in_process(case.wrong, case.check), across(case.wrong, case.check, learner_of)
    assert here == there
    assert here[0] in ("CheckFailed", "AnswerRaised", "NotAttempted")


def test_there_are_fifty() -> None:
    assert len({case.name for case in CASES}) >= 50
