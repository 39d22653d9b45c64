#!/usr/bin/env bash
# Builds the exporter's image and proves it: the end-to-end test runs against the container.
#
# Needs root on a Debian, a JDK 25, Maven, and what apt-get brings: buildah, podman, runc and
# debootstrap. Where one of them is not to be had it says so in one line and ends well. No registry
# is asked: the bases are made here by debootstrap, with this machine's JDK and Maven, once; with
# --keep-image anew, so that what is released has Debian's fixes of the day.
# Prints what it measured: sizes, what the container may do, its start with and without the AOT
# cache, memory, and what arrived when it was killed.
#
# --keep-image FILE writes the image to a file, too; --image-only leaves the tests out. Both are for
# a release.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly image=localhost/sightline
readonly base=localhost/sightline-base:bookworm
readonly limit_mb=150
archive=
tested=true
while [ $# -gt 0 ]; do
  case $1 in
    --keep-image)
      archive=${2:?--keep-image needs the name of a file}
      shift
      ;;
    --image-only) tested=false ;;
    *)
      echo "'$1' is no option: see the head of $0." >&2
      exit 2
      ;;
  esac
  shift
done

without() {
  printf 'The image is not built and tried: %s\n' "$1"
  exit 0
}

[ "$(id -u)" -eq 0 ] || without "it takes root here."
missing=()
for tool in buildah podman runc debootstrap; do
  command -v "$tool" > /dev/null 2>&1 || missing+=("$tool")
done
if [ "${#missing[@]}" -gt 0 ]; then
  command -v apt-get > /dev/null 2>&1 || without "there is no ${missing[*]} and no apt-get."
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
    > /dev/null 2>&1 || without "${missing[*]} cannot be installed."
fi
command -v mvn > /dev/null 2>&1 || without "there is no Maven."

# The JDK whose JVM becomes the image's.
jdk=
for folder in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$folder/bin/jlink" ] && grep -qs '^JAVA_VERSION="25' "$folder/release"; then
    jdk=$folder
    break
  fi
done
[ -n "$jdk" ] || without "there is no JDK 25."

mkdir -p target
work=$(mktemp -d /var/tmp/sightline-image.XXXXXX)
container=
finish() {
  [ -z "$container" ] || buildah rm "$container" > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

# make NAME FOLDER: an image of a folder's content.
make() {
  container=$(buildah from scratch)
  buildah add -q "$container" "$2" / > /dev/null
  buildah commit -q "$container" "$1" > /dev/null
  buildah rm "$container" > /dev/null
  container=
}

# kept NAME: whether there is such a base, and it may be used again.
kept() {
  [ -z "$archive" ] && buildah images --quiet "$1" > /dev/null 2>&1
}

began=$SECONDS
if ! kept "$base"; then
  echo "making a base: Debian bookworm, by debootstrap…"
  # shellcheck disable=SC2016 # apt-get's own variable
  archive_site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' \
    'Codename: bookworm' 2> /dev/null | head -n 1 || true)
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/base" \
    ${archive_site:+"$archive_site"} > target/debootstrap.log 2>&1 ||
    without "debootstrap cannot fetch Debian (target/debootstrap.log)."
  rm -rf "$work"/base/var/cache/apt/* "$work"/base/var/lib/apt/lists/* "$work"/base/usr/share/doc
  make "$base" "$work/base"
fi
build_base=localhost/sightline-build:$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$jdk/release")
if ! kept "$build_base"; then
  echo "making a base to build on: the same with this machine's JDK and Maven…"
  mkdir -p "$work/build/opt"
  cp -a "$jdk" "$work/build/opt/jdk"
  # Debian's packages keep the certificate authorities elsewhere, behind a link.
  cp --remove-destination -L "$jdk/lib/security/cacerts" "$work/build/opt/jdk/lib/security/cacerts"
  maven=$(mvn -version | sed -n 's/^Maven home: //p' | sed 's/\x1b\[[0-9;]*m//g')
  cp -rL "$maven" "$work/build/opt/maven"
  container=$(buildah from "$base")
  buildah add -q "$container" "$work/build" / > /dev/null
  buildah config --env JAVA_HOME=/opt/jdk \
    --env PATH=/opt/jdk/bin:/opt/maven/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah commit -q "$container" "$build_base" > /dev/null
  buildah rm "$container" > /dev/null
  container=
  rm -rf "$work/build"
fi
bases_seconds=$((SECONDS - began))

began=$SECONDS
version=$(sed -n '/<artifactId>sightline</,/<\/version>/s/.*<version>\(.*\)<\/version>.*/\1/p' pom.xml)
echo "building $image:$version…"
mkdir -p "$HOME/.m2/repository"
volumes=(--volume "$HOME/.m2/repository:/root/.m2/repository")
if [ -f "$HOME/.m2/settings.xml" ]; then
  volumes+=(--volume "$HOME/.m2/settings.xml:/root/.m2/settings.xml:ro")
fi
# --format docker: the other one knows no health check.
buildah build --isolation chroot --format docker --pull-never "${volumes[@]}" \
  --build-arg "BUILD=$build_base" --build-arg "BASE=$base" --build-arg "VERSION=$version" \
  --build-arg "REVISION=$(git rev-parse HEAD 2> /dev/null || true)" \
  --file exporter/container/Dockerfile --tag "$image:$version" . > target/image.log 2>&1 || {
  tail -n 40 target/image.log >&2
  echo "The image's build failed: target/image.log has all of it." >&2
  exit 1
}
build_seconds=$((SECONDS - began))

podman=(podman --runtime runc --cgroup-manager cgroupfs)
inside() {
  "${podman[@]}" run --health-interval=disable --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --rm --network none --entrypoint /bin/sh "$image:$version" -c "$1"
}

# What a registry keeps of it and a host fetches: a compressed layer.
beside=$(($(inside 'tar -c /opt/sightline 2> /dev/null | gzip -6 | wc -c') / 1000000))

began=$SECONDS
rm -f exporter/service/target/container.log
if "$tested"; then
  mvn -B -ntp -q -pl exporter/service -am test -Dcyclonedx.skip -Dformat.skip \
    -Dtest=ContainerTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dsightline.image="$image:$version" -Dsightline.podman="${podman[*]}"
fi
test_seconds=$((SECONDS - began))

printf '\n%s:%s on %s\n' "$image" "$version" "$base"
inside 'cd /opt/sightline && du -sb runtime lib sightline.aot sbom' |
  awk '{printf "%-14s %4d MB\n", $2, $1 / 1e6; all += $1} END {printf "%-14s %4d MB\n", "unpacked", all / 1e6}'
printf '%-14s %4d MB beside its base (limit %d MB)\n' "to pull" "$beside" "$limit_mb"
podman image inspect --format '{{range $k, $v := .Labels}}{{$k}}={{$v}}{{"\n"}}{{end}}' \
  "$image:$version" | grep -E 'version=|sbom=|revision='
if "$tested"; then
  cat exporter/service/target/container.log
fi
printf 'bases %d s, build %d s, tests %d s\n' "$bases_seconds" "$build_seconds" "$test_seconds"
if [ "$beside" -ge "$limit_mb" ]; then
  echo "The image is larger than its limit." >&2
  exit 1
fi
if [ -n "$archive" ]; then
  rm -f "$archive"
  buildah push -q "$image:$version" "docker-archive:$archive:sightline:$version"
fi
