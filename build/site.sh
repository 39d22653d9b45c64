#!/usr/bin/env bash
# Makes the site of the documents: README, guides, the catalog's pages and their pictures, searchable, and
# readable without a server or a network.
#
#   build/site.sh              into target/site: open target/site/index.html
#   build/site.sh FOLDER       into that folder, which is replaced
#
# Ends with 1 where a link or an anchor leads nowhere, or where a page would fetch something from outside.
# Needs git, npm, and Python 3.10 or newer with venv; MkDocs comes from PyPI, as build/site/requirements.txt
# pins it.
set -euo pipefail
site=$(realpath -m "${1:-$(dirname "$0")/../target/site}")
cd "$(dirname "$0")/.."

fail() {
  printf 'site: %s\n' "$1" >&2
  exit 1
}

for program in git npm python3; do
  command -v "$program" > /dev/null 2>&1 || fail "$program is not installed, and makes the site."
done

tools=target/site-tools
if ! cmp -s build/site/requirements.txt "$tools/made-of.txt"; then
  rm -rf "$tools"
  python3 -m venv "$tools" || fail "Python's venv is missing: install it, on Debian as python3-venv."
  "$tools/bin/pip" install --quiet --disable-pip-version-check -r build/site/requirements.txt
  (cd build/site && npm ci --ignore-scripts --no-audit --no-fund --silent)
  cp build/site/requirements.txt "$tools/made-of.txt"
fi

# The pages lie as in the repository, so that their links hold.
pages=target/site-pages
rm -rf "$pages"
mkdir -p "$pages/assets"
git ls-files -z --cached --others --exclude-standard -- '*.md' docs/pictures ':!*/src/test/*' ':!splunk-app/app/*' |
  xargs -0 cp --parents -t "$pages"
cp build/site/node_modules/iframe-worker/shim/index.js "$pages/assets/iframe-worker.js"
cp build/site/site.css "$pages/assets/site.css"

# The theme's team announces its successor at each build; that is no warning of ours.
NO_MKDOCS_2_WARNING=true "$tools/bin/mkdocs" build --strict --config-file build/site/mkdocs.yml \
  --site-dir "$site"

if grep -rnoE --include='*.html' \
  '<(script|img|iframe|source)[^>]* src="?(https?:)?//[^" >]*|<link[^>]* rel="?(stylesheet|preconnect|icon)"?[^>]* href="?(https?:)?//[^" >]*' \
  "$site" | head -n 5 | grep .; then
  fail "these pages fetch something from outside when they are opened."
fi
printf '%d pages: %s/index.html\n' "$(find "$site" -name '*.html' ! -name 404.html | wc -l)" "$site"
