-- One row per denial in a state that bars its ground by name: was the record withheld for money?
-- title: Withheld for an unpaid bill against state law
-- subject: denials
-- citation: the state's rule on unpaid bills
-- applies_to: access
-- needs: request.legal_path, denial.ground
-- X_UNPAID_CARE is a bill for care, X_COPY_INVOICE the fee for the copy: a state's rule names one of them. The federal rule knows
-- neither (denial_without_lawful_ground). counted_on is the day of denial.
select
    rule.law_rule,
    case
        when denial.ground is null then 'not_assessable'
        when denial.ground <> rule.code then null
        when denial.counted_on between rule.certain_from and rule.certain_to then 'apparent'
        else 'check'
    end as verdict,
    rule.citation,
    denial.denial_id as case_id,
    denial.provider_id,
    denial.counted_on,
    denial.request_id,
    denial.legal_path,
    case when denial.ground is null then 'denial.ground' end as missing,
    case
        when denial.ground is null then 'denial.ground is blank: whether it was withheld for money cannot be told.'
        when denial.ground = 'X_UNPAID_CARE' then 'Denied ' || denial.counted_on || ', ground recorded: a bill for care is unpaid.'
        else 'Denied ' || denial.counted_on || ', ground recorded: the fee for the records is unpaid.'
    end as facts
from request_denial as denial
inner join provider_rule as rule
    on rule.provider_id = denial.provider_id
    and rule.topic = 'improper_withholding'
    and denial.counted_on between rule.in_force_from and rule.in_force_to
inner join law_party as party
    on party.law_rule = rule.law_rule
    and party.legal_path = denial.legal_path
    and (party.requester_kind is null or party.requester_kind = denial.requester_kind)
