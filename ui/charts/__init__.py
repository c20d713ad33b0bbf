"""Charts: radar thumbnail, waterfall of gains, weeks of a term, paths over periods, spread of scores, funnel."""

from ui.charts.funnel import funnel
from ui.charts.paths import paths
from ui.charts.radar import radar
from ui.charts.ridges import ridges
from ui.charts.slopes import slopes
from ui.charts.template import warm
from ui.charts.weeks import weeks
from ui.waterfall import draw as waterfall

__all__ = ["funnel", "paths", "radar", "ridges", "slopes", "warm", "waterfall", "weeks"]
