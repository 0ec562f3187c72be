"""The help of every command has an example, and every example runs on the sample."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import polars as pl
import pytest
from click.testing import CliRunner

import roi_analytics as roi
from roi_analytics.cli import cli

SLOW = ("roi load", "roi sample", "roi report", "roi verify", "roi access evaluate")


def every_command(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from every_command(inner, f"{name} {word}")


COMMANDS = dict(every_command(cli, "roi"))


def examples(command: click.Command) -> list[str]:
    """The examples as the help prints them: a line each, which no window breaks in two."""
    name = next(name for name, one in COMMANDS.items() if one is command)
    settings = cli.context_settings | {"terminal_width": 80}  # a command keeps its first option --help
    with click.Context(command, info_name=name, **settings) as context:
        return re.findall(r"Example: (roi .+)", command.get_help(context))


RUN = [
    pytest.param(line, marks=[pytest.mark.slow] if line.startswith(SLOW) else [], id=name)
    for name, command in COMMANDS.items()
    for line in examples(command)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, sample: Path, load_report: tuple[Path, dict]) -> Path:
    """A folder as the examples have it: the sample's logs, its warehouse, and the labels of two accesses."""
    place = tmp_path_factory.mktemp("examples")
    shutil.copytree(sample, place / "data" / "sample")
    shutil.copy(load_report[0], place / "roi.duckdb")
    with roi.open(load_report[0]).engine() as engine:
        events = engine.read("select event_id from access_event order by event_id limit 2").get_column("event_id")
    (place / "labels.csv").write_text("event_id,family\n" + "".join(f"{event},curious\n" for event in events))
    return place


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_an_example_of_that_command(name):
    found = examples(COMMANDS[name])
    assert found, f"`{name} --help` shows no example.\nEnd its docstring with a line: Example: {name} ..."
    assert all(f"{line} ".startswith(f"{name} ") for line in found)


@pytest.mark.parametrize("line", RUN)
def test_the_example_runs_on_the_sample(line, folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setattr(roi, "lab", lambda *_, **__: 0)  # opened in a browser elsewhere (tests/browser)
    monkeypatch.setattr(roi, "verify", lambda *_, **__: pl.DataFrame())  # made again elsewhere (test_verify.py)
    answer = CliRunner().invoke(cli, shlex.split(line)[1:], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    assert answer.output or line == "roi lab"


WRONG = {
    "roi shwo": (2, "show"),
    "roi access quue": (2, "queue"),
    "roi show on_time --legl-path access": (2, "--legal-path"),
    "roi show on_tme": (5, "on_time"),
    "roi compare ontime": (5, "on_time"),
    "roi trend answerd_within": (5, "answered_within"),
    "roi hangs-on on_tim": (5, "on_time"),
    "roi show on_time --by provderid": (5, "provider_id"),
    "roi access explain --by rol": (5, "role"),
    "roi show on_time --legal-path acces": (5, "access"),
    "roi show on_time --month 2026-5": (5, "2026-05"),
    "roi due --provider riverbend-genral": (5, "riverbend-general"),
    "roi access show --user x --provider riverbend-genral": (5, "riverbend-general"),
    "roi findings --rule answerd_late": (5, "answered_late"),
    "roi notes --code closed_before_receved": (5, "closed_before_received"),
    "roi law --jurisdiction Ohio": (5, "OH"),
    "roi law --topic respons_deadline": (5, "response_deadline"),
    "roi report --to pack --provider riverbend-genral": (5, "riverbend-general"),
    "roi report --to pack --month 2026-5": (5, "2026-05"),
    "roi map site.toml --table acess_event": (5, "access_event"),
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_word_is_answered_with_the_one_that_was_meant(line, folder, run):
    code, meant = WRONG[line]
    answer = run(*shlex.split(line)[1:], cwd=folder)
    assert answer.code == code, answer.err
    assert f"Did you mean '{meant}'?" in answer.err


def test_a_wrong_id_of_a_person_is_not_guessed_at(folder, run):
    for words in (("--patient", "R106323"), ("--user", "ri115"), ("--incident", "8e9b10df8246")):
        answer = run("access", "show", *words, cwd=folder)
        assert answer.code in (0, 5)
        assert "Did you mean" not in answer.err
        assert words[1] not in answer.err
