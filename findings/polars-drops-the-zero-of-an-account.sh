#!/usr/bin/env bash
# Flow logs under Hive-style prefixes tell the account in the path. polars makes numbers of what looks like
# one, so that 012345678910 loses its zero and joins with nothing; pyarrow does that to the month, and to no
# account since it fits no 32 bits; DuckDB sees the zero, and keeps the text. All are asked in their
# plainest way.
source "$(dirname "$0")/python.sh"
installs polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.1
FOLDER=$folder "$python" - > "$folder/said" << 'PY'
import os
import duckdb, polars, pyarrow
from pyarrow import parquet

os.chdir(os.environ["FOLDER"])
place = "logs/aws-account-id=012345678910/year=2026/month=01"
os.makedirs(place)
parquet.write_table(pyarrow.table({"bytes": [1]}), place + "/flow.parquet")
print("polars", polars.__version__, polars.read_parquet("logs").select("aws-account-id", "month").row(0))
table = parquet.read_table("logs")
print("pyarrow", pyarrow.__version__, (table["aws-account-id"][0].as_py(), table["month"][0].as_py()))
asked = "select \"aws-account-id\", month from 'logs/*/*/*/*.parquet'"
print("duckdb", duckdb.__version__, duckdb.sql(asked).fetchall()[0])
PY
output=$(cat "$folder/said")
expects "polars 2.1.0 (12345678910, 1)
pyarrow 26.0.1 ('012345678910', 1)
duckdb 2.0.1 ('012345678910', '01')"
