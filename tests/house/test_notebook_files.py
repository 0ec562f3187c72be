"""Notebooks are committed without outputs, counts or machine metadata: an output is how a patient gets into git."""

import json

import pytest
from repository import notebooks, shown


def leftovers(notebook: dict) -> list[str]:
    """What a run left in a notebook: an output is how a patient gets into git."""
    found = []
    for number, cell in enumerate(notebook["cells"]):
        if cell.get("outputs") or cell.get("execution_count") is not None or cell.get("attachments"):
            found.append(f"cell {number} keeps outputs, attachments or an execution count")
        if set(cell.get("metadata", {})) - {"tags"}:
            found.append(f"cell {number} has metadata besides tags")
    if set(notebook.get("metadata", {})) - {"kernelspec", "language_info"}:
        found.append("the notebook has metadata of a machine or tool")
    if set(notebook.get("metadata", {}).get("language_info", {})) - {"name"}:
        found.append("language_info tells a machine's Python")
    if notebook.get("metadata", {}).get("kernelspec", {}).get("name", "python3") != "python3":
        found.append("the kernel is named after somebody's environment")
    return found


@pytest.mark.parametrize("path", notebooks(), ids=shown)
def test_a_notebook_keeps_nothing_of_a_run(path):
    found = leftovers(json.loads(path.read_text(encoding="utf-8")))
    assert not found, f"{shown(path)}: {'; '.join(found)}.\n`make fix` clears it."


def test_leftovers_are_seen():
    cell = {"cell_type": "code", "source": [], "metadata": {}, "outputs": [], "execution_count": None}
    assert leftovers({"cells": [cell], "metadata": {"language_info": {"name": "python"}}}) == []
    assert leftovers({"cells": [cell | {"outputs": [{}]}], "metadata": {}})
    assert leftovers({"cells": [cell | {"execution_count": 1}], "metadata": {}})
    assert leftovers({"cells": [cell | {"metadata": {"papermill": {}}}], "metadata": {}})
    assert leftovers({"cells": [], "metadata": {"papermill": {}}})
    assert leftovers({"cells": [], "metadata": {"language_info": {"name": "python", "version": "3"}}})
