"""SQL reads to its left: staging <- core <- explanations, relations <- flags <- incidents, findings <- measures."""

import re

import pytest
from repository import LAYERS, PACKAGE, repository_files, shown
from repository import models as model_files

from roi_analytics import models
from roi_analytics.errors import RuleError
from roi_analytics.tables import BOOKKEEPING, TABLES

READS = {
    "staging": {"landing", "staging"},
    "core": {"staging", "core", "landing"},
    "explanations": {"core", "explanations"},
    "relations": {"core", "relations", "contact"},
    "flags": {"core", "relations", "flags", "contact"},
    "incidents": {"core", "flags", "incidents"},
    "findings": {"core", "explanations", "flags", "findings"},
    "measures": {"core", "explanations", "flags", "incidents", "findings", "measures"},
}
"""Layer -> layers it may read. Core may read landing and bookkeeping tables (for notes); nothing right of it may."""

MADE_BY_BUILD = {
    "law_rule": "core",
    "law_party": "core",
    "law_tier": "core",
    "law_word": "core",
    "law_scope": "core",
    "calendar": "core",
    "access_window": "core",
    "flag_default": "core",
    "access_bit": "core",
    "flag_bit": "core",
    "role_need": "core",
    "role_group": "core",
    "break_glass_reason": "core",
    "access_explained": "core",
    "access_reason": "core",
    "episode_tally": "core",
    "episode_flag": "flags",
    "access_weight": "flags",
    "band": "core",
    "access_explanation": "explanations",
    "finding": "findings",
    "rule_case": "findings",
    "feed_extract": "staging",
    "same_transaction": "core",
}
"""Relations models.py makes of files that are not SQL."""

SITE_TABLES = {
    "provider", "business_associate", "target", "baseline", "flag_switch", "feed", "feed_column", "warehouse", "clock",
}  # fmt: skip
"""What the site file says, and the clock, stand in no layer: every layer may read them."""


def layer_of(relation: str, own: dict[str, str]) -> str | None:
    """The layer of a relation, or None for what every layer may read (and what is no relation of ours)."""
    if relation in own:
        return own[relation]
    if own.get(relation.removesuffix("_record")) == "explanations":
        return "explanations"
    if relation in MADE_BY_BUILD:
        return MADE_BY_BUILD[relation]
    if relation in SITE_TABLES:
        return None
    if relation == "patient_contact":
        return "contact"
    if relation in TABLES:
        return "core"
    if relation.removesuffix("_newest") in TABLES:
        return "staging"
    if relation in BOOKKEEPING or relation in {table.landing for table in TABLES.values()}:
        return "landing"
    return "unknown"


def wrong_reads(layer: str, reads: set[str], own: dict[str, str]) -> dict[str, str]:
    found = {relation: layer_of(relation, own) for relation in reads}
    return {relation: of for relation, of in found.items() if of is not None and of not in READS[layer]}


OWN = {model.name: model.layer for model in models.catalogue()}


@pytest.mark.parametrize("model", models.catalogue(), ids=lambda model: model.path)
def test_a_file_reads_only_to_its_left(model):
    wrong = wrong_reads(model.layer, set(model.reads), OWN)
    assert not wrong, (
        f"{model.path} reads {', '.join(f'{name} ({of})' for name, of in sorted(wrong.items()))}; "
        f"{model.layer} may read {', '.join(sorted(READS[model.layer]))}.\nMake a core relation of what it needs."
    )


def test_a_read_to_the_right_is_seen():
    assert wrong_reads("core", {"request_newest", "finding"}, {}) == {"finding": "findings"}
    assert wrong_reads("measures", {"request_version"}, {}) == {"request_version": "landing"}
    assert wrong_reads("measures", {"request_newest"}, {}) == {"request_newest": "staging"}
    assert wrong_reads("findings", {"patient_contact"}, {}) == {"patient_contact": "contact"}
    assert wrong_reads("measures", {"no_such_relation"}, {}) == {"no_such_relation": "unknown"}
    assert wrong_reads("measures", {"request", "provider", "clock"}, {}) == {}
    assert wrong_reads("core", {"known_record"}, {"known": "explanations"}) == {"known_record": "explanations"}
    assert wrong_reads("flags", {"spread"}, {"spread": "incidents"}) == {"spread": "incidents"}


@pytest.mark.parametrize("path", model_files(), ids=shown)
def test_a_file_stands_in_a_layer_under_the_name_users_type(path):
    assert shown(path.parent) in {f"src/roi_analytics/sql/{layer}" for layer in LAYERS}, (
        f"{shown(path)} stands in no layer.\nPut it straight into one of sql/{', sql/'.join(LAYERS)}."
    )
    assert is_lower_snake(path.stem), (
        f"{shown(path)}: users type this name.\nName it in lower_snake_case, for what it answers."
    )


def test_every_layer_travels():
    """Git and wheels hold files, not folders: an empty layer would be missing from a clone."""
    folders = {path.parent.name for path in repository_files() if path.parent.parent == PACKAGE / "sql"}
    missing = set(LAYERS) - folders
    assert not missing, (
        f"sql/{', sql/'.join(sorted(missing))}: no file in it, so a clone lacks it.\nPut a README.md there."
    )


def is_lower_snake(name: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", name) is not None


def test_a_name_out_of_style_is_seen():
    assert is_lower_snake("on_time")
    assert not any(is_lower_snake(name) for name in ("OnTime", "metric-07", "_hidden", "on__time"))


def test_names_are_used_once():
    names = [path.stem for path in model_files()]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert not twice, f"{twice}: two files make a relation of that name.\nRename one."


def sql_too_long(text: str) -> bool:
    return len(text.splitlines()) > 80


@pytest.mark.parametrize("path", model_files(), ids=shown)
def test_a_file_is_one_short_statement(path):
    text = path.read_text(encoding="utf-8")
    assert not sql_too_long(text), (
        f"{shown(path)} has {len(text.splitlines())} lines; it is two questions.\n"
        "Make a core relation of its first half."
    )
    assert ";" not in models.without_comments(text), (
        f"{shown(path)} has a semicolon.\nA file is one select; models.py wraps it."
    )


def test_a_long_file_is_seen():
    assert sql_too_long("x\n" * 81)
    assert not sql_too_long("x\n" * 80)


def test_a_file_without_its_grain_is_refused():
    with pytest.raises(RuleError, match="grain"):
        models._parse("core", "doctored", "select 1 as one")


def test_a_measure_with_an_unknown_or_missing_key_is_refused():
    text = "-- One row per request: doctored.\n-- title: x\n-- colour: red\nselect 1 as one"
    with pytest.raises(RuleError, match=r"colour.*lacks"):
        models._parse("measures", "doctored", text)


def test_every_needed_column_of_a_finding_exists():
    """`needs` names canonical columns: where a feed does not map them, the finding is not assessable."""
    for model in models.catalogue():
        for need in [word.strip() for word in model.header.get("needs", "").split(",") if word.strip()]:
            table, _, column = need.partition(".")
            known = table in TABLES and (column in TABLES[table].columns or not column)
            assert known, (
                f"{model.path}: needs {need}, which is in no canonical table.\nSee {shown(PACKAGE / 'tables.toml')}."
            )
