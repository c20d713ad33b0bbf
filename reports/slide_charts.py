"""Native charts of a slide: editable in PowerPoint, with their numbers in a sheet of their own."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)  # fmt: skip
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports.chart import Chart, Line
from reports.excel_charts import TONES, deviations, number_format
from ui.tokens import colour

KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "radar": XL_CHART_TYPE.RADAR_MARKERS,
}
LYING = ("bar", "stacked")
SIZE = 12
SHORT = 0.08  # of the axis: bars under it do not hold their number
CHART_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def put(slide: Any, one: Chart, left: int, top: int, width: int, height: int, *, named: bool = False) -> None:
    """Draw one chart in its place; `named` gives it its own title where several stand on a slide."""
    data = CategoryChartData(number_format=number_format(one))
    data.categories = one.categories
    for line in one.lines:
        data.add_series(line.name, line.values)
    frame = slide.shapes.add_chart(KINDS[one.kind], left, top, width, height, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _told(one))
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = Pt(SIZE), _rgb("mute")
    _title(chart, one.title if named else "")
    _legend(chart, one)
    chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set(
        "val", "span"
    )  # weeks without a value: the line goes on
    if one.kind != "radar":
        _axes(chart, one)
    for line, series in zip(one.lines, chart.plots[0].series, strict=True):
        _dress(series, one, line)


def _rgb(token: str) -> RGBColor:
    return RGBColor.from_string(colour(token, "light").lstrip("#"))


def _told(one: Chart) -> str:
    """The text version of a chart: its series in words."""
    return "; ".join(
        f"{line.name}: " + ", ".join(f"{name} {value}" for name, value in zip(one.categories, line.values, strict=True) if value is not None)
        for line in one.lines
        if line.tone != "base"
    )[:2000]  # fmt: skip


def _title(chart: Any, title: str) -> None:
    chart.has_title = bool(title)
    if title:
        frame = chart.chart_title.text_frame
        frame.text = title
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(SIZE), True, _rgb("ink")


def _legend(chart: Any, one: Chart) -> None:
    chart.has_legend = sum(line.tone != "base" for line in one.lines) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False


def _axes(chart: Any, one: Chart) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = _rgb("line")
    values.format.line.fill.background()
    names.format.line.color.rgb = _rgb("control")
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "General", False
    if one.least is not None:
        values.minimum_scale = one.least
    if one.most is not None:
        values.maximum_scale = one.most
    if one.axis:
        values.has_title = True
        values.axis_title.text_frame.text = one.axis
        font = values.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(SIZE), False
    if one.kind in LYING:
        names.reverse_order = True  # the first on top, the axis still below
        values._element.find(qn("c:crosses")).set("val", "max")
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        chart.plots[0].gap_width = 60
        chart.plots[0].overlap = 100 if one.kind == "stacked" else 0


def _dress(series: Any, one: Chart, line: Line) -> None:
    tone = _rgb(TONES[line.tone])
    if one.kind in LYING:
        _bars(series, one, line, tone)
        return
    series.format.line.color.rgb = tone
    series.format.line.width = Pt(2.25 if line.tone == "own" else 1.25)
    series.format.line.dash_style = {"standard": MSO_LINE.DASH, "other": MSO_LINE.ROUND_DOT}.get(
        line.tone, MSO_LINE.SOLID
    )
    series.marker.style = XL_MARKER_STYLE.CIRCLE if line.tone == "own" else XL_MARKER_STYLE.NONE
    if line.tone == "own":
        series.marker.size = 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = tone
    if one.kind == "line":
        series.smooth = False


def _bars(series: Any, one: Chart, line: Line, tone: RGBColor) -> None:
    if line.tone == "base":
        series.format.fill.background()
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = tone
    for place, strong in enumerate(one.strong):
        fill = series.points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = tone if strong else _rgb("mute")
    _labels(series, one, line)
    _ranges(series, line)


def _labels(series: Any, one: Chart, line: Line) -> None:
    """Each bar's number at its foot, where no range crosses it; behind the end of a bar too short to hold it."""
    labels = series.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, number_format(one), False
    labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(SIZE), True, _rgb("surface")
    labels.position = XL_LABEL_POSITION.INSIDE_BASE
    longest = one.most or max((value for value in line.values if value is not None), default=0)
    for place, value in enumerate(line.values):
        if value is not None and value < longest * SHORT:
            label = series.points[place].data_label
            label.font.size, label.font.color.rgb = Pt(SIZE), _rgb("ink")
            label.position = (
                XL_LABEL_POSITION.INSIDE_BASE if one.kind == "stacked" else XL_LABEL_POSITION.OUTSIDE_END
            )


def _ranges(series: Any, line: Line) -> None:
    """The likely range as error bars: native, and editable as custom values."""
    plus, minus = deviations(line)
    if not plus:
        return
    bars = etree.SubElement(series._element, qn("c:errBars"))
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{name}")).set("val", value)
    for name, numbers in (("plus", plus), ("minus", minus)):
        held = etree.SubElement(etree.SubElement(bars, qn(f"c:{name}")), qn("c:numLit"))
        etree.SubElement(held, qn("c:formatCode")).text = "General"
        etree.SubElement(held, qn("c:ptCount")).set("val", str(len(numbers)))
        for place, number in enumerate(numbers):
            point = etree.SubElement(held, qn("c:pt"))
            point.set("idx", str(place))
            etree.SubElement(point, qn("c:v")).text = str(number)
    shape = etree.SubElement(bars, qn("c:spPr"))
    ink = etree.SubElement(shape, qn("a:ln"))
    ink.set("w", str(Pt(1)))
    fill = etree.SubElement(etree.SubElement(ink, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", colour("ink", "light").lstrip("#"))
    series._element.remove(bars)
    series._element.find(qn("c:cat")).addprevious(bars)  # where the schema wants it
