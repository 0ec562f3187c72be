"""The notebooks in JupyterLab with no network: every cell runs, every chart is drawn, no request leaves the machine."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
WITH_CHARTS = ("2_turnaround.ipynb", "7_compare_providers.ipynb", "monthly_report.ipynb")
PATIENCE = 240_000


@pytest.fixture(scope="module")
def lab(load_report, tmp_path_factory) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the notebooks, the sample's warehouse beside them."""
    from roi_analytics.open_lab import QUIET

    folder, home = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("home")
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(notebook, folder)
    shutil.copy(load_report[0], folder / "roi.duckdb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    server = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
            "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}", *QUIET,
        ],
        env=os.environ | own | {"IPYTHONDIR": str(home / "ipython")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/api/status", server)
    yield address
    server.terminate()
    server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(240):
        assert server.poll() is None, "JupyterLab did not start"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise AssertionError("JupyterLab did not answer within two minutes")


def charts_in(name: str) -> int:
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return sum(bool(re.search(r"site\.\w*chart\(", source)) for source in code)


@pytest.mark.parametrize("name", WITH_CHARTS)
def test_every_chart_of_a_notebook_is_drawn(desk, lab, name):
    page = desk.page
    page.goto(f"{lab}/lab/tree/{name}?reset", wait_until="domcontentloaded")
    page.locator(".jp-Notebook").wait_for(timeout=PATIENCE)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    wanted = charts_in(name)
    page.wait_for_function(
        "wanted => document.querySelectorAll('.jp-OutputArea svg.marks').length >= wanted", arg=wanted, timeout=PATIENCE
    )
    charts = page.locator(".jp-OutputArea svg.marks")
    marks = [charts.nth(number).locator(".role-mark path, .role-mark line").count() for number in range(wanted)]
    assert min(marks) > 0, f"marks drawn in each chart of {name}: {marks}"
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert desk.left_the_machine == []
