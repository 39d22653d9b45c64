#!/usr/bin/env bash
# Tests build/weaknesses.sh with the real scanner and a database of our own, without a network: an
# entry about a library of the bill of materials is found and ends it with 1, an entry about another
# version or library is not, and one that is ignored with a reason is not either. Needs Go, which
# builds the scanner once (kept in $XDG_CACHE_HOME/sightline), and zip by Python; where they are not
# to be had it says so and ends well.
set -euo pipefail
cd "$(dirname "$0")/.."

version=v2.3.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sightline/osv-scanner-$version
without() {
  printf 'The check for weaknesses is not tried: %s\n' "$1"
  exit 0
}
if [ ! -x "$cache/osv-scanner" ]; then
  command -v go > /dev/null 2>&1 || without "there is no Go, which builds osv-scanner."
  mkdir -p "$cache"
  GOFLAGS='' GOBIN=$cache go install \
    "github.com/google/osv-scanner/v2/cmd/osv-scanner@$version" > "$cache/build.log" 2>&1 ||
    without "osv-scanner cannot be built ($cache/build.log)."
fi
command -v python3 > /dev/null 2>&1 || without "there is no Python 3."
PATH=$cache:$PATH

stage=$(mktemp -d "${TMPDIR:-/tmp}/sightline-weaknesses-test.XXXXXX")
trap 'rm -rf "$stage"' EXIT
cat > "$stage/ours-sbom.json" << 'JSON'
{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[
  {"type":"library","group":"dev.example","name":"carrier","version":"1.4.0","purl":"pkg:maven/dev.example/carrier@1.4.0?type=jar"},
  {"type":"library","group":"dev.example","name":"other","version":"2.0.0","purl":"pkg:maven/dev.example/other@2.0.0?type=jar"}]}
JSON

# database NAME FIXED: one entry about that library, mended in that version.
database() {
  rm -rf "$stage/database"
  mkdir -p "$stage/database/osv-scanner/Maven"
  python3 - "$stage/database/osv-scanner/Maven/all.zip" "$1" "$2" << 'PYTHON'
import json, sys, zipfile

path, name, fixed = sys.argv[1:]
entry = {
    "schema_version": "1.6.0", "id": "GHSA-test-test-test", "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z", "summary": "made up",
    "affected": [{
        "package": {"ecosystem": "Maven", "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
    }],
}
with zipfile.ZipFile(path, "w") as archive:
    archive.writestr(entry["id"] + ".json", json.dumps(entry))
PYTHON
}

# expect CODE WHAT: how the check ends with the database as it is.
expect() {
  local code=0
  build/weaknesses.sh --offline "$stage/database" "$stage/ours-sbom.json" > "$stage/said" 2>&1 || code=$?
  if [ "$code" -ne "$1" ]; then
    cat "$stage/said"
    printf 'build/weaknesses.sh ends with %d and not with %d where %s.\n' "$code" "$1" "$2" >&2
    exit 1
  fi
}

database dev.example:carrier 1.4.1
expect 1 "a library has a known weakness"
grep -q GHSA-test-test-test "$stage/said" || { cat "$stage/said"; exit 1; }
database dev.example:carrier 1.4.0
expect 0 "the version is the one that mends it"
database dev.example:third 9.0.0
expect 0 "the weakness is another library's"
rm -rf "$stage/database/osv-scanner"
expect 2 "there is no database"
echo "build/weaknesses.sh tells a weak version from a mended one, and says where it cannot tell."
