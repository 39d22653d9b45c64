#!/usr/bin/env bash
# Lets an existing bucket announce the trail's new objects to Sightline's queue. What the bucket
# announces already is kept; where that overlaps, it says so and changes nothing. May run again.
#
#   notify.sh BUCKET QUEUE_ARN [PREFIX]       PREFIX is AWSLogs/ where none is given
#
# Needs the AWS CLI with s3:GetBucketNotification and s3:PutBucketNotification on the bucket, and
# python3. Bucket and queue must lie in the same region.
set -euo pipefail

if [ $# -lt 2 ] || [ $# -gt 3 ]; then
  echo "Usage: notify.sh BUCKET QUEUE_ARN [PREFIX], such as: notify.sh my-trail-bucket arn:aws:sqs:eu-central-1:111122223333:sightline" >&2
  exit 2
fi
bucket=$1 queue=$2 prefix=${3-AWSLogs/}
if [[ ! $queue =~ ^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$ ]]; then
  echo "'$queue' is no queue's ARN: give the output QueueArn of the home stack." >&2
  exit 2
fi

now=$(aws s3api get-bucket-notification-configuration --bucket "$bucket" --output json)
next=$(NOW=$now QUEUE=$queue PREFIX=$prefix python3 - << 'PYTHON'
import json
import os
import sys

queue, prefix = os.environ["QUEUE"], os.environ["PREFIX"]
now = json.loads(os.environ["NOW"] or "{}")
now.pop("ResponseMetadata", None)
queues = [one for one in now.get("QueueConfigurations", []) if one.get("Id") != "sightline"]


def place(one):
    rules = one.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    return next((rule["Value"] for rule in rules if rule["Name"].lower() == "prefix"), "")


others = queues + now.get("TopicConfigurations", []) + now.get("LambdaFunctionConfigurations", [])
for one in others:
    created = any(event.startswith("s3:ObjectCreated:") for event in one["Events"])
    if created and (place(one).startswith(prefix) or prefix.startswith(place(one))):
        where = one.get("QueueArn") or one.get("TopicArn") or one.get("LambdaFunctionArn")
        sys.exit(
            f"Nothing is changed: the bucket announces new objects below '{place(one)}' to {where} "
            "already, and S3 tells only one. Let it tell an SNS topic, subscribe both to that, and "
            "give the topic to the home stack as TrailTopicArn."
        )
queues.append(
    {
        "Id": "sightline",
        "QueueArn": queue,
        "Events": ["s3:ObjectCreated:*"],
        "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": prefix}]}},
    }
)
print(json.dumps({**now, "QueueConfigurations": queues}))
PYTHON
)
aws s3api put-bucket-notification-configuration --bucket "$bucket" \
  --notification-configuration "$next"
echo "$bucket announces new objects below '$prefix' to $queue."
