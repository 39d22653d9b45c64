#!/usr/bin/env bash
# S3 lists keys by their bytes in UTF-8. S3Mock lists them as Java compares texts, by UTF-16, in which what
# lies beyond the basic plane comes before some of what does not: a listing that is taken up again behind
# a key, or merged with another, passes over keys or meets them twice. moto keeps S3's order.
source "$(dirname "$0")/python.sh"
source "$(dirname "$0")/servers.sh"
installs 'moto[server]==5.2.5' boto3==1.44.5
jars com.adobe.testing s3mock 5.2.0
cat > "$folder/asks.py" << 'PY'
import sys
import boto3

s3 = boto3.client("s3", endpoint_url=sys.argv[2], region_name="us-east-1",
                  aws_access_key_id="key", aws_secret_access_key="secret")
s3.create_bucket(Bucket="bucket")
for key in ("\uff5e", "\U0001f600", "z"):
    s3.put_object(Bucket="bucket", Key=key, Body=b"")
print(sys.argv[1], [ascii(one["Key"]) for one in s3.list_objects_v2(Bucket="bucket")["Contents"]])
PY
free_port
mkdir "$folder/store"
serves java -Dcom.adobe.testing.s3mock.store.root="$folder/store" -cp "$folder/jars/*" \
  com.adobe.testing.s3mock.S3MockApplication --server.port="$port" --server.address=127.0.0.1 \
  --server.ssl.enabled=false --com.adobe.testing.s3mock.httpPort=0
"$python" "$folder/asks.py" "S3Mock 5.2.0" "$address" > "$folder/said"
kill "$server"
free_port
serves "$folder/venv/bin/moto_server" -H 127.0.0.1 -p "$port"
"$python" "$folder/asks.py" "moto 5.2.5" "$address" >> "$folder/said"
output=$(cat "$folder/said")
expects "S3Mock 5.2.0 [\"'z'\", \"'\\\\U0001f600'\", \"'\\\\uff5e'\"]
moto 5.2.5 [\"'z'\", \"'\\\\uff5e'\", \"'\\\\U0001f600'\"]"
