"""The meeting pack: pages that a person has collected to show them, each with the snapshot it is shown from."""

from sqlalchemy import Column, Date, DateTime, Index, Integer, String, Text

from access.tables import define

qa_meeting_page = define(
    "qa_meeting_page",
    Column("meeting_page_id", Integer, primary_key=True),
    Column("person", String(80), nullable=False),  # whose pack it is
    Column("role", String(20), nullable=False),  # in which role it was collected and is shown
    Column("place", Integer, nullable=False),  # order of showing, from 1
    Column("page", String(40), nullable=False),  # path of the page
    Column("choices", Text, nullable=False),  # JSON of what the address named: unit, term, tab
    Column("unit_zh", String(160)),  # name of the unit in view; null for pages about persons
    Column("unit_en", String(160)),
    Column("title", String(80)),  # another title, typed by the person
    Column("note", String(400)),  # for the person who presents; never shown to the audience
    Column("snapshot_id", Integer, nullable=False),  # frozen when the page was added
    Column("as_of", Date, nullable=False),
    Column("added_at", DateTime, nullable=False),
    Index("ix_qa_meeting_page_person", "person", "role", "place"),
    grain="one row per page in the meeting pack of a person in one role",
    key=("meeting_page_id",),
    sensitivity="C",
    category="meeting_pack",
    access={"actor": "person"},
)
