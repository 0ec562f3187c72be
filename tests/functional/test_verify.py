"""The same inputs give the same bytes, whatever the hour and the settings; `roi verify` says what differs."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

import roi_analytics as roi
from roi_analytics import law
from roi_analytics.report.differences import between

EARLIER, MONTH = "2026-03", "2026-04"
KEPT = ("riverbend-general",)
MAKE = (
    "import sys; import roi_analytics as roi; roi.load(sys.argv[1], warehouse='here.duckdb');"
    f"roi.open('here.duckdb').report({MONTH!r}, to=sys.argv[2])"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small invented site, its warehouse and its pack."""
    folder = tmp_path_factory.mktemp("small")
    roi.sample(folder / "site", requests=300, accesses=3000, months=2)
    _keep_providers(folder / "site" / "site.toml")
    roi.load(folder / "site" / "site.toml", warehouse=folder / "roi.duckdb")
    roi.open(folder / "roi.duckdb").report(MONTH, to=folder / "pack")
    return folder


def _keep_providers(site: Path) -> None:
    """Leave out most providers: each verification loads the site once more."""
    head, *feeds = site.read_text(encoding="utf-8").split("[[feed]]")
    kept = [feed for feed in feeds if any(f'name = "{provider}-' in feed for provider in KEPT)]
    site.write_text("[[feed]]".join([head, *kept]), encoding="utf-8")


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(small, tmp_path / "own")
    return tmp_path / "own"


def verified(folder: Path, after: Sequence[Path] = ()) -> list[tuple[str, str, str]]:
    site = folder / "site" / "site.toml"
    return roi.verify(folder / "pack", site, warehouse=folder / "roi.duckdb", after=after).rows()


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def every_byte(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- the same --------------------------------------------------------------------------------------


def test_a_pack_comes_out_the_same(run, small):
    told = run("verify", small / "pack", "--site", small / "site" / "site.toml")
    assert (told.code, told.err) == (0, "")
    assert "comes out the same" in told.out
    assert sorted(path.name for path in small.iterdir()) == ["pack", "roi.duckdb", "site"], "nothing is left behind"


def faketime() -> str | None:
    """Debian's program that tells another hour. Without it: told loudly at a desk, a failure in CI."""
    return shutil.which("faketime")


@pytest.mark.slow
@pytest.mark.skipif(
    faketime() is None and os.environ.get("CI", "").lower() != "true",
    reason="no faketime on PATH: two clocks cannot be tried",
)
def test_clocks_two_days_apart_and_other_settings_give_the_same_bytes(small, tmp_path):
    """Another day, time zone, order of sets, language, umask, number of threads, working directory, place on disk."""
    shutil.copytree(small / "site", tmp_path / "elsewhere" / "deeper" / "site")
    (tmp_path / "desk").mkdir()
    settings = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "POLARS_MAX_THREADS": "1"}
    site, pack = tmp_path / "elsewhere" / "deeper" / "site" / "site.toml", tmp_path / "another name"
    one_core = ["taskset", "--cpu-list", "0"] if shutil.which("taskset") else []
    subprocess.run(
        [*one_core, str(faketime()), "-f", "+2d", sys.executable, "-c", MAKE, str(site), str(pack)],
        cwd=tmp_path / "desk",
        env=os.environ | settings,
        umask=0o077,
        check=True,
    )
    first, second = every_byte(small / "pack"), every_byte(pack)
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


@pytest.mark.slow
def test_last_months_pack_comes_out_when_this_months_extract_is_in(small, tmp_path):
    """What a clock did not see changes no byte of what was made under it."""
    later = {"2026-04-30"}
    shutil.copytree(
        small / "site", tmp_path / "site", ignore=lambda _, names: [n for n in names if any(d in n for d in later)]
    )
    roi.load(tmp_path / "site" / "site.toml", warehouse=tmp_path / "roi.duckdb")
    roi.open(tmp_path / "roi.duckdb").report(EARLIER, to=tmp_path / "pack")
    assert manifest(tmp_path / "pack")["clock"] < "2026-04-30"
    shutil.copytree(small / "site", tmp_path / "site", dirs_exist_ok=True)
    assert verified(tmp_path) == []


# -- what differs ----------------------------------------------------------------------------------


def test_one_changed_byte_in_the_pack_is_told(small, own):
    table = own / "pack" / "tables" / "rows_per_feed.csv"
    lines = table.read_bytes().split(b"\n")
    lines[3] = lines[3][:-1] + (b"8" if lines[3].endswith(b"7") else b"7")
    table.write_bytes(b"\n".join(lines))
    [(of, name, difference)] = between(own / "pack", small / "pack").rows()
    assert (of, name) == ("pack", "tables/rows_per_feed.csv")
    assert "1 row (3)" in difference


def test_a_file_missing_one_put_in_and_rows_changed_are_told(small, own):
    (own / "pack" / "report.html").unlink()
    (own / "pack" / "tables" / "mine.csv").write_text("a\n1\n")
    table = own / "pack" / "tables" / "rows_per_feed.csv"
    head, _, *rest = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join([head, *rest, *rest[-1:]]), encoding="utf-8")
    assert between(own / "pack", small / "pack").rows() == [
        ("pack", "report.html", "is missing"),
        ("pack", "tables/mine.csv", "was not put there by `roi report`"),
        ("pack", "tables/rows_per_feed.csv", "was changed after the pack was made: 1 row "
         f"({len(rest) + 1}) of the pack and 1 row (1) made again have no equal in the other"),
    ]  # fmt: skip


def test_another_version_of_a_library_is_told(small, own):
    told = manifest(own / "pack")
    told["versions"]["polars"] = "0.1"
    (own / "pack" / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    [(of, name, difference)] = between(own / "pack", small / "pack").rows()
    assert (of, name) == ("version", "polars")
    assert difference.startswith("was 0.1, is ")


def test_a_manifest_that_says_otherwise_is_told(small, own):
    told = manifest(own / "pack") | {"month": EARLIER}
    (own / "pack" / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    assert between(own / "pack", small / "pack").rows() == [("pack", "manifest.json", "says otherwise of: month")]


def test_one_changed_input_row_is_told_and_what_comes_of_it(run, own):
    log = own / "site" / "riverbend-general" / "requests-2026-04-30.csv"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([lines[0], lines[1].replace(b"/2026", b"/2025"), *lines[2:]]))
    told = run("verify", own / "pack", "--site", own / "site" / "site.toml", "--json")
    assert told.code == 1
    found = [tuple(line.values()) for line in told.json["differences"]]
    inputs = [(name, told) for of, name, told in found if of == "input"]
    assert [name for name, _ in inputs] == [log.relative_to(own / "site").as_posix()]
    assert "other content" in inputs[0][1]
    assert {of for of, _, _ in found} == {"input", "made again"}
    assert any(name.startswith("tables/") and "row" in told for of, name, told in found if of == "made again")


@pytest.fixture
def read_anew(tmp_path, monkeypatch) -> Iterator[str]:
    """One rule of Ohio's law says something else while the test runs."""
    folder = tmp_path / "law"
    shutil.copytree(Path(law.__file__).parent, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / "oh.toml").read_text(encoding="utf-8")
    (folder / "oh.toml").write_text(text.replace('summary = "', 'summary = "Read anew. ', 1), encoding="utf-8")
    monkeypatch.setattr(law, "rows", partial(law.rows, folder))
    law.tables.cache_clear()
    yield text.split('id = "', 1)[1].split('"', 1)[0]
    law.tables.cache_clear()


def test_every_cause_is_told_by_its_name(own, read_anew):
    """An input gone, a new one, a refused one, another target, a rule of law that reads otherwise."""
    gone = own / "site" / "riverbend-general" / "complaint-2026-03-31.csv"
    gone.rename(gone.with_name("complaint-2026-04-01.csv"))
    refused = gone.with_name("fee-basis.csv")
    refused.write_bytes(b"New" + refused.read_bytes())
    site = own / "site" / "site.toml"
    text = site.read_text(encoding="utf-8")
    site.write_text(text.replace("answered_within_days = 30", "answered_within_days = 21"), encoding="utf-8")
    found = verified(own)
    assert [line[:2] for line in found if line[0] not in ("pack", "made again")] == [
        ("input", "riverbend-general/complaint-2026-03-31.csv"),
        ("input", "riverbend-general/complaint-2026-04-01.csv"),
        ("input", "riverbend-general/fee-basis.csv"),
        ("site file", "[targets]"),
        ("law", read_anew),
    ]
    assert ("law", read_anew, "says something else") in found


def test_inputs_a_published_pack_does_not_name_are_counted(small, own, tmp_path):
    told = manifest(small / "pack") | {"audience": "published"}
    (own / "pack" / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    told["inputs"] = [*told["inputs"][1:], told["inputs"][0] | {"file_hash": "other"}]
    shutil.copytree(own / "pack", tmp_path / "again")
    (tmp_path / "again" / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    [(of, _, difference)] = between(own / "pack", tmp_path / "again").rows()
    assert (of, difference) == ("input", "1 are gone or have other content, 1 are new or have other content")


# -- what is in no site file -----------------------------------------------------------------------


@pytest.mark.slow
def test_reviews_are_read_from_their_warehouse_and_told_where_it_is_not_there(own):
    site = roi.open(own / "roi.duckdb")
    incidents = site.access_queue(budget=3).get_column("incident_id").to_list()
    roi.review(incidents[0], "permitted", by="privacy officer", warehouse=own / "roi.duckdb", budget=3)
    roi.load(own / "site" / "site.toml", warehouse=own / "roi.duckdb")
    roi.review(incidents[1], "policy_breach", by="privacy officer", warehouse=own / "roi.duckdb", budget=3)
    site.report(MONTH, to=own / "pack")
    told = manifest(own / "pack")["reviews"]
    assert 0 < told["learnt"] < told["recorded"], "the second review came after the last load"
    roi.review(incidents[2], "permitted", by="privacy officer", warehouse=own / "roi.duckdb", budget=3)
    assert verified(own) == [], "a review recorded since the pack is left out"
    (own / "roi.duckdb").unlink()
    found = verified(own)
    assert found[0][:2] == ("reviews", "access_review")
    assert "--warehouse" in found[0][2]


@pytest.mark.slow
def test_a_pack_published_after_others_needs_them_again(own):
    site = roi.open(own / "roi.duckdb")
    site.report(EARLIER, to=own / "march", audience="published")
    site.report(MONTH, to=own / "pack", audience="published", after=[own / "march"])
    with pytest.raises(roi.QuestionError, match=r"published after 1 other\(s\), of which 1 are not named"):
        verified(own)
    assert verified(own, after=[own / "march"]) == []


# -- what cannot be asked --------------------------------------------------------------------------


def test_what_cannot_be_read_is_said(run, small, tmp_path):
    site = small / "site" / "site.toml"
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "nowhere", tmp_path / "empty"):
        told = run("verify", folder, "--site", site)
        assert (told.code, "is no pack" in told.err) == (5, True)
    (tmp_path / "empty" / "manifest.json").write_text("{}")
    assert run("verify", tmp_path / "empty", "--site", site).code == 5
    assert run("verify", small / "pack", "--site", tmp_path / "nowhere.toml").code == 3
