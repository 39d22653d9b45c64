#!/usr/bin/env bash
# Makes one folder of everything that is released: target/release/sightline-VERSION with the
# exporter's archive, its image, the app's package, manifests, templates, alert rules, bills of
# materials and SHA256SUMS. Refuses where two places name different versions, and says which.
#
#   mvn verify && ./release.sh       after a build; the image is built where that can be (as root)
#   ./release.sh --check             only whether the versions in the sources are equal
#
# Needs what 'mvn package' made, a git checkout (only what git tracks is packed), GNU tar, gzip and
# unzip. Two runs over one build give the same bytes, the image's file excepted.
set -euo pipefail
cd "$(dirname "$0")"

fail() {
  printf 'release: %s\n' "$1" >&2
  exit 1
}

only_check=false
case ${1:-} in
  "") ;;
  --check) only_check=true ;;
  *) fail "'$1' is no option: ./release.sh, or ./release.sh --check." ;;
esac

# The project's own version: the first one in the root's pom, which has no parent.
version=$(sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml | head -n 1)
[ -n "$version" ] || fail "pom.xml names no version."

different=0
places=0
# same PLACE VERSION: notes a place that names another version than the pom, or none.
same() {
  places=$((places + 1))
  if [ "$2" != "$version" ]; then
    printf 'release: %s names %s, and pom.xml %s\n' "$1" "${2:-no version}" "$version" >&2
    different=$((different + 1))
  fi
}

# each PLACE PATTERN FILE: every version that the pattern (of sed, its group the version) finds.
each() {
  local found=false name
  while IFS= read -r name; do
    found=true
    same "$1" "$name"
  done < <(sed -n -E "s/$2/\\1/p" "$3" | sort -u)
  "$found" || same "$1" ""
}

check_sources() {
  local pom file
  while IFS= read -r pom; do
    [ "$pom" = ./pom.xml ] || same "$pom" "$(sed -n '/<parent>/,/<\/parent>/s/.*<version>\(.*\)<\/version>.*/\1/p' "$pom")"
  done < <(find . \( -name target -o -name node_modules -o -name .git \) -prune -o -name pom.xml -print | sort)
  same CHANGELOG.md "$(sed -n 's/^## \([0-9].*\)$/\1/p' CHANGELOG.md | head -n 1)"
  each README.md '.*sightline_aws-([0-9][0-9A-Za-z.-]*)\.tar\.gz.*' README.md
  each exporter/container/Dockerfile '^ARG VERSION=(.*)$' exporter/container/Dockerfile
  each docs/container.md '.*sightline:([0-9][0-9A-Za-z.-]*[0-9A-Za-z]).*' docs/container.md
  if [ -d exporter/kubernetes ]; then
    while IFS= read -r file; do
      each "$file" '.*newTag: *"?([^" ]*)"?.*' "$file"
    done < <(grep -rl --include=kustomization.yaml newTag: exporter/kubernetes | grep -v /target/ | sort)
    while IFS= read -r file; do
      each "$file" '.*app\.kubernetes\.io\/version: *"?([^" ]*)"?.*' "$file"
    done < <(grep -rl --include='*.yaml' app.kubernetes.io/version: exporter/kubernetes | grep -v /target/ | sort)
  fi
  if [ -d exporter/aws ]; then
    for file in exporter/aws/*.yaml; do
      each "$file" '.*Sightline ([0-9]+\.[0-9]+\.[0-9][0-9A-Za-z.-]*)[ ,:].*' "$file"
      if grep -q 'sightline:[0-9]' "$file"; then
        each "$file (image)" '.*sightline:([0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z-]*).*' "$file"
      fi
    done
  fi
}

verdict() {
  [ "$different" -eq 0 ] || fail "$different of $places places name another version than pom.xml ($version)."
  printf '%d places name version %s\n' "$places" "$version"
}

check_sources
if "$only_check"; then
  verdict
  exit 0
fi

command -v unzip > /dev/null 2>&1 ||
  fail "there is no unzip, which reads the version out of the jar: install it (on Debian: apt-get install unzip)."
git rev-parse --is-inside-work-tree > /dev/null 2>&1 ||
  fail "this is no git checkout, or there is no git: a release has what git tracks and nothing else."
for folder in exporter/kubernetes exporter/aws exporter/container; do
  [ -d "$folder" ] || fail "$folder is missing: a release has manifests, templates and an image."
done
lib=exporter/service/target/lib
app=splunk-app/target/sightline_aws-$version.tar.gz
[ -f "$lib/service-$version.jar" ] || fail "$lib/service-$version.jar is missing: run 'mvn verify' first."
[ -f "$app" ] || fail "$app is missing: run 'mvn verify' first."
[ -f exporter/service/target/service-sbom.json ] ||
  fail "the exporter has no bill of materials: build without -Dcyclonedx.skip."
sboms=(exporter/service/target/service-sbom.json)
if [ -f splunk-app/target/splunk-app-sbom.json ]; then
  sboms+=(splunk-app/target/splunk-app-sbom.json)
fi

# What the build made.
same "$lib/service-$version.jar" \
  "$(unzip -p "$lib/service-$version.jar" dev/sightline/version.properties | sed -n 's/^version=//p')"
same "$app app.conf" "$(tar -xzOf "$app" sightline_aws/default/app.conf | sed -n 's/^version = //p' | sort -u)"
same "$app app.manifest" "$(tar -xzOf "$app" sightline_aws/app.manifest |
  tr -d ' \n' | sed -n 's/.*"id":{[^}]*"version":"\([^"]*\)".*/\1/p')"

release=target/release/sightline-$version
rm -rf "$release"
mkdir -p "$release/sbom"

# pack FILE FOLDER ENTRY…: the same bytes for the same content, whoever packs it when.
pack() {
  local file=$1 folder=$2
  shift 2
  tar --create --sort=name --mtime=@1767225600 --owner=0 --group=0 --numeric-owner \
    --mode=u+rwX,go+rX,go-w --directory "$folder" "$@" | gzip -n -9 > "$file"
}

stage=$(mktemp -d "${TMPDIR:-/tmp}/sightline-release.XXXXXX")
trap 'rm -rf "$stage"' EXIT

# pack_tracked FILE FOLDER ENTRY: the same of what git tracks. A file beside it, such as an overlay
# with somebody's own values or a secret, never gets into a release.
pack_tracked() {
  git -C "$2" ls-files -z -- "$3" > "$stage/tracked"
  [ -s "$stage/tracked" ] || fail "git tracks nothing in $2/$3."
  pack "$1" "$2" --null --files-from="$stage/tracked"
}

mkdir -p "$stage/sightline-exporter-$version"
cp -r "$lib" "$stage/sightline-exporter-$version/lib"
cp LICENSE exporter/service/target/THIRD-PARTY.txt "$stage/sightline-exporter-$version/"
pack "$release/sightline-exporter-$version.tar.gz" "$stage" "sightline-exporter-$version"
cp "$app" "$release/"
pack_tracked "$release/sightline-kubernetes-$version.tar.gz" exporter kubernetes
pack_tracked "$release/sightline-aws-$version.tar.gz" exporter aws
if [ -d exporter/alerts ]; then
  pack_tracked "$release/sightline-alerts-$version.tar.gz" exporter alerts
fi
cp "${sboms[@]}" "$release/sbom/"
cp CHANGELOG.md LICENSE "$release/"

image=$release/sightline-image-$version.tar
exporter/container/run.sh --image-only --keep-image "$image"
if [ -f "$image" ]; then
  same "the image's label" \
    "$(buildah inspect --type image --format '{{index .Docker.Config.Labels "org.opencontainers.image.version"}}' \
      "localhost/sightline:$version")"
else
  echo "release: it has no image, for the reason above; everything else is in it." >&2
fi
verdict
(cd "$release" && find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum) \
  > "$stage/SHA256SUMS"
cp "$stage/SHA256SUMS" "$release/"
(cd "$release" && sha256sum --check --quiet SHA256SUMS)
printf '%s\n' "$release"
(cd "$release" && du -ah --apparent-size --max-depth=2 . | sort -k 2)
