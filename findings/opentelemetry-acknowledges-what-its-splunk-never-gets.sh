#!/usr/bin/env bash
# The OpenTelemetry Collector confirms events at once while nothing listens where its Splunk should
# be: with splunkhecexporter's default sending queue the receiver's ack means "in memory".
source "$(dirname "$0")/collector.sh"

start_collector 'splunk_hec/out: {endpoint: "http://127.0.0.1:9/services/collector", token: x}'
says "an event, with no Splunk behind:" sends '{"event":"a"}' "X-Splunk-Request-Channel: $channel"
expects '"ackId": 1'
says "its ack, at once:" asks 1
expects '"1":true'
