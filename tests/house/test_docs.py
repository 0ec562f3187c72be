"""Documentation that cannot drift: generated pages are current, links lead somewhere, words stand once."""

import csv
import importlib.util
import re
from difflib import unified_diff
from itertools import pairwise
from types import ModuleType

import pytest
from repository import PACKAGE, ROOT, repository_files, shown, text_of

from roi_analytics.site_feed import FEED_KEYS

PAGES = [path for path in repository_files() if path.suffix == ".md"]


def generator() -> ModuleType:
    found = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def stale(pages: dict[str, str], folder) -> list[str]:
    """Generated pages that differ from their files, and files no page is generated for."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*")}
    return sorted({name for name in pages.keys() | there.keys() if pages.get(name) != there.get(name)})


def test_generated_pages_are_current():
    pages, folder = generator().pages(), ROOT / "docs" / "generated"
    for name in stale(pages, folder):
        there = (folder / name).read_text(encoding="utf-8").splitlines() if (folder / name).exists() else []
        changed = "\n".join(unified_diff(there, pages.get(name, "").splitlines(), lineterm="", n=0))
        pytest.fail(f"docs/generated/{name} no longer tells what the code says.\nRun `make docs`.\n{changed}")


def test_a_stale_page_is_seen(tmp_path):
    (tmp_path / "a.md").write_text("old", encoding="utf-8")
    (tmp_path / "b.md").write_text("same", encoding="utf-8")
    assert stale({"a.md": "new", "b.md": "same", "c.md": "more"}, tmp_path) == ["a.md", "c.md"]


def test_a_spec_becomes_a_page(tmp_path):
    tables = 'request="""\n    a | b\n    1 | 2\n""", ask="select 1"'
    source = f'"""Deadlines."""\ndef test_x(spec):\n    """Day 30 counts."""\n    spec({tables})\n'
    (tmp_path / "test_due.py").write_text(source, encoding="utf-8")
    text = generator().specs_page(tmp_path)
    assert "## due\n\nDeadlines.\n\n**Day 30 counts.**" in text
    assert "request:\n    a | b\n    1 | 2\nask:\n    select 1" in text


def test_every_command_has_its_help_on_the_page_those_of_a_group_too():
    text = (ROOT / "docs" / "generated" / "commands.md").read_text(encoding="utf-8")
    assert {"## roi load", "## roi access", "## roi access queue"} <= set(text.splitlines())


# -- the pages of people ---------------------------------------------------------------------------


def not_linked(index: str, names: list[str]) -> list[str]:
    return [name for name in names if f"]({name})" not in index]


def test_the_index_links_every_page():
    docs = ROOT / "docs"
    names = [*(path.name for path in docs.glob("*.md")), *(f"generated/{p.name}" for p in docs.glob("generated/*.md"))]
    found = not_linked((docs / "README.md").read_text(encoding="utf-8"), sorted(set(names) - {"README.md"}))
    assert not found, f"docs/README.md does not link {found}.\nSay in a word what each is for."


def test_a_page_without_a_link_is_seen():
    assert not_linked("[a](a.md)", ["a.md", "b.md"]) == ["b.md"]


def codes_of_rows() -> set[str]:
    """What the loader can say of a row or a file, by its source and by what is planted in the sample."""
    source = "".join(text_of(path) for path in (PACKAGE / "load").glob("*.py"))
    with (ROOT / "data" / "sample" / "truth" / "rows.csv").open(encoding="utf-8") as planted:
        codes = {row["code"] for row in csv.DictReader(planted)}
    return codes | set(re.findall(r'(?:Problem|FileRefused)\(\s*"([a-z_]+)"', source))


def test_every_code_of_a_row_is_explained():
    text = (ROOT / "docs" / "map_your_log.md").read_text(encoding="utf-8")
    missing = sorted(code for code in codes_of_rows() if f"`{code}`" not in text)
    assert {"day_month_swapped", "closed_before_received"} <= codes_of_rows()
    assert not missing, f"docs/map_your_log.md does not tell what {missing} mean.\nAdd a line to its table."


def test_every_setting_of_a_feed_is_explained():
    text = (ROOT / "docs" / "map_your_log.md").read_text(encoding="utf-8")
    missing = [key for key in FEED_KEYS if f"`{key}`" not in text and f"`[feed.{key}" not in text]
    assert not missing, f"docs/map_your_log.md does not tell what {missing} say.\nAdd a line to its table."


# -- links -----------------------------------------------------------------------------------------


def dead_links(text: str, folder) -> list[str]:
    links = re.findall(r"\]\(([^)\s#]+)", re.sub(r"(?s)```.*?```", "", text))
    return [link for link in links if not re.match(r"[a-z]+:", link) and not (folder / link).exists()]


@pytest.mark.parametrize("path", PAGES, ids=shown)
def test_links_lead_somewhere(path):
    found = dead_links(path.read_text(encoding="utf-8"), path.parent)
    assert not found, f"{shown(path)} links to {found}, which are not there.\nMend the link."


def test_a_dead_link_is_seen(tmp_path):
    assert dead_links("[a](no.md) [b](https://example.org)", tmp_path) == ["no.md"]


# -- glossary and decisions ------------------------------------------------------------------------


def glossary_slips(text: str) -> list[str]:
    terms = re.findall(r"(?m)^\*\*([^*]+)\*\*: ", text)
    entries = [line for line in text.splitlines() if line.startswith("**")]
    slips = [f"'{term}' stands twice" for term in sorted(set(terms)) if terms.count(term) > 1]
    slips += [f"'{entry[:30]}...' has no source" for entry in entries if not re.search(r"\*Source: .+\.\*$", entry)]
    slips += [f"'{b}' stands after '{a}'" for a, b in pairwise(terms) if a.lower() > b.lower()]
    return slips


def test_the_glossary_holds_each_word_once_in_order_with_its_source():
    found = glossary_slips((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))
    assert not found, f"GLOSSARY.md: {'; '.join(found)}.\nOne entry a word, alphabetical, ending in *Source: ...*"


def test_a_slip_in_the_glossary_is_seen():
    text = "**b**: x. *Source: ours.*\n\n**a**: x. *Source: ours.*\n\n**a**: x."
    assert glossary_slips(text) == ["'a' stands twice", "'**a**: x....' has no source", "'a' stands after 'b'"]


WORDS = """
provider, request, requester, legal path, authority, disclosure, denial, review, complaint, access event, explanation,
flag, episode, incident, case, measure, finding, rule, verdict, citation, jurisdiction, site, feed, extract, note,
quarantine, month, clock, designated record set, personal representative, right of access, accounting of disclosures,
break-the-glass, treatment relationship, workforce member, minimum necessary, business associate
"""
"""The words of the code and of the field that GLOSSARY.md must hold."""


def test_the_glossary_holds_the_words_of_the_code():
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    missing = [word.strip() for word in WORDS.split(",") if f"**{word.strip()}**" not in text]
    assert not missing, (
        f"GLOSSARY.md lacks {missing}.\nSay in a sentence what the word means here, and whose word it is."
    )


def decision_slips(text: str) -> list[str]:
    parts = ["**Question.**", "**Choice.**", "**What we found by trying.**", "**What would change our minds.**"]
    return [part for part in parts if part not in text]


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path.parent.name == "decisions" and path.name != "README.md"], ids=shown
)
def test_a_decision_is_told_whole(path):
    missing = decision_slips(path.read_text(encoding="utf-8"))
    index = (path.parent / "README.md").read_text(encoding="utf-8")
    assert not missing, f"{shown(path)} lacks {missing}.\nA choice without what would change it is a habit."
    assert f"({path.name})" in index, f"docs/decisions/README.md does not list {path.name}.\nAdd a line."


def test_a_decision_half_told_is_seen():
    assert decision_slips("**Question.** x **Choice.** y") == [
        "**What we found by trying.**",
        "**What would change our minds.**",
    ]
