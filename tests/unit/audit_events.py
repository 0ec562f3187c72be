"""Published AuditEvents to vary, and the rows the reader makes of a file of them."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from roi_analytics.engine import Engine
from roi_analytics.load import fhir, files

FIXTURES = Path(__file__).parents[1] / "fixtures" / "access"
SERVER = "ihe-balp/AuditEvent-ex-auditBasicReadServer.json"
REST = "fhir-r4/AuditEvent-example-rest.json"


def example(name: str) -> dict[str, Any]:
    return json.loads((FIXTURES / name).read_text())


def lines(*events: Any) -> str:
    return "".join(json.dumps(event) + "\n" for event in events)


def rows(path: Path, encoding: str | None = None) -> tuple[list[dict[str, Any]], list[tuple[int, str, str]]]:
    """The rows of a file, without what is null or false, and the records set aside."""
    with Engine.memory() as engine:
        feed = SimpleNamespace(encoding=encoding)
        raw = fhir.read(engine, feed, path, files.scan(path), path.parent / "scratch")
        found = engine.read("select * from numbered_raw order by row_no").rows()
        said = [
            {k: v for k, v in zip(["row_no", *raw.headers], row, strict=True) if v is not None and v != "false"}
            for row in found
        ]
        return said, engine.read("select source_row, code, raw from set_aside order by source_row").rows()
