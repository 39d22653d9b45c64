#!/usr/bin/env bash
# orjson reads an integer that does not fit 64 bits as a double, without an error: another number,
# and written again as one with an exponent. Python's own json keeps it. Both call it valid JSON.
source "$(dirname "$0")/python.sh"
installs orjson==3.13.0
"$python" - > "$folder/said" << 'PY'
import json, orjson
text = '{"id":18446744073709551617}'
print("orjson", orjson.__version__)
print(orjson.dumps(orjson.loads(text)).decode())
print(json.dumps(json.loads(text), separators=(",", ":")))
PY
output=$(cat "$folder/said")
expects 'orjson 3.13.0
{"id":1.8446744073709552e+19}
{"id":18446744073709551617}'
