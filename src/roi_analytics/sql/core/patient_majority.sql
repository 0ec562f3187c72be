-- One row per patient whose day of birth is known: the day the person comes of age, by the law of the provider's place.
-- The state's age where its file has one, else house policy. Who was born on 29 February comes of age on 1 March.
with born as (
    select
        patient.provider_id,
        patient.patient_id,
        patient.birth_on,
        cast(patient.birth_on - interval 1 day as date) as eve_on,
        rule.years
    from patient
    inner join provider_rule as rule
        on rule.provider_id = patient.provider_id
        and rule.topic = 'age_of_majority'
    where patient.birth_on is not null
    qualify row_number() over (
        partition by patient.provider_id, patient.patient_id
        order by (rule.jurisdiction <> 'US') desc, rule.in_force_from desc, rule.law_rule
    ) = 1
)

select
    provider_id,
    patient_id,
    greatest(
        cast(birth_on + years * interval 1 year as date),
        cast(cast(eve_on + years * interval 1 year as date) + interval 1 day as date)
    ) as of_age_on
from born
