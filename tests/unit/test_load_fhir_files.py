"""Files of AuditEvents: each form they come in, and what becomes of a broken record, however it is broken."""

import json

import pytest
from audit_events import REST, SERVER, example, lines, rows

from roi_analytics.load import fhir
from roi_analytics.load.files import FileRefused

READ, REST_EVENT = example(SERVER), example(REST)
PATIENT = {"resourceType": "Patient", "id": "p1"}


@pytest.fixture
def read(tmp_path):
    def made(content: str | bytes, encoding: str | None = None):
        path = tmp_path / "audit.ndjson"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return rows(path, encoding)

    return made


def numbered(found: list[dict]) -> list[tuple[int, str]]:
    return [(row["row_no"], row["event_id"]) for row in found]


BOTH = [(1, "ex-auditBasicReadServer"), (2, "example-rest")]


def bundle(*resources: dict) -> dict:
    return {"resourceType": "Bundle", "entry": [{"resource": resource} for resource in resources]}


FORMS = {
    "one record a line": lines(READ, REST_EVENT),
    "without a last line end": lines(READ, REST_EVENT).rstrip("\n"),
    "with the line ends of Windows": lines(READ, REST_EVENT).replace("\n", "\r\n"),
    "a Bundle on a line": json.dumps(bundle(READ, REST_EVENT)),
    "a Bundle set out": json.dumps(bundle(READ, REST_EVENT), indent=2),
    "Bundles on lines": lines(bundle(READ), bundle(REST_EVENT)),
    "an array": json.dumps([READ, REST_EVENT]),
    "an array set out": json.dumps([READ, REST_EVENT], indent=2),
    "an array of Bundles": json.dumps([bundle(READ), REST_EVENT]),
    "documents one after another": json.dumps(READ, indent=2) + "\n" + json.dumps(REST_EVENT, indent=2),
}


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_every_form_gives_the_same_rows(read, content):
    found, set_aside = read(content)
    assert (numbered(found), set_aside) == (BOTH, [])
    assert found[0]["patient_id"] == "Patient/ex-patient"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_gives_the_same_rows(read, encoding):
    event = REST_EVENT | {"source": {"site": "Zürich"}}
    content = json.dumps(event, ensure_ascii=False).encode(encoding)
    [found], _ = read(content, None if encoding != "cp1252" else encoding)
    assert found["source_system"] == "Zürich"


BROKEN = {
    "cut short": json.dumps(REST_EVENT)[:200],
    "no JSON": "Jul 3 12:00 audit started",
    "another resource": json.dumps(PATIENT),
    "a number": "17",
    "null": "null",
    "a list": "[]",
}


def places(broken: str) -> list[int]:
    """Where it can stand: a file that begins with [ is an array."""
    return [2, 3] if broken == "[]" else [1, 2, 3]


@pytest.mark.parametrize(("broken", "place"), [(text, place) for text in BROKEN.values() for place in places(text)])
def test_a_broken_line_is_set_aside_by_its_number_and_text(read, broken, place):
    content = [json.dumps(READ), json.dumps(REST_EVENT)]
    content.insert(place - 1, broken)
    found, set_aside = read("\n".join(content) + "\n")
    assert set_aside == [(place, "unparsable_record", broken)]
    assert numbered(found) == [
        (1 + (place <= 1), "ex-auditBasicReadServer"),
        (2 + (place <= 2), "example-rest"),
    ]


def test_bytes_that_are_no_text_break_their_line_only(read):
    bad = json.dumps(REST_EVENT).encode().replace(b"Cloud", b"Cl\xff\xfe")
    found, [(source_row, code, raw)] = read(
        b"\n".join([json.dumps(READ).encode(), bad, json.dumps(REST_EVENT).encode()])
    )
    assert numbered(found) == [(1, "ex-auditBasicReadServer"), (3, "example-rest")]
    assert (source_row, code) == (2, "unparsable_record")
    assert "Cl\\xff\\xfe" in raw


def test_blank_lines_keep_the_numbers_of_the_others(read):
    found, set_aside = read("\n" + json.dumps(READ) + "\n   \n\n" + json.dumps(REST_EVENT) + "\n")
    assert (numbered(found), set_aside) == ([(2, "ex-auditBasicReadServer"), (5, "example-rest")], [])


def test_what_else_a_search_returned_is_set_aside(read):
    found, set_aside = read(json.dumps(bundle(READ, PATIENT, REST_EVENT)))
    assert numbered(found) == [(1, "ex-auditBasicReadServer"), (3, "example-rest")]
    assert [(row, code) for row, code, _ in set_aside] == [(2, "unparsable_record")]


def test_nothing_found_is_no_row(read):
    assert read(json.dumps(bundle())) == ([], [])
    assert read("[]") == ([], [])


def test_an_event_without_an_id_is_known_by_its_text(read):
    event = {key: value for key, value in REST_EVENT.items() if key != "id"}
    [one, other], _ = read(lines(event, event | {"recorded": "2013-06-20T23:42:25Z"}))
    [again], _ = read(lines(event))
    assert one["event_id"] == again["event_id"] != other["event_id"]


def test_keys_of_an_unheard_of_type_are_not_read_and_break_nothing(read):
    odd = {"agent": {"who": 5}, "entity": [None, 3, {"what": "x"}], "outcome": ["0"], "source": "here", "type": "rest"}
    [found], set_aside = read(lines(REST_EVENT | odd))
    assert (found["event_id"], found["opened_at"], set_aside) == ("example-rest", "2013-06-20T23:42:24Z", [])
    assert "patient_id" not in found


REFUSED = {
    "an empty file": "",
    "a Bundle cut short": json.dumps(bundle(READ, REST_EVENT), indent=2)[:-90],
    "an array cut short": json.dumps([READ, REST_EVENT])[:-90],
    "no JSON at all": "EventID,When,User\n1,2,3\n",
    "other resources only": lines(PATIENT, PATIENT),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_a_file_without_a_whole_event_is_refused(read, content):
    with pytest.raises(FileRefused) as refused:
        read(content)
    assert refused.value.code == "unreadable_file"
    assert "xport it again" in refused.value.message
    assert "Patient" not in refused.value.message


def test_bytes_of_another_encoding_are_refused_with_the_mend(read):
    with pytest.raises(FileRefused) as refused:
        read(b"\xff\xfe" + "{}".encode("utf-16-le") + b"\x00")
    assert refused.value.code == "encoding_error"


def test_one_record_larger_than_can_be_taken_apart_is_refused(read, monkeypatch):
    monkeypatch.setattr(fhir, "BUNDLE_BYTES", 1000)
    with pytest.raises(FileRefused, match="one record a line"):
        read(json.dumps(bundle(READ), indent=2))
