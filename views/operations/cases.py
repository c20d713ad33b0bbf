"""What a case is: one student and term, from the flag to its close, and when a closed one comes back (D.6, D.13).

A case is read from what was recorded, never stored: however often files are loaded or profiles run, a student has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from improvement import support
from models.risk.listing import is_listed
from views.operations.concern import heaviest

TO_CONTACT, FOLLOWING, CLOSED = TABS = ("to_contact", "following", "closed")
SEEN, OVER = "acknowledged", "closed"


@dataclass(frozen=True)
class Case:
    """One student of the caseload with everything the list needs; no name."""

    pid: str
    class_code: str | None
    level: str | None  # red | orange | yellow by rule
    warnings: tuple[dict, ...]
    prediction: dict | None
    before: dict | None
    steps: tuple[dict, ...]  # of the case that is open or was closed last
    has_rule_data: bool = True  # credits or attendance known: without either no rule can be applied
    chances: tuple[float, ...] = ()  # P_any at the points of the term, oldest first
    referrals: tuple[dict, ...] = ()  # of teachers, that wait
    asked: tuple[dict, ...] = ()  # the student's own requests for help, that wait
    contests: tuple[dict, ...] = ()  # objections of the student to being listed
    is_back: bool = False  # a case was closed before, and a new line was crossed since
    answered: str | None = None  # the level by rule that the case closed in this term dealt with

    @property
    def is_unknown(self) -> bool:
        """Whether neither a rule nor the model can say anything."""
        return not self.has_rule_data and self.prediction is None

    @property
    def expected(self) -> float:
        """Expected failed credits; 0 where no model speaks."""
        return self.prediction["expected_failed_credits"] if self.prediction else 0.0

    @property
    def p_any(self) -> float:
        """Probability of failing at least one course; 0 where no model speaks."""
        return self.prediction["p_any"] if self.prediction else 0.0

    @property
    def contacts(self) -> tuple[dict, ...]:
        """Steps beyond having seen the name: to have seen it is not to have spoken."""
        return tuple(step for step in self.steps if step["state"] != SEEN)

    @property
    def tab(self) -> str:
        """to_contact before the first contact, closed after a closing one, following between."""
        if not self.contacts:
            return TO_CONTACT
        return CLOSED if self.steps[-1]["state"] == OVER else FOLLOWING

    @property
    def shown_level(self) -> str | None:
        """The rule wins in display; blue where only the model lists the student."""
        return self.level or ("blue" if is_listed(self.chances or (self.p_any,)) else None)

    @property
    def is_warned_anew(self) -> bool:
        """Whether the response time of the level by rule runs: not for one that a closed case dealt with."""
        if self.level is None:
            return False
        return self.answered is None or support.is_heavier(self.level, self.answered)

    @property
    def is_referred(self) -> bool:
        """Whether a teacher or the student asks for the contact: always accepted."""
        return bool(self.referrals or self.asked)

    @property
    def is_called(self) -> bool:
        """Whether anything puts the student on the list."""
        return self.shown_level is not None or self.is_referred

    @property
    def next_on(self) -> date | None:
        """The next date agreed, of a case that is followed."""
        return self.steps[-1]["next_on"] if self.steps and self.tab == FOLLOWING else None

    @property
    def new_lines(self) -> frozenset[str]:
        """Lines of the rules crossed since the last step, as `rule|course|term`."""
        known = support.known_lines(self.steps[-1]["known_rules"]) if self.steps else None
        return frozenset() if known is None else frozenset(support.lines(self.warnings)) - known


@dataclass(frozen=True)
class Recorded:
    """What was recorded about one student, oldest first."""

    steps: Sequence[dict] = ()
    referrals: Sequence[dict] = ()
    asked: Sequence[dict] = ()


def current(found: Recorded, term_id: str | None, warnings: Sequence[dict], *, is_called: bool) -> dict:
    """The parts of a Case that follow from what was recorded: its steps, what waits, whether it came back.

    A closed case comes back where a heavier level by rule was reached than when it was closed, where a new term calls
    the student, or where a teacher or the student asked since.
    """
    steps = _last_case(found.steps)
    spoke = [step for step in found.steps if step["state"] != SEEN]
    since = moment(spoke[-1]["recorded_at"]) if spoke else None
    referrals = tuple(row for row in found.referrals if row["answered_on"] is None)
    asked = tuple(row for row in found.asked if _waits(row, since))
    parts = {"steps": steps, "referrals": referrals, "asked": asked, "is_back": False}
    if not steps or steps[-1]["state"] != OVER:
        return parts | {"is_back": len(steps) < len(found.steps)}
    is_new = bool(referrals or asked) or _crossed(steps[-1], term_id, warnings, is_called)
    if steps[-1]["term_id"] != term_id:  # where nothing calls now there is no case at all
        return parts | {"steps": (), "is_back": is_new}
    return parts | {"steps": (), "is_back": True, "answered": steps[-1]["known_level"]} if is_new else parts


def _crossed(closing: dict, term_id: str | None, warnings: Sequence[dict], is_called: bool) -> bool:
    if closing["term_id"] != term_id:
        return is_called
    return support.is_heavier(heaviest(row["level"] for row in warnings), closing["known_level"])


def _waits(request: dict, since: datetime | None) -> bool:
    """A request for help that nobody answered, and after which nobody has spoken to the student."""
    if request["answered_at"] is not None:
        return False
    return since is None or moment(request["opened_at"]) > since


def _last_case(steps: Sequence[dict]) -> tuple[dict, ...]:
    """Steps after the last close but one: those of the case that is open, or was closed last."""
    ends = [place for place, step in enumerate(steps[:-1]) if step["state"] == OVER]
    return tuple(steps[ends[-1] + 1 if ends else 0 :])


def moment(value) -> datetime:
    """A stored moment, whatever the database gives it as."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
