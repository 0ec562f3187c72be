-- One row per rule and reason for which cases of the month could not be judged.
select
    finding.rule,
    finding.provider_id,
    finding.facts as reason,
    count(*) as cases
from finding
where
    finding.verdict = 'not_assessable'
    and left(cast(finding.counted_on as varchar), 7) = ?
group by
    finding.rule,
    finding.provider_id,
    finding.facts
