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
from zipfile import ZipFile

work = Path(sys.argv[1])


def fetched(requirement):
    """The wheel, and the day on which it was made."""
    folder = work / requirement
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:",
         "-d", str(folder), requirement],
        check=True,
    )
    wheel = next(folder.glob("*.whl")).rename(work / next(folder.glob("*.whl")).name)
    with ZipFile(wheel) as archive:
        made = max(entry.date_time for entry in archive.infolist())
    return wheel.name, "%04d-%02d-%02d" % made[:3]


versions = tomllib.loads(Path("rules.toml").read_text())["versions"]
newest = fetched("botocore")
released = [fetched(f"botocore=={version}") for version in versions]
if newest not in released:
    released.append(newest)
(work / "released.json").write_text(json.dumps(released))
PY
"$python" calls.py "$1" "$work"
