"""`jobs ingest SOURCE`: load a source by its mapping, every row accounted."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from data.sources.register import read_register, source
from data.staging.based import standing_alone
from data.staging.look import look
from data.staging.mapping import Mapping
from data.staging.open_mapping import as_json, mapping_text
from data.staging.propose import Proposal, propose_mapping
from data.staging.reading_mappings import FOLDER, read_mapping, shipped_mapping
from data.warehouse.held import held
from data.warehouse.kept_mappings import Kept, current, keep, named
from data.warehouse.loading.database import load_database
from data.warehouse.loading.source import LoadResult, load_source
from data.warehouse.migrate import is_there, newest, revision
from errors import ShownError
from jobs.check import checked_after
from jobs.database_address import address
from jobs.ingest_watch import watched

HELP = "load a source (oulad, uci_dropout, files or a database with a mapping, or a name of the register); a second load adds nothing"
DATABASE = "database"
FOUND = {  # where there is no value to show the shape of
    "repeated_key": "rows of one key that differ",
    "no_partner": "no such row",
    "partner_set_aside": "a row that was set aside",
}
TOLD = 12  # reasons told on the screen; all of them are in the warehouse


def add_arguments(parser) -> None:
    """Which source, where its files are, by which mapping, and whether to change anything."""
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="oulad, uci_dropout, files, database, a name of the register, or a mapping kept in this home",
    )
    parser.add_argument("--path", metavar="P", type=Path, help="folder (or one file) of the source")
    parser.add_argument(
        "--mapping", metavar="FILE", type=Path, help="mapping file; needed for `files` and `database`"
    )
    parser.add_argument("--check", action="store_true", help="read and check everything, change nothing")
    parser.add_argument("--propose", metavar="FILE", type=Path, help="write the mapping it would use")
    parser.add_argument(
        "--open",
        metavar="FILE",
        type=Path,
        help="write the proposal as the Data page keeps it, with kept mappings in place",
    )
    parser.add_argument(
        "--watch", metavar="SECONDS", type=int, nargs="?", const=60,
        help="look again every so many seconds (60) and load what is new, until Ctrl-C",
    )  # fmt: skip


def run(context, arguments) -> dict:
    """Load and tell what became of every row; exit code 1 where a file was refused."""
    _refuse_what_cannot_load(context, arguments.source)
    if arguments.source == DATABASE:
        return watched(
            context,
            arguments,
            _mapping(context, arguments),
            None,
            lambda done: _loaded(context, arguments, None, done),
        )
    folder = _folder(context, arguments)
    if arguments.propose:
        return _propose(context, arguments, folder)
    if arguments.open:
        return _open(context, arguments, folder)
    return watched(
        context,
        arguments,
        _mapping(context, arguments),
        folder,
        lambda done: _loaded(context, arguments, folder, done),
    )


def _loaded(context, arguments, folder: Path | None, done: Callable[[], None]) -> dict:
    """One load of the files of a folder, or (None) of the mapping's database; told and as the answer. `done` hears of it first."""
    mapping, options = _mapping(context, arguments), {"trial": arguments.check, "say": context.progress.step}
    if folder is None:
        result = load_database(context.home, mapping, address(mapping), **options)
    else:
        result = load_source(context.home, mapping, folder, **options)
    done()
    if result.load_id is not None:
        checked_after(context, result.load_id)
    _tell(context, result, trial=arguments.check)
    if arguments.mapping and not arguments.check:
        _keep(context, arguments, mapping)
    return {
        "load_id": result.load_id,
        "tables": {table: counts.as_dict() for table, counts in result.tables.items()},
        "files": {
            file: {table: counts.as_dict() for table, counts in tables.items()}
            for file, tables in result.files.items()
        },
        "reasons": result.reasons,
        "details": result.details,
        "differences": {table: found.as_dict() for table, found in result.differences.items()},
        "notices": result.notices,
        "refused": [str(error) for error in result.refused],
        "seconds": result.seconds,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "exit_code": 1 if result.refused else 0,
    }


def _refuse_what_cannot_load(context, name: str) -> None:
    known = source(name)
    if not known and name not in ("files", DATABASE) and _kept(context, name) is None:
        names = ", ".join(item.id for item in read_register().sources if item.mapping)
        raise ShownError(
            "choosing a source",
            found=name,
            expected=f"files, database, {names}, a name of the register, or a mapping kept in this home",
            remedy="see data/sources/register.yaml; mappings are kept when they are loaded by",
        )


def _folder(context, arguments) -> Path:
    if arguments.path:
        return arguments.path
    known = source(arguments.source)
    if known and known.path:
        return context.home.directory / known.path
    if known and known.dataset:
        return context.settings.datasets / known.dataset
    raise ShownError(
        "choosing files", found="no --path", expected="the folder of the files", remedy="give --path DIR"
    )


def _kept(context, name: str) -> Kept | None:
    """The mapping of this name that an earlier load of this home was made by."""
    if not is_there(context.home) or revision(context.engine) != newest():
        return None
    return named(context.engine, name)


def _keep(context, arguments, mapping: Mapping) -> None:
    """A mapping that was loaded by is offered for the next load."""
    path = arguments.mapping
    body = standing_alone(path.read_bytes(), path.name, path.parent)
    with context.engine.begin() as connection:
        version = keep(connection, mapping, body, by="command line")
    context.progress.step(f"mapping {mapping.mapping} kept, version {version}")


def _mapping(context, arguments) -> Mapping:
    if arguments.mapping:
        return read_mapping(arguments.mapping)
    known = source(arguments.source)
    if known and known.mapping:
        return shipped_mapping(known.mapping)
    kept = None if known else _kept(context, arguments.source)
    if kept:
        return kept.mapping()
    raise ShownError(
        f"loading {arguments.source}",
        found="no --mapping",
        expected="a mapping file",
        remedy="write one (docs/load-your-own-data.md), or have one proposed: --propose FILE",
    )


def _propose(context, arguments, folder: Path) -> dict:
    known = source(arguments.source)
    if arguments.mapping or (known and known.mapping):
        path = arguments.mapping or FOLDER / f"{known.mapping}.yaml"
        read_mapping(path)
        proposal = Proposal(path.read_text(encoding="utf-8"))
    else:
        proposal = propose_mapping(folder, source=arguments.source, held=held(context.home))
    _write(arguments.propose, proposal.text)
    _tell_files(context, proposal)
    context.say(f"mapping written to {arguments.propose}; nothing was loaded")
    return {
        "load_id": None,
        "tables": {},
        "reasons": {},
        "seconds": 0.0,
        "peak_mb": 0.0,
        "mapping": str(arguments.propose),
        "files": [asdict(file) for file in proposal.files],
    }


def _open(context, arguments, folder: Path) -> dict:
    """The proposal with all that a page shows of it, and where mappings of this home fit, as they were kept."""
    kept = []
    for one in current(context.engine) if is_there(context.home) else ():
        with suppress(ShownError):  # a kept mapping that this version no longer accepts fits nothing
            kept.append((one.name, one.version, one.body, one.mapping()))
    belongs_to = "academic_affairs" if arguments.source == "files" else arguments.source
    opened = look(folder, belongs_to=belongs_to, held=held(context.home), kept=kept)
    _write(arguments.open, json.dumps(as_json(opened), ensure_ascii=False))
    _write(arguments.open.with_name("mapping.yaml"), mapping_text(opened))
    context.say(
        f"{len(opened.sheets)} sheets recognised, {len(opened.unread)} not; written to {arguments.open}"
    )
    return {"load_id": None, "tables": {}, "reasons": {}, "seconds": 0.0, "peak_mb": 0.0, "files": []}


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ShownError(
            "writing the proposed mapping",
            file=path.name,
            found=error.strerror,
            expected="a file that can be written, in a folder that exists",
            remedy="name another file with --propose",
        ) from None


def _tell_files(context, proposal: Proposal) -> None:
    """One line for every file: which tables it fills, how surely, and how much is left to decide."""
    for file in proposal.files:
        tables = ", ".join(file.tables) or "nothing"
        told = f"{file.rows} rows, confidence {file.confidence}, {file.decisions} to decide"
        context.say(f"{file.file} -> {tables}: {told if file.rows or file.tables else file.why}")
    left = proposal.text.count("# decide: ")
    if proposal.files:
        context.say(f"{left} places are marked `# decide`; try it with --mapping and --check")


def _tell(context, result: LoadResult, *, trial: bool) -> None:
    for notice in result.notices:
        context.say(f"note: {notice}")
    for detail in sorted(result.details, key=lambda item: -item["row_count"])[:TOLD]:
        place = ", ".join(
            f"{word} {detail[key]}"
            for word, key in (("row", "first_row_no"), ("column", "column_name"))
            if detail[key]
        )
        found = detail["value_shape"] or FOUND.get(detail["reason_code"], "nothing")
        context.say(
            f"set aside: {detail['row_count']} rows, {detail['reason_code']} (file {detail['file_name']}, {place}); found: {found}; "
            f"expected: {detail['expected']}; to do: mend them at the source and load the file again"
        )
    for error in result.refused:
        context.say(f"refused: {error}")
    total = {
        name: sum(getattr(counts, name) for counts in result.tables.values())
        for name in ("read", "loaded", "replaced", "already", "set_aside")
    }
    verb = "checked, nothing changed" if trial else f"load {result.load_id}"
    context.say(
        f"{verb}: {total['read']} rows read = {total['loaded']} loaded ({total['replaced']} of them replaced) + "
        f"{total['already']} already there + {total['set_aside']} set aside; {result.seconds} s"
    )
