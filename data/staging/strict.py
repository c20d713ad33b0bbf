"""What every part of a mapping is checked by."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A part of a mapping: no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
