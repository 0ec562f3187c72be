"""The invented hospital: normal work that its records explain, misuse that rests on real ties, no tell-tale."""

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import roi_analytics as roi
from roi_analytics.errors import QuestionError
from roi_analytics.synthetic.hospital import FAMILIES, Hospital, hospital, write_hospital
from roi_analytics.tables import TABLES

PREVALENCE = 4e-3
MONTH = pl.duration(days=30)
TOGETHER = ["provider_id", "user_id", "patient_id"]


@pytest.fixture(scope="module")
def made() -> Hospital:
    """Four sites over two months, with far more misuse than there is, so that every family is met."""
    return hospital(3, accesses=150_000, months=2, prevalence=PREVALENCE)


@pytest.fixture(scope="module")
def human(made) -> pl.DataFrame:
    """Accesses by people at work, with the family of planted ones, their day of work and what patients they concern."""
    day = pl.col("local_at").dt.offset_by("-6h").dt.date()
    rows = made.tables["access_event"].filter(pl.col("actor_kind") == "human").with_columns(day=day)
    return rows.join(made.truth, on=["event_id", "provider_id"], how="left", maintain_order="left")


@pytest.fixture(scope="module")
def planted(made, human) -> pl.DataFrame:
    """Planted rows, with the contact marks of the patient and the personnel file of the user."""
    own = {"last_name": "own_name", "address_key": "own_address"}
    rows = human.filter(pl.col("family").is_not_null())
    for name, key in (("workforce_member", "user_id"), ("patient_contact", "patient_id"), ("patient", "patient_id")):
        frame = made.tables[name].rename(own if key == "user_id" else {})
        rows = rows.join(frame, on=["provider_id", key], how="left", validate="m:1")
    return rows


def named_by_records(made: Hospital, rows: pl.DataFrame) -> pl.Series:
    """Whether a record around each access names the user, or a department the user belongs to or was on shift in."""
    care = made.tables["care_record"].filter(pl.col("patient_id").is_not_null())
    care = care.with_columns(
        low=pl.col("starts_at") - pl.duration(days=14), high=pl.coalesce("ends_at", pl.col("starts_at") + MONTH) + MONTH
    )
    shifts = made.tables["shift"].select("provider_id", "user_id", "starts_at", "ends_at", at="department")
    there = pl.col("opened_at").is_between("starts_at", "ends_at")
    on_shift = rows.join(shifts, on=["provider_id", "user_id"]).filter(there)
    look = ["provider_id", "event_id", "patient_id", "opened_at"]
    own = rows.select(*look, whose="user_id")
    of_department = pl.concat([rows.select(*look, whose="department"), on_shift.select(*look, whose="at")])
    release = own.filter(rows["department"] == "records office")
    asked = made.tables["request"].select(
        "provider_id", "patient_id", low=pl.col("received_on").cast(pl.Datetime) - pl.duration(days=1),
        high=pl.coalesce(pl.col("completed_on").cast(pl.Datetime), pl.datetime(2100, 1, 1)) + MONTH,
    )  # fmt: skip
    visits = care.filter(pl.col("department") == "emergency").select(
        "provider_id", "patient_id", low=pl.col("starts_at") - pl.duration(days=1),
        high=pl.col("starts_at") + pl.duration(days=2),
    )  # fmt: skip
    found = []
    for looks, records, key in (
        (own, care.with_columns(whose="user_id"), ["provider_id", "patient_id", "whose"]),
        (of_department, care.with_columns(whose="department"), ["provider_id", "patient_id", "whose"]),
        (release, asked, ["provider_id", "patient_id"]),
        (own, visits, ["provider_id", "patient_id"]),
    ):
        near = looks.join(records.select(*key, "low", "high").unique(), on=key)
        found.append(near.filter(pl.col("opened_at").is_between("low", "high"))["event_id"])
    return rows["event_id"].is_in(pl.concat(found).unique().implode())


def of(planted: pl.DataFrame, family: str) -> pl.DataFrame:
    """The rows of a family; there are some."""
    rows = planted.filter(pl.col("family") == family)
    assert len(rows), family
    return rows


def test_the_same_seed_gives_the_same_frames():
    options = {"sites": 2, "accesses": 20_000, "months": 1, "prevalence": 2e-3}
    once, again, other = hospital(5, **options), hospital(5, **options), hospital(6, **options)
    for name in once.tables:
        assert_frame_equal(once.tables[name], again.tables[name])
    assert_frame_equal(once.truth, again.truth)
    assert_frame_equal(once.traits, again.traits)
    assert not once.tables["access_event"].equals(other.tables["access_event"])


def test_frames_are_canonical(made):
    for name, frame in made.tables.items():
        table = TABLES[name]
        assert frame.columns == ["provider_id", *table.columns], name
        assert not frame.select("provider_id", *table.key).is_duplicated().any(), name
        for column in table.columns.values():
            said = set(frame[column.name].drop_nulls().unique()) if column.values else set()
            assert said <= set(column.values), (name, column.name)
            assert not (column.required and frame[column.name].null_count()), (name, column.name)
    assert len(made.tables["access_event"]) == pytest.approx(150_000, rel=0.1)
    assert made.tables["access_event"]["event_id"].is_unique().all()


def test_who_acts_is_in_the_registers(made, human):
    for rows, table, key in (
        (human, "workforce_member", "user_id"),
        (human, "user_account", "login"),
        (human, "patient", "patient_id"),
        (made.tables["care_record"].filter(pl.col("user_id").is_not_null()), "workforce_member", "user_id"),
        (made.tables["shift"], "assignment", "user_id"),
        (made.traits, "workforce_member", "user_id"),
    ):
        assert rows.join(made.tables[table], on=["provider_id", key], how="anti").is_empty(), (table, key)


def test_planted_episodes_are_as_many_as_asked_and_even_over_the_families(human, planted):
    episode = [*TOGETHER, "day"]
    share = planted.select(episode).n_unique() / human.select(episode).n_unique()
    assert share == pytest.approx(PREVALENCE, rel=0.3)
    had = planted.group_by("family").agg(pl.struct(episode).n_unique().alias("had"))
    assert set(had["family"]) == set(FAMILIES)
    fair = planted.select(episode).n_unique() / len(FAMILIES)
    assert had["had"].max() <= 2 * fair + 5
    assert had["had"].min() >= fair / 3
    assert len(planted.unique(["incident", "family", "provider_id"])) == planted["incident"].n_unique()


def test_normal_work_is_explained_but_for_honest_noise(made, human):
    work = human.filter(pl.col("family").is_null(), pl.col("access_mode").is_in(["deliberate", "routed"]))
    explained = named_by_records(made, work)
    assert 0.965 < explained.mean() < 0.99
    by_site = work.with_columns(explained=explained).group_by("provider_id").agg(pl.col("explained").mean())
    assert by_site["explained"].min() > 0.95
    # Random pairs of the same users and patients are not: the check can fail.
    shuffled = work.with_columns(patient_id=work["patient_id"].shuffle(seed=1)).sample(20_000, seed=1)
    assert named_by_records(made, shuffled).mean() < 0.35


def test_no_record_names_who_snooped_but_on_the_own_ward(made, planted):
    care = made.tables["care_record"].filter(pl.col("patient_id").is_not_null())
    for key in ("user_id", "department"):
        met = planted.filter(pl.col("family") != "departmental").join(care, on=["provider_id", "patient_id", key])
        assert met.is_empty(), (key, sorted(met["family"].unique()))
    assert named_by_records(made, of(planted, "departmental")).mean() > 0.9


def glances(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of one user at one record without a pause of five minutes: how many, and the logarithm of their seconds."""
    ordered = rows.sort(*TOGETHER, "opened_at")
    begins = (pl.col("opened_at").diff() > pl.duration(minutes=5)).over(TOGETHER).fill_null(False)
    ordered = ordered.with_columns(number=begins.cum_sum().over(TOGETHER))
    return ordered.group_by(*TOGETHER, "number").agg(
        rows=pl.len(), seconds=(pl.col("opened_at").max() - pl.col("opened_at").min()).dt.total_seconds().log1p(),
        role=pl.col("user_role").first(), family=pl.col("family").first(),
    )  # fmt: skip


def gap(normal: pl.DataFrame, other: pl.DataFrame, column: str) -> float:
    """How many standard errors two samples lie apart, role by role taken together."""
    means = normal.group_by("role").agg(mean=pl.col(column).mean(), sd=pl.col(column).std())
    told = other.join(means, on="role").select((pl.col(column) - pl.col("mean")) / pl.col("sd"))[column]
    return abs(told.mean()) * len(told) ** 0.5


@pytest.mark.parametrize("column", ["rows", "seconds"])
def test_a_planted_glance_leaves_as_many_rows_as_any(human, column):
    every = glances(human.filter(pl.col("access_mode").is_in(["deliberate", "incidental", "routed"])))
    normal, planted = every.filter(pl.col("family").is_null()), every.filter(pl.col("family").is_not_null())
    assert len(planted) > 80
    assert gap(normal, planted, column) < 3.5
    assert gap(normal, planted.with_columns(pl.col(column) * 1.5 + 0.5), column) > 3.5, "a planted difference is seen"
    assert 2 <= normal["rows"].median() <= 6


def test_ids_tell_the_time_and_nothing_else(made):
    for _, rows in made.tables["access_event"].group_by("provider_id"):
        ids = rows.sort("event_id")
        assert ids["opened_at"].is_sorted()
        assert ids["event_id"].str.tail(9).cast(pl.Int64).to_list() == list(range(1, len(rows) + 1))
    sign_ins = made.tables["system_event"].filter(pl.col("outcome") == "success")
    sign_ins = sign_ins.select("provider_id", "user_id", at="opened_at")
    planted = made.tables["access_event"].join(made.truth.select("event_id"), on="event_id")
    before = (pl.col("opened_at") - pl.col("at")).is_between(pl.duration(), pl.duration(hours=30))
    near = planted.join(sign_ins, on=["provider_id", "user_id"]).filter(before)
    assert near["event_id"].n_unique() == len(planted), "each has a sign-in before it, as work has"


def test_night_staff_snoop_at_night(made, human):
    nights = human.join(made.traits.filter("is_night"), on=["provider_id", "user_id"])
    nights = nights.with_columns(at_night=~pl.col("local_at").dt.hour().is_between(8, 17))
    normal, planted = nights.filter(pl.col("family").is_null()), nights.filter(pl.col("family").is_not_null())
    assert len(planted) > 40
    assert normal["at_night"].mean() > 0.97
    assert planted["at_night"].mean() > 0.95
    assert human["local_at"].dt.hour().is_between(8, 17).mean() > 0.5


def test_ties_of_families_stand_in_the_data(made, planted):
    household = pl.col("address_key") == pl.col("own_address")
    assert (
        of(planted, "family_curiosity").select((household | (pl.col("last_name") == pl.col("own_name"))).all()).item()
    )
    block = pl.col("address_key").str.head(6) == pl.col("own_address").str.head(6)
    assert of(planted, "neighbour").select((block & ~household).all()).item()
    assert of(planted, "self_access").select((pl.col("workforce_user_id") == pl.col("user_id")).all()).item()
    assert of(planted, "vip_burst")["is_protected"].all()
    assert not of(planted, "media_event")["is_protected"].any()
    contact, rooms = made.tables["patient_contact"], made.tables["assignment"].unique(["provider_id", "user_id"])
    room = rooms.select("provider_id", "user_id", room="department")
    partner = of(planted, "ex_partner").join(
        contact.filter(pl.col("workforce_user_id").is_not_null()).select(
            "provider_id", "phone_key", user_id="workforce_user_id", home="address_key"
        ),
        on=["provider_id", "phone_key", "user_id"],
    )
    assert partner["event_id"].n_unique() == len(of(planted, "ex_partner"))
    assert (partner["home"] != partner["address_key"]).all()
    colleague = of(planted, "coworker").filter(pl.col("workforce_user_id") != pl.col("user_id"))
    theirs = room.rename({"user_id": "workforce_user_id", "room": "theirs"})
    both = colleague.join(room, on=["provider_id", "user_id"]).join(theirs, on=["provider_id", "workforce_user_id"])
    assert (both["room"] == both["theirs"]).all()
    assert len(both) == len(of(planted, "coworker"))
    child = of(planted, "minor_of_acquaintance")
    assert child["birth_on"].min() > date(2008, 3, 1)
    parents = made.tables["workforce_member"].select("provider_id", "address_key", parent="user_id")
    theirs = room.rename({"user_id": "parent", "room": "theirs"})
    parent = child.join(parents, on=["provider_id", "address_key"]).join(theirs, on=["provider_id", "parent"])
    parent = parent.join(room, on=["provider_id", "user_id"]).filter(pl.col("room") == pl.col("theirs"))
    assert parent["event_id"].n_unique() == len(child)


def test_deeds_of_families_stand_in_the_log(made, human, planted):
    guards = of(planted, "guard_browsing")
    assert guards["user_role"].unique().to_list() == ["security guard"]
    ended = of(planted, "terminated_account")
    assert (ended["local_at"].dt.date() >= ended["ended_on"]).all()
    work = human.filter(pl.col("family").is_null(), pl.col("access_mode").is_in(["deliberate", "routed"]))
    work = work.join(made.tables["workforce_member"], on=["provider_id", "user_id"])
    assert not (work["local_at"].dt.date() > work["ended_on"].dt.offset_by("1d")).any()
    harvest = of(planted, "identity_harvest")
    assert set(harvest.filter(pl.col("access_mode") == "deliberate")["record_class"]) <= {"demographics", "print"}
    for _, rows in harvest.sort("opened_at").group_by("incident", maintain_order=True):
        numbers = rows["patient_id"].unique(maintain_order=True).cast(pl.Int64)
        assert numbers.is_sorted()
        assert numbers.len() >= 5
    glass = of(planted, "break_glass_abuse")
    assert glass["is_break_glass"].all()
    visits = made.tables["care_record"].filter(pl.col("department") == "emergency")
    assert glass.join(visits, on=["provider_id", "patient_id"]).is_empty()
    sought = of(planted, "search_by_name").group_by("incident").agg((pl.col("record_class") == "search").any())
    assert sought["record_class"].all()
    assert of(planted, "search_by_name").join(made.tables["care_record"], on=["provider_id", "patient_id"]).is_empty()
    days = of(planted, "serial_snooper").group_by("incident").agg(pl.col("day").unique().sort())["day"]
    assert min(len(one) for one in days) >= 4
    assert min((one[-1] - one[0]).days for one in days) >= 15
    for family in ("vip_burst", "media_event"):
        assert of(planted, family).group_by("incident").agg(pl.col("user_id").n_unique())["user_id"].min() >= 3
    covered = of(planted, "covered_access").group_by("incident").agg(pl.all().first())
    around = covered.join(human, on=["provider_id", "user_id"], suffix="_other").filter(
        (pl.col("local_at_other") - pl.col("local_at")).abs() < pl.duration(minutes=10),
        pl.col("patient_id_other") != pl.col("patient_id"),
    )
    assert around["incident"].n_unique() == len(covered)
    room, who = pl.col("workstation").str.head(6), ["provider_id", "user_id"]
    usual = human.filter(pl.col("family").is_null()).group_by(who).agg(usual=room.mode().min())
    assert of(planted, "shared_login").join(usual, on=who).select((room != pl.col("usual")).all()).item()


def test_machines_and_patients_are_kept_apart(made, human):
    events = made.tables["access_event"]
    machines = events.filter(pl.col("actor_kind") == "service")
    assert 0.08 < len(machines) / len(events) < 0.2
    assert machines["local_at"].dt.hour().n_unique() == 24
    assert machines["workstation"].null_count() == len(machines)
    assert not set(machines["user_id"]) & set(made.tables["workforce_member"]["user_id"])
    registered = made.tables["user_account"].filter(pl.col("actor_kind") == "service")
    assert set(machines["login"]) == set(registered["login"])
    assert made.truth.join(human, on="event_id", how="anti").is_empty()
    portal = events.filter(pl.col("actor_kind").is_in(["patient", "proxy"]))
    assert portal["user_id"].null_count() == len(portal)
    assert ("p" + portal["patient_id"] == portal["login"]).all()


def test_hard_negatives_and_subgroups_are_there(made, human):
    """Relatives and colleagues cared for at work, watched patients with many who look after them, floats, trainees."""
    work = human.filter(pl.col("family").is_null())
    home = made.tables["workforce_member"].select("provider_id", "user_id", "address_key")
    contact = made.tables["patient_contact"]
    related = work.join(home, on=["provider_id", "user_id"])
    related = related.join(contact, on=["provider_id", "patient_id", "address_key"])
    assert named_by_records(made, related).sum() > 20
    watched = work.join(contact.filter("is_protected"), on=["provider_id", "patient_id"])
    assert watched.group_by("provider_id", "patient_id").agg(pl.col("user_id").n_unique())["user_id"].max() > 12
    traits = made.traits
    for name in ("is_night", "is_float", "is_resident", "is_agency"):
        assert 0 < traits[name].mean() < 0.4, name
    assert 0.05 < traits["is_float"].mean() < 0.15
    rooms = made.tables["assignment"].select("provider_id", "user_id", room="department")
    shifts = made.tables["shift"].join(traits.filter("is_float"), on=["provider_id", "user_id"])
    away = shifts.join(rooms, on=["provider_id", "user_id"]).select((pl.col("department") != pl.col("room")).mean())
    assert away.item() > 0.5
    trained = rooms.join(traits.filter("is_resident"), on=["provider_id", "user_id"])
    assert trained.group_by("user_id").agg(pl.col("room").n_unique())["room"].max() > 1
    share = traits.group_by("provider_id").agg(pl.col("surname_share").max()).sort("surname_share")
    assert share["provider_id"][-1] == "isle-point"


def test_what_records_leave_out(made):
    care = made.tables["care_record"]
    care = care.with_columns(month=pl.col("starts_at").dt.month(), is_order=pl.col("kind") == "order")
    of_month = care.filter(pl.col("provider_id") == "cedar-flats").group_by("month").agg(pl.col("is_order").sum())
    orders = dict(of_month.iter_rows())
    assert orders[3] > 100
    assert orders[4] == 0
    others = care.filter(pl.col("provider_id") != "cedar-flats", pl.col("month") == 4)
    assert others.group_by("provider_id").agg(pl.col("is_order").sum())["is_order"].min() > 50
    assert set(TABLES["care_record"].columns["kind"].values) - set(care["kind"]) == {"procedure", "other"}
    request = made.tables["request"]
    assert set(request["status"]) == {"open", "fulfilled"}
    assert (request["completed_on"] >= request["received_on"]).all()


def test_it_is_written_and_loads_whole(tmp_path):
    options = {"sites": 2, "accesses": 8000, "months": 1, "prevalence": 1e-2}
    rows = write_hospital(tmp_path, seed=4, **options)
    told = roi.load(tmp_path / "site.toml", warehouse=tmp_path / "roi.duckdb")["feeds"]
    assert sum(feed["read"] for feed in told) == sum(rows.values()) - rows["truth.csv"] - rows["traits.csv"]
    assert [feed for feed in told if feed["loaded"] != feed["read"]] == []
    truth = hospital(4, **options).truth
    assert_frame_equal(pl.read_csv(tmp_path / "truth.csv"), truth.select("event_id", "family"))


@pytest.mark.parametrize(
    "wrong", [{"sites": 0}, {"sites": 99}, {"months": 0}, {"prevalence": 0.5}, {"families": ("selfaccess",)}]
)
def test_impossible_wishes_are_refused_with_the_mend(wrong):
    with pytest.raises(QuestionError, match=r"\n"):
        hospital(1, **wrong)


def test_none_is_planted_where_none_is_asked():
    made = hospital(2, sites=1, accesses=5000, months=1, prevalence=0)
    assert made.truth.is_empty()
    only = hospital(2, sites=1, accesses=5000, months=1, prevalence=5e-3, families=("neighbour",))
    assert only.truth["family"].unique().to_list() == ["neighbour"]
