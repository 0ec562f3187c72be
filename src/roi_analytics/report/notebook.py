"""
Run a notebook with parameters, strictly: an unknown or missing parameter is an error, a failed run leaves nothing.

papermill alone only warns of a misspelt parameter and goes on with the default, and keeps a failed notebook with the
message of the error, which may hold a patient's value.
"""

import ast
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roi_analytics import charts, errors
from roi_analytics.errors import QuestionError, did_you_mean

KERNEL = "python3"
KEPT_OF_A_RUN = {"kernelspec", "language_info"}


def run_notebook(notebook: Path, to: Path, parameters: Mapping[str, Any]) -> Path:
    """
    Run every cell of a notebook and leave the executed copy, charts as pictures, at `to`.

    Raises QuestionError where a parameter is unknown or missing, or a cell failed: then only the cell's number and the
    kind of error are told, for the message may hold a value of a log.

    >>> run_notebook(Path("notebooks/monthly_report.ipynb"), Path("month.ipynb"), {"month": "2026-05"})
    """
    _refuse_parameters(notebook.name, parameters_of(notebook), parameters)
    with tempfile.TemporaryDirectory() as scratch:
        executed = Path(scratch) / notebook.name
        _execute(notebook, executed, parameters)
        content = json.loads(executed.read_text(encoding="utf-8"))
        _without_traces(content)
        clean = Path(scratch) / "clean.ipynb"
        clean.write_text(json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(clean, to)
    return to


def parameters_of(notebook: Path) -> dict[str, Any]:
    """The parameters a notebook takes, with their defaults: the assignments of its cell tagged `parameters`."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except OSError:
        raise QuestionError(f"There is no notebook {notebook}.\nThe notebooks are in the folder notebooks/.") from None
    except (ValueError, KeyError):
        raise QuestionError(f"{notebook} is not a notebook.\nName a file that ends in .ipynb.") from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", ())]
    if len(tagged) != 1:
        raise QuestionError(
            f"{notebook} has {len(tagged)} cells tagged `parameters`; one is needed.\nTag its first cell."
        )
    return _assigned(notebook.name, "".join(tagged[0]["source"]))


def _assigned(name: str, source: str) -> dict[str, Any]:
    """The names a cell gives plain values to; whatever else it does would be passed over in silence."""
    found = {}
    try:
        for line in ast.parse(source).body:
            if not isinstance(line, ast.Assign) or not all(isinstance(to, ast.Name) for to in line.targets):
                raise ValueError("no plain assignment")
            found |= {to.id: ast.literal_eval(line.value) for to in line.targets}
    except (SyntaxError, ValueError):
        raise QuestionError(
            f"{name}: the cell tagged `parameters` does more than give names plain values.\n"
            'Write one a line, as in: month = "2026-05"'
        ) from None
    return found


def _refuse_parameters(name: str, known: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    takes = f"It takes: {', '.join(known)}."
    for parameter, value in given.items():
        if parameter not in known:
            raise QuestionError(f"{name} takes no parameter '{parameter}'.{did_you_mean(parameter, known)}\n{takes}")
        _refuse_type(name, parameter, known[parameter], value)
    missing = [parameter for parameter, default in known.items() if default is None and parameter not in given]
    if missing:
        raise QuestionError(f"{name} needs the parameter '{missing[0]}'.\n{takes}")


def _refuse_type(name: str, parameter: str, default: Any, value: Any) -> None:
    """A value is of its default's type; one without a default may be anything that can be written down."""
    wanted = type(default)
    fits = type(value) is wanted or (wanted is float and type(value) is int)
    if default is not None and not fits:
        raise QuestionError(
            f"{name}: the parameter '{parameter}' is {wanted.__name__}, not {type(value).__name__}.\n"
            f"Write it like its default: {parameter} = {default!r}"
        )


def _execute(notebook: Path, executed: Path, parameters: Mapping[str, Any]) -> None:
    import papermill
    from nbclient.exceptions import DeadKernelError

    before = os.environ.get(charts.STATIC)
    os.environ[charts.STATIC] = "1"
    try:
        papermill.execute_notebook(
            notebook,
            executed,
            dict(parameters),
            kernel_name=KERNEL,
            language="python",
            progress_bar=False,
            cwd=str(notebook.parent),
        )
    except papermill.PapermillExecutionError as error:
        ours = isinstance(getattr(errors, error.ename, None), type)
        told = f": {error.evalue}" if ours else ""
        raise QuestionError(
            f"{notebook.name} stopped at cell {error.cell_index} with {error.ename}{told}\n"
            "Open it in JupyterLab with the same parameters to see why; nothing was written."
        ) from None
    except DeadKernelError:
        raise QuestionError(
            f"{notebook.name} was cut short: its kernel died, as it does where memory runs out.\n"
            "Run it again with less beside it; nothing was written."
        ) from None
    finally:
        os.environ.pop(charts.STATIC, None)
        if before is not None:
            os.environ[charts.STATIC] = before


def _without_traces(content: dict) -> None:
    """Take out what a run leaves of the machine and the hour."""
    content["metadata"] = {name: value for name, value in content["metadata"].items() if name in KEPT_OF_A_RUN}
    for number, cell in enumerate(content["cells"]):
        cell["metadata"] = {"tags": cell["metadata"]["tags"]} if cell["metadata"].get("tags") else {}
        cell["id"] = f"cell-{number}"
