"""
The one cure that lets Great Expectations read DuckDB. A unit test fails when it is no longer needed; then delete this.

Great Expectations fetches rows after SQLAlchemy has given the connection back, and the rollback on giving back empties
DuckDB's cursor: every expectation then ends in IndexError (great_expectations issues 10738 and 11579). A connection
that only reads has nothing to begin, commit or roll back, so this dialect does none of the three.
"""

from pathlib import Path
from typing import Any

import duckdb_engine
import sqlalchemy
from sqlalchemy.dialects import registry

from roi_analytics.engine import CLOSED_NETWORK

NAME = "duckdb.roi"

OPENED_TO_READ = {"read_only": True, "config": CLOSED_NETWORK}
"""How SQLAlchemy connects: nothing is written, and no extension is fetched."""


class ReadOnlyDialect(duckdb_engine.Dialect):
    """duckdb-engine's dialect, for connections that only read."""

    supports_statement_cache = False

    def do_begin(self, connection: Any) -> None:
        """Begin nothing."""

    def do_commit(self, connection: Any) -> None:
        """Commit nothing."""

    def do_rollback(self, connection: Any) -> None:
        """Roll nothing back: that is what would empty the cursor."""


def address(warehouse: Path) -> str:
    """The warehouse as an address Great Expectations takes; it would read a bare $ as a setting to look up."""
    registry.register(NAME, __name__, ReadOnlyDialect.__name__)
    url = sqlalchemy.URL.create(NAME.replace(".", "+"), database=str(warehouse))
    return url.render_as_string(hide_password=False).replace("$", r"\$")
