#!/bin/sh
# Prints how many AWS searches of other projects the evaluator runs. Nothing is fetched: name your
# own checkouts of splunk/security_content and SigmaHQ/sigma, either of them as - to leave it out.
# Sigma's rules are converted by sigma-cli with pysigma-backend-splunk, which have to be installed.
# A third argument, a file or folder of events, runs the searches over them as well.
#
#   searches/outside/run.sh ../security_content ../sigma [events]

set -eu

if [ $# -lt 2 ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
sightline=$here/../../sightline
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Writes the table of one set of searches, keeps its refused ones and its last figures.
figures() {
  name=$1
  shift
  "$sightline" "$@" > "$work/out" 2> "$work/err" || true
  grep 'was refused at' "$work/out" || true
  printf '%s: %s\n' "$name" "$(grep ' searches over ' "$work/out" || tail -n 1 "$work/err")"
}

run() {
  name=$1
  searches=$2
  only=$3
  figures "$name" catalog --searches "$searches" ${only:+--only "$only"}
  if [ -n "$events" ]; then
    figures "$name" hunt "$events" --searches "$searches" ${only:+--only "$only"}
  fi
}

events=${3:-}
if [ "$1" != - ]; then
  run "security_content, AWS" "$1/detections" aws
fi
if [ "$2" != - ]; then
  mkdir "$work/converted"
  left=0
  find "$2/rules/cloud/aws" -name '*.yml' | sort > "$work/rules"
  while IFS= read -r rule; do
    # A rule that pySigma itself cannot convert is counted, and is no search.
    if sigma convert -t splunk -f savedsearches --without-pipeline "$rule" \
      > "$work/one.conf" 2> "$work/reason"; then
      cat "$work/one.conf" >> "$work/converted/savedsearches.conf"
    else
      left=$((left + 1))
      printf 'not converted by pySigma: %s\n' "$(basename "$rule")"
    fi
  done < "$work/rules"
  printf 'Sigma, AWS: %s rules, %s not converted\n' "$(wc -l < "$work/rules")" "$left"
  run "Sigma, AWS" "$work/converted" ""
fi
