"""
How fast are logs of audit events read, against the standard library's bare parsing of the same file?

Writes one file of FHIR AuditEvents (NDJSON) and one of ATNA messages (XML), reads each with its reader, and parses each
with json.loads or ElementTree, one record at a time. Prints MB/s, rows/s, peak memory, and the ratio of the two times.
Reading only: what a whole load takes beyond it tells benchmarks/load.py.

    python benchmarks/readers.py --gb 2
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

AGENTS = [
    {
        "type": {"coding": [{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110152"}]},
        "who": {"display": "workstation.example.org"},
        "requestor": False,
        "network": {"address": "2001:db8::7334", "type": "2"},
    },
    {
        "type": {"coding": [{"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110153"}]},
        "who": {"reference": "Device/server"},
        "requestor": False,
        "network": {"address": "http://server.example.org/fhir", "type": "5"},
    },
]


def event(i: int) -> str:
    """A read of one record under BALP, on a line of its own."""
    user = {
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
        "who": {"identifier": {"value": f"u{i * 7919 % 4000}"}},
        "requestor": True,
        "role": [{"text": "nurse"}],
    }
    made = {
        "resourceType": "AuditEvent",
        "id": f"ev-{i}",
        "meta": {"profile": ["https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead"]},
        "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest"},
        "subtype": [{"system": "http://hl7.org/fhir/restful-interaction", "code": "read"}],
        "action": "R",
        "recorded": f"2026-03-{1 + i % 28:02d}T{i % 24:02d}:{i % 60:02d}:00.000-05:00",
        "outcome": "0",
        "agent": [*AGENTS, user],
        "source": {"site": "server.example.org", "observer": {"reference": "Device/server"}},
        "entity": [
            {"what": {"reference": f"Observation/{i}"}, "type": {"code": "2"}, "role": {"code": "4"}},
            {
                "what": {"reference": f"Patient/{i * 104729 % 800000}/_history/3"},
                "type": {"system": "http://terminology.hl7.org/CodeSystem/audit-entity-type", "code": "1"},
                "role": {"system": "http://terminology.hl7.org/CodeSystem/object-role", "code": "1"},
            },
            {"what": {"identifier": {"value": f"tx-{i}"}}, "type": {"code": "XrequestId"}},
        ],
    }
    return json.dumps(made, separators=(",", ":")) + "\n"


def message(i: int) -> str:
    """The same as an audit message of ATNA, on a line of its own."""
    return (
        "<AuditMessage>"
        f'<EventIdentification EventActionCode="R" EventDateTime="2026-03-{1 + i % 28:02d}T{i % 24:02d}:00:00-05:00"'
        ' EventOutcomeIndicator="0"><EventID csd-code="110110" codeSystemName="DCM" originalText="Patient Record"/>'
        "</EventIdentification>"
        f'<ActiveParticipant UserID="u{i * 7919 % 4000}" UserIsRequestor="true" NetworkAccessPointID="10.0.{i % 250}.7"'
        ' NetworkAccessPointTypeCode="2"><RoleIDCode csd-code="110150" codeSystemName="DCM"'
        ' originalText="Application"/></ActiveParticipant>'
        '<AuditSourceIdentification AuditSourceID="server.example.org"/>'
        f'<ParticipantObjectIdentification ParticipantObjectID="P{i * 104729 % 800000}^^^&amp;1.2.3&amp;ISO"'
        ' ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1"><ParticipantObjectIDTypeCode csd-code="2"'
        ' codeSystemName="RFC-3881" originalText="Patient Number"/></ParticipantObjectIdentification>'
        "</AuditMessage>\n"
    )


FORMATS: dict[str, tuple[str, Callable[[int], str], Callable[[str], object]]] = {
    "fhir": ("audit.ndjson", event, json.loads),
    "atna": ("audit.xml", message, ElementTree.fromstring),
}
"""Reader -> its file, what writes a record, what parses one."""


def write(path: Path, record: Callable[[int], str], size: float) -> int:
    """Write records until the file has so many bytes; return how many."""
    count, written = 0, 0
    with path.open("w") as out:
        while written < size:
            written += out.write(record(count))
            count += 1
    return count


def rows_read(name: str, path: Path) -> int:
    """Read a file as a load does: into a database beside it, within a load's memory."""
    from roi_analytics.engine import Engine
    from roi_analytics.load import MEMORY, files
    from roi_analytics.site_feed import read_feed

    block = {"name": name, "table": "access_event", "reader": name, "files": path.name, "extracted_on": "2026-05-31"}
    feed = read_feed(block | {"constants": {"provider_id": "general"}}, 1)
    seen = files.scan(path)
    with Engine.create_or_open(path.with_suffix(".duckdb")) as engine:
        engine.run(f"set memory_limit = '{MEMORY}'")
        engine.run(f"set temp_directory = '{path.with_suffix('.spill')}'")
        import_module(f"roi_analytics.load.{name}").read(engine, feed, path, seen, path.with_suffix(".scratch"))
        return engine.value("select count(*) from numbered_raw")


def parsed(name: str, path: Path) -> int:
    def lines() -> Iterator[str]:
        with path.open() as stream:
            yield from stream

    parse = FORMATS[name][2]
    return sum(1 for line in lines() if parse(line) is not None)


def run_alone(what: str, name: str, path: Path) -> None:
    began = time.perf_counter()
    count = {"reader": rows_read, "parser": parsed}[what](name, path)
    print(count, time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2)


def measured(what: str, name: str, path: Path) -> tuple[float, ...]:
    """Rows, seconds and peak memory in GB of one of the two, each in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", what, "--formats", name, "--file", path],
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(map(float, done.stdout.split()[-3:]))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--gb", type=float, default=0.2)
    asked.add_argument("--formats", nargs="+", choices=list(FORMATS), default=list(FORMATS))
    asked.add_argument("--folder", type=Path, help="where the files are written; needs twice their size")
    asked.add_argument("--only", choices=["reader", "parser"], help=argparse.SUPPRESS)
    asked.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.only:
        run_alone(said.only, said.formats[0], said.file)
        return
    for name in said.formats:
        with tempfile.TemporaryDirectory(dir=said.folder) as folder:
            path = Path(folder) / FORMATS[name][0]
            count = write(path, FORMATS[name][1], said.gb * 1e9)
            size = path.stat().st_size / 1e6
            print(f"{name}: {count:,} records, {size / 1e3:.2f} GB")
            seconds = {}
            for what in ("parser", "reader"):
                rows, seconds[what], memory = measured(what, name, path)
                rate = f"{size / seconds[what]:7.1f} MB/s   {rows / seconds[what]:9,.0f} rows/s"
                print(f"    {what}  {seconds[what]:7.1f} s   {rate}   peak {memory:.2f} GB")
            print(f"    ratio {seconds['reader'] / seconds['parser']:.2f}")


if __name__ == "__main__":
    main()
