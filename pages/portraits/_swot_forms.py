"""The leader's forms under the SWOT of a major: add a line, set a drafted one aside, take back."""

from actions import swot
from ui import filters, forms, layout, text
from ui.forms import Field
from ui.page import rerun
from views import warehouse
from views.parts import Sentence

ACTS = ("add", "aside", "back")


def draw(viewer, code, found):
    """The forms for whoever edits the SWOT of this major; nothing for everybody else."""
    if not swot.can_edit(viewer.scope, code):
        return
    with layout.card("swot_edit", Sentence("swot.title"), sub=Sentence("swot.sub")):
        acts = tuple(
            (name, text.plain(Sentence(f"swot.act_{name}")))
            for name in ACTS
            if name == "add" or _choices(name, found)
        )
        act = filters.pick("act", acts, label=text.plain(Sentence("swot.title")))
        answers = forms.filled(
            f"swot_{act}_{_written(found)}", _fields(act, found), save=Sentence(f"swot.save_{act}")
        )
        if answers:
            _sent(viewer, code, act, answers)


def _written(found):
    """How much the leader has written: a form that was sent is empty again, one that was refused is not."""
    return sum(len(part.own) for part in found.parts) + len(found.aside) if found else 0


def _choices(act, found):
    """Drafted lines that stand, or what can be taken back: each by its list and what it is about."""
    if found is None:
        return ()
    if act == "aside":
        return tuple(
            (f"{part.key}/{key}", _about(part.key, item))
            for part in found.parts
            for key, item in part.drafted
        )
    own = tuple((number, _about(part.key, item)) for part in found.parts for number, item in part.own)
    return (*own, *((number, _about("set_aside", item)) for number, item in found.aside))


def _about(key, item):
    return text.plain(Sentence("swot.choice", {"list": Sentence(f"boards.swot_{key}"), "line": item.title}))


def _fields(act, found):
    words = Field("words", "words", Sentence(f"swot.field_{act}"), limit=swot.longest())
    if act == "add":
        lists = forms.worded(swot.QUADRANTS, lambda key: Sentence(f"boards.swot_{key}"))
        return (Field("quadrant", "few", Sentence("swot.field_list"), lists), words)
    chosen = Field("line", "one", Sentence("swot.field_line"), _choices(act, found))
    return (chosen, words) if act == "aside" else (chosen,)


def _sent(viewer, code, act, answers):
    engine = warehouse.engine()
    if act == "back":
        done = forms.tried("swot", lambda: swot.take_back(engine, viewer, code, int(answers["line"])))
    else:
        done = forms.tried("swot", lambda: swot.write(engine, viewer, code, _line(answers)))
    if done:
        rerun()


def _line(answers):
    quadrant, _, drafted = answers.get("line", answers.get("quadrant", "")).partition("/")
    return swot.Line(quadrant, answers["words"], drafted or None)
