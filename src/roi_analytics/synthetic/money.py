"""What was charged, and on what basis?"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from roi_analytics.synthetic.chance import Chance
from roi_analytics.synthetic.handling import letter
from roi_analytics.synthetic.network import FIRST_DAY
from roi_analytics.synthetic.plans import Fee, Plan
from roi_analytics.synthetic.rows import Row, add

if TYPE_CHECKING:
    from roi_analytics.synthetic.requests import Book


def fees_for(chance: Chance, plan: Plan) -> list[Fee]:
    """What a request like this is usually charged: to patients copying costs only, to others what the state allows."""
    if plan.end not in ("fulfilled", "fulfilled_partly"):
        return []
    how = (plan.items or [("history", "paper")])[0][1]
    if plan.path == "access":
        if how in ("portal", "inspection") or chance.yes(0.6):
            return []
        if how == "electronic":
            return [chance.pick([Fee("flat", 6.5, "flat_option"), Fee("labor_copying", 4.75, "average_cost")])]
        lines = [Fee("labor_copying", chance.whole(2, 30) / 2), Fee("supplies", chance.whole(1, 12) / 4)]
        if plan.channel == "mail":
            lines.append(Fee("postage", 1.5 + chance.whole(0, 9) * 0.85))
        return lines
    if plan.path in ("authorization", "legal_process") and chance.yes(0.7):
        lines = [Fee("per_page", chance.whole(10, 120) * 0.5, "state_schedule")]
        lines += [Fee(kind, amount, "state_schedule") for kind, amount in (("search_retrieval", 21.0),
                  ("certification", 10.0), ("postage", 4.15), ("rush", 25.0)) if chance.yes(0.3)]  # fmt: skip
        return lines
    return []


def write_fees(book: "Book", plan: Plan, request: Row, answered_on: date | None) -> None:
    """Fee lines, the bill and its payment."""
    fees = fees_for(book.chance, plan) if plan.fees is None else plan.fees
    if not fees or not book.provider.feeds("fee_line") or answered_on is None:
        return
    chance, tables, provider_id = book.chance, book.tables, book.provider.provider_id
    request_id = request.values["request_id"]
    sent_on = plan.received_on + timedelta(days=plan.days * 2 // 3)
    for number, fee in enumerate(fees, start=1):
        row = Row("fee_line", provider_id, sent_on, parent=request, values={
            "request_id": request_id, "line_no": str(number), "kind": fee.kind,
            "quantity": chance.whole(1, 60) if fee.kind == "per_page" else 1,
            "amount_usd": fee.amount, "method": fee.method,
        })  # fmt: skip
        if fee.withdrawn:
            row.gone_from = sent_on + timedelta(days=32)
        add(tables, row)
    if not book.provider.feeds("invoice"):
        return
    total = sum(fee.amount for fee in fees if not fee.withdrawn)
    letter(book, request, "fee_notice", max(plan.received_on, sent_on - timedelta(days=1)), plan.channel)
    invoice_id = f"{book.provider.prefix}I{len(tables.get('invoice', [])) + 1:05d}"
    invoice = add(tables, Row("invoice", provider_id, sent_on, parent=request, values={
        "invoice_id": invoice_id, "request_id": request_id, "sent_on": sent_on, "payer_kind": plan.requester,
        "amount_usd": total, "is_prepayment": chance.yes(0.2),
    }))  # fmt: skip
    if total and book.provider.feeds("payment") and chance.yes(0.85):
        paid_on = sent_on + timedelta(days=chance.whole(0, 20))
        add(tables, Row("payment", provider_id, paid_on, parent=invoice, values={
            "invoice_id": invoice_id, "payment_no": "1", "paid_on": paid_on, "amount_usd": total,
            "kind": chance.pick({"paid": 0.9, "waived": 0.07, "written_off": 0.03}),
        }))  # fmt: skip


def write_bases(books: dict[str, "Book"]) -> None:
    """How the providers that kept a record of it reached their fees."""
    for provider_id, book in books.items():
        if not book.provider.feeds("fee_basis"):
            continue
        for method, minutes in (("actual_cost", 12), ("average_cost", 9)):
            add(book.tables, Row("fee_basis", provider_id, FIRST_DAY, {
                "method": method, "valid_from": date(2026, 1, 2), "wage_usd_per_hour": 24.5, "minutes": minutes,
                "supplies_usd": 0.85, "document_ref": f"Fee memo {method.replace('_', ' ')}, January 2026",
            }))  # fmt: skip
