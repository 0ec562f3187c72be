-- One row per flag: where it begins, whether the site uses it, and who switched it where the site did.
select
    flag_default.flag,
    flag_default.weight,
    coalesce(flag_switch.is_on, flag_default.is_on) as is_on,
    flag_switch.decided_by,
    flag_switch.decided_on,
    flag_default.least,
    flag_default.days,
    flag_default.seconds,
    flag_default.share,
    flag_default.nearly_all,
    flag_default.deviations,
    flag_default.owner,
    flag_default.review_on,
    flag_default.why
from flag_default
left join flag_switch on flag_switch.flag = flag_default.flag
