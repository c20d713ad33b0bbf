"""The serving process: everything loaded that pages need before the first reader comes, then the server.

`streamlit run app.py` works as well, with two differences on its first page: the reader waits for the loading, and
Streamlit takes the folder pages/ for pages of its own until app.py has called st.navigation, so that it says
"Page not found" over a page that is there.
"""

from __future__ import annotations

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from access import policy
from ui import charts, frame, i18n
from ui.page import discover


def load() -> None:
    """Import pages and chart parts, read catalogues, roles and style."""
    PagesManager.uses_pages_directory = False
    discover("pages")
    charts.warm()
    frame.style_html()
    policy.categories()
    for language in i18n.LANGUAGES:
        i18n.catalogue(language)


if __name__ == "__main__":
    load()
    sys.argv[0] = "streamlit"
    sys.exit(cli.main())
