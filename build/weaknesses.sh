#!/usr/bin/env bash
# Holds the bill of materials of what is shipped to a database of known weaknesses (OSV), for a CI
# that runs it every day: a library that was sound at the release may not be so today.
#
#   mvn package && build/weaknesses.sh             the exporter's and the app's, asked at api.osv.dev
#   build/weaknesses.sh FILE…                      these bills of materials, such as a release's
#   build/weaknesses.sh --offline FOLDER FILE…     with a database that was fetched before; OSV's
#                                                  file for Maven lies there as osv-scanner/Maven/all.zip
#
# Needs osv-scanner on the PATH (Go builds it: go install
# github.com/google/osv-scanner/v2/cmd/osv-scanner@v2.3.0). What was looked at and does not apply
# stands in build/weaknesses.toml, each with its reason and an end. Exit code 0: none is known; 1:
# some are, each in a line of the table; 2: nothing could be said.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)

fail() {
  printf 'weaknesses: %s\n' "$1" >&2
  exit 2
}

options=(--config "$root/build/weaknesses.toml")
if [ "${1:-}" = --offline ]; then
  [ $# -ge 2 ] && [ -d "$2" ] || fail "--offline needs the folder of the database."
  options+=(--offline --local-db-path "$2")
  shift 2
fi
if [ $# -eq 0 ]; then
  set -- "$root/exporter/service/target/service-sbom.json"
  [ -f "$1" ] || fail "$1 is missing: run 'mvn package', or name a bill of materials."
  if [ -f "$root/splunk-app/target/splunk-app-sbom.json" ]; then
    set -- "$@" "$root/splunk-app/target/splunk-app-sbom.json"
  fi
fi
command -v osv-scanner > /dev/null 2>&1 ||
  fail "there is no osv-scanner on the PATH: the head of $0 says how to install it."

# The scanner knows a bill of materials by its name.
stage=$(mktemp -d "${TMPDIR:-/tmp}/sightline-weaknesses.XXXXXX")
trap 'rm -rf "$stage"' EXIT
code=0
for file in "$@"; do
  [ -f "$file" ] || fail "$file is no file."
  name=$(basename "$file" .json)
  cp "$file" "$stage/${name%.cdx}.cdx.json"
  printf '%s\n' "$file"
  found=0
  osv-scanner scan source "${options[@]}" --lockfile "$stage/${name%.cdx}.cdx.json" || found=$?
  case $found in
    0) ;;
    1) code=1 ;;
    *) fail "osv-scanner ended with $found on $file: see above." ;;
  esac
done
exit "$code"
