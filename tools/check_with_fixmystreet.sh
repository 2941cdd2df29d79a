#!/bin/sh
# FixMyStreet's own Open311 client against a running Minben: `FMS_SRC=/path/to/fixmystreet tools/check_with_fixmystreet.sh
# http://127.0.0.1:8000 [API_KEY]`. With a key (scope requests:write) it hands in at the test endpoint, too.
set -eu
cd "$(dirname "$0")"
address=${1:-http://127.0.0.1:8000}
if [ ! -f "${FMS_SRC:-}/perllib/Open311.pm" ]; then
    echo "FMS_SRC names no copy of FixMyStreet's source (perllib/Open311.pm is not in “${FMS_SRC:-}”)." >&2
    exit 2
fi
for module in Moo MooX::Types::MooseLike::Base XML::Simple LWP::UserAgent DateTime::Format::W3CDTF Path::Tiny Try::Tiny; do
    perl -e "require $module" 2>/dev/null || missing="${missing:-} $module"
done
if [ -n "${missing:-}" ]; then
    echo "Perl lacks:${missing}. On Debian: apt install libmoo-perl libmoox-types-mooselike-perl libxml-simple-perl libwww-perl libdatetime-format-w3cdtf-perl libpath-tiny-perl libtry-tiny-perl" >&2
    exit 2
fi
exec perl check_with_fixmystreet.pl "$address" ${2:+"$2"}
