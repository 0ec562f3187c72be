"""The strict runner: what papermill lets pass is refused, and a failed run leaves nothing."""

import json
from pathlib import Path

import pytest

from roi_analytics.errors import QuestionError
from roi_analytics.report.notebook import parameters_of, run_notebook


def notebook(folder: Path, parameters: str, *code: str, tag: str = "parameters") -> Path:
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {"tags": [tag]} if number == 0 else {},
            "source": source.splitlines(keepends=True),
            "execution_count": None,
            "outputs": [],
        }
        for number, source in enumerate((parameters, *code))
    ]
    path = folder / "asked.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def test_parameters_are_read_and_not_run(tmp_path):
    assert parameters_of(notebook(tmp_path, 'month = "2026-05"\nto = None')) == {"month": "2026-05", "to": None}


@pytest.mark.parametrize(
    ("given", "told"),
    [({"mnoth": "2026-04", "to": "x"}, "Did you mean 'month'"), ({"month": "2026-04"}, "needs the parameter 'to'")],
)
def test_an_unknown_or_missing_parameter_is_refused(tmp_path, given, told):
    path = notebook(tmp_path, 'month = "2026-05"\nto = None')
    with pytest.raises(QuestionError, match=told):
        run_notebook(path, tmp_path / "out.ipynb", given)
    assert not (tmp_path / "out.ipynb").exists()


def test_a_notebook_without_the_tag_is_refused(tmp_path):
    with pytest.raises(QuestionError, match="0 cells tagged"):
        parameters_of(notebook(tmp_path, "month = 1", tag="other"))
    (tmp_path / "text.ipynb").write_text("words")
    with pytest.raises(QuestionError, match="is not a notebook"):
        parameters_of(tmp_path / "text.ipynb")
    with pytest.raises(QuestionError, match="no notebook"):
        parameters_of(tmp_path / "none.ipynb")


@pytest.mark.slow
def test_a_failed_run_tells_no_value_and_leaves_nothing(tmp_path):
    path = notebook(tmp_path, "month = 1", 'raise ValueError("MRN 123")')
    with pytest.raises(QuestionError, match=r"stopped at cell \d+ with ValueError") as refused:
        run_notebook(path, tmp_path / "out" / "ran.ipynb", {})
    assert "MRN" not in str(refused.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_the_executed_copy_keeps_no_trace_of_machine_or_hour(tmp_path):
    path = notebook(tmp_path, "month = 1", "month")
    ran = json.loads(run_notebook(path, tmp_path / "ran.ipynb", {"month": 7}).read_text())
    assert ran["cells"][-1]["outputs"][0]["data"]["text/plain"] == ["7"]
    assert "papermill" not in json.dumps(ran["metadata"]) + json.dumps([cell["metadata"] for cell in ran["cells"]])
