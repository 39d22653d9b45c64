#!/bin/sh
# Splunk's own client for JavaScript against the receiver of the stand. Exit 0 also where it is
# skipped, which the one line on the output then says.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../../../.." && pwd)

for program in npm node; do
  if ! command -v "$program" >/dev/null 2>&1; then
    echo "splunk-logging check skipped: $program is not installed (Node.js 18 or newer has it)."
    exit 0
  fi
done

if ! (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error); then
  echo "splunk-logging check failed: npm could not install what package-lock.json names." >&2
  exit 1
fi

cd "$root"
exec mvn -q -B -pl exporter/stand -am test \
  -Dtest=SplunkLoggingTest -Dsurefire.failIfNoSpecifiedTests=false -Dsplunk-logging.required=true
