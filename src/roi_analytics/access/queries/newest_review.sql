-- One row per reviewed episode: its newest review.
select
    access_review.incident_id,
    access_review.provider_id,
    access_review.user_id,
    access_review.patient_id,
    access_review.worked_on,
    access_review.outcome,
    access_review.drawn,
    access_review.probability
from access_review
qualify row_number() over (
    partition by
        access_review.provider_id, access_review.user_id, access_review.patient_id, access_review.worked_on
    order by access_review.reviewed_at desc, access_review.incident_id
) = 1
