#!/bin/sh
# Install a hashed requirements file into .venv: with uv where it exists, otherwise with pip.
set -eu
file="$1"
echo "Installing $file (once; about a minute) ..."
if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$file" && exit 0
    echo "uv could not install; trying pip" >&2
fi
exec .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$file"
