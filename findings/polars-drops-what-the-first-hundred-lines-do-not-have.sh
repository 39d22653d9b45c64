#!/usr/bin/env bash
# polars reads JSON Lines by the shape of the first hundred lines, and drops members that come later
# without a word: in a day of CloudTrail records, the request parameters of every rarer call.
source "$(dirname "$0")/python.sh"
installs polars==2.1.0
FOLDER=$folder "$python" - > "$folder/said" << 'PY'
import os, polars
os.chdir(os.environ["FOLDER"])
lines = ['{"eventName":"DescribeInstances","requestParameters":{"maxResults":5}}'] * 200
lines.append('{"eventName":"CreateUser","requestParameters":{"userName":"intruder"}}')
open("records.ndjson", "w").write("\n".join(lines))
print("polars", polars.__version__)
print(polars.read_ndjson("records.ndjson").tail(1).to_dicts()[0])
print(polars.read_ndjson("records.ndjson", infer_schema_length=None).tail(1).to_dicts()[0])
PY
output=$(cat "$folder/said")
expects "polars 2.1.0
{'eventName': 'CreateUser', 'requestParameters': {'maxResults': None}}
{'eventName': 'CreateUser', 'requestParameters': {'maxResults': None, 'userName': 'intruder'}}"
