"""The report as one HTML page: no script, nothing fetched, everything escaped, fit to print."""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from roi_analytics.marks import visible
from roi_analytics.tables import TABLES
from roi_analytics.validate.report import Report, Result


def page(report: Report) -> str:
    """Lay out the report: what failed first, then every table with all that was expected of it."""
    return _template().render(report=report, failures=report.worst_first, tables=TABLES, share=_share)


@cache
def _template() -> Template:
    text = files("roi_analytics.validate").joinpath("page.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment.from_string(text)


def _share(result: Result) -> str:
    """A share a reader can tell from none and from all."""
    if result.share is None:
        return ""
    if 0 < result.share < 0.001:
        return "under 0.1 %"
    return f"{100 * result.share:.1f} %"
