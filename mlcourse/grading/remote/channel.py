"""One end of the line between the referee and the learner's process: frames of text and bytes, in strict turns."""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass

REQUEST, ANSWER = b"Q", b"A"
_HEAD = struct.Struct("!1sQQ16s")
_MOST_TEXT = 32 << 20
_MOST_BYTES = 256 << 20


class ChannelError(BaseException):
    """The line to the learner's process failed.

    It is no `Exception`, so that no ``except Exception`` of a check takes it for something that the answer raised.
    """


class Closed(ChannelError):  # noqa: N818
    """The other side has gone."""


class Violation(ChannelError):  # noqa: N818
    """The other side broke the protocol."""


class Late(ChannelError):  # noqa: N818
    """The other side did not answer in time."""


@dataclass(frozen=True)
class Frame:
    """One message: `kind` (``REQUEST`` or ``ANSWER``), the number of the request, JSON text, and bytes beside it."""

    kind: bytes
    number: bytes
    text: bytes
    body: bytearray


class Channel:
    """Sends and receives frames over one end of a socket pair; any failure closes it for good.

    Parameters
    ----------
    line : socket.socket
        A connected stream socket; the channel closes it.
    most_text, most_bytes : int
        How many bytes of text, and of data beside it, one frame may bring.
    """

    def __init__(self, line: socket.socket, *, most_text: int = _MOST_TEXT, most_bytes: int = _MOST_BYTES) -> None:
        self._line = line
        self.most_text, self.most_bytes = most_text, most_bytes
        self.broken = False

    def send(
        self, kind: bytes, number: bytes, text: bytes, buffers: Sequence[bytes] = (), deadline: float | None = None
    ) -> None:
        """Send a frame before the deadline (of ``time.monotonic``)."""
        size = sum(map(len, buffers))
        head = _HEAD.pack(kind, len(text), size, number)
        try:
            self._line.settimeout(_remaining(deadline))
            self._line.sendall(b"".join((head, text, *buffers)))
        except BaseException as error:
            raise self._failed(error) from None

    def receive(self, deadline: float | None = None) -> Frame:
        """Receive a frame before the deadline (of ``time.monotonic``)."""
        try:
            kind, text_size, body_size, number = _HEAD.unpack(self._read(_HEAD.size, deadline))
            if kind not in (REQUEST, ANSWER):
                raise Violation("a frame of an unknown kind")
            if text_size > self.most_text or body_size > self.most_bytes:
                raise Violation(f"a frame of {text_size + body_size} bytes, which is too much")
            return Frame(kind, number, bytes(self._read(text_size, deadline)), self._read(body_size, deadline))
        except BaseException as error:
            raise self._failed(error) from None

    def demand_silence(self) -> None:
        """Make sure that the other side has sent nothing out of turn."""
        try:
            self._line.settimeout(0)
            found = self._line.recv(1, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            return
        except BaseException as error:
            raise self._failed(error) from None
        raise self._failed(Violation("a byte out of turn") if found else Closed("the other side has gone"))

    def close(self) -> None:
        """Hang up."""
        self.broken = True
        self._line.close()

    def _read(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray(size)
        view, done = memoryview(data), 0
        while done < size:
            self._line.settimeout(_remaining(deadline))
            count = self._line.recv_into(view[done:])
            if not count:
                raise Closed("the other side has gone")
            done += count
        return data

    def _failed(self, error: BaseException) -> BaseException:
        """Close, since nobody could tell where the next frame begins, and name the error by its kind."""
        self.close()
        if isinstance(error, TimeoutError):
            return Late("no answer in time")
        if isinstance(error, OSError):
            return Closed("the other side has gone")
        return error


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    return remaining


def new_number() -> bytes:
    """Make a request's number, which nobody can guess."""
    return os.urandom(16)
