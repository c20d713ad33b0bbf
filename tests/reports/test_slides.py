"""Slides of known parts: native charts and tables that hold the numbers of the page, rounded as it shows them."""

from datetime import date, datetime
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from reports import page_slides, pictures
from reports.handing_out import HandedOut
from reports.marking import Mark
from reports.slides import EAST_ASIAN, ROWS, Deck
from tests.reports.parts import HEAT, INTERVALS, MANY, NEW, RADAR, RIDGES, SCORES, STEPS, TABLE, TILES, WEEKS
from ui import i18n
from views.parts import Header, Name, Sentence
from views.warehouse import Snapshot

MARK = Mark("质量管理办公室 · 快照 7", "学校", "质量管理办公室 ***ity", "页面查看", datetime(2025, 11, 3, 8))
SNAPSHOT = Snapshot(7, date(2025, 11, 2), "2025-2026-1", 9)
SAID = (Sentence("findings.data_no_load"),)

pytestmark = pytest.mark.usefixtures("in_chinese")


def _slides(*blocks, **words):
    deck = Deck(MARK, i18n.t("projection.masked"))
    handed = HandedOut("school", Header(title=Name("信息工程学院")), tuple(blocks), SNAPSHOT, "")
    page_slides.add(deck, handed, "quality_office", **words)
    return Presentation(BytesIO(deck.content())).slides


def _charts(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def _numbers(chart):
    return {series.name: tuple(series.values) for series in chart.plots[0].series}


def _table(slide):
    return next(
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for shape in slide.shapes
        if shape.has_table
    )


def _words(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _second(part, title="figures.export_findings"):
    return list(_slides((Sentence("figures.export_findings"), SAID), (Sentence(title), part)))[1]


def test_units_are_bars_with_their_likely_range_and_the_words_of_what_it_supports():
    chart = _charts(_second(INTERVALS))[0]
    assert list(chart.plots[0].categories) == ["甲课程（高于全校）", "乙课程"]
    assert list(_numbers(chart).values()) == [(95.0, 87.4)]
    bars = chart.plots[0].series[0]._element.find(qn("c:errBars"))
    assert [float(one.text) for one in bars.iter(qn("c:v"))] == pytest.approx([1.0, 3.1, 2.0, 3.4])


def test_scores_are_bars_and_anchors_of_many_units_a_table():
    assert list(_numbers(_charts(_second(SCORES))[0]).values()) == [(71.2, 48.0)]
    assert pictures.charts(STEPS) == ()
    assert _table(_second(STEPS))[1][:3] == ["生师比", "13.9", ": 1"]


def test_each_week_panel_is_a_line_chart_of_its_own():
    charts = _charts(_second(WEEKS))
    assert len(charts) == 2
    this, before, line = _numbers(charts[0]).values()
    assert this[:3] == (90.1, None, 88.5) and before[:2] == (None, 91.0) and set(line) == {85.0}


def test_spread_of_scores_is_a_line_for_each_term():
    names = _numbers(_charts(_second(RIDGES))[0])
    assert list(names.values()) == [(1, 4, 0), (0, 2, 7)]
    assert list(names)[1] == "2024—2025学年第一学期（9人）"


def test_radar_and_waterfall_are_native():
    own, standard = _numbers(_charts(_second(RADAR))[0]).values()
    assert own == (80.0, None, 61.5) and standard == (65.0, 65.0, 65.0)
    from tests.reports.parts import WATERFALL

    feet, steps = _numbers(_charts(_second(WATERFALL))[0]).values()
    assert (feet, steps) == ((0.0, 60.0, 64.1), (60.0, 4.1, 0.9))


def test_heat_map_is_a_table_with_every_number():
    assert _table(_second(HEAT))[1:] == [["甲班", "96.0", "—"], ["乙班", "84.3", "95.0"]]


def test_many_bars_go_on_over_several_slides_and_lose_none():
    slides = list(
        _slides((Sentence("figures.export_findings"), SAID), (Sentence("figures.export_tiles"), MANY))
    )[1:]
    shown = [value for slide in slides for value in next(iter(_numbers(_charts(slide)[0]).values()))]
    assert len(slides) == 3 and shown == list(pictures.charts(MANY)[0].lines[0].values)
    assert slides[1].shapes.title.text.endswith("（2/3）")


def test_long_table_goes_on_and_says_where_the_rest_is():
    slides = list(_slides((Sentence("figures.export_tiles"), TABLE)))[1:]
    rows = [row for slide in slides for row in _table(slide)[1:]]
    assert len(rows) == ROWS * page_slides.SLIDES_OF_A_TABLE and rows[0] == ["班级0", "0"]
    assert "共 90 行" in _words(slides[0])


def test_kind_of_picture_without_a_chart_becomes_a_table_with_its_numbers():
    assert pictures.charts(NEW) == ()
    assert _table(_second(NEW))[1:] == [["录取", "报到", "120"], ["报到", "毕业", "97"]]


def test_first_slide_says_the_finding_and_the_tiles_and_holds_the_note():
    first = _slides(
        (Sentence("figures.export_findings"), SAID),
        (Sentence("figures.export_tiles"), TILES),
        note="先讲这一页",
    )[0]
    words = _words(first)
    assert first.shapes.title.text == "学校 · 信息工程学院"
    for part in (i18n.t("findings.data_no_load"), "在校生数", "12,486", "58.3%"):
        assert part in words
    assert first.notes_slide.notes_text_frame.text == "先讲这一页"


def test_title_is_the_question_of_the_card():
    assert _second(SCORES, "school.export_departments").shapes.title.text == i18n.t(
        "school.departments_title"
    )


def test_every_slide_says_as_of_role_snapshot_and_that_nobody_is_named():
    for slide in _slides(
        (Sentence("figures.export_findings"), SAID), (Sentence("figures.export_tiles"), INTERVALS)
    ):
        for part in ("2025-11-02", "快照 7", "质量管理办公室", "已隐去个人姓名"):
            assert part in _words(slide)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_fonts_name_an_east_asian_face_and_text_its_language(language):
    i18n.use(language)
    slides = _slides((Sentence("figures.export_findings"), SAID))
    theme = next(
        rel.target_part
        for rel in slides[0].slide_layout.slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    )
    assert theme.blob.decode().count(f'<a:ea typeface="{EAST_ASIAN}"') == 2
    run_of_title = slides[0].shapes.title.text_frame.paragraphs[0].runs[0]
    assert run_of_title._r.rPr.get("lang") == {"zh": "zh-CN", "en": "en-GB"}[language]


def test_properties_carry_the_watermark():
    deck = Deck(MARK, "")
    properties = Presentation(BytesIO(deck.content())).core_properties
    assert (properties.comments, properties.author) == (MARK.line, MARK.author)
