"""BUS and 1101 in two columns are the course that other files write as BUS 1101 or BUS1101."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.staging.cell_parts import with_parts
from data.staging.recognition.found import Found


def join_as_elsewhere(sheets: Sequence[Found]) -> None:
    """Subject and number of a course list stand side by side as the other sheets have them, without a blank where these have none."""
    for found in sheets:
        code = found.fields.get("course_code")
        part = next((one for one in found.sheet.parts if one.header == code and one.part.beside), None)
        if part is None:
            continue
        others = [one for one in sheets if one is not found and one.has("course_code")]
        there = {text for one in others for text in one.counts(one.fields["course_code"])}
        own = set(found.counts(code))
        if not own & there and {text.replace(" ", "") for text in own} & there:
            joined = replace(part, part=part.part.model_copy(update={"between": ""}))
            found.sheet = replace(
                found.sheet,
                file=with_parts(found.sheet.file, {joined.header: joined.part}),
                parts=tuple(joined if one is part else one for one in found.sheet.parts),
            )
            for kept in (found.read, found.counted):
                kept.clear()
