#!/usr/bin/env bash
# Splunk's AppInspect ends with exit code 0 although checks failed: a build that trusts it passes.
# Its report has to be read.
source "$(dirname "$0")/python.sh"
installs splunk-appinspect==4.3.1
mkdir -p "$folder/demo/default"
printf '[launcher]\nauthor = a\nversion = 1.0.0\n[ui]\nis_visible = 0\n[package]\nid = other\n' > "$folder/demo/default/app.conf"
printf '[x]\nsearch = index=main\n' > "$folder/demo/default/savedsearches.conf"
tar -C "$folder" -czf "$folder/demo.tgz" demo
code=0
"$folder/venv/bin/splunk-appinspect" inspect "$folder/demo.tgz" --mode precert --included-tags cloud > "$folder/report" 2>&1 || code=$?
failures=$(grep -oE '^ +failure: +[0-9]+' "$folder/report" | grep -oE '[0-9]+$' | tail -n 1)
echo "splunk-appinspect 4.3.1: $failures failures, exit code $code"
if [ "$code" -ne 0 ] || [ "${failures:-0}" -lt 1 ]; then
  echo CHANGED
  exit 1
fi
