-- One row per paper of which the log tells elements: how many of an authorization, a directive and a Part 2 consent are there.
select
    provider_id,
    authority_id,
    count(*) filter (where element in ('A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'B1', 'B2', 'B3') and state = 'missing')
        as authorization_missing,
    count(*) filter (where element in ('C1', 'C2', 'C3') and state = 'present') as directive_present,
    count(*) filter (where element in ('C1', 'C2', 'C3') and state = 'missing') as directive_missing,
    count(*) filter (where element like 'P%' and state in ('present', 'not_required')) as part2_present,
    count(*) filter (where element like 'P%' and state = 'missing') as part2_missing,
    max(case when element = 'A5' then state end) as expiry_state
from authority_element
group by
    provider_id,
    authority_id
