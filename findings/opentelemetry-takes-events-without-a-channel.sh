#!/usr/bin/env bash
# With acknowledgment on, the OpenTelemetry Collector takes an event without a channel (200 and no
# ackId) and a token that nobody configured. Splunk's documentation: 400, "Data channel is missing",
# code 10. Its ids begin at 1 on each channel; Splunk's at 0.
source "$(dirname "$0")/collector.sh"

start_collector "file/out: {path: \"$folder/out.json\"}"
says "an event without a channel:" sends '{"event":"a"}'
expects '"code": 0} [200]'
says "the first on a channel:" sends '{"event":"a"}' "X-Splunk-Request-Channel: $channel"
expects '"ackId": 1'
