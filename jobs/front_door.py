"""One front door for all verbs; names, exit codes and JSON keys are a contract."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from errors import ShownError, WrongUsage
from jobs.context import Context
from jobs.plain_json import plain
from jobs.trouble import as_shown
from settings import read_settings

# verb -> module of this package with HELP, add_arguments(parser) and run(context, arguments) -> dict
VERBS = {
    "demo": "demo",
    "ingest": "ingest",
    "loads": "loads",
    "profile": "profile",
    "snapshots": "snapshots",
    "train": "train",
    "score": "score",
    "backtest": "backtest",
    "check": "check",
    "settings": "home_settings",
    "access": "access_grants",
    "migrate": "migrate",
    "backup": "backup",
    "restore": "restore",
    "export": "export",
    "retention": "retention",
    "bench": "bench",
    "serve": "serve",
    "screenshots": "screenshots",
}
NOT_BUILT = {"report": "documents"}


def answer(words: list[str]) -> int:
    """Run one verb; returns the exit code (0 done, 1 refused by data or state, 2 usage)."""
    try:
        _refuse_not_built(words)
        verb = next((word for word in words if word in VERBS), None)
        return _run(_parser(verb).parse_args(words))
    except ShownError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2 if isinstance(error, WrongUsage) else 1


def _run(parsed: argparse.Namespace) -> int:
    _refuse_unwritable(parsed.json)
    context = Context(read_settings(parsed.home, parsed.warehouse), quiet=parsed.json == "-")
    try:
        result = importlib.import_module(f"jobs.{VERBS[parsed.verb]}").run(context, parsed)
    except (OSError, SQLAlchemyError, ImportError) as error:
        shown = as_shown(error, context.home)
        if shown is None:
            raise
        raise shown from None
    finally:
        context.close()
    _write_json(result, parsed.json)
    return int(result.get("exit_code", 0))


def _refuse_not_built(words: list[str]) -> None:
    if words and words[0] in NOT_BUILT:
        raise WrongUsage(
            f"python -m jobs {words[0]} ({NOT_BUILT[words[0]]})",
            found="a verb that is not built yet",
            expected=", ".join(VERBS),
        )


def _parser(verb: str | None) -> argparse.ArgumentParser:
    """The parser; only the module of the verb asked for is imported, so that every verb starts fast."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", metavar="DIR", help="the home (default: HUAXIANG_HOME, then var/)")
    common.add_argument("--warehouse", metavar="URL", help="another SQLAlchemy database in place of SQLite")
    common.add_argument(
        "--json", metavar="FILE", help="write the result as one JSON object (- for standard output)"
    )
    parser = argparse.ArgumentParser(prog="python -m jobs", description="Huaxiang command line")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, module in VERBS.items():
        if name != verb:
            verbs.add_parser(name, parents=[common])
            continue
        loaded = importlib.import_module(f"jobs.{module}")
        loaded.add_arguments(
            verbs.add_parser(name, parents=[common], help=loaded.HELP, description=loaded.HELP)
        )
    return parser


def _refuse_unwritable(target: str | None) -> None:
    """Before the work, not after it."""
    if target in (None, "-"):
        return
    path = Path(target)
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise WrongUsage(
            "writing the result",
            file=target,
            found="a folder" if path.is_dir() else "no such folder, or no right to write there",
            expected="a file that can be written, or - for standard output",
        )


def _write_json(result: dict, target: str | None) -> None:
    if target is None:
        return
    body = {key: value for key, value in result.items() if key != "exit_code"}
    text = json.dumps(plain(body), ensure_ascii=False, indent=2, allow_nan=False)
    if target == "-":
        print(text)
    else:
        Path(target).write_text(text + "\n", encoding="utf-8")
