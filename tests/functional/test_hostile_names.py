"""Whatever names, texts and files hold, nothing of it runs, hides, turns the text or leaves its folder: any output."""

import csv
import datetime as dt
import io
import json
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from itertools import cycle, islice
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

MONTH = "2026-05"

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("file:///etc/passwd","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)\tx",
    "../../../outside",
    "right\u202eleft\u2066x",
    "null\0byte",
    "red\x1b[31m and \x9b31m, bell\x07",
    "two\nlines\r\nmore",
    "\U0001f600" + "x" * 300,
    "Same Name",
    "same name",
    "<r><t>rich</t></r>",
    "&L&D _x0041_ {{ 1 }} #set page",
    "CON",
]
FILE_NAMES = [
    "=cmd.parquet",
    "<b onclick=x>.parquet",
    "right\u202eleft.parquet",
    "\U0001f600.parquet",
    "n" * 200 + ".parquet",
    "two\nlines.parquet",
    "esc\x1b[2J.parquet",
]

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
JOINER = "\u200d"
LINES = {"U+0009", "U+000D"}


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f").replace("\x9b", "\\u009b")


def feed(name: str, table: str, files: str, columns: list[str]) -> str:
    head = f'[[feed]]\nname = {quoted(name)}\ntable = "{table}"\nfiles = {quoted(files)}\n'
    mapped = "\n".join(f'{column} = "{column}"' for column in columns)
    return f'{head}extracted_on = "2026-05-31"\nextract = "full"\n[feed.columns]\n{mapped}\n'


def requests() -> pl.DataFrame:
    """Of each provider: one answered late, one on time, one denied, one waiting and late, one of a spring month."""
    rows = []
    for number, provider in enumerate(HOSTILE):
        for kind, text in enumerate(islice(cycle(HOSTILE), number, number + 5)):
            received = dt.date(2026, 3 if kind == 4 else 4, 1 + number)
            answered = [dt.date(2026, 5, 28), dt.date(2026, 5, 1 + number), dt.date(2026, 5, 20), None, None][kind]
            status = ["fulfilled", "fulfilled", "denied", "open", "open"][kind]
            rows.append((provider, f"{text}#{kind}", "access", "patient", received, answered, status, text))
    names = ["provider_id", "request_id", "legal_path", "requester_kind"]
    return pl.DataFrame(rows, schema=[*names, "received_on", "completed_on", "status", "owner"], orient="row")


def denials(asked: pl.DataFrame) -> pl.DataFrame:
    denied = asked.filter(status="denied").select("provider_id", "request_id", denied_on="completed_on")
    texts = pl.Series(HOSTILE)
    return denied.with_columns(
        denial_id=texts, ground_text=texts, decided_by=texts, ground=pl.lit("X_NO_REASON"), is_whole=pl.lit("true")
    )


def accesses() -> pl.DataFrame:
    texts = pl.Series(HOSTILE)
    glass = {"is_break_glass": "true", "break_glass_reason": None, "action": "R", "opened_at": "2026-05-04T10:00:00Z"}
    frame = pl.DataFrame({"provider_id": texts, "event_id": texts, "user_id": texts, "patient_id": texts})
    return frame.with_columns(
        user_role=texts, department=texts, **{name: pl.lit(value, pl.String) for name, value in glass.items()}
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, run):
    """A site whose every name is hostile, loaded; returns its folder."""
    folder = tmp_path_factory.mktemp("hostile") / "site"
    folder.mkdir()
    asked = requests()
    tables = {"denial": denials(asked), "access_event": accesses()}
    site = [f"[site]\nname = {quoted(HOSTILE[0] + HOSTILE[7])}\n"]
    for provider in HOSTILE:
        site.append(f'[[provider]]\nprovider_id = {quoted(provider)}\nname = {quoted(provider)}\nkind = "clinic"\n')
        site.append('state = "OH"\ntime_zone = "America/New_York"\n')
    for number, name in enumerate(FILE_NAMES):
        (folder / str(number)).mkdir()
        asked.filter(pl.int_range(pl.len()) % len(FILE_NAMES) == number).write_parquet(folder / str(number) / name)
        site.append(feed(HOSTILE[number], "request", f"{number}/*.parquet", asked.columns))
    for table, rows in tables.items():
        rows.write_parquet(folder / f"{table}.parquet")
        site.append(feed(table, table, f"{table}.parquet", rows.columns))
    (folder / "site.toml").write_text("\n".join(site), encoding="utf-8")
    loaded = run("load", "site.toml", cwd=folder)
    assert loaded.code == 0, loaded.err
    assert_harmless(loaded.out + loaded.err)
    return folder


@pytest.fixture(scope="module")
def pack(hostile, run):
    before = set(hostile.parent.rglob("*"))
    done = run("report", "--month", MONTH, "--to", "pack", cwd=hostile)
    assert done.code == 0, done.err
    assert_harmless(done.out + done.err)
    outside = {
        path for path in set(hostile.parent.rglob("*")) - before if hostile / "pack" not in (path, *path.parents)
    }
    assert not outside, outside
    return hostile / "pack"


def unseen(text: str) -> set[str]:
    """The marks in a text that hide, turn or command; line ends are the output's own."""
    return {f"U+{ord(sign):04X}" for sign in set(text) - {"\n", JOINER} if unicodedata.category(sign) in UNSEEN}


def assert_harmless(text: str) -> None:
    assert not unseen(text)
    assert "Traceback" not in text


class Elements(HTMLParser):
    """The elements of a page, and the attributes that would run or fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.commands: list[tuple] = []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.commands += [(tag, name) for name, _ in attrs if name.startswith("on") or name == "src"]
        self.commands += [(tag, value) for name, value in attrs if name == "href" and ":" in (value or "")]


def assert_harmless_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert_harmless(text)
    page = Elements()
    page.feed(text)
    assert not page.names & {"script", "img", "iframe", "object", "embed", "b onclick", "r", "t"}
    assert not page.commands


def strings(book: zipfile.ZipFile) -> list[str]:
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in item.iter(f"{name}t")) for item in shared.iter(f"{name}si")]


def test_the_pack_holds_every_name(pack):
    """Else the tests below would test nothing."""
    text = "".join(path.read_text(encoding="utf-8") for path in (pack / "tables").glob("*.csv"))
    for name in ("<script>", "HYPERLINK", "calc", "outside", "\U0001f600", "rich"):
        assert name in text


def test_no_page_runs_or_turns(pack):
    pages = list(pack.rglob("*.html"))
    assert pages
    for path in pages:
        assert_harmless_page(path)


def test_no_workbook_has_a_formula_or_leads_out(pack):
    books = list(pack.rglob("*.xlsx"))
    assert books
    for path in books:
        with zipfile.ZipFile(path) as book:
            for part in book.namelist():
                root = ElementTree.fromstring(book.read(part))
                assert not [item for item in root.iter() if item.tag.endswith("}f")], (path.name, part)
                assert "External" not in [item.get("TargetMode") for item in root.iter()], (path.name, part)
            for text in strings(book):
                assert_harmless(text)
                assert not re.search(r"_x[0-9A-Fa-f]{4}_", text.replace("_x005F_", "")), "a mark Excel would undo"


def test_no_cell_of_a_csv_is_taken_for_a_formula(pack):
    for path in pack.rglob("*.csv"):
        text = path.read_bytes().decode("utf-8")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(RUNS) and not re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell)]
        assert not unseen(text) - LINES, path.name


def test_the_manifest_and_the_paper_are_harmless(pack):
    text = (pack / "manifest.json").read_text(encoding="utf-8")
    assert_harmless(text)
    assert json.loads(text)["month"] == MONTH
    if (pack / "report.pdf").exists():
        paper = (pack / "report.pdf").read_bytes()
        assert not re.search(rb"/(JavaScript|JS|Launch|OpenAction)\b", paper)


def test_every_provider_has_a_folder_of_its_own(pack):
    folders = sorted(path.name for path in (pack / "providers").iterdir() if path.is_dir())
    assert len({name.lower() for name in folders}) == len(HOSTILE)
    assert all(re.fullmatch(r"\d\d-[a-z0-9-]{1,40}", name) for name in folders), folders
    for name in folders:
        assert (pack / "providers" / name / "findings.xlsx").exists(), name


COMMANDS = [
    ("due", "--within", "60"),
    ("findings",),
    ("show", "on_time", "--by", "provider_id"),
    ("show", "explained_share", "--by", "department"),
    ("cases", "on_time"),
    ("compare", "on_time", "--legal-path", "access"),
    ("trend", "answered_within", "--by", "provider_id"),
    ("hangs-on", "on_time", "--by", "provider_id"),
    ("rules", "--coverage"),
    ("quarantine",),
    ("notes",),
    ("restatements",),
    ("roll-forward",),
    ("load", "site.toml"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("form", ["table", "json"])
def test_no_command_writes_a_control_mark(hostile, run, words, form):
    done = run(*words, *(["--json"] if form == "json" else []), cwd=hostile)
    assert done.code == 0, done.err
    assert_harmless(done.out + done.err)
    assert form == "table" or done.json


@pytest.mark.parametrize("text", [name for name in HOSTILE if "\0" not in name], ids=str.__repr__)
def test_a_name_asked_for_is_answered_or_refused_harmlessly(hostile, run, text):
    for words in (("due", "--provider", text), ("show", text), ("findings", "--month", text)):
        done = run(*[f"{words[0]}"], *words[1:], cwd=hostile)
        assert done.code in (0, 2, 5), done.err
        assert_harmless(done.out + done.err)


def test_the_checks_of_the_data_are_harmless(hostile, run):
    done = run("validate", "--html", "checks.html", "--junit", "checks.xml", cwd=hostile)
    assert done.code in (0, 1), done.err
    assert_harmless(done.out + done.err)
    assert_harmless_page(hostile / "checks.html")
    assert_harmless((hostile / "checks.xml").read_text(encoding="utf-8"))
    ElementTree.parse(hostile / "checks.xml")


def test_the_pages_of_the_detector_are_harmless(hostile, run):
    done = run("access", "queue", "--html", "queue.html", cwd=hostile)
    assert done.code == 0, done.err
    assert_harmless(done.out + done.err)
    assert_harmless_page(hostile / "queue.html")
