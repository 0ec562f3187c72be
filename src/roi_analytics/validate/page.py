"""The report as one HTML page: no script, nothing fetched, everything escaped, fit to print."""

from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template

from roi_analytics.tables import TABLES
from roi_analytics.validate.report import Report, Result


def page(report: Report) -> str:
    """Lay out the report: what failed first, then every table with all that was expected of it."""
    order = {"critical": 0, "warning": 1, "info": 2}
    failures = sorted(report.failures, key=lambda result: order[result.expectation.severity])
    return _template().render(report=report, failures=failures, tables=TABLES, share=_share, files=_files)


@cache
def _template() -> Template:
    text = files("roi_analytics.validate").joinpath("page.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment.from_string(text)


def _share(result: Result) -> str:
    """A share a reader can tell from none and from all."""
    if result.share is None:
        return ""
    if 0 < result.share < 0.001:
        return "under 0.1 %"
    return f"{100 * result.share:.1f} %"


def _files(result: Result) -> list[tuple[str, str]]:
    """The row keys as one line a file: the file, and its rows."""
    grouped = groupby(result.rows, key=lambda key: key[0])
    return [(file, ", ".join(str(row) for _, row in keys)) for file, keys in grouped]
