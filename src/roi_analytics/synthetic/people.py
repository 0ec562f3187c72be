"""Who are the patients? Invented persons, each a patient of one or several providers."""

from dataclasses import dataclass
from datetime import date, timedelta

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import FIRST_DAY, PROVIDERS, Provider

# Invented family names: made of two halves, so that no list of real people is needed.
FRONT = ("Ash", "Bram", "Cor", "Dun", "Elm", "Fal", "Gar", "Hol", "Ives", "Jor", "Kel", "Lun", "Mar", "Nor", "Ost",
         "Pel", "Quar", "Ros", "Sel", "Tor", "Ul", "Vern", "Wil", "Yar", "Zell")  # fmt: skip
BACK = ("bey", "combe", "den", "ette", "field", "gard", "holt", "ing", "kin", "low", "mere", "nell", "over", "pont",
        "quist", "rick", "sby", "thwaite", "vane", "worth")  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One invented person."""

    person_id: str
    last_name: str
    birth_on: date
    died_on: date | None

    @property
    def is_minor(self) -> bool:
        """Under eighteen when the sample begins and ends."""
        return self.birth_on > FIRST_DAY - timedelta(days=16 * 365)


@dataclass(frozen=True)
class Patient:
    """One person as a provider knows them."""

    patient_id: str
    person: Person


@dataclass
class Patients:
    """One provider's patients, with those set apart whom only some requests can concern."""

    all: list[Patient]
    adults: list[Patient]
    minors: list[Patient]
    dead: list[Patient]
    shared: list[Patient]
    """Adults who are also patients elsewhere in the network and will ask more than one provider."""


def invent_people(seed: int, accesses: int) -> dict[str, Patients]:
    """Every provider's patients; their number grows with the access log."""
    chance = Chance(seed, "people")
    size = max(1, accesses // 60_000)
    persons = [_person(chance, number) for number in range(2600 * size)]
    askers = {person.person_id for person in persons[:90]}
    return {provider.provider_id: _patients(seed, provider, persons, askers, size) for provider in PROVIDERS}


def _person(chance: Chance, number: int) -> Person:
    birth_on = date(1932, 1, 1) + timedelta(days=chance.whole(0, 27_000))
    if number >= 90 and chance.yes(0.14):
        birth_on = date(2011, 1, 1) + timedelta(days=chance.whole(0, 5_300))
    died_on = None
    if number >= 90 and birth_on.year < 1970 and chance.yes(0.08):
        died_on = FIRST_DAY - timedelta(days=chance.whole(5, 700))
    return Person(f"P{number * 7919 % 9_999_991:07d}", chance.pick(FRONT) + chance.pick(BACK), birth_on, died_on)


def _patients(seed: int, provider: Provider, persons: list[Person], askers: set[str], size: int) -> Patients:
    chance = Chance(seed, "patients", provider.provider_id)
    wanted = min(len(persons), provider.patients * size)
    chosen = sorted(chance.generator.permutation(len(persons))[:wanted].tolist())
    chosen = sorted(set(chosen) | set(range(90))) if wanted else []
    numbers = chance.generator.permutation(len(chosen) * 9)[: len(chosen)]
    known = [
        Patient(f"{provider.provider_id[0].upper()}{100_000 + int(number):06d}", persons[index])
        for index, number in zip(chosen, numbers, strict=True)
    ]
    return Patients(
        all=known,
        adults=[p for p in known if not p.person.is_minor and p.person.died_on is None],
        minors=[p for p in known if p.person.is_minor],
        dead=[p for p in known if p.person.died_on is not None],
        shared=[p for p in known if p.person.person_id in askers],
    )
