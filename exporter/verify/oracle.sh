#!/usr/bin/env bash
# sightline verify beside AWS's own 'aws cloudtrail validate-logs': what both say of whole trails
# and of each damage; with 'measure', what it costs both. AWS's command comes from PyPI, in a virtual
# environment below the cache; where it cannot be had this is skipped, with the reason.
#
#   exporter/verify/oracle.sh                       hold verify to AWS's command
#   exporter/verify/oracle.sh measure [FILES [RECORDS]]   CPU of both, on the same objects
set -euo pipefail
cd "$(dirname "$0")/../.."

version=1.46.3
cache=${XDG_CACHE_HOME:-$HOME/.cache}/sightline-awscli-$version
mode=${1:-check}
files=${2:-4800}
records=${3:-40}

skip() {
  echo "skipped: AWS's command as the oracle: $1"
  exit 0
}

command -v python3 > /dev/null 2>&1 || skip "there is no python3"
if [ ! -x "$cache/bin/aws" ]; then
  rm -rf "$cache"
  python3 -m venv "$cache" > /dev/null 2>&1 || skip "python3 makes no virtual environment"
  if ! "$cache/bin/pip" install --quiet --disable-pip-version-check "awscli==$version"; then
    rm -rf "$cache"
    skip "PyPI hands out no awscli $version here"
  fi
fi

mvn -B -ntp -q -Pvalidate-logs -DskipTests -Dcyclonedx.skip -pl exporter/service -am test \
  -Dvalidate.aws="$cache/bin/aws" -Dvalidate.mode="$mode" -Dvalidate.files="$files" \
  -Dvalidate.records="$records"
