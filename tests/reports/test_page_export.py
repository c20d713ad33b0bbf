"""Taking a page away: the right apart from the right to view, asked again when the file is made; the watermark; the log."""

import re
import zipfile
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from access import grants, policy
from access.scope import Scope
from access.sec_tables import sec_access_log
from access.viewer import Viewer, make_viewer
from errors import NotAllowed, ShownError
from reports import page_book
from tests.access.people import AS_OF, add_teacher
from tests.views.college import SNAPSHOT, opened
from ui import i18n, run
from views.parts import Column, Header, Link, Name, Sentence, Table

PLAIN = Table((Column(Sentence("worklist.head_class")),), (("甲班",), ("=1+1",)))
NAMED = Table((Column(Sentence("worklist.head_student")),), ((Link("student", "s1", Name("示例·甲")),),))
HEADER = Header(title=Name("信息工程学院"))
NUMBER, NAME = "T-pquality", "示例·pquality"


@pytest.fixture
def engine(empty_home):
    """A college whose quality office has one person; the run is the college's, in Chinese."""
    made = opened(empty_home)
    add_teacher(made, "pquality")
    with made.begin() as connection:
        for role in ("quality_office", "supervisor"):
            grants.grant(connection, "pquality", role, granted_by="padmin")
    before, language = run.now(), i18n.language()
    run.use(run.Run(zone="Asia/Shanghai"))
    i18n.use("zh")
    yield made
    run.use(before)
    i18n.use(language)


def _viewer(engine, role="quality_office"):
    with engine.connect() as connection:
        return make_viewer(
            connection,
            mode="oidc",
            session="s1",
            wanted=role,
            today=date.today(),
            as_of=AS_OF,
            person="pquality",
        )


def _offer(viewer, table=PLAIN, page="school"):
    return page_book.offer(viewer, page, SNAPSHOT, HEADER, [(Sentence("figures.export_findings"), table)])


def _log(engine):
    with engine.connect() as connection:
        return (
            connection.execute(select(sec_access_log).order_by(sec_access_log.c.log_id.desc()))
            .mappings()
            .first()
        )


def _parts(content, pattern):
    archive = zipfile.ZipFile(BytesIO(content))
    return {name: archive.read(name).decode() for name in archive.namelist() if re.search(pattern, name)}


@pytest.mark.parametrize("page", sorted(policy.pages()))
def test_offer_follows_the_right_to_take_away(engine, page):
    for role, roles in ((role, policy.exports().get(page, ())) for role in policy.roles()):
        scope = Scope(role, "pquality", everything=True)
        viewer = Viewer("pquality", None, (role,), role, scope, "s1", "oidc")
        wanted = role in roles and role in policy.pages()[page]
        assert (_offer(viewer, page=page) is not None) == wanted, role


def test_role_that_may_look_is_offered_nothing(engine):
    viewer = _viewer(engine, "supervisor")
    assert policy.may_open(viewer.role, "school")
    assert _offer(viewer) is None


def test_role_revoked_since_the_page_was_drawn_gives_no_file_and_is_logged(engine):
    offered = _offer(_viewer(engine))
    with engine.begin() as connection:
        grants.revoke(connection, "pquality", revoked_by="padmin", role="quality_office")
    with pytest.raises(NotAllowed):
        offered.build(None)
    row = _log(engine)
    assert (row["act"], row["object_kind"], row["page"], row["role"]) == (
        "refuse",
        "export",
        "school",
        "quality_office",
    )


def test_scope_that_became_smaller_gives_no_file(engine):
    viewer = _viewer(engine)
    offered = _offer(viewer)
    with engine.begin() as connection:
        grants.revoke(connection, "pquality", revoked_by="padmin", role="quality_office")
        grants.grant(
            connection, "pquality", "quality_office", granted_by="padmin", scope_kind="org", scope_code="D1"
        )
    assert _viewer(engine).role == viewer.role
    with pytest.raises(NotAllowed):
        offered.build(None)


def test_nobody_takes_files_while_seeing_as_somebody_else(engine):
    scope = Scope("quality_office", "pquality", everything=True, limit=Scope("data_admin", "padmin"))
    assert _offer(Viewer("padmin", None, ("data_admin",), "quality_office", scope, "s1", "oidc")) is None


def test_file_is_logged_with_hash_rows_and_purpose(engine):
    content = _offer(_viewer(engine)).build("质量例会")
    row = _log(engine)
    assert (row["act"], row["page"], row["purpose"], row["row_count"]) == ("export", "school", "质量例会", 2)
    assert row["content_sha256"] == sha256(content).hexdigest()
    assert row["fields"] == "结论"


@pytest.mark.parametrize(
    ("purpose", "told"), [("质量例会", "质量例会"), (None, "页面查看"), ("  ", "页面查看")]
)
def test_every_sheet_and_the_properties_carry_the_watermark(engine, purpose, told):
    content = _offer(_viewer(engine)).build(purpose)
    sheets = _parts(content, r"worksheets/sheet\d+\.xml$")
    assert len(sheets) == 2
    heads = [re.search("<oddHeader>(.*?)</oddHeader>", sheet).group(1) for sheet in sheets.values()]
    core = _parts(content, "core.xml")["docProps/core.xml"]
    now = f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"
    for text in (*heads, core):
        for part in ("质量管理办公室", "***ity", f"用途：{told}", "页面：学校", "快照 1", f"导出于 {now}"):
            assert part in text
        assert NUMBER not in text and NAME not in text
        assert "含个人信息" not in text


@pytest.mark.parametrize(("table", "page", "has_names"), [(PLAIN, "school", False), (NAMED, "school", True), (PLAIN, "worklist", True)])  # fmt: skip
def test_file_with_names_says_so_and_until_when(engine, table, page, has_names):
    viewer = _viewer(engine)
    assert page_book.holds_names((HEADER, table)) == (table is NAMED)
    line = page_book.watermark(viewer, page, SNAPSHOT, "", names=has_names).line
    assert ("含个人信息，7 天后" in line) == has_names
    if page in policy.exports() and viewer.role in policy.exports()[page]:
        assert _offer(viewer, table, page).has_names == has_names


def test_file_name_carries_no_person(engine):
    offered = page_book.offer(_viewer(engine), "teacher", SNAPSHOT, Header(title=Name(NAME)), [], "pquality")
    assert offered.file_name == "teacher-2025-11-02.xlsx"


def test_text_cells_are_neutralised_in_the_file(engine):
    book = CalamineWorkbook.from_filelike(BytesIO(_offer(_viewer(engine)).build(None)))
    assert book.get_sheet_by_name("结论").to_python()[1:] == [["甲班"], ["'=1+1"]]


def test_what_fails_while_a_file_is_made_leaves_no_value_in_the_log(engine, caplog):
    class Broken:
        def __str__(self):
            raise ValueError(f"{NAME} {NUMBER}")

    table = Table(PLAIN.columns, ((Broken(),),))
    with pytest.raises(ShownError) as failed:
        _offer(_viewer(engine), table).build(None)
    told = str(failed.value) + caplog.text
    assert failed.value.__cause__ is None and failed.value.__context__ is None
    assert NAME not in told and NUMBER not in told and "ValueError" in told
