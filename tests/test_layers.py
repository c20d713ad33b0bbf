"""The arrow of imports (docs/architecture.md), read from the code: nobody imports against it."""

import ast

import pytest

from tests.databases import PROJECT

# package -> what of ours it may import besides itself and errors; the table of docs/architecture.md
MAY_IMPORT = {
    "errors": set(),
    "access": set(),
    "data": {"access"},
    "profiling": {"access.lattice"},
    "models": {"profiling"},
    "improvement": {"data", "profiling"},
    "views": {"data", "profiling", "models", "improvement", "access"},
    "actions": {"data", "profiling", "improvement", "access"},
    "ui": {"access", "views.parts"},
    "pages": {"views", "ui", "access", "actions", "reports"},
    "reports": {"views", "ui", "access", "actions"},
    "settings": {"data.warehouse.home", "access.provider"},
}
WIRING = {"app", "jobs"}  # the only places that join layers
OURS = set(MAY_IMPORT) | WIRING | {"tests", "scripts"}


def _modules(package):
    single = PROJECT / f"{package}.py"
    return [single] if single.exists() else sorted((PROJECT / package).rglob("*.py"))


def _imports(path):
    """Full names of modules of ours that a file imports, wherever in the file the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [path.relative_to(PROJECT).parts[0]]
        yield from (name for name in names if name.split(".")[0] in OURS)


def _allowed(name, package):
    own = {package, "errors", *MAY_IMPORT[package]}
    return any(name == given or name.startswith(f"{given}.") for given in own)


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_package_imports_only_along_the_arrow(package):
    wrong = [
        f"{path.relative_to(PROJECT)} imports {name}"
        for path in _modules(package)
        for name in _imports(path)
        if not _allowed(name, package)
    ]
    assert wrong == []


def test_every_package_has_its_place_in_the_arrow():
    found = {path.parent.name for path in PROJECT.glob("*/__init__.py")} | {
        path.stem for path in PROJECT.glob("*.py")
    }
    assert found - OURS == set()


def test_settings_are_read_by_wiring_alone():
    wrong = [
        str(path.relative_to(PROJECT))
        for package in MAY_IMPORT
        if package != "settings"
        for path in _modules(package)
        if "settings" in {name.split(".")[0] for name in _imports(path)}
    ]
    assert wrong == []


def test_environment_is_read_by_settings_and_wiring_alone():
    wrong = []
    for package in set(MAY_IMPORT) - {"settings"}:
        for path in _modules(package):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                    wrong.append(f"{path.relative_to(PROJECT)}:{node.lineno}")
    assert wrong == []


def test_pages_hold_no_query_no_frame_and_no_streamlit_markup():
    wrong = []
    for path in _modules("pages"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong += [
                f"{path.name}: {name}"
                for name in names
                if name.split(".")[0] in ("sqlalchemy", "polars", "pandas")
            ]
    assert wrong == []


def test_no_page_script_lies_directly_in_pages():
    """Streamlit serves such a script by its URL before app.py has run."""
    assert [path.name for path in (PROJECT / "pages").glob("*.py")] == ["__init__.py"]
