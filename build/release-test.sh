#!/usr/bin/env bash
# Tests release.sh's check of versions: a copy of the places that name a version passes; with each
# of them changed in turn it fails and names the place. Needs git and GNU sed. Prints how many.
set -euo pipefail
cd "$(dirname "$0")/.."

copy=$(mktemp -d "${TMPDIR:-/tmp}/sightline-release-test.XXXXXX")
trap 'rm -rf "$copy"' EXIT
git ls-files -z -- '*pom.xml' release.sh CHANGELOG.md README.md docs/container.md \
  exporter/container exporter/kubernetes exporter/aws |
  tar --null --files-from=- --create | tar --extract --directory "$copy"
cd "$copy"

./release.sh --check > said || {
  cat said
  echo "release.sh --check fails on the sources as they are." >&2
  exit 1
}

version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml | head -n 1)
tried=0
while IFS= read -r file; do
  case $file in ./pom.xml | ./said | ./release.sh) continue ;; esac
  case $file in
    */pom.xml | */kustomization.yaml | ./exporter/aws/*.yaml | ./CHANGELOG.md | ./README.md | \
      ./docs/container.md | */Dockerfile) ;;
    *) continue ;;
  esac
  cp "$file" kept
  sed -i "s/${version//./\\.}/9.8.7/g" "$file"
  if ./release.sh --check > said 2>&1 || ! grep -q "${file#./}.* names 9.8.7" said; then
    cat said
    echo "release.sh --check does not see that $file names another version." >&2
    exit 1
  fi
  cp kept "$file"
  tried=$((tried + 1))
done < <(grep -rlF "$version" . | sort)
[ "$tried" -ge 8 ] || {
  echo "Only $tried places were tried." >&2
  exit 1
}
./release.sh --check
printf '%d files changed in turn, each was named\n' "$tried"
