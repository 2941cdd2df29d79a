#!/bin/sh
# Makes .venv from a hashed lock: `tools/environment.sh demo` or `tools/environment.sh dev`.
# uv when it can be had (seconds), pip otherwise (a minute). Does nothing when the lock has not changed.
set -eu
cd "$(dirname "$0")/.."
kind=$1
case "$kind" in demo) lock=requirements.lock ;; dev) lock=requirements-dev.lock ;; *) echo "demo or dev?" >&2; exit 2 ;; esac

python=${PYTHON:-}
if [ -z "$python" ]; then
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            break
        fi
    done
fi
if [ -z "$python" ]; then
    echo "Minben needs Python 3.11 or newer, and none was found. Install one (Debian 12 or newer: apt install python3 python3-venv), or name it: make demo PYTHON=/path/to/python3.12" >&2
    exit 1
fi

digest=$(cat "$lock" pyproject.toml | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
mark=".venv/.ready-$kind"
if [ -f "$mark" ] && [ "$(cat "$mark")" = "$digest" ]; then
    exit 0
fi
# What the tests need holds all that the demo needs.
if [ "$kind" = demo ] && [ -f .venv/.ready-dev ] && [ -x .venv/bin/minben ]; then
    exit 0
fi

if [ ! -x .venv/bin/python ]; then
    rm -rf .venv
    if ! "$python" -m venv .venv 2>.venv-trouble; then
        cat .venv-trouble >&2
        rm -rf .venv .venv-trouble
        echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    rm -f .venv-trouble
fi
echo "Installing what Minben needs ($lock) …" >&2
if command -v uv >/dev/null 2>&1; then
    uv=uv
elif .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/installer.lock 2>/dev/null; then
    uv=.venv/bin/uv
else
    uv=""
fi
# Behind the proxy of an office only the certificates of the system are of use.
export UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true
by_uv() {
    "$uv" pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r "$lock" &&
        "$uv" pip install --quiet --python .venv/bin/python --no-deps -e .
}
if [ -z "$uv" ] || ! by_uv; then
    echo "Installing with pip, which takes a minute …" >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
fi
rm -f .venv/.ready-*
echo "$digest" >"$mark"
