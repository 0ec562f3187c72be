"""
Every notebook runs from the first cell to the last, as it is committed, on the sample site.

Where there is a Chromium the cells are run in JupyterLab (tests/browser), and here only the one `roi report` runs.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
MONTH = "2026-05"


def parameters(name: str, warehouse: Path, sample: Path) -> dict[str, str]:
    given = {"warehouse": str(warehouse)}
    if name == "1_load_and_validate.ipynb":
        return given | {"site_file": str(sample / "site.toml")}
    return given | ({"month": MONTH} if name == "monthly_report.ipynb" else {})


ALL = sorted(NOTEBOOKS.glob("*.ipynb"))
RUN = (
    [NOTEBOOKS / "monthly_report.ipynb"]
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    else ALL
)


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.name)
def test_a_notebook_runs(path, load_report, sample, tmp_path):
    from roi_analytics.report import run_notebook

    ran = run_notebook(path, tmp_path / path.name, parameters(path.name, load_report[0], sample))
    cells = [cell for cell in json.loads(ran.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    outputs = [output for cell in cells for output in cell["outputs"]]
    streams = [output for output in outputs if output["output_type"] == "stream" and output["name"] == "stderr"]
    assert streams == [], "a notebook says nothing on stderr"
    asked = sum(bool(re.search(r"site\.\w*chart\(", "".join(cell["source"]))) for cell in cells)
    pages = ["".join(output.get("data", {}).get("text/html", "")) for output in outputs]
    told = [alt for page in pages for alt in re.findall(r'<img alt="([^"]*)" src="data:image/svg', page)]
    assert len(told) == asked
    assert all(re.search(r"\d", alt) for alt in told), "each picture tells its numbers to those who cannot see it"


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_notebook_is_easy_to_read(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert cells[0]["cell_type"] == "markdown"
    assert sum("parameters" in cell["metadata"].get("tags", ()) for cell in cells) == 1
    longest = max(len(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert longest <= 12, f"a code cell of {longest} lines: the front door is missing something"
