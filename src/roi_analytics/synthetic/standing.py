"""What else do the providers keep? Patients and their contacts, procedures, and requests for an accounting."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.network import FIRST_DAY
from roi_analytics.synthetic.people import Patients
from roi_analytics.synthetic.rows import Row, Tables, add

if TYPE_CHECKING:
    from roi_analytics.synthetic.requests import Book


def write_standing(
    seed: int, books: dict[str, "Book"], people: dict[str, Patients], tables: Tables, requests: int
) -> None:
    """Rows of the tables that no single request makes."""
    for provider_id, book in books.items():
        provider, chance = book.provider, Chance(seed, "standing", provider_id)
        if provider.feeds("provider_procedure"):
            _procedures(chance, tables, provider_id)
        if provider.feeds("patient"):
            _patients(chance, tables, provider_id, people[provider_id], provider.feeds("patient_contact"))
        if provider.feeds("accounting_request"):
            _accounting(chance, tables, provider_id, people[provider_id], book.last, max(1, requests // 100))


def _procedures(chance: Chance, tables: Tables, provider_id: str) -> None:
    for valid_from in (date(2025, 1, 1), date(2026, 2, 2)):
        add(tables, Row("provider_procedure", provider_id, FIRST_DAY, {
            "valid_from": valid_from, "accepts_in_person": True, "accepts_phone": chance.yes(0.3),
            "accepts_mail": True, "accepts_fax": chance.yes(0.8), "accepts_email": chance.yes(0.6),
            "accepts_portal": valid_from.year == 2026, "own_form_required": chance.yes(0.4),
            "identity_copy_required": chance.yes(0.5), "prepayment_required": chance.yes(0.2),
            "posted_fee_usd": chance.pick([None, 0.0, 6.5, 10.0]),
        }))  # fmt: skip


def _patients(chance: Chance, tables: Tables, provider_id: str, known: Patients, contacts: bool) -> None:
    for patient in known.all:
        person = patient.person
        add(tables, Row("patient", provider_id, FIRST_DAY, {
            "patient_id": patient.patient_id, "person_id": person.person_id if chance.yes(0.95) else None,
            "birth_on": person.birth_on, "died_on": person.died_on,
        }))  # fmt: skip
        if contacts:
            add(tables, Row("patient_contact", provider_id, FIRST_DAY, {
                "patient_id": patient.patient_id, "last_name": person.last_name,
                "address_key": f"a{chance.whole(1, 2200):05d}", "phone_key": f"t{chance.whole(1, 2600):05d}",
                "workforce_user_id": None, "is_protected": chance.yes(0.01),
            }))  # fmt: skip


def _accounting(chance: Chance, tables: Tables, provider_id: str, known: Patients, last: date, count: int) -> None:
    for number in range(1, count + 1):
        received_on = chance.day(FIRST_DAY, last)
        acted_on = received_on + timedelta(days=chance.days(28, 0.5))
        row = add(tables, Row("accounting_request", provider_id, received_on, {
            "request_id": f"ACC{number:04d}", "patient_id": chance.pick(known.adults).patient_id,
            "received_on": received_on, "fee_usd": None,
        }))  # fmt: skip
        if (acted_on - received_on).days > 60:
            row.update(received_on + timedelta(days=55), extended_on=received_on + timedelta(days=55))
        row.update(acted_on, acted_on=acted_on, fee_usd=chance.pick([0.0, 0.0, 0.0, 5.0]))
