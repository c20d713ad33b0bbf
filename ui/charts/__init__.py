"""Charts: radar thumbnail, waterfall of gains, weeks of a term, spread of scores, funnel."""

from ui.charts.funnel import funnel
from ui.charts.radar import radar
from ui.charts.ridges import ridges
from ui.charts.slopes import slopes
from ui.charts.template import warm
from ui.charts.weeks import weeks
from ui.waterfall import draw as waterfall

__all__ = ["funnel", "radar", "ridges", "slopes", "warm", "waterfall", "weeks"]
