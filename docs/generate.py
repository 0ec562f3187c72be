"""
Write docs/generated/ from the code itself: measures, rules, accesses, tables, commands, and what the specs say.

Run by `make docs`; a house test fails when a page is stale.
"""

import importlib.util
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import click
import pytest

from roi_analytics import access, errors, models
from roi_analytics.cli import cli
from roi_analytics.law import rows as law_rules
from roi_analytics.law.words import STATES
from roi_analytics.tables import TABLES, Column, Table

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "generated"
WIDTH = 100
NOTE = "Written by `make docs`; do not edit."


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "measures.md": measures_page(),
        "rules.md": rules_page(),
        "accesses.md": accesses_page(),
        "tables.md": tables_page(),
        "commands.md": commands_page(),
        "specs.md": specs_page(ROOT / "tests" / "spec"),
    }


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (OUT / name).write_text(text, encoding="utf-8")
    print(f"Wrote {', '.join(pages())} to {OUT.relative_to(ROOT)}.")


MEASURE_KEYS = ("summary", "unit", "better", "counted_on", "apart", "rows_of", "citation")


# -- measures and rules ----------------------------------------------------------------------------


def measures_page() -> str:
    """One section a measure: its header, and the comment that defines it."""
    blocks = [
        "# Measures",
        NOTE,
        "Each is a view of cases, one row each; `roi show NAME` is the figure, `roi cases NAME` the rows behind it.",
    ]
    for model in models.of_layer("measures").values():
        header = model.header
        blocks += [
            f"## {model.name}",
            f"**{header['title']}.** {model.grain}",
            model.remarks,
            table(
                ["summary", "unit", "better", "counted on", "always by", "held out are rows of", "citation"],
                [[header.get(key, "–") for key in MEASURE_KEYS]],
            ),
        ]
    return page(blocks)


def rules_page() -> str:
    """One section a finding, then the rows of the law they may rest on."""
    blocks = [
        "# Rules",
        NOTE,
        "What a finding judges by. Its verdict is `apparent`, `check` or `not_assessable` (see the glossary).",
    ]
    for subject in models.SUBJECTS:
        blocks.append(f"## {subject.capitalize()}")
        for model in models.of_layer("findings").values():
            if model.header["subject"] == subject:
                blocks += finding_blocks(model)
    blocks += ["## The law behind them", "Only statute or rule text of high certainty may yield `apparent`."]
    for jurisdiction in ("US", *STATES):
        blocks += [f"### {jurisdiction}"]
        blocks.append("\n".join(law_block(rule) for rule in law_rules() if rule["jurisdiction"] == jurisdiction))
    return page(blocks)


def finding_blocks(model: models.Model) -> list[str]:
    header = model.header
    return [
        f"### {model.name}",
        f"**{header['title']}.** {model.grain}",
        model.remarks,
        table(["applies to", "needs", "citation"], [[header["applies_to"], header["needs"], header["citation"]]]),
    ]


def law_block(rule: dict) -> str:
    since = (
        f"in force from {rule['effective_from']}"
        if rule["effective_from"]
        else f"seen in force on {rule['seen_in_force_on']}"
    )
    until = f" to {rule['effective_to']}" if rule["effective_to"] else ""
    marks = f"{rule['authority_kind']}, certainty {rule['certainty']}, {since}{until}, checked on {rule['checked_on']}"
    return f"- **{rule['law_rule']}** ({rule['citation']}; {marks}): {rule['summary']}"


# -- accesses --------------------------------------------------------------------------------------


def accesses_page() -> str:
    """What explains an access, and what makes one worth a look: by which record, how far, and why so."""
    blocks = [
        "# Accesses",
        NOTE,
        "`roi access explain` counts what is explained, `roi access queue` puts what is not in an order to look at.",
        "## Explanations",
        "A recorded reason; not that the access was permitted.",
    ]
    windows = {window["explanation"]: window for window in access.window_rows()}
    for model in models.of_layer("explanations").values():
        blocks += [
            f"### {model.name}",
            f"**{model.header['title']}.** {model.grain}",
            model.remarks,
            reach(windows[model.name]),
        ]
    blocks += [
        "## Flags",
        "A flag is no finding: it moves a question up the list, or down. Your site file may switch it.",
    ]
    flags = {row["flag"]: row for row in access.flag_table().to_dicts()}
    for model in models.of_layer("flags").values():
        flag = flags[model.name]
        state = "on" if flag["is_on"] else "off until the site decides"
        blocks += [
            f"### {model.name}",
            f"**{model.header['title']}.** {model.grain}",
            model.remarks,
            f"Weighs {model.header['weighs']} a look, {flag['weight']:+g} in log-odds until the log has told; {state}. "
            f"Needs: {model.header['needs']}. {flag['why']}",
        ]
    return page(blocks)


def reach(window: dict) -> str:
    """How far an explanation reaches, for whom, and the reason."""
    told = f"From {window['before_hours']} hours before to {window['after_hours']} after; {window['strength']}."
    whom = f" Only for {', '.join(window['roles'])}." if "roles" in window else ""
    return f"{told}{whom} {window['why']}"


# -- tables ----------------------------------------------------------------------------------------


def tables_page() -> str:
    """The canonical tables with their columns, types and words: what a log is mapped onto."""
    blocks = [
        "# Tables and columns",
        NOTE,
        'What a feed of a site file is mapped onto: `table = "request"`, then `[feed.columns]`. Every table also has '
        "`provider_id`, mapped or a constant; it heads every key. Only a key and what is marked **required** must be "
        "there. The words of a code are ours; `[feed.values.NAME]` says which of yours mean them.",
    ]
    for one in TABLES.values():
        blocks += [f"## {one.name}", f"{one.title}. {key_of(one)}", columns_of(one), meanings_of(one)]
    return page(blocks)


def key_of(one: Table) -> str:
    parent = f" Its rows belong to a `{one.parent}`." if one.parent else ""
    numbered = f" `{one.numbered}` is counted in the order of the file where it is not mapped." if one.numbered else ""
    hashed = f" `{one.hashed}` is made from the row where it is not mapped." if one.hashed else ""
    grows = "" if one.versions else " Rows are only ever added: a repeated key is a duplicate."
    return f"Key: {', '.join(f'`{name}`' for name in one.key)}.{numbered}{hashed}{parent}{grows}"


def columns_of(one: Table) -> str:
    return table(
        ["column", "type", "words"],
        [[f"`{column.name}`", kind_of(column), words_of(column)] for column in one.columns.values()],
    )


def meanings_of(one: Table) -> str:
    """What the law's codes among a table's words mean, in the words of the federal rule behind each."""
    said = {rule["code"]: rule["summary"] for rule in law_rules() if rule["jurisdiction"] == "US" and rule["code"]}
    told = [word for column in one.columns.values() for word in column.values if word.isupper() and word in said]
    return "\n".join(f"- `{word}`: {said[word]}" for word in told)


def kind_of(column: Column) -> str:
    return column.type + (", **required**" if column.required else "") + (", may lie ahead" if column.future else "")


def words_of(column: Column) -> str:
    return ", ".join(column.values)


# -- commands --------------------------------------------------------------------------------------


def commands_page() -> str:
    """The help of every command, and what each exit code means."""
    blocks = [
        "# Commands",
        NOTE,
        "The same words stand in Python: `roi show` is `site.show(...)`.",
        "## roi",
        fenced(help_of(cli, "roi")),
    ]
    for name, command in every_command(cli, "roi"):
        blocks += [f"## {name}", fenced(help_of(command, name))]
    return page([*blocks, "## Exit codes", exit_codes()])


def every_command(group: click.Group, name: str) -> list[tuple[str, click.Command]]:
    """The commands of a group with their full names, and those of its groups after them."""
    found = []
    for word, command in sorted(group.commands.items()):
        found.append((f"{name} {word}", command))
        if isinstance(command, click.Group):
            found += every_command(command, f"{name} {word}")
    return found


def help_of(command: click.Command, name: str) -> str:
    """What `--help` prints, at one width on every machine."""
    settings = cli.context_settings | {"terminal_width": WIDTH, "max_content_width": WIDTH}
    with click.Context(command, info_name=name, **settings) as context:
        return command.get_help(context)


def exit_codes() -> str:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.RoiError)]
    told = {kind.exit_code: " ".join(kind.__doc__.split()) for kind in kinds if kind is not errors.RoiError}
    told |= {
        0: "Done. Quarantined rows never change it.",
        2: "The command was malformed.",
        70: "A bug of ours.",
        130: "Interrupted.",
    }
    return table(["code", "meaning"], [[str(code), told[code]] for code in sorted(told)])


# -- specs -----------------------------------------------------------------------------------------


def specs_page(folder: Path) -> str:
    """What each measure, finding and rule means, as small tables: rows in, rows out."""
    blocks = ["# Specs", NOTE, "Each is a test: these rows in, this answer out."]
    for path in sorted(folder.glob("test_*.py")):
        module = imported(path)
        specs = [spec_block(test) for name, test in vars(module).items() if name.startswith("test_") and is_spec(test)]
        if specs:
            blocks += [f"## {path.stem.removeprefix('test_').replace('_', ' ')}", inspect.getdoc(module) or "", *specs]
    return page(blocks)


def imported(path: Path) -> ModuleType:
    sys.path.insert(0, str(path.parent))
    try:
        found = importlib.util.spec_from_file_location(f"spec_{path.stem}", path)
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(path.parent))


def is_spec(test: Callable) -> bool:
    return "spec" in inspect.signature(test).parameters


def spec_block(test: Callable) -> str:
    """A spec's sentence, then the tables it hands over, for each of its parameters; run with a pencil for an engine."""
    said = inspect.getdoc(test) or test.__name__.removeprefix("test_").replace("_", " ").capitalize() + "."
    asked: list[dict[str, str]] = []

    def pencil(**given: str) -> None:
        asked.append(given)

    for arguments in parameters_of(test):
        if set(arguments) == set(inspect.signature(test).parameters) - {"spec"}:
            test(spec=pencil, **arguments)
    return "\n\n".join([f"**{' '.join(said.split())}**", *(fenced(drawn(given)) for given in asked)])


def parameters_of(test: Callable) -> list[dict]:
    """What pytest would hand to a test besides its fixtures: every combination of its parametrize marks."""
    sets: list[dict] = [{}]
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            names = (
                [name.strip() for name in mark.args[0].split(",")] if isinstance(mark.args[0], str) else mark.args[0]
            )
            rows = [row.values if isinstance(row, type(pytest.param())) else row for row in mark.args[1]]
            sets = [
                one | dict(zip(names, row if len(names) > 1 else [row], strict=True)) for one in sets for row in rows
            ]
    return sets


def drawn(given: dict[str, str]) -> str:
    """The tables of a spec under their names, columns in line."""
    parts = []
    for name, text in given.items():
        lines = aligned(inspect.cleandoc(str(text)).splitlines())
        parts.append("\n".join([f"{name}:", *(f"    {line}".rstrip() for line in lines)]))
    return "\n".join(parts)


def aligned(lines: list[str]) -> list[str]:
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    if len({len(line) for line in cells}) != 1:
        return lines
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]


# -- markdown --------------------------------------------------------------------------------------


def table(header: list[str], body: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *body]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def page(blocks: list[str]) -> str:
    return "\n\n".join(block for block in blocks if block) + "\n"


if __name__ == "__main__":
    main()
