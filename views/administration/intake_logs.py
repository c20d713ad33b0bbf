"""What the Data page says of logs of cards and doors: counted, never kept, gone when they are loaded or have waited too long."""

from __future__ import annotations

from data.staging.counting import COLUMNS
from data.staging.open_mapping import OpenMapping, lacks
from data.warehouse.inbox import Inbox, holds_log
from data.warehouse.retention import waiting_logs
from views.administration.intake_words import file_name
from views.parts import Amount, Sentence


def findings(mapping: OpenMapping, *, takes_logs: bool) -> list[Sentence]:
    """What becomes of logs of cards and doors: counted, never kept, gone when they are loaded or have waited too long."""
    names = [entry.file for entry in mapping.entries if entry.count and entry.file not in mapping.unused]
    if not names:
        return []
    files = tuple(file_name(mapping.shown(name)) for name in dict.fromkeys(names))
    told = [Sentence("intake.logs", {"files": files, "days": Amount(waiting_logs().days, "count")})]
    return told if takes_logs else [*told, Sentence("intake.logs_switched_off")]


def card_lists(mapping: OpenMapping) -> set[str]:
    """Files that say whose the cards of a log are."""
    return {entry.cards["file"] for entry in mapping.entries if entry.cards and not lacks(mapping, entry)}


def is_log(mapping: OpenMapping, name: str) -> bool:
    """Whether a file is a log that is counted."""
    return any(entry.count for _, entry in mapping.entries_of(name))


def lacks_of_log(missing: tuple[str, ...]) -> Sentence | None:
    """What a log lacks that no other file does: whose its cards are, of what kind its places are; None for anything else."""
    if "student_no" in missing:
        return Sentence("intake.ask_no_holder")
    return Sentence("intake.ask_no_kinds") if missing == ("rule",) else None


def gone(inbox: Inbox, answer: dict) -> list[Sentence]:
    """That a log is on this machine no longer, and whether it was counted before it went."""
    if inbox.files.exists() or not holds_log(inbox):
        return []
    if COLUMNS.keys() & answer["tables"].keys():
        return [Sentence("intake.log_gone")]
    return [Sentence("intake.log_gone_uncounted" if answer["refused"] else "intake.log_removed")]
