"""Every notebook in JupyterLab with no network: all cells run, every chart is drawn, no request leaves the machine."""

import json
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
PATIENCE = 240

WATCH = """
import ipaddress, os, sys

def is_near(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost", None)

def watch(event, given):
    host = None
    if event == "socket.getaddrinfo":
        host = given[0]
    elif event in ("socket.connect", "socket.sendto"):
        host = given[1][0] if isinstance(given[1], tuple) else None
    host = host.decode() if isinstance(host, bytes) else host
    if not is_near(host):
        write(f"{{event}} {{host}}")

def write(line):
    with open({called!r}, "a", encoding="utf-8") as file:
        file.write(line + "\\n")

write(f"watched {{os.getpid()}}")
sys.addaudithook(watch)
"""
"""Run by every Python at its start: the server and each kernel write down whom they would call outside the machine."""


@dataclass
class Lab:
    """A running JupyterLab: its address, the folder of its notebooks, and where it wrote down whom it called."""

    address: str
    folder: Path
    called: Path


@pytest.fixture(scope="module")
def lab(load_report, sample, tmp_path_factory) -> Iterator[Lab]:
    """What `roi lab` starts in a folder that holds no more than the sample's warehouse."""
    from roi_analytics.open_lab import command, own_notebooks, prepare

    here, home = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("home")
    folder = own_notebooks(here, tell=lambda line: None)
    _fill_in(folder / "1_load_and_validate.ipynb", site_file=str(sample / "site.toml"), warehouse="own.duckdb")
    shutil.copy(load_report[0], here / "roi.duckdb")
    called = home / "called.txt"
    (home / "sitecustomize.py").write_text(WATCH.format(called=str(called)), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    server = subprocess.Popen(
        [
            *command(folder, here), "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
            "--IdentityProvider.token=",
        ],
        env=prepare(home / "roi") | own | {"IPYTHONDIR": str(home / "ipython"), "PYTHONPATH": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/api/status", server)
    yield Lab(address, folder, called)
    server.terminate()
    server.wait(timeout=30)


def _fill_in(path: Path, **parameters: str) -> None:
    """Type values into the notebook's first cell, as its reader is asked to."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", ()))
    cell["source"] = [f"{name} = {value!r}\n" for name, value in parameters.items()]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(240):
        assert server.poll() is None, "JupyterLab did not start"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise AssertionError("JupyterLab did not answer within two minutes")


def code_cells(path: Path) -> list[dict]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


def charts_in(path: Path) -> int:
    return sum(bool(re.search(r"site\.\w*chart\(", "".join(cell["source"]))) for cell in code_cells(path))


def ran(page, path: Path) -> list[dict]:
    """The code cells once all of them have run, or one has failed: saved, and read from the file."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        try:
            cells = code_cells(path)
        except json.JSONDecodeError:  # it is being written just now
            continue
        if all(cell["execution_count"] for cell in cells) or any(failures(cell) for cell in cells):
            return cells
    raise AssertionError(f"{path.name} did not run through in {PATIENCE} seconds")


def failures(cell: dict) -> list[str]:
    return [output["ename"] for output in cell["outputs"] if output["output_type"] == "error"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_every_chart_is_drawn(desk, lab, name):
    page, path = desk.page, lab.folder / name
    page.goto(f"{lab.address}/lab/tree/{name}?reset", wait_until="domcontentloaded")
    page.locator(".jp-Notebook").wait_for(timeout=PATIENCE * 1000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE * 1000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells = ran(page, path)
    assert [failures(cell) for cell in cells if failures(cell)] == []
    assert [output for cell in cells for output in cell["outputs"] if output.get("name") == "stderr"] == []
    wanted = charts_in(path)
    page.wait_for_function(
        "wanted => document.querySelectorAll('.jp-OutputArea svg.marks').length >= wanted", arg=wanted, timeout=60_000
    )
    drawn = page.locator(".jp-OutputArea svg.marks").evaluate_all(
        """charts => charts.map(chart => ({
            marks: chart.querySelectorAll('.role-mark path, .role-mark line').length,
            told: chart.closest('[role=graphics-document]')?.getAttribute('aria-label'),
        }))"""
    )
    assert len(drawn) == wanted
    assert all(chart["marks"] > 0 for chart in drawn), f"marks drawn in each chart of {name}: {drawn}"
    assert all(re.search(r"\d", chart["told"] or "") for chart in drawn), f"numbers told by each chart: {drawn}"
    assert desk.left_the_machine == []
    called = set(lab.called.read_text(encoding="utf-8").splitlines())
    assert [line for line in called if not line.startswith("watched ")] == []
    assert len(called) > 1, "the server and the kernel are watched"
