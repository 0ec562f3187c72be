"""`roi lab`: where its notebooks are, where their cells run, and what it never asks the internet."""

import pytest

from roi_analytics.errors import QuestionError
from roi_analytics.folders import brought
from roi_analytics.open_lab import command, own_notebooks

NAMES = {path.name for path in brought("notebooks").glob("*.ipynb")}


def test_a_folder_without_notebooks_gets_copies_and_is_told(tmp_path):
    told = []
    own = own_notebooks(tmp_path, told.append)
    assert {path.name for path in own.iterdir()} == NAMES
    assert told == [f"The notebooks were copied to {own}: they are yours to change."]


def test_notebooks_that_are_there_stay_as_they_are(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "mine.ipynb").write_text("{}", encoding="utf-8")
    told = []
    assert [path.name for path in own_notebooks(tmp_path, told.append).iterdir()] == ["mine.ipynb"]
    assert told == []


def test_where_nothing_can_be_written_it_is_said(tmp_path):
    (tmp_path / "here").write_text("", encoding="utf-8")
    with pytest.raises(QuestionError, match="where you may write"):
        own_notebooks(tmp_path / "here", print)


def test_cells_run_where_the_command_was_given(tmp_path):
    words = command(tmp_path / "notebooks", tmp_path)
    assert f"--ServerApp.root_dir={tmp_path.resolve() / 'notebooks'}" in words
    assert f"--MappingKernelManager.root_dir={tmp_path.resolve()}" in words
    assert "--LabApp.news_url=None" in words
