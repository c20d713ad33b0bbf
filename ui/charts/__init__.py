"""Charts: radar thumbnail, waterfall of gains, weeks of a term, paths over periods, spread of scores, funnel, board of majors, flow, trends, reliability."""

from ui.charts.board import board
from ui.charts.flow import flow
from ui.charts.funnel import funnel
from ui.charts.paths import paths
from ui.charts.radar import radar
from ui.charts.reliability import reliability
from ui.charts.ridges import ridges
from ui.charts.slopes import slopes
from ui.charts.template import warm
from ui.charts.trends import trends
from ui.charts.weeks import weeks
from ui.waterfall import draw as waterfall

__all__ = [
    "board",
    "flow",
    "funnel",
    "paths",
    "radar",
    "reliability",
    "ridges",
    "slopes",
    "trends",
    "warm",
    "waterfall",
    "weeks",
]
