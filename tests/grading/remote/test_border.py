"""What a hostile learner's process may send: only plain data comes through, and `ChannelError` comes of the rest."""

from __future__ import annotations

import contextlib
import io
import json
import random
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlcourse.grading.remote import Channel, ChannelError, Closed, Late, Learner, Violation
from mlcourse.grading.remote.channel import ANSWER, REQUEST, Frame
from mlcourse.grading.remote.reader import READERS, Reader
from mlcourse.grading.remote.writer import UnsendableError, Writer

HEAD = struct.Struct("!1sQQ16s")
Hostile = Callable[[Channel, Frame], None]


@contextlib.contextmanager
def facing(hostile: Hostile, seconds: float = 5.0) -> Iterator[Learner]:
    """A learner whose process answers the first request as `hostile` does."""
    mine, its = socket.socketpair()
    channel = Channel(its)

    def serve() -> None:
        with contextlib.suppress(ChannelError, OSError):
            hostile(channel, channel.receive())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield Learner(Channel(mine), call_seconds=seconds)
    finally:
        mine.close()
        thread.join()
        its.close()


def answering(fields: dict[str, Any], body: bytes = b"") -> Hostile:
    def answer(channel: Channel, frame: Frame) -> None:
        channel.send(ANSWER, frame.number, json.dumps(fields).encode(), [body])

    return answer


def value_of(tree: Any, *buffers: bytes) -> Any:
    """What the referee takes an answer for."""
    with facing(answering({"v": tree, "b": [len(data) for data in buffers]}, b"".join(buffers))) as learner:
        return learner.value("x")


def refuse(value: Any, writer: Writer) -> Any:
    raise UnsendableError(f"a {type(value).__name__}")


def message(value: Any) -> tuple[bytes, bytes]:
    writer = Writer(refuse)
    text = writer.message({"v": writer.write(value)})
    return text, b"".join(writer.buffers)


def read(text: bytes, body: bytes) -> Any:
    def resolve(tree: list[Any], reader: Reader) -> Any:
        raise Violation("a reference")

    reader = Reader(Frame(ANSWER, b"", text, bytearray(body)), resolve)
    return reader.read(reader.fields.get("v"))


# The line


def test_a_process_that_has_gone_is_closed() -> None:
    with facing(lambda channel, frame: channel.close()) as learner:
        with pytest.raises(Closed):
            learner.value("x")
        assert learner.broken
        with pytest.raises(Closed):
            learner.defined(["x"])


def test_an_answer_with_another_number_breaks_the_line() -> None:
    with facing(lambda channel, frame: channel.send(ANSWER, b"0" * 16, b'{"v":1,"b":[]}')) as learner:
        with pytest.raises(Violation, match="nobody asked"):
            learner.value("x")
        assert learner.broken


def test_a_request_out_of_turn_breaks_the_line() -> None:
    text = b'{"do":"method","v":["t",[]],"b":[]}'
    hostile: Hostile = lambda channel, frame: channel.send(REQUEST, b"0" * 16, text)  # noqa: E731
    with facing(hostile) as learner, pytest.raises(Violation, match="out of turn"):
        learner.value("x")


def test_a_byte_sent_ahead_breaks_the_line() -> None:
    """An answer prepared before the question: its number cannot be known, and its mere being there gives it away."""

    def chatter(channel: Channel, frame: Frame) -> None:
        channel.send(ANSWER, frame.number, b'{"v":1,"b":[]}')
        channel.send(ANSWER, frame.number, b'{"v":1,"b":[]}')

    with facing(chatter) as learner:
        assert learner.value("x") == 1
        time.sleep(0.05)
        with pytest.raises(Violation, match="out of turn"):
            learner.value("x")


def test_silence_is_late() -> None:
    done = threading.Event()
    with facing(lambda channel, frame: done.wait(20) and None) as learner:
        with pytest.raises(Late):
            learner.execute({}, 0.1)
        done.set()
        assert learner.broken


def test_an_announced_gigabyte_is_refused() -> None:
    def announce(channel: Channel, frame: Frame) -> None:
        channel._line.sendall(HEAD.pack(ANSWER, 10, 1 << 30, frame.number))

    with facing(announce) as learner, pytest.raises(Violation, match="too much"):
        learner.value("x")


def test_a_frame_cut_short_is_closed() -> None:
    def cut(channel: Channel, frame: Frame) -> None:
        channel._line.sendall(HEAD.pack(ANSWER, 100, 0, frame.number) + b"{")
        channel.close()

    with facing(cut) as learner, pytest.raises(Closed):
        learner.value("x")


def test_no_check_takes_a_broken_line_for_an_exception_of_the_answer() -> None:
    assert not issubclass(ChannelError, Exception)


# What comes through


@pytest.mark.parametrize(
    "tree",
    [
        ["known", "os", "system"],
        ["object", ["known", "os", "system"], ["t", ["true"]], None, None, None],
        ["kept", 1, None, None],
        ["mine"],
        ["mine", 1, None],
        ["mine", "x", ["d", [], []]],
        ["yours", 1],
        ["no such tag", 1],
        [],
        [[1]],
        {"a": 1},
        ["l", "abc"],
        ["i", "0x" + "f" * 600_000],
        ["fraction", ["i", hex(1 << 40_000)], 3],
        ["array", "|O", [1], 0],
        ["array", "object", [1], 0],
        ["array", "<f8", [2], 0],
        ["array", "<f8", [-1], 0],
        ["array", "<f8", [True], 0],
        ["array", "<f8", [0, 1 << 62], 0],
        ["array", "<U99999", [1], 0],
        ["array", "f8,f8", [1], 0],
        ["tensor", "object", [1], 0],
        ["tensor", "__class__", [1], 0],
        ["objects", [3], [1]],
        ["dtype", "O8"],
        ["type", "", "os"],
        ["type", "os", "system"],
        ["type", "numpy", "load"],
        ["d", [["l", []]], [1]],
        ["d", [1, 2], [1]],
        ["packed", "l", "O", 0],
        ["packed", "os", "d", 0],
        ["named tuple", "a b", ["x"], [1]],
        ["named tuple", "N", ["class"], [1]],
        ["member", ["enum", "Enum", "E", [["__init__", 1]]], "x"],
        ["pcg64", 1],
        ["zoned"],
        ["index", ["zoned", ["array", "<M8[ns]", [1], 0], "../../etc/passwd"], None],
        ["shared", 1, None],
        ["shared", 2, [["tensor", "float32", [2], 0], True, True, None]],
        ["edge", 1, [1], 2],
        ["input", 1, True, 5],
    ],
    ids=str,
)
def test_what_nobody_writes_is_a_violation(tree: Any) -> None:
    with pytest.raises(Violation):
        value_of(tree, b"12345678")


def test_text_beyond_unicode_is_a_violation() -> None:
    with pytest.raises(Violation):
        value_of(["array", "<U1", [1], 0], b"\xff\xff\xff\x7f")


def test_truth_values_are_true_or_false() -> None:
    found = value_of(["array", "|b1", [3], 0], bytes([0, 1, 2]))
    assert found.view(np.uint8).tolist() == [0, 1, 1]


def test_deep_nesting_is_a_violation() -> None:
    text = b'{"v":' + b'["l",[' * 100_000 + b"]]" * 100_000 + b',"b":[]}'
    with pytest.raises(Violation):
        read(text, b"")


def test_many_parts_are_a_violation() -> None:
    with pytest.raises(Violation):
        read(b'{"v":["l",[' + b"[]," * 4_100_000 + b'1]],"b":[]}', b"")


def test_keys_made_to_collide_are_a_violation() -> None:
    step = sys.hash_info.modulus
    keys = [["i", hex(step * factor)] for factor in range(1, 40_000)]
    with pytest.raises(Violation):
        value_of(["d", keys, [0] * len(keys)])
    with pytest.raises(Violation):
        value_of(["s", keys])


def test_exceptions_are_looked_up_never_imported_and_never_the_courses_own() -> None:
    for module, name in [("antigravity", "x"), ("os", "system"), ("mlcourse.check", "CheckFailed"), ("__main__", "E")]:
        with facing(answering({"e": ["error", [[module, name]], ["t", []], "text", [], []], "b": []})) as learner:
            with pytest.raises(Exception, match="text") as caught:
                learner.value("x")
            assert type(caught.value).__module__ == "__main__"
            assert type(caught.value).__name__ == name
    assert "antigravity" not in sys.modules


def test_an_exception_that_would_stop_the_referee_does_not() -> None:
    for name in ("KeyboardInterrupt", "GeneratorExit", "BaseException"):
        with facing(answering({"e": ["error", [["builtins", name]], ["t", []], "text", [], []], "b": []})) as learner:
            with pytest.raises(Exception, match="text") as caught:
                learner.value("x")
            assert isinstance(caught.value, Exception)


@pytest.mark.parametrize("verb", ["get", "method", "product", "set", "nothing", 5])
def test_learners_code_can_ask_for_nothing_that_was_not_handed_out(verb: Any) -> None:
    def ask(channel: Channel, frame: Frame) -> None:
        fields = {"do": verb, "v": ["t", ["text", "__class__", ["t", []], ["d", [], []]]], "b": []}
        channel.send(REQUEST, frame.number, json.dumps(fields).encode())
        channel.receive()
        channel.send(ANSWER, frame.number, b'{"v":1,"b":[]}')

    with facing(ask) as learner, pytest.raises(Violation):
        learner.value("x")


def test_a_function_of_the_checks_can_be_called_and_nothing_else() -> None:
    for name in ("__globals__", "__code__", "__closure__", "__class__", "__init__"):

        def ask(channel: Channel, frame: Frame, name: str = name) -> None:
            number = json.loads(frame.text)["v"][1][1][1]
            fields = {"do": "get", "v": ["t", [["yours", number], name]], "b": []}
            channel.send(REQUEST, frame.number, json.dumps(fields).encode())

        with facing(ask) as learner, pytest.raises(Violation):
            learner.provide("f", lambda x: x)


def test_a_gradient_of_another_shape_is_a_violation() -> None:
    from mlcourse.grading.remote.graph import Graph

    x = torch.ones(2, requires_grad=True)
    for answer in ([torch.ones(3)], [], "no", [1]):
        graph = Graph(lambda number, gradient, answer=answer: answer, 0, shares_leaves=False)
        graph._inputs[2] = x
        writer = Writer(refuse)
        tree = ["edge", 3, [2], writer.write(torch.ones(2))]
        text = writer.message({"v": tree})
        reader = Reader(
            Frame(ANSWER, b"", text, bytearray(b"".join(writer.buffers))),
            lambda tree, reader, graph=graph: graph.read_edge(reader, *tree[1:]),
        )
        with pytest.raises(Violation):
            reader.read(reader.fields["v"]).sum().backward()


# Fuzzing

SAMPLES: list[Any] = [
    [1, "a", None, True, 1.5, float("nan"), 2**90, b"bytes", 1j],
    {"a": (1, 2), "b": {1, 2}, 3: frozenset("xy"), "long": "z" * 500},
    list(range(100)),
    [0.5] * 100,
    np.arange(6.0).reshape(2, 3),
    np.array(["a", "bc"]),
    np.array([1, "x", None], dtype=object),
    np.ma.MaskedArray([1, 2], [True, False]),
    np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    np.float32(2),
    np.random.default_rng(0),
    torch.ones(2, dtype=torch.bfloat16),
    torch.eye(2).to_sparse(),
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.Categorical(["u", "v"])}),
    pd.Series(pd.array([1, None], dtype="Int64"), index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
    pd.Series(pd.date_range("2024", periods=2, tz="UTC"), name="t"),
    pd.cut(pd.Series([1, 5]), [0, 2, 6]),
    pd.period_range("2024", periods=2, freq="M"),
    pd.Timestamp("2024-01-01"),
    slice(1, None),
    range(5),
]


def survive(text: bytes, body: bytes) -> None:
    with contextlib.suppress(ChannelError):
        read(text, body)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(sorted(READERS)),
    lambda children: (
        st.lists(children, max_size=5)
        | st.tuples(st.sampled_from(sorted(READERS)), children, children).map(list)
        | st.tuples(st.sampled_from(sorted(READERS)), st.lists(children, max_size=4)).map(
            lambda pair: [pair[0], *pair[1]]
        )
    ),
    max_leaves=25,
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(TREES, st.binary(max_size=64))
def test_any_tree_is_read_or_refused(tree: Any, body: bytes) -> None:
    survive(json.dumps({"v": tree, "b": [len(body)]}).encode(), body)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(range(len(SAMPLES))), st.integers(0, 2**32))
def test_any_damage_to_a_message_is_read_or_refused(which: int, seed: int) -> None:
    text, body = (bytearray(part) for part in message(SAMPLES[which]))
    chance = random.Random(seed)
    for part in (text, body):
        for _ in range(chance.randrange(4) if part else 0):
            part[chance.randrange(len(part))] = chance.randrange(256)
    survive(bytes(text), bytes(body))


def damage(tree: Any, chance: random.Random) -> Any:
    """Replace one part of a message's tree."""
    if isinstance(tree, list) and tree and chance.random() < 0.8:
        place = chance.randrange(len(tree))
        return [*tree[:place], damage(tree[place], chance), *tree[place + 1 :]]
    choices = [None, -1, 0, 1, 2**70, 1e300, "", "x", [], ["l", []], True, ["i", "-0x1"], ["t", [1]], "|O", [[]]]
    return chance.choice(choices)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(range(len(SAMPLES))), st.integers(0, 2**32))
def test_any_change_in_the_structure_is_read_or_refused(which: int, seed: int) -> None:
    text, body = message(SAMPLES[which])
    fields = json.loads(text)
    chance = random.Random(seed)
    for _ in range(1 + chance.randrange(2)):
        fields["v"] = damage(fields["v"], chance)
    survive(json.dumps(fields).encode(), body)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(TREES, st.sampled_from(["v", "e", "out", "modules", "changes", "drew", "generators", "late", "own", "back"]))
def test_any_answer_leaves_a_value_an_exception_or_a_broken_line(tree: Any, key: str) -> None:
    fields = {"v": 1, "b": [], key: tree}
    with facing(answering(fields)) as learner, contextlib.redirect_stdout(io.StringIO()):
        try:
            learner.value("x")
        except ChannelError:
            assert learner.broken or key == "late"
        except Exception:
            assert key == "e"
