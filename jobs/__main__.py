"""`python -m jobs VERB`: one front door; names, exit codes and JSON keys are a contract."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

from sqlalchemy.exc import OperationalError

from errors import ShownError, WrongUsage
from jobs.context import Context
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
    "bench": "bench",
    "serve": "serve",
    "screenshots": "screenshots",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; returns the exit code (0 done, 1 refused by data or state, 2 usage, 130 interrupted)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    verb = next((word for word in words if word in VERBS), None)
    parsed = _parser(verb).parse_args(words)
    settings = read_settings(parsed.home, parsed.warehouse)
    context = Context(settings, quiet=parsed.json == "-")
    try:
        result = importlib.import_module(f"jobs.{VERBS[parsed.verb]}").run(context, parsed)
    except ShownError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2 if isinstance(error, WrongUsage) else 1
    except OperationalError as error:
        if not _is_unreachable(error):
            raise
        print(f"error: opening the warehouse {context.home.shown_url}; found: {error.orig}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; the home is as it was or resumable", file=sys.stderr)
        return 130
    _write_json(result, parsed.json)
    return int(result.get("exit_code", 0)) if isinstance(result, dict) else 0


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


def _is_unreachable(error: OperationalError) -> bool:
    """Nobody answers, or the sign-in is refused: psycopg then has no answer of the server, hence no state."""
    return hasattr(error.orig, "sqlstate") and error.orig.sqlstate is None


def _write_json(result: dict, target: str | None) -> None:
    if target is None or result is None:
        return
    body = {key: value for key, value in result.items() if key != "exit_code"}
    text = json.dumps(body, ensure_ascii=False, indent=2, default=str)
    if target == "-":
        print(text)
    else:
        Path(target).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code) if code == 130 else sys.exit(code)
