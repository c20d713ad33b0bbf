"""What is known of all the sheets of a folder, which no sheet says alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from data.staging.recognition.found import Found
from data.staging.recognition.held import Held
from data.staging.recognition.offerings import OfferingRule
from data.staging.recognition.terms_found import TermRule


@dataclass(frozen=True)
class Folder:
    """What is known of all sheets together."""

    sheets: list[Found]
    terms: dict[str, TermRule]
    offerings: dict[str, OfferingRule]
    first_day: date  # of the earliest term
    days: tuple[dict, ...] = ()  # of all terms, as rows of `terms:`
    held: Held = field(default_factory=Held)  # what the warehouse has already
