"""The folder of a pack: whole or not at all, never over something else, and nothing in it that a spreadsheet runs."""

import json
from pathlib import Path

import polars as pl
import pytest

from roi_analytics.errors import QuestionError
from roi_analytics.report import pack


def a_pack(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"kind": pack.KIND}))
    (folder / "old.txt").write_text("old")
    return folder


def test_a_pack_takes_the_place_of_an_earlier_one(tmp_path):
    to = a_pack(tmp_path / "pack")
    pack.refuse_folder(to)
    with pack.in_whole(to) as folder:
        (folder / "report.html").write_text("new")
    assert sorted(path.name for path in to.iterdir()) == ["report.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_failure_leaves_what_was_there(tmp_path):
    to = a_pack(tmp_path / "pack")
    with pytest.raises(QuestionError, match="could not be written"), pack.in_whole(to) as folder:
        (folder / "nowhere" / "report.html").write_text("half")
    assert (to / "old.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("words")
    with pytest.raises(QuestionError, match="holds something that is not a pack"):
        pack.refuse_folder(tmp_path / "thesis")
    (tmp_path / "file").write_text("")
    with pytest.raises(QuestionError, match="is a file"):
        pack.refuse_folder(tmp_path / "file")
    with pytest.raises(QuestionError, match="may not be written"):
        pack.refuse_folder(tmp_path / "file" / "below")
    (tmp_path / "empty").mkdir()
    pack.refuse_folder(tmp_path / "empty")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\nx"])
def test_no_text_is_taken_for_a_formula(tmp_path, text):
    pack.write_csv(tmp_path / "t.csv", pl.DataFrame({"text": [text, "plain;=1"], "number": [-1.5, 2.0]}))
    written = (tmp_path / "t.csv").read_bytes().decode()
    assert written == f'"text","number"\n"\'{text}",-1.5\n"plain;=1",2.0\n'
