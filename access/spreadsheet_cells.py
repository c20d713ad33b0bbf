"""Cells that no spreadsheet runs as a formula, and back again: one rule for what leaves and for what is given back."""

from __future__ import annotations

# A spreadsheet runs a cell that begins with one of these, ASCII or full-width; such text is written behind an apostrophe.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
CONTROL_STARTS = ("\t", "\r", "\n")
# Skipped by programs that read a cell, so that a sign behind them counts as the first: spaces of all kinds, marks without width.
UNSEEN = " \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff'"


def neutral(cell: object) -> object:
    """A cell that no spreadsheet will run as a formula; numbers and dates stay what they are."""
    return "'" + cell if isinstance(cell, str) and _would_run(cell) else cell


def as_written(cell: str) -> str:
    """The text that `neutral` was given.

    >>> as_written("'-"), as_written("'t Hooft")
    ('-', "'t Hooft")
    """
    return cell[1:] if cell.startswith("'") and _would_run(cell[1:]) else cell


def _would_run(text: str) -> bool:
    return text.startswith(CONTROL_STARTS) or text.lstrip(UNSEEN).startswith(FORMULA_STARTS)
