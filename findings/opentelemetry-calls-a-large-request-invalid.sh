#!/usr/bin/env bash
# A valid HEC request over 20 MiB is answered by the OpenTelemetry Collector with 400, "Invalid data
# format", code 6, as a broken event is; Splunk answers 413. A sender that bisects 400s takes the
# event for broken; one that drops 400s loses all of it.
source "$(dirname "$0")/collector.sh"

start_collector "file/out: {path: \"$folder/out.json\"}"
python3 -c 'print(("{\"event\":\"" + "a" * 990 + "\"}\n") * 22000)' > "$folder/large"
says "22,000 valid events in $(stat -c %s "$folder/large") bytes:" \
  curl -s -m 60 -w ' [%{http_code}]' "$hec/event" -H "X-Splunk-Request-Channel: $channel" --data-binary "@$folder/large"
expects '"code":6} [400]'
head -n 11000 "$folder/large" > "$folder/half"
says "half of them:" \
  curl -s -m 60 -w ' [%{http_code}]' "$hec/event" -H "X-Splunk-Request-Channel: $channel" --data-binary "@$folder/half"
expects '[200]'
