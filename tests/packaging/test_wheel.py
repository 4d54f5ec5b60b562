"""The source distribution becomes a wheel, and the wheel a working course, on a machine without Node."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def run(command: list[str], **options: Any) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def no_node(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which no Node is found."""
    return {**os.environ, "PATH": str(tmp_path_factory.mktemp("empty"))}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, no_node: dict[str, str]) -> Path:
    """The wheel, built without Node from the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)], cwd=ROOT)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    (source,) = (path for path in folder.iterdir() if path.is_dir())
    run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=source,
        env=no_node,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """A new virtual environment with the wheel; the dependencies are those of the present one."""
    folder = tmp_path_factory.mktemp("clean")
    run([sys.executable, "-m", "venv", "--without-pip", str(folder)])
    python = folder / "bin" / "python"
    site = Path(run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--no-deps",
            "--no-index",
            str(wheel),
        ]
    )
    share = folder / "share" / "jupyter"
    for name in ("lab", "nbconvert"):
        (share / name).symlink_to(Path(sys.prefix, "share", "jupyter", name))
    return folder


def test_the_wheel_holds_everything_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert len(names) == len(set(names))
    for wanted in (
        "mlcourse/_content/course/01-foundations/08-vectors-and-matrices.md",
        "mlcourse/_content/assignments/01-foundations/linear-algebra/vectors-and-matrices.py",
        "/data/share/jupyter/kernels/mlcourse/kernel.json",
        "/data/share/jupyter/labextensions/@mlcourse/labextension/install.json",
        "/data/share/jupyter/labextensions/@mlcourse/labextension/package.json",
        "/data/share/jupyter/labextensions/@mlcourse/labextension/schemas/@mlcourse/labextension/settings.json",
        "mlcourse/locale/de_DE/LC_MESSAGES/mlcourse.json",
        "/data/etc/jupyter/jupyter_server_config.d/mlcourse.json",
    ):
        assert sum(name.endswith(wanted) for name in names) == 1, wanted
    assert not [name for name in names if "node_modules" in name or name.startswith("mlcourse/labextension")]


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    """Weights, templates, schemas, styles, texts in other languages: what stands beside the code is read by it."""
    elsewhere = {"labextension", "kernel/kernelspec"}  # installed where Jupyter looks for them
    package = ROOT / "mlcourse"
    paths = (path.relative_to(package) for path in package.rglob("*") if path.is_file())
    wanted = {
        f"mlcourse/{path.as_posix()}"
        for path in paths
        if not elsewhere & {parent.as_posix() for parent in path.parents}
        and not any(part == "__pycache__" or part.startswith(".") for part in path.parts)
    }
    assert len([name for name in wanted if not name.endswith(".py")]) > 15
    assert sorted(wanted - set(zipfile.ZipFile(wheel).namelist())) == []


OFFLINE = """
import socket

def refuse(*_):
    raise OSError("there is no network")

socket.socket.connect = socket.getaddrinfo = refuse

from mlcourse import datasets, zoo

for name in datasets.available():
    assert len(datasets.load(name).data), name
for name in zoo.available():
    assert zoo.load(name).card.title, name
print(len(datasets.available()), len(zoo.available()))
"""


def test_data_models_and_figures_come_with_the_wheel(clean: Path, tmp_path: Path) -> None:
    python = str(clean / "bin" / "python")
    environment = {**os.environ, "MLCOURSE_CACHE": str(tmp_path / "cache"), "MLCOURSE_DATA": ""}
    data, models = map(int, run([python, "-c", OFFLINE], cwd=tmp_path, env=environment).split())
    assert (data >= 30, models >= 7) == (True, True)
    assert not (tmp_path / "cache").exists()
    page = tmp_path / "gallery.html"
    run([python, "-m", "mlcourse.cli", "gallery", str(page)], cwd=tmp_path, env=environment)
    assert page.stat().st_size > 1_000_000


def test_a_learner_gets_the_course_from_the_wheel(clean: Path, tmp_path: Path, no_node: dict[str, str]) -> None:
    command = [str(clean / "bin" / "python"), "-m", "mlcourse.cli"]
    scratch = {name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    environment = {**no_node, **scratch}
    report = json.loads(run([*command, "doctor", "--json"], env=environment, cwd=tmp_path))
    found = {finding["name"]: finding["value"] for finding in report["findings"]}
    assert report["healthy"], report
    assert found["course kernel"].startswith(str(clean))
    assert found["sidebar"].startswith(str(clean))
    assert found["course material"].startswith(str(clean))

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*command, "lab", "work", "--", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
         "--ServerApp.port_retries=0", "--ServerApp.token=secret"],
        cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        roadmap = fetch(server, port, "mlcourse/roadmap")
        assert [one["rows"] for one in roadmap["roadmaps"]] == [253, 159, 140, 449, 62]
        for path in (*roadmap["topics"], *roadmap["checks"]):
            assert (tmp_path / "work" / path).is_file()
        assert "mlcourse-Report" in fetch(server, port, "mlcourse/report")["html"]
        assert "mlcourse" in fetch(server, port, "api/kernelspecs")["kernelspecs"]
        assert "@mlcourse/labextension" in page(server, port, "lab")
    finally:
        server.terminate()
        server.wait(30)


def fetch(server: subprocess.Popen[bytes], port: int, path: str) -> Any:
    return json.loads(page(server, port, path))


def page(server: subprocess.Popen[bytes], port: int, path: str) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/{path}", headers={"Authorization": "token secret"})
    for _ in range(300):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return str(answer.read().decode())
        except ConnectionError:
            pass
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
        assert server.poll() is None, "JupyterLab stopped"
        time.sleep(0.2)
    raise AssertionError("JupyterLab did not answer")
