"""What honest notebooks do works in the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.kernel.sandbox.conftest import World

CODE = """
import concurrent.futures, json, multiprocessing, os, shutil, subprocess, sys, tempfile, threading

import joblib
import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(2)
x = torch.randn(300, 300, requires_grad=True)
(x @ x).relu().sum().backward()
said["torch"] = bool(torch.isfinite(x.grad).all())

rng = np.random.default_rng(0)
X, y = rng.normal(size=(200, 4)), rng.integers(0, 2, 200)
said["numpy"] = float(np.linalg.norm(X.T @ X)) > 0
said["scikit-learn"] = len(RandomForestClassifier(5, n_jobs=2).fit(X, y).predict(X))
said["joblib"] = joblib.Parallel(2)(joblib.delayed(abs)(number) for number in (-1, -2))

data = TensorDataset(torch.arange(20.0))
said["loader"] = sum(float(batch.sum()) for (batch,) in DataLoader(data, batch_size=5, num_workers=WORKERS))

with multiprocessing.get_context("fork").Pool(2) as pool:
    said["pool"] = pool.map(abs, [-1, -2])
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    said["threads"] = list(pool.map(abs, [-1, -2]))

script = "import numpy, json, mlcourse; print(json.dumps(numpy.arange(3).tolist()))"
said["subprocess"] = json.loads(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)
said["shell"] = subprocess.run("echo $HOME | cat", shell=True, capture_output=True, text=True).stdout.strip()

with tempfile.TemporaryDirectory() as folder:
    np.save(folder + "/x.npy", X)
    torch.save(x, folder + "/x.pt")
    shutil.copy2(folder + "/x.npy", "x.npy")
    os.chmod("x.npy", 0o600)
said["files"] = np.load("x.npy").shape
said["home"] = os.environ["HOME"]
"""

EXPECTED = {
    "torch": True,
    "numpy": True,
    "scikit-learn": 200,
    "joblib": [1, 2],
    "loader": 190.0,
    "pool": [1, 2],
    "threads": [1, 2],
    "subprocess": [0, 1, 2],
    "files": [200, 4],
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "without", [(), ("processes", "network", "messages", "mounts", "user")], ids=["all", "container"]
)
def test_libraries_work(world: World, without: tuple[str, ...]) -> None:
    if without and not world.ordinary:
        pytest.skip("a container's users are tried once")
    world.constants["WORKERS"] = 0 if without else 2  # its processes meet by socket files, which only a view lets in
    modules = ("numpy", "pandas", "torch", "sklearn.ensemble")
    ran = world.run(CODE, modules=modules, without=without, limits={"disk": 64 << 20})
    assert ran.code == 0, ran.errors
    assert ran.said.pop("shell") == ran.said.pop("home")
    assert ran.said == EXPECTED
    assert ran.left_nothing
