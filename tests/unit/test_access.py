"""Are the windows of the explanations read strictly, and does a new explanation need only its file and its window?"""

import datetime as dt
import re
from dataclasses import dataclass

import pytest

from roi_analytics import access, models
from roi_analytics.access import flags
from roi_analytics.engine import Engine
from roi_analytics.errors import RuleError
from roi_analytics.versions import landing_tables

GOOD = """
[named_on_encounter]
before_hours = 1
after_hours = 2
open_for_hours = 3
strength = "strong"
owner = "privacy officer"
review_on = 2027-06-30
why = "because"
"""


@dataclass
class Explanation:
    name: str
    header: dict
    path: str = "sql/explanations/doctored.sql"


def test_every_window_has_an_owner_and_a_day_of_review():
    windows = access.window_rows()
    assert {window["explanation"] for window in windows} == set(models.of_layer("explanations"))
    for window in windows:
        assert window["owner"]
        assert isinstance(window["review_on"], dt.date)
        assert window["strength"] in access.STRENGTHS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("before_hours = 1", "before_hour = 1"), "Did you mean 'before_hours'"),
        (("after_hours = 2\n", ""), "after_hours is missing"),
        (("after_hours = 2", "after_hours = -2"), "none below 0"),
        (("after_hours = 2", "after_hours = true"), "whole number"),
        (('"strong"', '"sturdy"'), "strong, medium, weak"),
        (("2027-06-30", '"soon"'), "review_on"),
        (("before_hours = 1", "before_hours 1"), "not TOML"),
    ],
)
def test_a_wrong_window_is_refused_with_its_mend(change, words):
    assert access.read_windows(GOOD)
    with pytest.raises(RuleError, match=words):
        access.read_windows(GOOD.replace(*change))


FLAG = """
[peek]
weight = 0.3
is_on = true
seconds = 60
owner = "privacy officer"
review_on = 2027-06-30
why = "because"
"""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("seconds = 60", "second = 60"), "Did you mean 'seconds'"),
        (("seconds = 60", "seconds = -60"), "none below 0"),
        (("seconds = 60", "nearly_all = 1.5"), "no share above 1"),
        (("seconds = 60", "deviations = 4.5"), "deviations is not of its kind"),
        (("is_on = true\n", ""), "is_on is missing"),
    ],
)
def test_a_wrong_flag_is_refused_with_its_mend(change, words):
    assert access.read_flags(FLAG).height == 1
    with pytest.raises(RuleError, match=words):
        access.read_flags(FLAG.replace(*change))


def test_what_the_sql_reads_of_a_flag_stands_in_its_block():
    """A number that is not there is null, and a flag compared with null marks nobody without a word."""
    given = {row["flag"]: row for row in access.flag_table().to_dicts()}
    read = set()
    for model in models.catalogue():
        named = re.findall(r"access_flag\.flag = '(\w+)'", model.sql)
        keys = set(re.findall(r"access_flag\.(\w+)", model.sql)) & set(flags.MAY_HAVE)
        read |= {(flag, key) for flag in named for key in keys}
    said = {(flag, key) for flag, row in given.items() for key in flags.MAY_HAVE if row[key] is not None}
    assert read == said
    assert {("many_patients", "deviations"), ("other_workstation", "nearly_all")} <= read


def test_an_explanation_without_a_window_or_with_an_unknown_key_or_code_is_refused():
    with pytest.raises(RuleError, match=r"Add a block \[friend_of\]"):
        access.check([Explanation("friend_of", {"key": "user_patient", "code": "E30"})])
    with pytest.raises(RuleError, match="patient, department_patient, user_patient, derived"):
        access.check([Explanation("named_on_encounter", {"key": "surname", "code": "E3"})])
    with pytest.raises(RuleError, match="code 'third'"):
        access.check([Explanation("named_on_encounter", {"key": "user_patient", "code": "third"})])


KINDS = [
    "encounter", "appointment", "order", "note", "unit_stay", "referral", "task", "claim", "registration", "worklist",
    "study", "on_call", "consult", "care_team", "result",
]  # fmt: skip


def crowded(engine):
    """Crowded windows and few people, so that windows overlap, touch and nest."""
    for statement in landing_tables():
        engine.run(statement)
    engine.run("insert into load_run (load_id, feed, table_name, extract) values ('l', 'f', 'access_event', 'full')")
    engine.run(
        """
        insert into access_event_log
            (provider_id, event_id, opened_at, user_id, user_role, patient_id, department, extracted_on, load_id)
        select
            'p' || (hash(i) % 2), 'e' || i, timestamp '2026-01-01' + to_hours(cast(hash(i * 3) % 4000 as integer)),
            'u' || (hash(i * 5) % 6),
            ['nurse', 'coder', 'biller', 'registrar', 'nurse', 'biller'][1 + cast(hash(i * 5) % 6 as integer)],
            't' || (hash(i * 7) % 12), ['ward', 'emergency', 'billing'][1 + cast(hash(i * 11) % 3 as integer)],
            date '2026-06-30', 'l'
        from range(3000) as t(i)
        """
    )
    engine.run(
        """
        insert into care_record_log
            (provider_id, record_id, kind, patient_id, user_id, department, starts_at, ends_at, extracted_on,
            load_id)
        select
            'p' || (hash(i) % 2), 'r' || i, cast(? as varchar[])[1 + cast(hash(i * 2) % ? as integer)],
            't' || (hash(i * 3) % 12), 'u' || (hash(i * 5) % 6),
            ['ward', 'emergency', 'billing'][1 + cast(hash(i * 13) % 3 as integer)],
            began, case when hash(i * 17) % 2 = 0 then began + to_hours(cast(hash(i * 19) % 90 as integer)) end,
            date '2026-06-30', 'l'
        from (
            select i, timestamp '2026-01-01' + to_hours(cast(hash(i * 7) % 4000 as integer)) as began
            from range(400) as t(i)
        )
        """,
        [KINDS, len(KINDS)],
    )


FROM_RECORDS = [model for model in models.of_layer("explanations").values() if model.header["key"] != "derived"]
EMPTY = {"break_glass_emergency", "release_request"}
"""Explanations that need more than the crowd's tables; their own specs tell them."""


@pytest.fixture(scope="module")
def crowd():
    with Engine.memory() as engine:
        crowded(engine)
        models.build(engine, only={"access_explanation", *(model.name for model in FROM_RECORDS)})
        yield engine


@pytest.mark.parametrize("slices", [1, 5])
def test_slices_change_nothing(crowd, monkeypatch, slices):
    whole = "select event_id, direct_reasons, reasons from access_explained order by all"
    monkeypatch.setattr("roi_analytics.access.explained.SLICE", 3000 // slices)
    with Engine.memory() as engine:
        crowded(engine)
        models.build(engine, only={"access_explained"})
        assert engine.read(whole).equals(crowd.read(whole))


@pytest.mark.parametrize("model", FROM_RECORDS, ids=lambda model: model.name)
def test_the_sweep_agrees_with_asking_each_window_of_each_event(crowd, model):
    same = "".join(
        f" and reason.{column} = access_event.{column}"
        for column in access.KEYS[model.header["key"]]
        if column != "provider_id"
    )
    allowed = access.roles().get(model.name)
    of_group = f"where access_user.role_group in ({', '.join(map(repr, allowed))})" if allowed else ""
    slow = f"""
        select access_event.provider_id, access_event.event_id
        from access_event
        inner join access_user
            on access_user.provider_id = access_event.provider_id and access_user.user_id = access_event.user_id
        semi join (
            select access_event.event_id
            from access_event
            inner join {model.name} as reason
                on reason.provider_id = access_event.provider_id{same}
                and access_event.opened_at >= reason.starts_at and access_event.opened_at < reason.ends_at
        ) as found on found.event_id = access_event.event_id
        {of_group}
        order by all
    """
    swept = f"select provider_id, event_id from access_explanation where {model.name} order by all"
    found = crowd.read(swept)
    assert found.equals(crowd.read(slow))
    assert model.name in EMPTY or 0 < found.height < 2990
