"""Fetching, against a real server on this machine that misbehaves in the ways that servers do."""

from __future__ import annotations

import hashlib
import io
import os
import re
import socket
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mlcourse.datasets import downloading, fetching
from mlcourse.datasets.fetching import File, fetch
from mlcourse.datasets.originals import files, texts
from mlcourse.errors import CourseError

CONTENT = bytes(range(256)) * 2_000
HALF = len(CONTENT) // 2
SHA256 = "sha256:" + hashlib.sha256(CONTENT).hexdigest()

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as its server was told to for the path."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, self.headers.get("Range")))
        self.server.answers[self.path](self)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def start(self) -> int:
        """Return the first byte that is wanted."""
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(wanted[1]) if wanted else 0

    def send(self, status: int, body: bytes = b"", length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Keeps the answers by path, and what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.closing = threading.Event()

    def url(self, path: str, answer: Answer) -> str:
        self.answers[path] = answer
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("MLCOURSE_CACHE", str(folder))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return folder


def whole(handler: Handler) -> None:
    """Knows nothing of ranges."""
    handler.send(200, CONTENT)


def ranges(handler: Handler) -> None:
    """Gives any part."""
    start = handler.start()
    if start >= len(CONTENT):
        handler.send(416, Content_Range=f"bytes */{len(CONTENT)}")
    elif start:
        last = len(CONTENT) - 1
        handler.send(206, CONTENT[start:], Content_Range=f"bytes {start}-{last}/{len(CONTENT)}")
    else:
        handler.send(200, CONTENT)


def cut_off(handler: Handler) -> None:
    """Promises everything and gives half."""
    handler.send(200, CONTENT[:HALF], length=len(CONTENT))


def cut_off_once() -> Answer:
    """Promises everything and gives half the first time; gives any part afterwards."""
    answers = [cut_off]
    return lambda handler: (answers.pop() if answers else ranges)(handler)


def wrong(handler: Handler) -> None:
    """Gives a file of the same length with one byte changed."""
    handler.send(200, CONTENT[:-1] + b"!")


def missing(handler: Handler) -> None:
    handler.send(404, b"<html>not here</html>")


def silent(handler: Handler) -> None:
    """Begins and then says nothing more."""
    handler.send(200, CONTENT[:HALF], length=len(CONTENT))
    handler.wfile.flush()
    handler.server.closing.wait(30)


def trickling(handler: Handler) -> None:
    """Gives a byte now and then, so that no single wait is long."""
    handler.send(200, CONTENT[:HALF], length=len(CONTENT))
    for position in range(HALF, len(CONTENT)):
        if handler.server.closing.wait(0.05):
            return
        handler.wfile.write(CONTENT[position : position + 1])
        handler.wfile.flush()


def file(*urls: str, digest: str = SHA256, size: int | None = len(CONTENT)) -> File:
    return File("things.bin", urls, digest, size)


def closed_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}/gone"


def begin(cache: Path, content: bytes) -> Path:
    """Leave behind what an interrupted download would have."""
    cache.mkdir()
    partial = cache / "things.bin.part"
    partial.write_bytes(content)
    return partial


def only_the_file_is_kept(cache: Path) -> None:
    assert {path.name for path in cache.iterdir()} - {"things.bin.lock"} == {"things.bin"}


def test_a_file_is_fetched_once_and_then_taken_from_the_cache(server: Server, cache: Path) -> None:
    wanted = file(server.url("/a", ranges))
    path = fetch(wanted, "things")
    assert path == cache / "things.bin"
    assert path.read_bytes() == CONTENT
    only_the_file_is_kept(cache)
    assert server.asked == [("/a", None)]
    assert fetch(wanted, "things") == path
    assert len(server.asked) == 1


@pytest.mark.parametrize("algorithm", ["sha256", "sha1", "md5"])
def test_every_usual_hash_is_understood(server: Server, algorithm: str) -> None:
    digest = f"{algorithm}:{hashlib.new(algorithm, CONTENT).hexdigest()}"
    assert fetch(file(server.url("/a", ranges), digest=digest), "things").read_bytes() == CONTENT


def test_a_size_that_nobody_published_is_no_hindrance(server: Server) -> None:
    assert fetch(file(server.url("/a", ranges), size=None), "things").read_bytes() == CONTENT


def test_a_damaged_file_in_the_cache_is_fetched_anew(server: Server, cache: Path) -> None:
    cache.mkdir()
    (cache / "things.bin").write_bytes(CONTENT[:HALF])
    assert fetch(file(server.url("/a", ranges)), "things").read_bytes() == CONTENT


def test_a_file_that_was_put_there_by_hand_needs_no_network(cache: Path) -> None:
    cache.mkdir()
    (cache / "things.bin").write_bytes(CONTENT)
    assert fetch(file(closed_port()), "things").read_bytes() == CONTENT


def test_what_a_broken_download_left_is_gone_on_with(server: Server, cache: Path) -> None:
    wanted = file(server.url("/a", cut_off_once()))
    with pytest.raises(CourseError, match="broke after 256 kB") as caught:
        fetch(wanted, "things")
    assert "The 256 kB that arrived are kept" in str(caught.value)
    assert fetch(wanted, "things").read_bytes() == CONTENT
    assert server.asked == [("/a", None), ("/a", f"bytes={HALF}-")]
    only_the_file_is_kept(cache)


def test_the_next_mirror_goes_on_where_the_first_broke_off(server: Server) -> None:
    wanted = file(server.url("/a", cut_off), server.url("/b", ranges))
    assert fetch(wanted, "things").read_bytes() == CONTENT
    assert server.asked == [("/a", None), ("/b", f"bytes={HALF}-")]


def test_a_server_without_ranges_gives_everything_anew(server: Server, cache: Path) -> None:
    begin(cache, CONTENT[:HALF])
    assert fetch(file(server.url("/a", whole)), "things").read_bytes() == CONTENT
    assert server.asked == [("/a", f"bytes={HALF}-")]


@pytest.mark.parametrize(
    "left",
    [b"x" * HALF, b"x" * len(CONTENT), b"x" * (len(CONTENT) + 1)],
    ids=["another beginning", "complete but wrong", "too long"],
)
@pytest.mark.parametrize("size", [len(CONTENT), None], ids=["size known", "size unknown"])
@pytest.mark.parametrize("answer", [whole, ranges])
def test_a_partial_file_that_cannot_be_right_is_thrown_away(
    server: Server, cache: Path, left: bytes, size: int | None, answer: Answer
) -> None:
    begin(cache, left)
    assert fetch(file(server.url("/a", answer), size=size), "things").read_bytes() == CONTENT
    only_the_file_is_kept(cache)


@pytest.mark.parametrize("size", [len(CONTENT), None], ids=["size known", "size unknown"])
def test_a_partial_file_that_is_complete_is_taken(server: Server, cache: Path, size: int | None) -> None:
    begin(cache, CONTENT)
    assert fetch(file(server.url("/a", ranges), size=size), "things").read_bytes() == CONTENT
    assert [path for path, _ in server.asked] == ([] if size else ["/a"])


def test_a_range_that_begins_elsewhere_is_not_believed(server: Server, cache: Path) -> None:
    def elsewhere(handler: Handler) -> None:
        if handler.start():
            handler.send(206, CONTENT[1:], Content_Range=f"bytes 1-{len(CONTENT) - 1}/{len(CONTENT)}")
        else:
            handler.send(200, CONTENT)

    begin(cache, CONTENT[:HALF])
    assert fetch(file(server.url("/a", elsewhere)), "things").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (wrong, "the hash differs"),
        (missing, "not there any more .HTTP status 404"),
        (lambda handler: handler.send(403), "does not give the file to everybody"),
        (lambda handler: handler.send(429), "asked too often"),
        (lambda handler: handler.send(503), "out of order"),
        (lambda handler: handler.send(206, CONTENT), "strange answer .HTTP status 206"),
        (lambda handler: handler.send(200, CONTENT + b"more"), "another file: one of 512,004 bytes instead of 512,000"),
        (lambda handler: handler.send(302, Location="ftp://example.org/a"), "not on the web"),
        (lambda handler: handler.send(302, Location="/bad"), "without end"),
        (lambda handler: handler.wfile.write(b"no HTTP at all\r\n\r\n"), "could not be reached"),
        (cut_off, "the connection broke"),
    ],
)
def test_a_bad_mirror_is_passed_over_and_named_when_there_is_no_other(
    server: Server, cache: Path, answer: Answer, said: str
) -> None:
    bad = server.url("/bad", answer)
    with pytest.raises(CourseError, match=said):
        fetch(file(bad), "things")
    assert not (cache / "things.bin").exists()
    assert fetch(file(bad, server.url("/good", ranges)), "things").read_bytes() == CONTENT


@pytest.mark.parametrize("answer", [silent, trickling])
def test_a_slow_mirror_is_given_up(server: Server, answer: Answer) -> None:
    slow = server.url("/slow", answer)
    with pytest.raises(CourseError, match=r"no answer within 1 seconds|too slow: [\d,]+ bytes"):
        fetch(file(slow), "things", timeout=1.0)
    assert fetch(file(slow, server.url("/good", ranges)), "things", timeout=1.0).read_bytes() == CONTENT
    assert server.asked[-1] == ("/good", f"bytes={server.asked[-1][1].split('=')[1]}")


def test_more_than_was_announced_is_not_taken(server: Server, cache: Path) -> None:
    def chunked(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in (CONTENT, CONTENT):
            handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    with pytest.raises(CourseError, match="more than the 512,000 bytes"):
        fetch(file(server.url("/a", chunked)), "things")
    assert not (cache / "things.bin.part").exists()


def test_when_all_mirrors_are_gone_one_sentence_for_each_and_what_to_do(server: Server, cache: Path) -> None:
    gone, missing_there = closed_port(), server.url("/b", missing)
    with pytest.raises(CourseError) as caught:
        fetch(file(gone, missing_there), "things")
    assert str(caught.value).splitlines() == [
        "The original data of 'things' could not be fetched:",
        f"- {gone}: could not be reached",
        f"- {missing_there}: the file is not there any more (HTTP status 404)",
        "What you can do:",
        "- Go on without a network: datasets.load('things', source='simulated') makes data of the same kind.",
        "- Try again when the network is there.",
        f"- Get the file in another way and save it as {cache / 'things.bin'} (512 kB, {SHA256}).",
    ]
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_wrong_file_put_by_hand_is_named_and_left(cache: Path) -> None:
    cache.mkdir()
    (cache / "things.bin").write_bytes(b"another file")
    with pytest.raises(CourseError, match=r"things\.bin is not the right one"):
        fetch(file(closed_port()), "things")
    assert (cache / "things.bin").read_bytes() == b"another file"


def test_an_interrupted_download_is_gone_on_with(server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = file(server.url("/a", ranges))
    read = downloading._chunks

    def interrupted(*args: object) -> Iterator[bytes]:
        chunks = read(*args)  # type: ignore[arg-type]
        yield next(chunks)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(downloading, "_chunks", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fetch(wanted, "things")
    left = (cache / "things.bin.part").read_bytes()
    assert 0 < len(left) < len(CONTENT)
    assert CONTENT.startswith(left)
    assert fetch(wanted, "things").read_bytes() == CONTENT
    assert server.asked[-1] == ("/a", f"bytes={len(left)}-")


FETCH = """
import sys
from mlcourse.datasets.fetching import File, fetch
print(fetch(File("things.bin", (sys.argv[1],), sys.argv[2], int(sys.argv[3])), "things"))
"""


def test_two_processes_fetch_once(server: Server, cache: Path) -> None:
    one_waits = threading.Event()

    def when_one_waits(handler: Handler) -> None:
        one_waits.wait(60)
        ranges(handler)

    def listen(process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            if "waiting for it" in line:
                one_waits.set()

    command = [sys.executable, "-u", "-c", FETCH, server.url("/a", when_one_waits), SHA256, str(len(CONTENT))]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    listeners = [threading.Thread(target=listen, args=(process,)) for process in processes]
    for listener in listeners:
        listener.start()
    outputs = [process.stdout.read().strip() for process in processes if process.stdout]
    for process, listener in zip(processes, listeners, strict=True):
        listener.join()
        process.wait()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()
    assert outputs == [str(cache / "things.bin")] * 2
    assert server.asked == [("/a", None)]


@contextmanager
def nobody() -> Iterator[None]:
    """Run as a user who may not write everywhere, where the tests run as root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_cache_that_cannot_be_written_to_is_told(server: Server, cache: Path) -> None:
    wanted = file(server.url("/a", ranges))
    fetch(file(server.url("/b", ranges)), "things").unlink()  # so that all modules are loaded
    cache.chmod(0o500)
    with (
        nobody(),
        pytest.raises(CourseError, match=r"cannot be written to \(permission denied\).*MLCOURSE_CACHE"),
    ):
        fetch(wanted, "things")
    cache.chmod(0o700)
    assert [path for path, _ in server.asked] == ["/b"]


def test_a_cache_that_is_no_folder_is_told(server: Server, cache: Path) -> None:
    cache.write_text("a file")
    with pytest.raises(CourseError, match="cannot be written to"):
        fetch(file(server.url("/a", ranges)), "things")


def test_a_read_only_cache_that_has_the_file_is_enough(cache: Path) -> None:
    cache.mkdir()
    (cache / "things.bin").write_bytes(CONTENT)
    cache.chmod(0o500)
    assert fetch(file(closed_port()), "things").read_bytes() == CONTENT
    cache.chmod(0o700)
    assert [path.name for path in cache.iterdir()] == ["things.bin"]


def test_a_full_disk_is_told_and_no_mirror_is_blamed(
    server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(downloading.FileIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(downloading, "FileIO", Full)
    with pytest.raises(CourseError, match=r"cannot be written to \(no space left on device\)"):
        fetch(file(server.url("/a", ranges), server.url("/b", ranges)), "things")
    assert server.asked == [("/a", None)]


@pytest.mark.parametrize(
    ("name", "url", "digest"),
    [
        ("things.bin", "ftp://example.org/a", SHA256),
        ("things.bin", "file:///etc/passwd", SHA256),
        ("../things.bin", "https://example.org/a", SHA256),
        ("", "https://example.org/a", SHA256),
        ("things.bin", "https://example.org/a", "sha256:abc"),
        ("things.bin", "https://example.org/a", "crc32:" + "0" * 8),
    ],
)
def test_what_is_no_file_on_the_web_is_refused(name: str, url: str, digest: str) -> None:
    with pytest.raises(ValueError, match=r"plain file name|http|sha256"):
        File(name, (url,), digest)


def test_without_the_variable_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MLCOURSE_CACHE")
    assert fetching.cache_folder().is_absolute()
    assert "mlcourse" in fetching.cache_folder().parts
    monkeypatch.setenv("MLCOURSE_CACHE", "~/data")
    assert fetching.cache_folder() == Path.home() / "data"


def test_nothing_is_shown_where_nobody_looks(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    fetch(file(server.url("/a", ranges)), "things")
    assert capfd.readouterr() == ("", "")


def test_a_terminal_sees_a_bar(
    server: Server, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    fetch(file(server.url("/a", ranges)), "things")
    assert "things.bin" in capfd.readouterr().err


# ---- what was read from a large archive is kept beside it ----


def reviews_archive(said: str) -> bytes:
    """Pack two reviews of one film in each part and class, as the archive of IMDb has them."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for part in ("train", "test"):
            for label, rating in (("neg", 1), ("pos", 10)):
                members = {f"urls_{label}.txt": "http://example.org/a\n" * 2}
                members |= {f"{label}/{number}_{rating}.txt": f"{said} é {number}" for number in range(2)}
                for name, text in members.items():
                    information = tarfile.TarInfo(f"aclImdb/{part}/{name}")
                    information.size = len(text.encode())
                    archive.addfile(information, io.BytesIO(text.encode()))
    return packed.getvalue()


@pytest.fixture
def offer_reviews(server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the server have an archive of reviews, which the catalogue knows by its hash."""

    def offer(said: str) -> None:
        content = reviews_archive(said)
        url = server.url("/reviews", lambda handler: handler.send(200, content))
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        monkeypatch.setattr(files, "IMDB", File("reviews.tar.gz", (url,), digest, len(content)))

    return offer


@pytest.fixture
def openings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note each reading of an archive."""
    seen: list[Path] = []
    real = texts.tar_members

    def noted(path: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
        seen.append(path)
        return real(path, wanted)

    monkeypatch.setattr(texts, "tar_members", noted)
    return seen


def kept_files(cache: Path) -> list[Path]:
    """Find what was kept of the archive, and see that nothing half-done lies about."""
    assert not [*cache.glob("*.tmp")]
    return [*cache.glob("reviews.tar.gz.*.npz")]


def test_reviews_are_read_from_their_archive_once(
    server: Server, cache: Path, offer_reviews: Callable[[str], None], openings: list[Path]
) -> None:
    offer_reviews("fine")
    first, again = texts.imdb(), texts.imdb()
    assert first.data[:3].tolist() == ["fine é 0", "fine é 1", "fine é 0"]
    assert first.data.tolist() == again.data.tolist()
    assert again.data.dtype == object
    assert again.target.tolist() == [0, 0, 1, 1] * 2
    for name, values in first.extras.items():
        assert (values == again.extras[name]).all()
        assert values.dtype == again.extras[name].dtype
    assert openings == [cache / "reviews.tar.gz"]
    assert server.asked == [("/reviews", None)]
    assert len(kept_files(cache)) == 1


def test_what_was_kept_of_another_archive_is_not_taken(
    cache: Path, offer_reviews: Callable[[str], None], openings: list[Path]
) -> None:
    for said in ("fine", "dull"):
        offer_reviews(said)
        assert texts.imdb().data[0] == f"{said} é 0"
    assert len(openings) == 2


@pytest.mark.parametrize("damage", [b"", b"no archive", b"PK\x03\x04 half"])
def test_what_was_kept_and_is_damaged_is_made_anew(
    cache: Path, offer_reviews: Callable[[str], None], openings: list[Path], damage: bytes
) -> None:
    offer_reviews("fine")
    texts.imdb()
    (kept,) = kept_files(cache)
    whole = kept.read_bytes()
    for left in (damage, whole[: len(whole) // 2], whole[:80] + bytes([whole[80] ^ 1]) + whole[81:]):
        kept.write_bytes(left)
        assert texts.imdb().data[0] == "fine é 0"
    assert len(openings) == 4
    texts.imdb()
    assert len(openings) == 4


def test_where_nothing_can_be_kept_the_reviews_are_read_all_the_same(
    cache: Path, offer_reviews: Callable[[str], None], openings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_reviews("fine")
    texts.imdb()
    (kept,) = kept_files(cache)
    kept.unlink()
    kept.mkdir()  # what is written cannot take this place
    assert texts.imdb().data[0] == "fine é 0"
    kept.rmdir()

    def full(out: io.BufferedWriter, **_: object) -> None:
        out.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numpy.savez_compressed", full)
    assert texts.imdb().data[0] == "fine é 0"
    assert kept_files(cache) == []
    assert len(openings) == 3
