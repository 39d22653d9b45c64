#!/usr/bin/env bash
# A CloudTrail log is one JSON object with its records in an array, up to 50 MB inflated. DuckDB's
# read_json takes no object over 16 MiB by default: the query over a folder fails at the first
# busy five minutes of an account, whatever else is in it.
source "$(dirname "$0")/python.sh"
installs duckdb==2.0.1
"$python" - > "$folder/said" << PY
import json, duckdb
log = {"Records": [{"eventID": str(i), "requestParameters": {"filler": "x" * 1000}} for i in range(17000)]}
path = "$folder/log.json"
json.dump(log, open(path, "w"))
print("duckdb", duckdb.__version__)
for option in "", ", maximum_object_size=100000000":
    try:
        query = f"select count(*) from (select unnest(Records) from read_json('{path}'{option}))"
        print(duckdb.sql(query).fetchall()[0][0], "records")
    except duckdb.Error as e:
        print(str(e).split(" exceeded")[0])
PY
output=$(cat "$folder/said")
expects 'duckdb 2.0.1
Invalid Input Error: "maximum_object_size" of 16777216 bytes
17000 records'
