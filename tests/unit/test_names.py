"""Measures and providers by name: what completes on Tab, and what a wrong name is told."""

import copy

import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from roi_analytics.errors import LoadError, QuestionError
from roi_analytics.names import Names, as_attributes

KNOWN = {"alder-canyon": 1, "2nd-street": 2, "a-b": 3, "a b": 4, "class": 5, "_own": 6, "straße": 7}


@pytest.fixture
def names() -> Names:
    return Names("provider", lambda: KNOWN)


def test_a_name_that_can_be_written_is_an_attribute(names):
    assert names.alder_canyon == names["alder-canyon"] == 1
    assert dir(names) == ["alder_canyon", "straße"]


def test_every_name_is_a_key(names):
    assert list(names) == names._ipython_key_completions_() == list(KNOWN)
    assert names["2nd-street"] == 2
    assert "a-b" in names
    assert "a-c" not in names


def test_names_written_alike_are_no_attributes():
    assert as_attributes(["a-b", "a_b"]) == {}


@pytest.mark.parametrize("asked", [lambda names: names.alder_cannon, lambda names: names["alder-cannon"]])
def test_a_wrong_name_is_told_the_nearest(names, asked):
    with pytest.raises(QuestionError, match=r"no provider called 'alder.cannon'. Did you mean 'alder.canyon'\?"):
        asked(names)


def test_what_probes_is_answered_as_by_any_object(names):
    assert not hasattr(names, "nonsense")
    assert getattr(names, "nonsense", None) is None
    assert not hasattr(names, "_repr_html_")
    assert not hasattr(names, "__len__")
    assert copy.copy(names).alder_canyon == 1


def test_tab_is_no_place_to_fail():
    def locked() -> dict:
        raise LoadError("Another process holds the warehouse.\nWait for it.")

    names = Names("provider", locked)
    assert dir(names) == names._ipython_key_completions_() == []
    with pytest.raises(LoadError):
        names["north"]


def test_a_measure_is_asked_by_its_name(site):
    on_time = site.measure.on_time
    assert on_time.show(by="month").equals(site.show("on_time", by="month"))
    assert on_time.cases(value=0, legal_path="access").equals(site.cases("on_time", value=0, legal_path="access"))
    assert on_time.chart(legal_path="access").description == site.chart("on_time", legal_path="access").description
    assert str(on_time.explain(month="2026-05")) == str(site.explain("on_time", month="2026-05"))
    assert repr(on_time).startswith("on_time: Answered by the day the law sets.")


def test_every_measure_and_provider_is_there(site):
    assert list(site.measure) == site.measures().get_column("measure").to_list()
    assert dir(site.measure) == sorted(site.measure)
    assert site.provider.riverbend_general == "riverbend-general"


@pytest.mark.parametrize(
    ("typed", "offered", "jedi"),
    [
        ("site.measure.on_t", "on_time", True),
        ("site.measure.on_t", "on_time", False),
        ("site.provider.riverb", "riverbend_general", True),
        ("site.provider.riverb", "riverbend_general", False),
        ('site.provider["riverb', "riverbend-general", True),
        ('site.measure["on_t', "on_time", False),
        ("site.measure.on_time.expl", "explain", True),
    ],
)
def test_tab_offers_it(site, typed, offered, jedi):
    completer = IPCompleter(InteractiveShell.instance(), namespace={"site": site}, use_jedi=jedi)
    with provisionalcompleter():
        found = [completion.text for completion in completer.completions(typed, len(typed))]
    assert any(text.strip("[]\"'.").endswith(offered) for text in found), found
