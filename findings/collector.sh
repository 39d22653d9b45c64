# Sourced by the findings about the OpenTelemetry Collector: builds it from Go modules, pinned, with
# its own builder, and starts it on a free port of loopback. Kept in the cache of exporter/parts.
set -euo pipefail

collector_version=0.158.0
folder=$(mktemp -d)
collector_process=
trap '[ -z "$collector_process" ] || kill "$collector_process" 2> /dev/null || true; rm -rf "$folder"' EXIT

collector_binary() {
  local binary=${XDG_CACHE_HOME:-$HOME/.cache}/sightline-parts/otelcol-$collector_version
  if [ ! -x "$binary" ]; then
    mkdir -p "$(dirname "$binary")"
    cp "$(dirname "${BASH_SOURCE[0]}")/../exporter/parts/builder.yaml" "$folder/"
    (
      cd "$folder"
      export GOFLAGS=-mod=mod GONOSUMDB='github.com/open-telemetry/*' GOBIN=$folder
      go install "go.opentelemetry.io/collector/cmd/builder@v$collector_version"
      ./builder --config builder.yaml --skip-compilation || true
      cd build && go build -o "$binary" .
    ) > "$folder/build.log" 2>&1 || {
      tail -n 5 "$folder/build.log"
      exit 1
    }
  fi
  echo "$binary"
}

# start_collector EXPORTER: with this exporter, as YAML on one line under the name "out".
start_collector() {
  local binary
  binary=$(collector_binary)
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  cat > "$folder/collector.yaml" << YAML
extensions: {ack: }
receivers: {splunk_hec: {endpoint: "127.0.0.1:$port", ack: {extension: ack}}}
exporters:
  $1
service:
  extensions: [ack]
  telemetry: {metrics: {level: none}}
  pipelines: {logs: {receivers: [splunk_hec], exporters: [${1%%:*}]}}
YAML
  "$binary" --config "$folder/collector.yaml" > "$folder/collector.log" 2>&1 &
  collector_process=$!
  hec=http://127.0.0.1:$port/services/collector
  for _ in $(seq 200); do
    if curl -s -o "$folder/health" "$hec/health"; then
      echo "OpenTelemetry Collector contrib $collector_version, splunkhecreceiver with ackextension"
      return
    fi
    sleep 0.2
  done
  tail -n 5 "$folder/collector.log"
  exit 1
}

channel=11111111-2222-3333-4444-555555555555

# says WHAT COMMAND...: prints both, and what came; leaves it in $answer.
says() {
  local what=$1
  shift
  answer=$("$@")
  printf '%s\n  %s\n' "$what" "$answer"
}

# expects PATTERN: the last answer holds it, or the behaviour has changed.
expects() {
  if [[ $answer != *"$1"* ]]; then
    echo "CHANGED: expected $1"
    exit 1
  fi
}

# sends BODY [HEADER]: to the event endpoint; the answer and its status.
sends() {
  curl -s -m 30 -w ' [%{http_code}]' "$hec/event" -H 'Authorization: Splunk x' ${2:+-H "$2"} -d "$1"
}

asks() {
  curl -s -m 30 "$hec/ack?channel=$channel" -H 'Authorization: Splunk x' -d "{\"acks\":[$1]}"
}
