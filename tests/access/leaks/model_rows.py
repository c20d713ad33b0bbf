"""What is kept about a risk model as a whole: by a sensitive attribute and by a unit, each in its own category."""


def rows():
    """Table and its rows, in the order of the small college."""
    yield "ml_model", [{"model_id": "m"}]
    yield "ml_guard", [{"course_code": "K1", "item": "quiz//1"}]
    kinds = (("sex", "fairness_audit"), ("department", "unit_indicator"))
    yield (
        "ml_group_audit",
        [
            {
                "model_id": "m",
                "attribute": attribute,
                "group_value": "G",
                "measure": "recall",
                "category": category,
            }
            for attribute, category in kinds
        ],
    )
    yield (
        "ml_monitor",
        [
            {"term_id": "T1", "point": "W8", "measure": "psi", "subject": attribute, "category": category}
            for attribute, category in kinds
        ],
    )
