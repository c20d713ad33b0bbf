"""Whether the texts of a page are of the language asked for: words of its catalogue, or names that are data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, Table, select

from data.staging.reading_mappings import FOLDER, read_mapping
from data.warehouse import lake
from data.warehouse.home import Home, open_engine
from data.warehouse.schema import metadata
from jobs.page_faults import VERSION, unfinished
from ui import i18n

# Columns that hold what the source wrote; readers of English get it where it has no English beside it.
NAMES = ("name", "full_name", "producer", "score_text", "file_name")
OWN = {
    "fact_request": "topic",
    "qa_student_milestone": "title",
    "qa_teacher_milestone": "title",
    "fact_reward_sanction": "level",
}  # words of a source
TYPED = (
    "text",
    "evidence",
    "archive_no",
    "cause",
    "measure",
    "reason",
    "words",
)  # words of people, in the language they write
# The framework's own words, for screen readers, and the names of its icons.
FRAMEWORK = """Choose an option, options available, Open, Close, Choose date, Selected Date: November, month, year,
Sidebar, Collapse sidebar, Expand sidebar, Skip to main content, search, close, Page not found, Dismiss,
keyboard_double_arrow_left, keyboard_double_arrow_right, keyboard_arrow_right, keyboard_arrow_down,
arrow_upward, arrow_downward, expand_more, expand_less, yyyy, calendar_today, Scroll tabs left, Scroll tabs right"""
FOREIGN = {"en": re.compile(r"[\u3400-\u9fff]+"), "zh": re.compile(r"[A-Za-z_]{4,}")}
OTHER = {"zh": "en", "en": "zh"}


@dataclass(frozen=True)
class Words:
    """By language the names of a home, and everything that may be read there as one text."""

    names: dict[str, frozenset[str]]
    known: dict[str, str]

    @classmethod
    def of(cls, home: Home) -> Words:
        """The words of a home: its names, the tables that figures name as their sources, the catalogues."""
        names = {code: frozenset(_names(home, code)) for code in i18n.LANGUAGES}
        both = (*metadata.tables, *lake.TABLES, FRAMEWORK)
        texts = {code: (*both, *names[code], *i18n.catalogue(code).values()) for code in i18n.LANGUAGES}
        return cls(names, {code: "\n".join(parts) for code, parts in texts.items()})

    def faults(self, texts: list[str], language: str) -> list[str]:
        """Raw keys, holes, and words of the other language among the texts."""
        found = {text: self._fault(VERSION.sub("", text), language) for text in texts}
        return [f"{fault}: {text[:80]}" for text, fault in found.items() if fault]

    def _fault(self, text: str, language: str) -> str | None:
        if unfinished(text):
            return unfinished(text)
        foreign = FOREIGN[language].findall(text)
        is_other = any(word not in self.known[language] for word in foreign)
        return "other language" if is_other or (foreign and self._is_untranslated(text, language)) else None

    def _is_untranslated(self, text: str, language: str) -> bool:
        """A whole text of the other catalogue that is no name; one letter may be the mark of a person."""
        own, other = (set(i18n.catalogue(code).values()) for code in (language, OTHER[language]))
        return len(text) > 1 and text in other - own - self.names[language] and text not in FRAMEWORK


def _names(home: Home, language: str) -> list[str]:
    queries = [
        _query(table, name, language)
        for table in metadata.tables.values()
        for name in (*NAMES, *TYPED)
        if name in table.c
    ]
    queries += [select(metadata.tables[table].c[column]).distinct() for table, column in OWN.items()]
    queries.append(
        select(metadata.tables["meta_home"].c.value)
    )  # the Settings page shows what was typed in any language
    engine = open_engine(home)
    with engine.connect() as connection:
        found = [word for query in queries for word in connection.execute(query).scalars()]
    engine.dispose()
    return [word for word in (*found, *_headers()) if word]


@cache
def _headers() -> frozenset[str]:
    """What the columns of the sources are called, as the way of a figure shows them."""
    rules = [rule for path in FOLDER.glob("*.yaml") for rule in read_mapping(path).tables]
    return frozenset(header for rule in rules for header in rule.headers())


def _query(table: Table, name: str, language: str) -> Select:
    query = select(table.c[name]).distinct()
    beside = table.c.get(f"{name}_en")
    return query if language == "zh" or beside is None else query.where(beside.is_(None))
