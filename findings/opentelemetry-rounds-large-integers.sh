#!/usr/bin/env bash
# An integer beyond 2^53 in a HEC event leaves the OpenTelemetry Collector as another number:
# splunkhecreceiver reads every number as a double. Ids, byte counts and nanoseconds are affected.
source "$(dirname "$0")/collector.sh"

start_collector "file/out: {path: \"$folder/out.json\"}"
says "9007199254740993 goes in:" sends '{"event":{"id":9007199254740993}}' "X-Splunk-Request-Channel: $channel"
expects '[200]'
sleep 3
says "and comes out as:" grep -oE '"(double|int)Value":"?[0-9.e+]+"?' "$folder/out.json"
expects '"doubleValue":9007199254740992'
