#!/bin/sh
# The 22 read rules of SeeClickFix's Open311 validator against a running Minben:
# `O311_VALIDATOR_SRC=/path/to/open311-validator tools/check_with_validator.sh http://127.0.0.1:8000`.
set -eu
address=${1:-http://127.0.0.1:8000}
source=${O311_VALIDATOR_SRC:-}
if [ ! -f "$source/bin/open311-validate" ]; then
    echo "O311_VALIDATOR_SRC names no copy of the validator (bin/open311-validate is not in “$source”)." >&2
    exit 2
fi
if ! ruby -e 'require "httparty"; require "rspec"' 2>/dev/null; then
    echo "Ruby, httparty or rspec is not there. On Debian: apt install ruby ruby-httparty ruby-rspec" >&2
    exit 2
fi
told=$(mktemp)
trap 'rm -f "$told"' EXIT
# Its tests are loaded by a path below its own folder, and write “should” without asking for it first.
(cd "$source" && LC_ALL=C.UTF-8 ruby -I . -I lib -r rspec/expectations bin/open311-validate -u "$address/open311/discovery" -p true) >"$told" 2>&1 || true
cat "$told"
passed=$(grep -c 'PASSED$' "$told" || true)
failed=$(grep -c 'FAILED' "$told" || true)
echo "$passed passed, $failed failed"
[ "$passed" -eq 22 ] && [ "$failed" -eq 0 ]
