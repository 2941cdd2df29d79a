#!/bin/sh
# Installs Minben into a folder of its own: deploy/install.sh /opt/minben
# The Dockerfile, the production guide and the full check all run this very file.
set -eu
where=${1:?Name the folder to install into, for example: deploy/install.sh /opt/minben}
case "$where" in /*) ;; *) where=$PWD/$where ;; esac
if [ -e "$where/bin/python" ]; then
    echo "$where holds a version already, which may be running. Install beside it, and point the link at the new one." >&2
    exit 2
fi
cd "$(dirname "$0")/.."
echo "Installing into $where; it takes a minute or two."
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
echo "Installed. Next: ln -sfn $where /opt/minben, and docs/how-to/production.md."
