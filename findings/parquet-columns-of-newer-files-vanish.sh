#!/usr/bin/env bash
# A flow log that is given more fields writes files with more columns. Over a folder of old and new ones,
# DuckDB and pyarrow answer with the columns of the first file, and say nothing of those that came later;
# polars refuses.
source "$(dirname "$0")/python.sh"
installs polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1
FOLDER=$folder "$python" - > "$folder/said" << 'PY'
import os
import duckdb, polars, pyarrow
from pyarrow import parquet

os.chdir(os.environ["FOLDER"])
os.mkdir("logs")
parquet.write_table(pyarrow.table({"srcaddr": ["10.0.0.1"]}), "logs/1.parquet")
parquet.write_table(pyarrow.table({"srcaddr": ["10.0.0.2"], "flow_direction": ["egress"]}), "logs/2.parquet")
print("duckdb", duckdb.__version__, duckdb.sql("from 'logs/*.parquet'").columns)
print("pyarrow", pyarrow.__version__, parquet.read_table("logs").column_names)
try:
    print("polars", polars.__version__, polars.read_parquet("logs/*.parquet").columns)
except polars.exceptions.SchemaError as refused:
    print("polars", polars.__version__, "refuses:", str(refused).split(",")[0])
PY
output=$(cat "$folder/said")
expects "duckdb 2.0.1 ['srcaddr']
pyarrow 26.0.1 ['srcaddr']
polars 2.1.0 refuses: extra column in file outside of expected schema: flow_direction"
