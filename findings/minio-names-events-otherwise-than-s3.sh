#!/usr/bin/env bash
# MinIO's notification looks like S3's, and says "s3:ObjectCreated:Put" of "minio:s3" in no region, where S3
# says "ObjectCreated:Put" of "aws:s3" in its own: who filters by either name, as AWS's examples do, drops
# every object without a word. Built from Go modules (minutes, the first time; kept in the cache of exporter/parts).
source "$(dirname "$0")/python.sh"
source "$(dirname "$0")/servers.sh"
version=v0.0.0-20260212201848-7aac2a2c5b7c
binary=${XDG_CACHE_HOME:-$HOME/.cache}/sightline-parts/minio-$version
if [ ! -x "$binary" ]; then
  if ! command -v go > /dev/null 2>&1; then
    echo "skipped: Go is needed"
    exit 0
  fi
  mkdir -p "$(dirname "$binary")"
  GOBIN=$folder go install "github.com/minio/minio@$version" 2> "$folder/build.log" || {
    tail -n 5 "$folder/build.log"
    exit 1
  }
  mv "$folder/minio" "$binary"
fi
installs boto3==1.44.5
cat > "$folder/asks.py" << 'PY'
import http.server, json, sys, threading
import boto3

came = threading.Event()
bodies = []


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        came.set()

    def log_message(self, *_):
        pass


hook = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Hook)
threading.Thread(target=hook.serve_forever, daemon=True).start()
s3 = boto3.client("s3", endpoint_url=sys.argv[1], region_name="eu-central-1",
                  aws_access_key_id="an-access-key", aws_secret_access_key="a-secret-access-key")
s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
s3.put_bucket_notification_configuration(Bucket="bucket", NotificationConfiguration={"QueueConfigurations": [
    {"QueueArn": "arn:minio:sqs:eu-central-1:HOOK:webhook", "Events": ["s3:ObjectCreated:*"]}]})
s3.put_object(Bucket="bucket", Key="of today+.json", Body=b"x")
came.wait(30)
record = bodies[0]["Records"][0]
print({name: record[name] for name in ("eventSource", "eventName", "awsRegion")}, record["s3"]["object"]["key"])
PY
free_port
hook=$port
free_port
export MINIO_ROOT_USER=an-access-key MINIO_ROOT_PASSWORD=a-secret-access-key MINIO_BROWSER=off MINIO_UPDATE=off \
  MINIO_REGION_NAME=eu-central-1 MINIO_NOTIFY_WEBHOOK_ENABLE_HOOK=on \
  MINIO_NOTIFY_WEBHOOK_ENDPOINT_HOOK="http://127.0.0.1:$hook/"
serves "$binary" server --address "127.0.0.1:$port" "$folder/data"
echo "MinIO $version"
output=$("$python" "$folder/asks.py" "$address" "$hook")
expects "{'eventSource': 'minio:s3', 'eventName': 's3:ObjectCreated:Put', 'awsRegion': ''} of+today%2B.json"
