"""The course kernel, forked from the warm process: it must be a kernel like any other."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.ioloop import AsyncIOLoopKernelManager
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from mlcourse.kernel import launch, provisioner, warm

SOURCE = Path(launch.__file__).with_name("kernelspec")
NAME = "mlcourse"


@pytest.fixture(scope="module", autouse=True)
def kernelspec(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The kernel as it is in the source, which may not be installed yet."""
    folder = tmp_path_factory.mktemp("jupyter")
    shutil.copytree(SOURCE, folder / "kernels" / NAME)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.delenv("PLOTLY_RENDERER", raising=False)  # of the tests
        yield


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {"ServerApp": {"jpserver_extensions": {"mlcourse.server": True}}}


@pytest.fixture(scope="module")
def template() -> Iterator[warm.Template]:
    """The warm process with all that it imports, as the server has it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(warm.SWITCH, raising=False)
        patch.setattr(warm, "packages", lambda: ())  # others may work on the course while this runs
        warm.start()
        yield ready()
        warm.stop()


def ready() -> warm.Template:
    assert comes_true(lambda: warm.shared() is not None), warm.why_not()
    found = warm.shared()
    assert found is not None
    return found


class Kernel:
    """A running kernel and its client."""

    def __init__(self, folder: Path | None = None) -> None:
        self.manager = KernelManager(kernel_name=NAME)
        # ipykernel leaves the standard streams alone when it sees that it is tested.
        environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
        self.manager.start_kernel(env=environment, **({"cwd": str(folder)} if folder else {}))
        self.client: BlockingKernelClient = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    @property
    def is_warm(self) -> bool:
        return isinstance(self.manager.provisioner.process, provisioner._Process)

    def run(self, code: str) -> str:
        """Run code and return what it printed; an error that it ends with is added."""
        said = []

        def take(message: dict[str, Any]) -> None:
            content = message["content"]
            said.append(content.get("text") or content.get("ename") or "")

        # After an error ipykernel drops what comes in at that moment, unless it is told not to.
        self.client.execute_interactive(code, output_hook=take, timeout=60, stop_on_error=False)
        return "".join(said).strip()

    def close(self) -> None:
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)


@pytest.fixture
def start(template: warm.Template) -> Iterator[Callable[..., Kernel]]:
    kernels: list[Kernel] = []

    def make(folder: Path | None = None) -> Kernel:
        kernels.append(Kernel(folder))
        return kernels[-1]

    yield make
    for kernel in kernels:
        kernel.close()


@pytest.fixture(scope="module")
def kernel(template: warm.Template) -> Iterator[Kernel]:
    """One kernel for the tests that leave it as it is."""
    made = Kernel()
    assert made.is_warm
    yield made
    made.close()


def running(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def comes_true(condition: Callable[[], bool]) -> bool:
    for _ in range(6000):  # two minutes: importing all takes long on a busy machine
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_everything_is_imported_already(kernel: Kernel, template: warm.Template) -> None:
    assert int(kernel.run("import os; print(os.getppid())")) == template.pid
    code = "import sys; print({'torch', 'torch._dynamo', 'pandas', 'sklearn.svm', 'plotly.io'} <= sys.modules.keys())"
    assert kernel.run(code) == "True"


def test_threads_and_training_work(kernel: Kernel) -> None:
    code = """
import torch
model = torch.nn.Linear(300, 300)
optimiser = torch.optim.Adam(model.parameters())
for _ in range(3):
    optimiser.zero_grad()
    model(torch.randn(500, 300)).square().mean().backward()
    optimiser.step()
batches = torch.utils.data.DataLoader(list(range(8)), batch_size=4, num_workers=1)
print(torch.get_num_threads() > 0, [len(batch) for batch in batches])
"""
    assert kernel.run(code) == "True [4, 4]"


def test_fresh_interpreters_find_the_modules_beside_the_notebook(start: Callable[..., Kernel], tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("def double(x): return 2 * x")
    code = """
import multiprocessing, neighbour
with multiprocessing.get_context("spawn").Pool(1) as pool:
    print(pool.map(neighbour.double, [4]))
"""
    assert start(tmp_path).run(code) == "[8]"


def test_nothing_is_shared_between_kernels(start: Callable[..., Kernel]) -> None:
    first, second = start(), start()
    first.run("import numpy, os; numpy.pi = 3; secret = 1; os.environ['SECRET'] = '1'")
    code = "import numpy, os; print(numpy.pi > 3.1, 'SECRET' in os.environ, 'secret' in globals())"
    assert second.run(code) == "True False False"
    draw = "import random, numpy, torch; print(random.random(), numpy.random.rand(), torch.rand(1).item())"
    ours, theirs = first.run(draw).split(), second.run(draw).split()
    assert not set(ours) & set(theirs), "nor chance"


def test_folder_environment_and_arguments(
    start: Callable[..., Kernel], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OF_THE_SERVER", "handed on")
    kernel = start(tmp_path)
    assert kernel.run("import os; print(os.getcwd(), os.environ['OF_THE_SERVER'])") == f"{tmp_path} handed on"
    (tmp_path / "neighbour.py").write_text("here = 1")
    assert kernel.run("import neighbour, sys; print(neighbour.here, sys.argv[1])") == "1 -f"
    assert kernel.manager.provisioner.resolve_path("neighbour.py") == str(tmp_path / "neighbour.py")


def test_an_environment_that_libraries_read_early_means_a_plain_start(
    template: warm.Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [sys.executable, "-m", "ipykernel_launcher", "-f", "x.json"]
    can_fork = provisioner._can_fork
    assert can_fork(asked, {"env": dict(os.environ), "cwd": "/"})
    assert not can_fork(asked, {"env": {**os.environ, "OMP_NUM_THREADS": "17"}})
    assert not can_fork(["another-python", *asked[1:]], {})
    assert not can_fork([sys.executable, "-m", "another_kernel"], {})
    assert not can_fork(asked, {"stdout": subprocess.PIPE})
    assert not can_fork(asked, {"independent": True})


def test_an_interrupt(start: Callable[..., Kernel]) -> None:
    kernel = start()
    request = kernel.client.execute("print('begun', flush=True)\nwhile True: pass", stop_on_error=False)
    while kernel.client.get_iopub_msg(timeout=30)["content"].get("text") != "begun\n":
        pass
    kernel.manager.interrupt_kernel()
    while (reply := kernel.client.get_shell_msg(timeout=30))["parent_header"].get("msg_id") != request:
        pass
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert kernel.run("print('still here')") == "still here"


def test_a_restart(start: Callable[..., Kernel]) -> None:
    kernel = start()
    before = kernel.run("import os; kept = 1; print(os.getpid())")
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=60)
    assert kernel.is_warm
    assert kernel.run("import os; print('kept' in globals())") == "False"
    assert not running(int(before))


def test_a_shutdown(start: Callable[..., Kernel], tmp_path: Path) -> None:
    kernel = start()
    mark = tmp_path / "mark"
    kernel.run(f"import atexit, pathlib; atexit.register(pathlib.Path({str(mark)!r}).touch)")
    pid = kernel.manager.provisioner.pid
    kernel.manager.shutdown_kernel()
    assert comes_true(lambda: not Path(f"/proc/{pid}").exists()), "no zombie stays"
    assert mark.exists(), "what was to be done at the end was done"


def test_a_kill_ends_what_the_kernel_started(start: Callable[..., Kernel]) -> None:
    kernel = start()
    child = int(kernel.run("import subprocess; process = subprocess.Popen(['sleep', '60']); print(process.pid)"))
    pid = kernel.manager.provisioner.pid
    kernel.manager.shutdown_kernel(now=True)
    assert comes_true(lambda: not Path(f"/proc/{pid}").exists())
    assert comes_true(lambda: not running(child))


def test_a_kernel_that_dies_is_started_again(template: warm.Template) -> None:
    async def scenario() -> tuple[int, int]:
        manager = AsyncIOLoopKernelManager(kernel_name=NAME)
        await manager.start_kernel()
        restarter = manager._restarter
        restarter.time_to_dead = restarter.stable_start_time = 0.1
        restarter.stop()
        restarter._pcallback = None
        restarter.start()
        first, restarted = manager.provisioner.pid, asyncio.Event()
        manager.add_restart_callback(restarted.set)
        os.kill(first, signal.SIGKILL)
        await asyncio.wait_for(restarted.wait(), 30)
        # The callback comes before the restart, which must be over when the manager is asked for the next thing.
        while (new := manager.provisioner) is None or new.pid in (None, first) or not manager.ready.done():
            await asyncio.sleep(0.05)
        second = manager.provisioner.pid
        assert isinstance(manager.provisioner.process, provisioner._Process)
        await manager.shutdown_kernel(now=True)
        return first, second

    first, second = asyncio.run(scenario())
    assert first != second


def test_input(kernel: Kernel) -> None:
    request = kernel.client.execute("print(int(input('How many? ')) + 1)", allow_stdin=True)
    asked = kernel.client.get_stdin_msg(timeout=30)
    assert asked["content"]["prompt"] == "How many? "
    kernel.client.input("41")
    said = ""
    while True:
        message = kernel.client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request:
            said += message["content"].get("text", "")
            if message["content"].get("execution_state") == "idle":
                break
    assert said == "42\n"


def test_output_of_subprocesses(kernel: Kernel) -> None:
    assert kernel.run(
        "import os\nos.system('echo from below')\nos.write(2, b'and beside')\nimport time; time.sleep(.3)"
    )


def test_widgets(kernel: Kernel) -> None:
    opened: list[dict[str, Any]] = []

    def take(message: dict[str, Any]) -> None:
        if message["header"]["msg_type"] == "comm_open":
            opened.append(message["content"])

    kernel.client.execute_interactive(
        "import ipywidgets; slider = ipywidgets.IntSlider(3)", output_hook=take, timeout=30
    )
    (content,) = [one for one in opened if one["data"]["state"]["_model_name"] == "IntSliderModel"]
    change = {"method": "update", "state": {"value": 8}, "buffer_paths": []}
    message = kernel.client.session.msg("comm_msg", {"comm_id": content["comm_id"], "data": change})
    kernel.client.shell_channel.send(message)
    assert kernel.run("print(slider.value)") == "8"


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("import plotly.express as px; px.scatter(x=[1], y=[1])", {"application/vnd.plotly.v1+json"}),
        ("import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()", {"image/png", "text/plain"}),
        ("import seaborn; seaborn.lineplot(x=[1, 2], y=[1, 2]);", {"image/png", "text/plain"}),
    ],
    ids=["plotly", "matplotlib", "seaborn"],
)
def test_figures(kernel: Kernel, code: str, wanted: set[str]) -> None:
    kinds: list[str] = []

    def take(message: dict[str, Any]) -> None:
        kinds.extend(message["content"].get("data", ()))

    kernel.client.execute_interactive(code, output_hook=take, timeout=60)
    assert set(kinds) == wanted, "as in a kernel that imports the library itself"


def test_widgets_can_be_asked_for_after_a_reload_of_the_page(kernel: Kernel) -> None:
    assert kernel.run("print(sorted(get_ipython().kernel.comm_manager.targets))").count("jupyter.widget") == 2


def test_the_debugger(start: Callable[..., Kernel]) -> None:
    kernel = start()

    def ask(number: int, command: str, **arguments: Any) -> dict[str, Any]:
        body = {"type": "request", "seq": number, "command": command, "arguments": arguments}
        message = kernel.client.session.msg("debug_request", body)
        kernel.client.control_channel.send(message)
        while True:
            reply = kernel.client.get_control_msg(timeout=30)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return dict(reply["content"])

    assert ask(1, "initialize", clientID="test", adapterID="", pathFormat="path")["success"]
    assert ask(2, "attach")["success"]
    path = ask(3, "dumpCell", code="x = 1\ny = x + 1\nz = y")["body"]["sourcePath"]
    told = ask(4, "setBreakpoints", breakpoints=[{"line": 2}], source={"path": path}, sourceModified=False)
    assert told["body"]["breakpoints"][0]["verified"]
    assert ask(5, "configurationDone")["success"]
    kernel.client.execute("x = 1\ny = x + 1\nz = y")
    while True:
        message = kernel.client.get_iopub_msg(timeout=30)
        if message["header"]["msg_type"] == "debug_event" and message["content"]["event"] == "stopped":
            break
    thread = message["content"]["body"]["threadId"]
    (frame, *_) = ask(6, "stackTrace", threadId=thread)["body"]["stackFrames"]
    assert (frame["line"], frame["source"]["path"]) == (2, path)
    assert ask(7, "continue", threadId=thread)["success"]
    assert kernel.run("print(z)") == "2"


def test_a_whole_notebook(template: warm.Template) -> None:
    cells = [
        nbformat.v4.new_code_cell("x = 1"),
        nbformat.v4.new_code_cell("await __import__('asyncio').sleep(0); x + 1"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name=NAME, timeout=60).execute()
    assert notebook.cells[1].outputs[0]["data"]["text/plain"] == "2"


def test_a_kernel_outlives_the_template_and_the_next_starts_plainly(
    start: Callable[..., Kernel], template: warm.Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "Template", partial(warm.Template, modules=["ipykernel.kernelapp"]))  # it comes back soon
    survivor = start()
    survivor.run("kept = 1")
    os.kill(ready().pid, signal.SIGKILL)
    assert comes_true(lambda: warm.shared() is None)
    plain = start()
    assert not plain.is_warm
    assert plain.run("print(1)") == "1"
    assert survivor.run("print(kept)") == "1"
    survivor.manager.shutdown_kernel()
    assert not survivor.manager.has_kernel, "its end is noticed though nobody knows its status"
    ready()
    assert start().is_warm, "the warm process is back"


def test_a_template_that_refuses_means_a_plain_start(
    start: Callable[..., Kernel], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any, **settings: Any) -> None:
        raise warm.TemplateError("no memory left")

    monkeypatch.setattr(warm.Template, "fork", refuse)
    assert not start().is_warm


def test_a_kernel_alone_pays_for_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "_shared", None)
    monkeypatch.setattr(warm, "Template", None)  # making one would fail
    kernel = Kernel()
    try:
        assert not kernel.is_warm
        assert kernel.run("print(1)") == "1"
    finally:
        kernel.close()


def test_kernels_end_with_their_server(tmp_path: Path) -> None:
    program = """
import sys, time
from functools import partial
from jupyter_client.manager import KernelManager
from mlcourse.kernel import warm
warm.Template = partial(warm.Template, modules=["ipykernel.kernelapp"])
warm.start()
while not warm.shared(): time.sleep(.05)
manager = KernelManager(kernel_name="mlcourse")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
print(warm.shared().pid, manager.provisioner.pid, type(manager.provisioner.process).__name__, flush=True)
time.sleep(60)
"""
    command = [sys.executable, "-c", program]
    environment = {name: value for name, value in os.environ.items() if name != warm.SWITCH}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        template, kernel, kind = server.stdout.readline().split()
        assert kind == "_Process"
        assert running(int(kernel))
        server.kill()
        assert comes_true(lambda: not running(int(template)) and not running(int(kernel)))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whether the server asked for a warm process."""
    calls: list[str] = []
    monkeypatch.setattr(warm, "start", lambda: calls.append("start"))
    return calls


async def test_in_a_jupyter_server(
    started: list[str], template: warm.Template, jp_serverapp: Any, jp_fetch: Any, jp_root_dir: Path
) -> None:
    (jp_root_dir / "course").mkdir()
    body = json.dumps({"name": NAME, "path": "course/x.ipynb"})
    answer = json.loads((await jp_fetch("api", "kernels", method="POST", body=body)).body)
    manager = jp_serverapp.kernel_manager.get_kernel(answer["id"])
    assert isinstance(manager.provisioner.process, provisioner._Process)
    assert os.readlink(f"/proc/{manager.provisioner.pid}/cwd") == str(jp_root_dir / "course")
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    client.stop_channels()
    assert started == ["start"]
    await jp_fetch("api", "kernels", answer["id"], method="DELETE")
    assert answer["id"] not in jp_serverapp.kernel_manager
