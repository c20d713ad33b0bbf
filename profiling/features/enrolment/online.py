"""Regularity on the learning platform; never raw hours, and no silent platform read as a silent student."""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw
from narwhals.stable.v2.typing import IntoFrameT

BY = ["student_pid", "offering_id"]
FIRST_SAFE_DAY = 14  # rows of early windows exist only for those still registered after day 13


def online_features(population: IntoFrameT, days: IntoFrameT, today: date, week: float) -> IntoFrameT:
    """How regular are they online? One row per student x offering in offerings where anybody was ever active.

    online_weeks (share of weeks so far with activity), online_days (per week), online_gap (days since the last
    activity; the days since the first activity of anybody when there is none), online_pre (share of weeks prepared).
    """
    events = nw.from_native(days)
    used = events.group_by("offering_id").agg(_first=nw.col("day").min())
    own = events.group_by(*BY).agg(
        _weeks=nw.col("week_no").n_unique(), _days=nw.col("day").n_unique(), _last=nw.col("day").max()
    )
    pre = events.filter(nw.col("stage") == "pre").group_by(*BY).agg(_pre=nw.col("week_no").n_unique())
    frame = nw.from_native(population).select(*BY).join(used, on="offering_id", how="inner")
    frame = frame.join(own, on=BY, how="left").join(pre, on=BY, how="left")
    seen = nw.coalesce("_last", "_first")
    weeks = max(week, 1.0)
    return (
        frame.with_columns(
            online_weeks=nw.col("_weeks").fill_null(0) / weeks,
            online_days=nw.col("_days").fill_null(0) / weeks,
            online_pre=nw.col("_pre").fill_null(0) / weeks,
            online_gap=(nw.lit(today).cast(nw.Date) - seen).dt.total_minutes() / 1440,
        )
        .select(*BY, "online_weeks", "online_days", "online_pre", "online_gap")
        .to_native()
    )


def window_features(population: IntoFrameT, windows: IntoFrameT, day: int) -> IntoFrameT:
    """Visits in the windows the source counted. One row per student x offering of an offering with any window.

    visits_before (before day zero; no row means none), visits_0_6, visits_0_13 from day 14, visits_0_20 from day 21: the
    mere presence of an early row says that the student stayed, which is known from day 14 on only.
    """
    events = nw.from_native(windows)
    frame = nw.from_native(population).select(*BY)
    used = events.select("offering_id").unique()
    frame = frame.join(used, on="offering_id", how="inner")
    before = events.filter(nw.col("to_day") == -1).group_by(*BY).agg(visits_before=nw.col("visits").sum())
    frame = frame.join(before, on=BY, how="left").with_columns(
        visits_before=nw.col("visits_before").fill_null(0.0)
    )
    for last, known in ((6, FIRST_SAFE_DAY), (13, FIRST_SAFE_DAY), (20, 21)):
        name = f"visits_0_{last}"
        part = events.filter((nw.col("from_day") == 0) & (nw.col("to_day") == last) & (known <= day))
        part = part.group_by(*BY).agg(nw.col("visits").sum().alias(name))
        frame = frame.join(part, on=BY, how="left")
    return frame.to_native()
