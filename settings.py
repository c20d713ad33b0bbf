"""Settings of one process: read once from the environment by app.py and jobs, handed down as arguments."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from access import provider
from data.warehouse.home import Home

PROJECT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """Where the home is, which mode was configured and where public data sets lie."""

    home: Home
    is_default_home: bool
    mode: (
        str | None
    )  # as configured; oidc for a home with a provider; otherwise decided by the kind of the home
    datasets: Path
    has_provider: bool = False  # the home asks for sign-in and is opened in no other mode


def read_settings(home: str | None = None, warehouse: str | None = None) -> Settings:
    """Settings from arguments first, then HUAXIANG_HOME, HUAXIANG_WAREHOUSE, HUAXIANG_MODE, HUAXIANG_DATASETS."""
    named = home or os.environ.get("HUAXIANG_HOME")
    directory = Path(named).expanduser() if named else PROJECT / "var"
    url = warehouse or os.environ.get("HUAXIANG_WAREHOUSE") or None
    datasets = Path(os.environ.get("HUAXIANG_DATASETS", PROJECT.parent / "shared" / "datasets"))
    has_provider = provider.is_configured(directory.resolve() / "keys")
    return Settings(
        home=Home(directory.resolve(), url),
        is_default_home=not named and not url,
        mode=os.environ.get("HUAXIANG_MODE") or ("oidc" if has_provider else None),
        has_provider=has_provider,
        datasets=datasets,
    )
