"""The front door explains itself: every public name is there and has a docstring."""

import inspect
from types import ModuleType

import roi_analytics as roi


def undocumented(namespace: object, names: list[str]) -> list[str]:
    """Public names without a docstring, methods of public classes too."""
    found = []
    for name in names:
        thing = getattr(namespace, name)
        if not inspect.isclass(thing) and not inspect.isroutine(thing) and not isinstance(thing, ModuleType):
            continue
        if not inspect.getdoc(thing) or (inspect.isclass(thing) and "__doc__" in vars(thing) and not thing.__doc__):
            found.append(name)
        if inspect.isclass(thing):
            methods = [
                key for key, value in vars(thing).items() if not key.startswith("_") and inspect.isroutine(value)
            ]
            found += [f"{name}.{method}" for method in undocumented(thing, methods)]
    return found


def test_every_public_name_has_a_docstring():
    silent = undocumented(roi, list(roi.__all__))
    assert not silent, (
        f"{silent} have no docstring.\nSay which question it answers, then the rule, then a line one can run."
    )


def test_a_silent_name_is_seen():
    class Door:
        """A door."""

        def spoken(self):
            """Say something."""

        def silent(self):
            pass

    house = ModuleType("house")
    house.Door = Door
    assert undocumented(house, ["Door"]) == ["Door.silent"]


def test_every_public_name_exists():
    missing = [name for name in roi.__all__ if not hasattr(roi, name)]
    assert not missing, f"roi_analytics.__all__ names {missing}, which are not there.\nImport them, or take them out."
    assert {"Warehouse", "open"} <= set(roi.__all__)
