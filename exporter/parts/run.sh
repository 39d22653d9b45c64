#!/usr/bin/env bash
# The exporter in front of real parts that nobody here wrote: nginx, HAProxy and the OpenTelemetry
# Collector. Fails where a record is lost, or comes twice without a fault. What cannot be had here
# is skipped, with its reason. Needs Python 3, and what the build needs; nginx and HAProxy come from
# Debian, the Collector's modules from Go's proxy (built once for each version, in the cache).
set -euo pipefail
cd "$(dirname "$0")"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/sightline-parts
collector_version=0.158.0
starts=${SIGHTLINE_PARTS_STARTS:-10}

skip() {
  echo "skipped: $1"
}

# Whether a program of Debian's is there, or can be installed.
debian() {
  if command -v "$1" > /dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; then
    return 0
  fi
  [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null 2>&1 || return 1
  apt-get update -qq > /dev/null 2>&1 || true
  # Neither may begin to listen on this machine.
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
  apt-get install -y -qq --no-install-recommends "$2" > /dev/null 2>&1 || true
  rm -f /usr/sbin/policy-rc.d
  [ -x "/usr/sbin/$1" ] || command -v "$1" > /dev/null 2>&1
}

# The Collector of builder.yaml. The builder's own "go mod tidy" asks for modules that only tests
# need, and not every proxy has them: the sources are made by it, the build is ours. Nor has every
# checksum database all of its modules.
collector() {
  local binary=$cache/otelcol-$collector_version folder
  if [ ! -x "$binary" ]; then
    command -v go > /dev/null 2>&1 || return 1
    folder=$(mktemp -d)
    mkdir -p "$cache"
    cp builder.yaml "$folder/"
    (
      cd "$folder"
      export GOFLAGS=-mod=mod GONOSUMDB='github.com/open-telemetry/*' GOBIN=$folder
      go install "go.opentelemetry.io/collector/cmd/builder@v$collector_version"
      ./builder --config builder.yaml --skip-compilation || true
      cd build
      go build -o "$binary.new" .
    ) > "$cache/otelcol.log" 2>&1 || {
      rm -rf "$folder"
      return 1
    }
    rm -rf "$folder"
    mv "$binary.new" "$binary"
  fi
  echo "$binary"
}

if ! command -v python3 > /dev/null 2>&1; then
  skip "Python 3 is not to be had here"
  exit 0
fi

java=
for home in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk*; do
  if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2> /dev/null; then
    java=$home/bin/java
    break
  fi
done
if [ -z "$java" ]; then
  echo "No JDK 25 is found in JAVA_HOME or the usual places." >&2
  exit 1
fi
libraries=$(cd ../demo/target/lib && pwd)

arguments=()
if debian nginx nginx-light; then
  arguments+=(--nginx)
  nginx=$(command -v nginx || echo /usr/sbin/nginx)
  "$nginx" -v 2>&1
else
  skip "nginx is not to be had here"
fi
if debian haproxy haproxy; then
  arguments+=(--haproxy)
  haproxy=$(command -v haproxy || echo /usr/sbin/haproxy)
  "$haproxy" -v | head -n 1
else
  skip "HAProxy is not to be had here"
fi
if binary=$(collector); then
  arguments+=(--collector "$binary")
  echo "OpenTelemetry Collector contrib $collector_version, built from Go modules"
else
  skip "the OpenTelemetry Collector does not build here: Go, or a module, is not to be had ($cache/otelcol.log)"
fi
if [ "${#arguments[@]}" -eq 0 ]; then
  exit 0
fi
python3 parts.py --java "$java" --libraries "$libraries/*" --starts "$starts" "${arguments[@]}"
