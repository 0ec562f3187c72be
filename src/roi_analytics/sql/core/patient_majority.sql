-- One row per patient: the day the person comes of age, by the law of the provider's place; null where the day of birth is not known.
-- The state's age where its file has one, else house policy. Who was born on 29 February comes of age on 1 March.
with born as (
    select
        patient.provider_id,
        patient.patient_id,
        patient.birth_on,
        cast(patient.birth_on - interval 1 day as date) as eve_on,
        rule.years,
        rule.law_rule,
        rule.citation,
        rule.certain_from,
        rule.certain_to
    from patient
    inner join provider_rule as rule
        on rule.provider_id = patient.provider_id
        and rule.topic = 'age_of_majority'
    qualify row_number() over (
        partition by patient.provider_id, patient.patient_id
        order by (rule.jurisdiction <> 'US') desc, rule.in_force_from desc, rule.law_rule
    ) = 1
)

select
    provider_id,
    patient_id,
    law_rule,
    citation,
    certain_from,
    certain_to,
    greatest(
        cast(birth_on + years * interval 1 year as date),
        cast(cast(eve_on + years * interval 1 year as date) + interval 1 day as date)
    ) as of_age_on
from born
