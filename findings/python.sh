# Sourced by the findings that need packages of PyPI: installs them, pinned, in a temporary folder.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# installs PACKAGE==VERSION...: into a virtual environment that ends with the script.
installs() {
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install -q --disable-pip-version-check "$@"
  python=$folder/venv/bin/python
}

# expects OUTPUT: what the last one printed, or the behaviour has changed.
expects() {
  echo "$output"
  if [ "$output" != "$1" ]; then
    printf 'CHANGED: expected\n%s\n' "$1"
    exit 1
  fi
}
