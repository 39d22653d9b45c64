#!/bin/sh
# Splunk's own inspection of the package that the build made, with the tags of Splunk Cloud. Passes
# where the report holds no error and no failure, and no warning but those of known-warnings.txt.
# Needs Python 3.9 or newer with venv; splunk-appinspect comes from PyPI.
set -eu
cd "$(dirname "$0")"

# The keys for Enterprise Security 8 are held to those that Splunk's own tool for detections writes.
overlay=$(echo target/sightline_aws-*-enterprise-security.conf)
set -- target/sightline_aws-*.tar.gz
if [ $# -ne 1 ] || [ ! -f "$1" ]; then
  echo "There is not one package in splunk-app/target: run 'mvn package' first." >&2
  exit 1
fi
tool=target/appinspect
if [ ! -x "$tool/bin/splunk-appinspect" ]; then
  if ! python3 -m venv "$tool"; then
    echo "Python's venv is missing: install it, on Debian as python3-venv." >&2
    exit 1
  fi
  "$tool/bin/pip" install --quiet --disable-pip-version-check splunk-appinspect==4.3.1
fi
# Its exit code is 0 even with failures: the report is what counts.
"$tool/bin/splunk-appinspect" inspect "$1" --included-tags cloud --included-tags private_app \
  --included-tags self-service --data-format json --output-file target/appinspect.json \
  > target/appinspect.log 2>&1 || {
  cat target/appinspect.log >&2
  exit 1
}
"$tool/bin/python" - target/appinspect.json known-warnings.txt <<'PYTHON'
import json
import sys

report = json.load(open(sys.argv[1], encoding="utf-8"))
known = {line.split(" ")[0] for line in open(sys.argv[2], encoding="utf-8") if line.strip()}
summary = report["summary"]
print(", ".join(f"{name} {summary[name]}" for name in sorted(summary)))
bad = []
for check in (c for r in report["reports"] for g in r["groups"] for c in g["checks"]):
    if check["result"] in ("success", "not_applicable"):
        continue
    if check["result"] == "warning" and check["name"] in known:
        continue
    bad.append(check)
    print(check["result"], check["name"], "; ".join(m["message"] for m in check["messages"]))
if bad or summary["error"] or summary["failure"] or not summary["success"]:
    sys.exit("The package does not pass splunk-appinspect: see the lines above.")
PYTHON

templates=target/contentctl
if [ ! -d "$templates" ]; then
  "$tool/bin/pip" download --quiet --disable-pip-version-check --no-deps --dest target/wheel \
    contentctl==5.6.2
  "$tool/bin/python" -m zipfile -e target/wheel/contentctl-*.whl "$templates"
fi
"$tool/bin/python" - "$overlay" "$templates" <<'PYTHON'
import pathlib
import re
import sys

template = pathlib.Path(sys.argv[2], "contentctl/output/templates/savedsearches_detections.j2")
known = set(re.findall(r"^(action\.[\w.]+) =", template.read_text(encoding="utf-8"), re.MULTILINE))
overlay = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
ours = set(re.findall(r"^(\w[\w.]*) = ", overlay, re.MULTILINE))
if not known or not ours:
    sys.exit("No keys were found in the file for Enterprise Security, or in contentctl's template.")
strange = sorted(ours - known)
if strange:
    sys.exit("contentctl 5.6.2 writes no such keys for Enterprise Security: " + ", ".join(strange))
print(f"Enterprise Security: {len(ours)} keys, all of them among the {len(known)} that contentctl writes")
PYTHON
