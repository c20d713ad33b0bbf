"""Forms of the standards editor: weights of dimensions, weights and marks of one dimension, approval, sliders of the microscope."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from ui import text
from ui.html import div, esc, show
from ui.i18n import t

TEXT_LIMIT, REASON_LIMIT = 80, 500
HUNDRED, ROUNDING = 100.0, 2


def weights(key: str, rows: tuple[tuple[str, Any, float], ...]) -> dict[str, float] | None:
    """A field in percent per (id, name, share); shares by id when it is sent. They must sum to 100."""
    with st.form(f"weights_{key}", border=False):
        columns = st.columns(min(len(rows), 4))
        typed = {
            name: columns[place % len(columns)].number_input(
                text.plain(words),
                0.0,
                HUNDRED,
                _percent(share),
                step=1.0,
                format="%.2f",
                key=f"w_{key}_{name}",
            )
            for place, (name, words, share) in enumerate(rows)
        }
        show(div("note", esc(t("standards.weights_note"))))
        sent = st.form_submit_button(t("standards.save_weights"), type="primary")
    return _shares(typed, {name: share for name, _, share in rows}) if sent else None


def items(
    key: str, rows: tuple[tuple[str, Any, float, str | None], ...]
) -> tuple[dict[str, float], dict[str, str]] | None:
    """Weight and marks per (id, name, share, marks or None where they follow the population); shares and texts when it is sent."""
    with st.form(f"items_{key}", border=False):
        shares, marks = {}, {}
        for name, words, share, written in rows:
            left, right = st.columns([1, 2])
            label = text.plain(words)
            shares[name] = left.number_input(
                label,
                0.0,
                HUNDRED,
                _percent(share),
                step=1.0,
                format="%.2f",
                key=f"i_{key}_{name}",
                help=t("standards.weight_help"),
            )
            if written is not None:
                marks[name] = right.text_input(
                    t("standards.marks_of", name=label),
                    written,
                    max_chars=TEXT_LIMIT,
                    autocomplete="off",
                    key=f"m_{key}_{name}",
                )
        show(div("note", esc(t("standards.marks_help"))))
        sent = st.form_submit_button(t("standards.save_items"), type="primary")
    return (_shares(shares, {name: share for name, _, share, _ in rows}), marks) if sent else None


def _percent(share: float) -> float:
    return round(share * HUNDRED, ROUNDING)


def _shares(typed: dict[str, float], before: dict[str, float]) -> dict[str, float]:
    """Shares of what was typed; a field left alone keeps its unrounded share."""
    return {
        name: before[name] if value == _percent(before[name]) else value / HUNDRED
        for name, value in typed.items()
    }


def approve(key: str, *, today: date) -> dict | None:
    """Who decided, why, from which day; what was filled in when it is sent."""
    with st.form(f"approve_{key}", border=False):
        left, right = st.columns(2)
        by = left.text_input(t("standards.approved_by"), max_chars=TEXT_LIMIT, autocomplete="off")
        tomorrow = today + timedelta(days=1)
        start = right.date_input(
            t("standards.effective_from"), tomorrow, min_value=tomorrow, format="YYYY-MM-DD"
        )
        reason = st.text_area(t("standards.reason"), max_chars=REASON_LIMIT, height=96)
        show(div("note", esc(t("standards.approve_note"))))
        sent = st.form_submit_button(t("standards.approve"), type="primary")
    return {"approved_by": by, "reason": reason, "effective_from": start} if sent else None


def button(key: str, words: Any, *, primary: bool = False) -> bool:
    """A button; whether it was pressed."""
    return st.button(text.plain(words), key=key, type="primary" if primary else "secondary")


def sliders(key: str, rows: tuple[tuple[str, Any, float], ...]) -> tuple[float, ...]:
    """Weights as points of a hundred, one slider each; together they need not make a hundred."""
    columns = st.columns(min(len(rows), 4))
    return tuple(
        float(
            columns[place % len(columns)].slider(
                text.plain(words), 0, 60, max(1, round(share * HUNDRED)), key=f"s_{key}_{name}"
            )
        )
        for place, (name, words, share) in enumerate(rows)
    )
