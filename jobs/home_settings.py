"""`jobs settings`: read the home's settings, or set one after checking it."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from access.grants import COMMAND_LINE
from actions.home_settings import log_change
from data.warehouse import home_settings
from data.warehouse.home import read_setting
from data.warehouse.migrate import upgrade
from data.warehouse.schema.meta import meta_home
from errors import WrongUsage

HELP = "list the home's settings, or set one: settings set KEY VALUE"


def add_arguments(parser) -> None:
    """Nothing lists; `set KEY VALUE` sets."""
    parser.add_argument("words", nargs="*", metavar="set KEY VALUE")


def run(context, arguments) -> dict:
    """List or set; an unknown key or a value that does not fit is refused with what was expected."""
    asked = _asked(arguments.words) if arguments.words else None
    upgrade(context.home, say=context.progress.step)
    if asked:
        key, text = asked
        with context.engine.begin() as connection:
            home_settings.change(connection, key, text, by=COMMAND_LINE, log=log_change)
    with context.engine.connect() as connection:
        settings, held = _stored(connection), _held(connection)
    for key, value in settings.items():
        context.say(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    unset = {key: value for key, value in held.items() if key not in settings and value not in (None, {})}
    told = ", ".join(f"{key} {json.dumps(value, ensure_ascii=False)}" for key, value in unset.items())
    context.say(f"not set, so that the default holds: {told}")
    context.say(f"{len(settings)} settings; can be set: {', '.join(home_settings.declared())}")
    return {"settings": settings, "in_force": held}


def _stored(connection: Connection) -> dict:
    """What was ever set, settings that only verbs write included."""
    keys = sorted(connection.execute(select(meta_home.c.key)).scalars())
    return {key: read_setting(connection, key) for key in keys}


def _held(connection: Connection) -> dict:
    """What holds for every setting that may be changed."""
    return {key: home_settings.value(connection, key) for key in home_settings.declared()}


def _asked(words: list[str]) -> tuple[str, str]:
    if len(words) != 3 or words[0] != "set":
        raise WrongUsage("settings", found=" ".join(words[:2]), expected="settings [set KEY VALUE]")
    return words[1], words[2]
