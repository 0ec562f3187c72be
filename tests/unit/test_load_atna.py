"""Files of audit messages: however they are carried each is found, and a broken one harms only itself."""

import codecs
import gzip
import tracemalloc
from pathlib import Path

import pytest
from loading import SmallSite, small_site

from roi_analytics.engine import Engine
from roi_analytics.load import atna, files
from roi_analytics.load.audit_message import HEADERS
from roi_analytics.load.files import FileRefused
from roi_analytics.site import Feed
from roi_analytics.tables import TABLES

SAMPLES = Path(__file__).parents[1] / "fixtures" / "access" / "atna"


@pytest.fixture
def read(tmp_path):
    """Read bytes as a file: its rows as dictionaries, and the texts that were set aside."""

    def read_bytes(content: bytes, **settings: str) -> tuple[list[dict], list[str]]:
        path = tmp_path / "audit.xml"
        path.write_bytes(content)
        feed = Feed("audit", TABLES["access_event"], path.name, "2026-05-31", reader="atna", **settings)
        with Engine.memory() as engine:
            raw = atna.read(engine, feed, path, files.scan(path), tmp_path / "scratch")
            rows = engine.read("select * from numbered_raw order by row_no").rows()
            aside = engine.read("select * from set_aside order by source_row").rows()
        assert raw.headers == list(HEADERS)
        numbers = [row[0] for row in rows] + [row[0] for row in aside]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        assert {code for _, code, _ in aside} <= {"unparsable_record"}
        return [dict(zip(HEADERS, row[1:], strict=True)) for row in rows], [text for _, _, text in aside]

    return read_bytes


def message(patient: str, name: str = "N. Nurse") -> str:
    return (
        '<AuditMessage><EventIdentification EventActionCode="R" EventDateTime="2026-03-02T08:00:00Z"'
        ' EventOutcomeIndicator="0"><EventID csd-code="110110" codeSystemName="DCM"/></EventIdentification>'
        f'<ActiveParticipant UserID="nurse" UserName="{name}" UserIsRequestor="true"/>'
        '<AuditSourceIdentification AuditSourceID="ehr"/><ParticipantObjectIdentification'
        f' ParticipantObjectID="{patient}" ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1"/>\n'
        "</AuditMessage>"
    )


ONE, TWO, THREE = (message(patient) for patient in ("p1", "p2", "p3"))
XML = '<?xml version="1.0" encoding="{}"?>\n'


def patients(read_out: tuple[list[dict], list[str]]) -> tuple[list[str], int]:
    """Whose records were touched, and how many records were set aside."""
    rows, aside = read_out
    return [row["patient_id"] for row in rows], len(aside)


# -- how files carry messages ----------------------------------------------------------------------

PREFIXED = ONE.replace("<", "<at:").replace("<at:/", "</at:")
SYSLOG = "<85>1 2026-03-02T08:00:00.0Z host app 12 IHE+RFC-3881 - \ufeff"


@pytest.mark.parametrize(
    "content",
    [
        ONE + TWO + THREE,
        "\r\n".join(XML.format("UTF-8") + one for one in (ONE, TWO, THREE)) + "\r\n",
        f"\ufeff{XML.format('UTF-8')}<Trail xmlns:at='urn:x'>{PREFIXED}{TWO}<note/>{THREE}</Trail>",
        "\n".join(SYSLOG + one.replace("\n", " ") for one in (ONE, TWO, THREE)),
        "".join(f"{len(one)} {SYSLOG}{one}" for one in (ONE, TWO, THREE)),
        "".join(XML.format("utf-16") + one for one in (ONE, TWO, THREE)),
        '<!DOCTYPE Trail SYSTEM "http://unknown.example/trail.dtd">' + ONE + TWO + THREE,
    ],
    ids=["joined", "documents", "one root", "syslog", "octet counted", "said to be utf-16", "document type"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_message_is_found(read, content, encoding):
    if encoding in ("utf-16-le", "utf-16-be"):
        content = content.lstrip("\ufeff")
        content = content if content.startswith("<") else f"<!-- trail -->{content}"
    assert patients(read(content.encode(encoding))) == (["p1", "p2", "p3"], 0)


@pytest.mark.parametrize("chunk", [1, 13, 300, 1000])
def test_a_message_that_two_chunks_share_is_found(read, monkeypatch, chunk):
    content = (XML.format("UTF-8") + ONE + f"<85>1 host {THREE[:200]}" + SYSLOG + TWO).encode()
    whole = read(content)
    monkeypatch.setattr(atna, "CHUNK", chunk)
    assert read(content) == whole
    assert patients(whole) == (["p1", "p2"], 1)


@pytest.mark.parametrize(
    ("content", "settings"),
    [
        ((XML.format("ISO-8859-1") + message("pä")).encode("latin-1"), {}),
        (message("pä").encode("cp1252"), {"encoding": "cp1252"}),
        ((XML.format("no-such-code") + message("pä")).encode(), {}),
        (message("p&#228;").encode(), {}),
    ],
)
def test_a_message_is_read_in_its_encoding(read, content, settings):
    assert patients(read(content, **settings)) == (["pä"], 0)


def test_bytes_of_another_encoding_set_one_message_aside(read):
    assert patients(read(ONE.encode() + message("pä").encode("latin-1") + TWO.encode())) == (["p1", "p2"], 1)


def test_a_message_sent_twice_is_one_event(read):
    rows, _ = read(f"{SYSLOG}{ONE}\n{TWO}\n{SYSLOG}{ONE}".encode())
    first, other, again = (row["event_id"] for row in rows)
    assert first == again != other


# -- what is broken --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        THREE[:150],
        THREE[150:],
        THREE.replace("/>", ">", 1),
        THREE.replace("EventIdentification", "SomethingElse"),
        "<AuditMessage/>",
        "<AuditMessage><EventIdentification/><AuditMessage></AuditMessage>",
    ],
    ids=["no end", "no beginning", "not closed", "no event", "empty", "in another"],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_broken_message_is_set_aside_and_its_neighbours_load(read, broken, place):
    content = [ONE, TWO]
    content.insert(place, broken)
    found, aside = patients(read("\n".join(content).encode()))
    assert found == ["p1", "p2"]
    assert aside == (2 if broken.endswith("><AuditMessage></AuditMessage>") else 1)


@pytest.mark.parametrize("kept", range(2, len("<AuditMessage")))
def test_a_file_that_ends_within_a_tag_has_lost_a_record(read, kept):
    assert patients(read((ONE + "\n" + TWO[:kept]).encode())) == (["p1"], 1)


def test_a_message_without_an_end_takes_no_more_memory_than_it_may(read, monkeypatch):
    monkeypatch.setattr(atna, "CHUNK", 2000)
    monkeypatch.setattr(atna, "MESSAGE_BYTES", 30_000)
    endless = message("p3", "n" * 200_000)
    assert patients(read((ONE + endless + TWO).encode())) == (["p1", "p2"], 1)
    assert patients(read((ONE + endless[:190_000] + TWO).encode())) == (["p1", "p2"], 1)
    assert patients(read((ONE + endless[:190_000]).encode())) == (["p1"], 1)


def test_what_stays_in_memory_does_not_grow_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(atna, "CHUNK", 65_536)
    path = tmp_path / "audit.xml"
    path.write_text((ONE + "\n") * 20_000 + " " * 5_000_000 + ONE)
    tracemalloc.start()
    try:
        count = sum(1 for _ in atna._messages(path, None, None))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 20_001
    assert peak < 1_000_000 < path.stat().st_size / 10


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
BOMB = f'<!DOCTYPE AuditMessage [<!ENTITY l0 "ha">{LAUGHS}]>'
FILE = '<!DOCTYPE AuditMessage [<!ENTITY l9 SYSTEM "{}">]>'


@pytest.mark.parametrize("kind", ["expanding", "external"])
@pytest.mark.parametrize("place", ["before", "inside", "in the root", "unused"])
def test_an_entity_is_never_expanded(read, tmp_path, kind, place):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    declared = BOMB if kind == "expanding" else FILE.format(secret.as_uri())
    bad = message("p9", "&l9;")
    content = {
        "before": ONE + declared + bad + TWO,
        "inside": ONE + bad.replace("<AuditMessage>", f"<AuditMessage>{declared}") + TWO,
        "in the root": f"{declared.replace('AuditMessage', 'Trail')}<Trail>{ONE}{bad}{TWO}</Trail>",
        "unused": ONE + declared + message("p9") + TWO,
    }[place]
    rows, aside = read(content.encode())
    assert [row["patient_id"] for row in rows] == ["p1", "p2"]
    assert len(aside) == 1
    assert "the secret" not in str(rows) + str(aside)
    assert "hahaha" not in str(rows) + str(aside)


def test_the_five_entities_of_xml_and_characters_by_number_are_plain_text(read):
    [row], _ = read(message("&lt;&gt;&amp;&quot;&apos;&#65;&#x42;").encode())
    assert row["patient_id"] == "<>&\"'AB"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no audit at all",
        b'<AuditEvent xmlns="http://hl7.org/fhir"/>',
        gzip.compress(ONE.encode()),
        codecs.BOM_UTF8,
    ],
)
def test_a_file_without_a_message_is_refused_with_its_mend(read, content):
    with pytest.raises(FileRefused) as refused:
        read(content)
    what, mend = refused.value.message.split("\n")
    assert "audit.xml" in what
    assert "<AuditMessage>" in what
    assert mend.startswith("Unpack it")


# -- the whole way ---------------------------------------------------------------------------------

FEED = """
[[feed]]
name = "audit"
table = "access_event"
reader = "atna"
files = "audit*.xml"
extracted_on = "2026-05-31"
[feed.constants]
provider_id = "p1"
"""


@pytest.fixture
def site(tmp_path, monkeypatch) -> SmallSite:
    return small_site(tmp_path, monkeypatch).site(FEED)


def test_the_samples_load_into_touches_and_events_without_a_patient(site):
    names = sorted(path.name for path in SAMPLES.glob("*.xml"))
    site.file("audit.xml", b"\n".join((SAMPLES / name).read_bytes() for name in names))
    assert site.counts() == {"audit": (10, 10, 0, 0, 0), "audit-system": (2, 2, 0, 0, 0)}
    assert site.rows(
        "select patient_id, cast(opened_at as varchar) from access_event_log where action in ('C', 'D')"
    ) == [
        ("ptid12345", "2001-12-17 14:30:47"),
        ("7627199", "2020-03-19 12:24:34.434"),
        ("MW-10001", "2019-03-19 13:48:59.399"),
    ]
    assert site.rows("select login, actor_kind from system_event_log order by all") == [
        ("/app-gateway/fhir/Patient", "service"),
        ("WDF-LAP-1237$", "service"),
    ]


def test_every_record_of_a_damaged_file_has_its_fate(site):
    timeless = message("p7").replace(' EventDateTime="2026-03-02T08:00:00Z"', "")
    elsewhere = message("p8").replace("08:00:00Z", "08:00:00 Mars/Phobos")
    odd = message("p9").replace('Indicator="0"', 'Indicator="3"')
    late = message("p10").replace("2026-03", "2026-07")
    site.file("audit.xml", ONE + TWO[:-9] + timeless + elsewhere + odd + late + ONE + THREE)
    assert site.counts()["audit"] == (8, 2, 2, 3, 1)
    assert site.quarantined() == [
        (2, "unparsable_record", None),
        (3, "no_time", "opened_at"),
        (4, "unparsable_date", "opened_at"),
    ]
    assert site.notes() == [(5, "value_unmapped", "outcome"), (6, "date_after_extract", "opened_at")]


def test_times_keep_their_offset_and_the_places_zone_holds_where_there_is_none(site):
    for_time = '"2026-03-02T08:00:00Z"'
    site.file(
        "audit.xml",
        message("a").replace(for_time, '"2026-03-02T08:00:00.1234567+01:00"')
        + message("b").replace(for_time, '"2026-03-02T08:00:00"'),
    )
    site.load()
    assert site.rows("select patient_id, cast(opened_at as varchar) from access_event_log order by all") == [
        ("a", "2026-03-02 07:00:00.123456"),
        ("b", "2026-03-02 13:00:00"),
    ]


def test_a_message_that_two_files_carry_is_loaded_once(site):
    site.file("audit-1.xml", ONE + TWO).file("audit-2.xml", SYSLOG + TWO + THREE)
    assert site.counts()["audit"] == (4, 3, 0, 0, 1)
    site.file("audit-3.xml", ONE + TWO)
    assert site.refused()["code"] == "same_bytes"
