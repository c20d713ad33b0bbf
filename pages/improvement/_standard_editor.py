"""The editor under a standard: a draft, its trial on last year's figures, approval; and the microscope of weights."""

from actions import standards as acts
from errors import ShownError
from ui import charts, filters, finding, forms, layout, standard_forms, tables, text
from ui.page import rerun
from views import catalogue, warehouse
from views.improvement import standard_stability, standard_trial, standards
from views.parts import Name, Sentence

REFUSED = ("day", "reason", "approver", "marks", "sum", "no_draft", "unknown")


def draw(viewer, snapshot, known, version, today):
    draft = next((one for one in known if one.state == "draft"), None)
    with layout.card("draft", Sentence("standards.draft_title"), sub=Sentence("standards.draft_sub")):
        if draft is None:
            _begin(viewer, version, today)
        else:
            _edit(viewer, draft)
    if draft is not None:
        _trial(viewer, snapshot, known, draft)
        _approve(viewer, draft, today)
    _microscope(viewer, snapshot, version)


def _begin(viewer, version, today):
    if standard_forms.button("begin_draft", Sentence("standards.begin"), primary=True):
        _act(lambda: _begun(viewer, version.standard.standard, today))


def _begun(viewer, standard_id, today):
    acts.begin(warehouse.engine(), viewer, standard_id, today=today)
    return Sentence("standards.begun")


def _edit(viewer, draft):
    standard = draft.standard
    rows = tuple((part.id, Name(part.name_zh, part.name_en), part.weight) for part in standard.dimensions)
    typed = standard_forms.weights(f"{standard.standard}_{standard.version}", rows)
    if typed is not None:
        _act(lambda: _saved(viewer, draft, acts.Edit(weights=typed)))
    names = tuple((part.id, text.plain(Name(part.name_zh, part.name_en))) for part in standard.dimensions)
    held = filters.pick("part", names, label=text.plain(Sentence("standards.choose_dimension")))
    part = next(one for one in standard.dimensions if one.id == held)
    filled = standard_forms.items(
        f"{standard.standard}_{standard.version}_{part.id}", tuple(map(_item, part.indicators))
    )
    if filled is not None:
        shares, marks = filled
        _act(lambda: _saved(viewer, draft, acts.Edit(items=shares, marks=acts.marks_of(marks))))
    if standard_forms.button("discard_draft", Sentence("standards.discard")):
        _act(lambda: _discarded(viewer, draft))


def _item(item):
    written = None if item.anchors == "distribution" else standards.marks_text(item)
    return item.id, catalogue.entry(item.id).name, item.w, written


def _saved(viewer, draft, edit):
    acts.save(warehouse.engine(), viewer, draft.standard.standard, draft.standard.version, edit)
    return Sentence("standards.saved")


def _discarded(viewer, draft):
    acts.discard(warehouse.engine(), viewer, draft.standard.standard, draft.standard.version)
    return Sentence("standards.discarded")


def _trial(viewer, snapshot, known, draft):
    before = next(
        (one.standard for one in known if one.standard.version == draft.based_on), known[-1].standard
    )
    made = standard_trial.of_draft(viewer.scope, snapshot, before, draft.standard)
    with layout.card("trial", Sentence("standards.trial_title"), sub=Sentence("standards.trial_sub")):
        finding.sentences(made.findings)
        if made.decisions:
            tables.table(made.decisions)
        if made.units:
            tables.table(made.units)


def _approve(viewer, draft, today):
    with layout.card("approve", Sentence("standards.approve_title"), sub=Sentence("standards.approve_sub")):
        filled = standard_forms.approve(draft.standard.version, today=today)
        if filled is not None:
            _act(lambda: _approved(viewer, draft, acts.Approval(**filled), today))


def _approved(viewer, draft, approval, today):
    acts.approve(
        warehouse.engine(), viewer, draft.standard.standard, draft.standard.version, approval, today=today
    )
    return Sentence("standards.approved", {"day": approval.effective_from})


def _microscope(viewer, snapshot, version):
    standard = version.standard
    with layout.card(
        "microscope", Sentence("standards.microscope_title"), sub=Sentence("standards.microscope_sub")
    ):
        rows = tuple((part.id, Name(part.name_zh, part.name_en), part.weight) for part in standard.dimensions)
        weights = standard_forms.sliders(f"{standard.standard}_{standard.version}", rows)
        if not sum(weights):
            return finding.note(Sentence("standards.microscope_zero"))
        seen = standard_trial.microscope(viewer.scope, snapshot, standard, weights)
        if seen is None:
            return finding.note(Sentence("standards.microscope_nobody"))
        finding.note(seen.finding)
        charts.slopes(seen.slopes, seen.finding)
        tables.table(seen.influence)
    return _stability(viewer, snapshot, standard)


def _stability(viewer, snapshot, standard):
    found = standard_stability.of_standard(viewer.scope, snapshot, standard)
    if found is None:
        return
    with layout.card(
        "stability", Sentence("standards.stability_title"), sub=Sentence("standards.stability_sub")
    ):
        for sentence in found.findings:
            finding.note(sentence)
        tables.table(found.alternatives)
    return


def _act(do):
    """Do it and say so; what is refused is told in the reader's language."""
    try:
        told = do()
    except ShownError as error:
        known = error.code in REFUSED
        words = Sentence(
            f"standards.refused_{error.code}" if known else "standards.refused", {"reason": str(error)}
        )
        return forms.failed(text.plain(words))
    forms.saved(text.plain(told))
    return rerun()
