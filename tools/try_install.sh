#!/usr/bin/env bash
# Does what the Dockerfile does, without an engine: deploy/install.sh into a clean folder, then `minben prepare` and `minben serve`
# from an empty one, with nothing of this machine's settings; each probe and the first page must answer.
# `tools/try_install.sh FOLDER [PORT]`; FOLDER must not exist yet.
set -euo pipefail
where=${1:?Name a folder that does not exist yet}
port=${2:-8793}
[ ! -e "$where" ] || { echo "$where is there already; name another folder" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$where/empty"
where=$(cd "$where" && pwd)
env -u PYTHONPATH "$root/deploy/install.sh" "$where/minben"
cd "$where/empty"
alone=(env -i "PATH=$where/minben/bin:/usr/bin:/bin" LANG=C.UTF-8 "MINBEN_HOME=$where/home" MINBEN_LOG_FORMAT=json "PORT=$port")
# Whole answers go to files: a reader that stops early breaks whoever writes to it.
"${alone[@]}" minben --help >"$where/help"
grep -q "serve" "$where/help"
"${alone[@]}" minben prepare
"${alone[@]}" minben serve 2>"$where/log" &
served=$!
trap 'kill "$served" 2>/dev/null; wait "$served" 2>/dev/null || true' EXIT
ask() { curl -fsS "http://127.0.0.1:$port$1"; }
for _ in $(seq 120); do
    ask /health/live >/dev/null 2>&1 && break
    kill -0 "$served" || { cat "$where/log" >&2; exit 1; }
    sleep 0.5
done
[ "$(ask /health/live)" = '{"live": true}' ]
[ "$(ask /health/ready)" = '{"ready": true, "database": "good"}' ]
ask / >"$where/page"
grep -q "您需要什么" "$where/page"
ask /static/portal/minben.css >"$where/style"
grep -q "paper" "$where/style"
# The program of the picture that turns comes from its own package.
ask /static/plotly/plotly.min.js >"$where/plotly"
grep -q "Licensed under the MIT license" "$where/plotly"
[ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/metrics")" = 404 ]
kill -TERM "$served"
wait "$served"
trap - EXIT
if [ -s "$where/log" ]; then cat "$where/log" >&2; fi
echo "installed from the hashed lock, prepared, served, ended"
