#!/usr/bin/env bash
# Checks the alerts with promtool: their syntax, and that each fires where it should and not where it
# should not. Needs promtool, which is in Debian's package prometheus: where it is missing it is taken
# out of the package, without installing it, and kept in $XDG_CACHE_HOME/sightline (~/.cache/sightline).
# Prints promtool's verdict; where promtool is not to be had it says so and ends well.
set -euo pipefail
cd "$(dirname "$0")"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/sightline/promtool

unpacked() {
  rm -rf "$cache.new"
  mkdir -p "$cache.new"
  # Joined by &&: called in a condition, where set -e does not hold.
  (
    cd "$cache.new" &&
      { apt-get download -qq prometheus ||
        { [ "$(id -u)" -eq 0 ] && apt-get update -qq && apt-get download -qq prometheus; }; } &&
      dpkg-deb -x prometheus_*.deb . &&
      rm prometheus_*.deb &&
      [ -x usr/bin/promtool ]
  ) > "$cache.log" 2>&1 || {
    rm -rf "$cache.new"
    return 1
  }
  rm -rf "$cache"
  mv "$cache.new" "$cache"
}

promtool=$(command -v promtool || true)
if [ -z "$promtool" ]; then
  promtool=$cache/usr/bin/promtool
  mkdir -p "$(dirname "$cache")"
  if [ ! -x "$promtool" ] && ! unpacked; then
    echo "The alerts are not checked: promtool is not to be had (on Debian: apt-get install prometheus)."
    exit 0
  fi
fi

"$promtool" check rules sightline.rules.yml
"$promtool" test rules sightline.test.yml

# The dashboard's queries, asked of a Prometheus that has read what a test's exporter told.
metrics=../service/target/prometheus.txt
if [ -x "$(dirname "$promtool")/prometheus" ] && [ -f "$metrics" ] &&
  command -v python3 > /dev/null 2>&1; then
  python3 ../grafana/check.py "$(dirname "$promtool")" ../grafana/sightline.json "$metrics"
else
  echo "The dashboard's queries are not asked: it takes prometheus, Python and $metrics, which TelemetryTest writes."
fi
