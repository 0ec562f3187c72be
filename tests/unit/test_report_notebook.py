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


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"month": 5}, "'month' is str, not int"),
        ({"budget": "ten"}, "'budget' is int, not str"),
        ({"budget": True}, "'budget' is int, not bool"),
        ({"share": "0.5"}, "'share' is float, not str"),
        ({"month": None}, "'month' is str, not NoneType"),
    ],
)
def test_a_parameter_of_another_type_is_refused(tmp_path, given, told):
    path = notebook(tmp_path, 'month = "2026-05"\nbudget = 10\nshare = 0.5')
    with pytest.raises(QuestionError, match=told):
        run_notebook(path, tmp_path / "out.ipynb", given)
    assert not (tmp_path / "out.ipynb").exists()


@pytest.mark.parametrize(
    "cell", ['month: str = "2026-05"', "month = today()", "month, to = 1, 2", "if True:", "x += 1"]
)
def test_a_parameter_cell_that_does_more_is_refused(tmp_path, cell):
    with pytest.raises(QuestionError, match="does more than give names plain values"):
        parameters_of(notebook(tmp_path, cell))


MARKER = "MRN-77120-DOE"
"""Stands for a patient's value: it is printed, shown, and in the message of the error."""

FAILING = (
    f'mrn = "{MARKER[:5]}" + "{MARKER[5:]}"',
    "import sys\nprint(mrn)\nprint(mrn, file=sys.stderr)",
    "mrn",
    "raise ValueError(mrn)",
)


@pytest.mark.slow
def test_a_failed_run_leaves_no_patients_value(tmp_path, monkeypatch, capfd, caplog):
    scratch = tmp_path / "temporary"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    for name in ("TMPDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(scratch))
    path = notebook(tmp_path, "month = 1", *FAILING)
    with pytest.raises(QuestionError, match=r"stopped at cell \d+ with ValueError") as refused:
        run_notebook(path, tmp_path / "out" / "ran.ipynb", {})
    assert MARKER not in str(refused.value)
    assert refused.value.__suppress_context__
    assert not (tmp_path / "out").exists()
    left = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file for file in left if MARKER.encode() in file.read_bytes()] == []
    assert MARKER not in "".join([*capfd.readouterr(), caplog.text])


@pytest.mark.slow
def test_a_failed_run_leaves_the_copy_of_the_run_before(tmp_path):
    kept = tmp_path / "ran.ipynb"
    kept.write_text("before")
    with pytest.raises(QuestionError, match="its kernel died"):
        run_notebook(notebook(tmp_path, "month = 1", "import os\nos._exit(1)"), kept, {})
    assert kept.read_text() == "before"


@pytest.mark.slow
def test_the_executed_copy_keeps_no_trace_of_machine_or_hour(tmp_path):
    path = notebook(tmp_path, "month = 1", "month")
    ran = json.loads(run_notebook(path, tmp_path / "ran.ipynb", {"month": 7}).read_text())
    assert ran["cells"][-1]["outputs"][0]["data"]["text/plain"] == ["7"]
    assert "papermill" not in json.dumps(ran["metadata"]) + json.dumps([cell["metadata"] for cell in ran["cells"]])
