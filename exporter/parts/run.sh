#!/usr/bin/env bash
# The exporter with real parts that nobody here wrote: nginx and HAProxy before its receivers, the
# OpenTelemetry Collector as one; ElasticMQ, Adobe S3Mock, moto and MinIO as SQS and S3; Debian's
# PostgreSQL as Steampipe's. Fails where a record is lost, or comes twice without a fault. What
# cannot be had here is skipped, with its reason; where nothing can, although a registry answers, that
# is a mistake of ours, and fails. Needs Python 3, and what the build needs. Debian's packages are
# installed where this is root; Go modules, Maven's and PyPI's packages are kept in the cache, a
# folder for each version.
set -euo pipefail
cd "$(dirname "$0")"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/sightline-parts
collector_version=0.158.0
minio_version=v0.0.0-20260212201848-7aac2a2c5b7c
elasticmq_version=1.7.1
s3mock_version=5.2.0
slf4j_version=2.0.18
python_pins=('moto[server]==5.2.5' boto3==1.44.5)
starts=${SIGHTLINE_PARTS_STARTS:-10}
mkdir -p "$cache"

ran=() skipped=() arguments=()

# has PART VERSION ARGUMENT...: it is here, and the trials get these arguments.
has() {
  echo "here: $1 $2"
  ran+=("$1 $2")
  arguments+=("${@:3}")
}

skip() {
  echo "skipped: $1: $2"
  skipped+=("$1: $2")
}

# A registry may fail for a moment.
thrice() {
  "$@" || { sleep 3 && "$@"; } || { sleep 10 && "$@"; }
}

updated=
# Whether a program of Debian's is there, or can be installed: debian PROGRAM PACKAGE.
debian() {
  if command -v "$1" > /dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; then
    return 0
  fi
  [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null 2>&1 || return 1
  if [ -z "$updated" ]; then
    thrice apt-get update -qq > "$cache/apt.log" 2>&1 || true
    updated=yes
  fi
  # None may begin to listen on this machine.
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" \
    >> "$cache/apt.log" 2>&1 || true
  rm -f /usr/sbin/policy-rc.d
  [ -x "/usr/sbin/$1" ] || command -v "$1" > /dev/null 2>&1
}

# PostgreSQL's programs are on nobody's path.
postgres() {
  ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1
}

# built NAME FUNCTION: a program in the cache, made in a folder that ends with it.
built() {
  local binary=$cache/$1 folder
  if [ ! -x "$binary" ]; then
    command -v go > /dev/null 2>&1 || return 1
    folder=$(mktemp -d)
    if ! (cd "$folder" && thrice "$2" "$binary.new") > "$binary.log" 2>&1; then
      rm -rf "$folder"
      return 1
    fi
    rm -rf "$folder"
    mv "$binary.new" "$binary"
  fi
  echo "$binary"
}

here=$PWD
# The Collector of builder.yaml. The builder's own "go mod tidy" asks for modules that only tests
# need, and not every proxy has them: the sources are made by it, the build is ours. Nor has every
# checksum database all of its modules.
collector() (
  cp "$here/builder.yaml" .
  export GOFLAGS=-mod=mod GONOSUMDB='github.com/open-telemetry/*' GOBIN=$PWD
  go install "go.opentelemetry.io/collector/cmd/builder@v$collector_version" || return 1
  ./builder --config builder.yaml --skip-compilation || true
  cd build && go build -o "$1" .
)

# Run as a server of its own; nothing of it is shipped (it is under the AGPL).
minio() (
  GOBIN=$PWD go install "github.com/minio/minio@$minio_version" && mv minio "$1"
)

# maven NAME GROUP:ARTIFACT:VERSION: all that it needs to run, in a folder of the cache.
maven() {
  local folder=$cache/$1 group artifact version
  if [ ! -d "$folder" ]; then
    IFS=: read -r group artifact version <<< "$2"
    rm -rf "$folder.new" && mkdir "$folder.new"
    # S3Mock's own list would bring an slf4j that is too old for its logback.
    cat > "$folder.new/pom.xml" << POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>parts</groupId><artifactId>$1</artifactId><version>1</version><packaging>pom</packaging>
  <dependencyManagement><dependencies><dependency><groupId>org.slf4j</groupId>
    <artifactId>slf4j-api</artifactId><version>$slf4j_version</version></dependency></dependencies></dependencyManagement>
  <dependencies><dependency><groupId>$group</groupId>
    <artifactId>$artifact</artifactId><version>$version</version></dependency></dependencies>
</project>
POM
    thrice mvn -B -ntp -q -f "$folder.new/pom.xml" dependency:copy-dependencies \
      -DincludeScope=runtime -DoutputDirectory="$folder.new" > "$folder.log" 2>&1 || return 1
    mv "$folder.new" "$folder"
  fi
  echo "$folder"
}

# A Python with moto and boto3.
emulator() {
  local folder=$cache/python
  if [ "$(cat "$folder/pins" 2> /dev/null)" != "${python_pins[*]}" ]; then
    rm -rf "$folder"
    python3 -m venv "$folder" > "$folder.log" 2>&1 || return 1
    thrice "$folder/bin/pip" install --quiet --disable-pip-version-check "${python_pins[@]}" \
      >> "$folder.log" 2>&1 || return 1
    echo "${python_pins[*]}" > "$folder/pins"
  fi
  echo "$folder"
}

# Whether any registry answers at all: then it is not the network that nothing ran.
answers() {
  local folder
  folder=$(mktemp -d)
  { [ "$(id -u)" -eq 0 ] && apt-get update -qq; } > /dev/null 2>&1 ||
    python3 -m pip download --quiet --no-deps --no-cache-dir -d "$folder" six==1.17.0 > /dev/null 2>&1 ||
    (cd "$folder" && GOFLAGS=-modcacherw GOMODCACHE=$folder go mod download golang.org/x/text@v0.14.0) > /dev/null 2>&1
  local code=$?
  rm -rf "$folder"
  return "$code"
}

summary() {
  printf '\nReal parts that ran:\n'
  printf '  %s\n' "${ran[@]:-none}"
  printf 'Skipped:\n'
  printf '  %s\n' "${skipped[@]:-none}"
}

if ! command -v python3 > /dev/null 2>&1; then
  skip "every part" "Python 3 is not to be had here"
  summary
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
../../sightline --version > /dev/null  # Builds it where sources are newer.
libraries=$(cd ../demo/target/lib && pwd)

if debian nginx nginx-light; then
  nginx=$(command -v nginx || echo /usr/sbin/nginx)
  has nginx "$("$nginx" -v 2>&1 | grep -oE '[0-9]+(\.[0-9]+)+'), of Debian" --nginx
else
  skip nginx "not to be had from Debian here ($cache/apt.log)"
fi
if debian haproxy haproxy; then
  haproxy=$(command -v haproxy || echo /usr/sbin/haproxy)
  has HAProxy "$("$haproxy" -v | grep -oEm 1 '[0-9]+(\.[0-9]+)+'), of Debian" --haproxy
else
  skip HAProxy "not to be had from Debian here ($cache/apt.log)"
fi
if [ -z "$(postgres)" ]; then
  debian no-such-program postgresql || true
fi
if [ -n "$(postgres)" ]; then
  has PostgreSQL "$("$(postgres)/postgres" --version | grep -oEm 1 '[0-9]+(\.[0-9]+)+' | head -n 1), of Debian" \
    --postgres "$(postgres)"
else
  skip PostgreSQL "not to be had from Debian here ($cache/apt.log)"
fi
if binary=$(built "otelcol-$collector_version" collector); then
  has "OpenTelemetry Collector contrib" "$collector_version, built from Go modules" --collector "$binary"
else
  skip "OpenTelemetry Collector" "does not build: Go, or a module, is not to be had ($cache/otelcol-$collector_version.log)"
fi
python=python3
if folder=$(emulator); then
  python=$folder/bin/python
  has moto "${python_pins[0]#*==}" --moto "$folder/bin/moto_server"
  if folder=$(maven "elasticmq-$elasticmq_version" "org.elasticmq:elasticmq-server_3:$elasticmq_version"); then
    has ElasticMQ "$elasticmq_version" --elasticmq "$folder"
  else
    skip ElasticMQ "Maven does not get it ($cache/elasticmq-$elasticmq_version.log)"
  fi
  if folder=$(maven "s3mock-$s3mock_version" "com.adobe.testing:s3mock:$s3mock_version"); then
    has "Adobe S3Mock" "$s3mock_version" --s3mock "$folder"
  else
    skip "Adobe S3Mock" "Maven does not get it ($cache/s3mock-$s3mock_version.log)"
  fi
  if binary=$(built "minio-$minio_version" minio); then
    has MinIO "$minio_version, built from Go modules" --minio "$binary"
  else
    skip MinIO "does not build: Go, or a module, is not to be had ($cache/minio-$minio_version.log)"
  fi
else
  for part in moto ElasticMQ "Adobe S3Mock" MinIO; do
    skip "$part" "boto3 and moto are not to be had from PyPI here ($cache/python.log)"
  done
fi
skip "Fluent Bit" "neither Debian 12, PyPI nor npm has it"

if [ "${#ran[@]}" -eq 0 ]; then
  summary
  if answers; then
    echo "Nothing ran, although a registry answers: see the logs in $cache." >&2
    exit 1
  fi
  exit 0
fi
code=0
"$python" parts.py --java "$java" --libraries "$libraries/*" --starts "$starts" "${arguments[@]}" || code=$?
summary
exit "$code"
