-- One row per episode that its newest review found to be a breach of policy or an impermissible use.
-- Reviews keep ids, because numbers change from build to build; a user or patient the log no longer names has none.
with newest as (
    select
        access_review.provider_id,
        access_review.user_id,
        access_review.patient_id,
        access_review.worked_on,
        access_review.outcome
    from access_review
    qualify row_number() over (
        partition by
            access_review.provider_id, access_review.user_id, access_review.patient_id, access_review.worked_on
        order by access_review.reviewed_at desc, access_review.incident_id
    ) = 1
)

select
    access_alias.user_no,
    access_patient.patient_no,
    newest.worked_on
from newest
left join access_alias
    on access_alias.provider_id = newest.provider_id
    and access_alias.alias = newest.user_id
    and access_alias.user_no is not null
left join access_patient
    on access_patient.provider_id = newest.provider_id
    and access_patient.patient_id = newest.patient_id
where newest.outcome in ('policy_breach', 'impermissible')
