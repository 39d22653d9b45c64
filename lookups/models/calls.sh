#!/usr/bin/env bash
# Downloads the releases of botocore that are compared, and runs calls.py over them. Needs Python 3.11 and PyPI.
#
#     lookups/models/calls.sh write    makes the table and the list of known calls anew
#     lookups/models/calls.sh check    tells what they lack; exit code 1 where something is missing
#
# Not a part of the build: AWS adds calls every week, and a build must not fail for that.
set -euo pipefail
cd "$(dirname "$0")"

case ${1:-} in
  write | check) ;;
  *)
    sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//' >&2
    exit 2
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
python=$work/venv/bin/python
"$python" - "$work" <<'PY'
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.request import urlopen

work = Path(sys.argv[1])
versions = tomllib.loads(Path("rules.toml").read_text())["versions"]
with urlopen("https://pypi.org/pypi/botocore/json", timeout=60) as answer:
    index = json.load(answer)
newest = index["info"]["version"]
wanted = [*versions, *([] if newest in versions else [newest])]
released = []
for version in wanted:
    wheel = next(file for file in index["releases"][version] if file["packagetype"] == "bdist_wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:",
         "-d", str(work), f"botocore=={version}"],
        check=True,
    )
    released.append((wheel["filename"], wheel["upload_time"][:10]))
(work / "released.json").write_text(json.dumps(released))
PY
"$python" calls.py "$1" "$work"
