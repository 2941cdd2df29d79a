#!/bin/sh
# Installs Minben into a folder of its own: deploy/install.sh /opt/minben
# The Dockerfile, the production guide and the full check all run this very file.
set -eu
where=${1:?Name the folder to install into, for example: deploy/install.sh /opt/minben}
case "$where" in /*) ;; *) where=$PWD/$where ;; esac
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
pip() { "$1/bin/python" -m pip --quiet --disable-pip-version-check --no-cache-dir "$2" "$3" "$4" "$5"; }

build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
"$python" -m venv "$where"
"$python" -m venv "$build/tools"
# Every package is the one whose digest was written down, or none.
pip "$where" install --require-hashes -r deploy/requirements.lock
pip "$build/tools" install --require-hashes -r deploy/build.lock
"$build/tools/bin/python" -m pip --quiet --disable-pip-version-check wheel \
    --no-deps --no-index --no-build-isolation --wheel-dir "$build" .
pip "$where" install --no-deps --no-index "$build"/minben-*.whl
"$where/bin/minben" --help >/dev/null
