"""Pictures of a whole as sheets: every number that is drawn stands in a cell."""

import pytest

from reports.page_sheets import sheet
from ui import i18n
from views.parts import (
    Amount,
    Board,
    Branch,
    Bubble,
    Coverage,
    Flow,
    FlowNode,
    FlowStep,
    Funnel,
    Link,
    Matrix,
    MatrixCell,
    Name,
    Sentence,
    Stage,
    Trend,
    TrendPoint,
    Trends,
)

ALT = Sentence("boards.in_words")
CELL = MatrixCell(Name("教务处"), Name("专业结构适应度"), Amount(0.917, "share"), "qualified", None,
                  Sentence("boards.matrix_late", {"open": Amount(4, "count"), "late": Amount(3, "count")}), "major")  # fmt: skip
PARTS = {
    "matrix": (
        Matrix((Name("决策指挥"),), (Sentence("boards.level_major"),), ((CELL,),), ALT),
        [("决策指挥", "专业", "教务处", "专业结构适应度", "91.7%", "已达合格", "4项改进在办，3项逾期")],
    ),
    "board": (
        Board((Bubble(Link("major", "M1", Name("物联网")), 83.42, 67.2, 125.0, None),), 65.0, 3.0, ALT),
        [("物联网", 83.4, 67.2, 125, "靠近分界线，不作判断")],
    ),
    "flow": (
        Flow((FlowNode(Sentence("boards.flow_registered"), 43), FlowNode(Sentence("boards.flow_placed"), 36)),
             (FlowStep(0, 1, 36),), None, ALT),
        [("报到注册", "落实去向", 36)],
    ),
    "coverage": (
        Coverage((Name("要求1"),), (Name("课1"), Name("课2")), (("H", None),), (), ALT),
        [("要求1", "H", None, 1)],
    ),
    "trends": (
        Trends((Trend(Name("满意度"), "share", (TrendPoint("2024", 0.74, 0.715, 0.763),)),), ALT),
        [("满意度", "2024年", 74.0, 71.5, 76.3)],
    ),
    "goals": ((Branch(Name("落实率"), 2, 0.224, None),), [("落实率", 2, 22.4, None)]),
    "funnel": (
        (Funnel("red", (Stage(Sentence("boards.stage_opened"), 40, 1.0),)),),
        [("红", "已发出", 40, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PARTS))
def test_what_is_drawn_stands_in_cells(name):
    language = i18n.language()
    i18n.use("zh")
    part, rows = PARTS[name]
    made = sheet(name, part)
    i18n.use(language)
    assert [tuple(row) for row in made.rows] == rows
    assert all(len(row) == len(made.heads) for row in made.rows)
