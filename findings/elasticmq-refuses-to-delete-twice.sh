#!/usr/bin/env bash
# SQS says "deleted" however often a message is deleted. ElasticMQ refuses the second time, so that who
# asks again after a lost answer sees an error that SQS never gives; and, limits being strict, it hides a
# message for longer than SQS's twelve hours, and forgets a retention period that it was given. Where a
# message was handed out twice, the older receipt deletes nothing here; moto lets it delete the message
# under whoever works on it.
source "$(dirname "$0")/python.sh"
source "$(dirname "$0")/servers.sh"
installs 'moto[server]==5.2.5' boto3==1.44.5
jars org.elasticmq elasticmq-server_3 1.7.1
cat > "$folder/asks.py" << 'PY'
import sys, time
import boto3

sqs = boto3.client("sqs", endpoint_url=sys.argv[2], region_name="eu-central-1",
                   aws_access_key_id="key", aws_secret_access_key="secret")
queue = sqs.create_queue(QueueName="queue", Attributes={"MessageRetentionPeriod": "1209600"})["QueueUrl"]
print(sys.argv[1])


def says(what, call, **arguments):
    try:
        call(QueueUrl=queue, **arguments)
        print(f"  {what}: done")
    except sqs.exceptions.ClientError as refused:
        print(f"  {what}: {refused.response['Error']['Code'].split('.')[-1]}")


def received(seconds):
    return sqs.receive_message(QueueUrl=queue, VisibilityTimeout=seconds, WaitTimeSeconds=5)["Messages"][0]["ReceiptHandle"]


attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
print("  retention:", attributes.get("MessageRetentionPeriod", "not told"))
sqs.send_message(QueueUrl=queue, MessageBody="one")
receipt = received(30)
says("hide for 12 hours and a second", sqs.change_message_visibility, ReceiptHandle=receipt, VisibilityTimeout=43201)
says("delete", sqs.delete_message, ReceiptHandle=receipt)
says("delete again", sqs.delete_message, ReceiptHandle=receipt)
sqs.send_message(QueueUrl=queue, MessageBody="two")
older = received(1)
time.sleep(1.5)
newer = received(30)
says("delete by the older receipt", sqs.delete_message, ReceiptHandle=older)
left = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessagesNotVisible"])
print("  still there:", left["Attributes"]["ApproximateNumberOfMessagesNotVisible"])
PY
free_port
cat > "$folder/elasticmq.conf" << CONF
include classpath("application.conf")
node-address { protocol = http, host = "127.0.0.1", port = $port, context-path = "" }
rest-sqs { bind-port = $port, bind-hostname = "127.0.0.1", sqs-limits = strict }
rest-stats.enabled = false
CONF
serves java -Dconfig.file="$folder/elasticmq.conf" -cp "$folder/jars/*" org.elasticmq.server.Main
"$python" "$folder/asks.py" "ElasticMQ 1.7.1" "$address" > "$folder/said"
kill "$server"
free_port
serves "$folder/venv/bin/moto_server" -H 127.0.0.1 -p "$port"
"$python" "$folder/asks.py" "moto 5.2.5" "$address" >> "$folder/said"
output=$(cat "$folder/said")
expects "ElasticMQ 1.7.1
  retention: not told
  hide for 12 hours and a second: done
  delete: done
  delete again: ReceiptHandleIsInvalid
  delete by the older receipt: ReceiptHandleIsInvalid
  still there: 1
moto 5.2.5
  retention: 1209600
  hide for 12 hours and a second: InvalidParameterValue
  delete: done
  delete again: done
  delete by the older receipt: done
  still there: 0"
