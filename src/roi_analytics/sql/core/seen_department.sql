-- One row per department a provider's logs and lists name, whatever its case.
select distinct department_spelling.provider_id, department_spelling.department
from department_spelling
