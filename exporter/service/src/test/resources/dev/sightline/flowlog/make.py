"""Makes the Parquet files of the tests, in the shapes that AWS writes; the numbers are examples."""
import pyarrow as pa, pyarrow.parquet as pq, sys, os
here = sys.argv[1]
standard = [("version", pa.int32()), ("account_id", pa.string()), ("interface_id", pa.string()),
    ("srcaddr", pa.string()), ("dstaddr", pa.string()), ("srcport", pa.int32()), ("dstport", pa.int32()),
    ("protocol", pa.int32()), ("packets", pa.int64()), ("bytes", pa.int64()), ("start", pa.int64()),
    ("end", pa.int64()), ("action", pa.string()), ("log_status", pa.string())]
flow = [2, "111122223333", "eni-0a", "10.0.0.1", "198.51.100.9", 443, 50123, 6, 10, 840, 1767323045, 1767323105, "REJECT", "OK"]
silent = [2, "111122223333", "eni-0b"] + [None] * 7 + [1767323045, 1767323105, None, "NODATA"]
newest = standard + [("vpc_id", pa.string()), ("subnet_id", pa.string()), ("tcp_flags", pa.int32()),
    ("flow_direction", pa.string()), ("reject_reason", pa.string()), ("resource_id", pa.string()),
    ("encryption_status", pa.string())]
more = ["vpc-0a", "subnet-0a", 2, "egress", None, "nat-0a", "nitro-encrypted"]
def table(fields, rows):
    schema = pa.schema(fields)
    return pa.table([pa.array([row[i] for row in rows], f.type) for i, f in enumerate(schema)], schema=schema)
def write(name, t, **options):
    pq.write_table(t, os.path.join(here, name), **options)
write("flow_standard.gz.parquet", table(standard, [flow, silent]), compression="gzip")
write("flow_newest.gz.parquet", table(newest, [flow + more, silent + [None] * 7]), compression="gzip")
write("flow_zstd.parquet", table(standard, [flow]), compression="zstd")
write("flow_plain.parquet", table(standard, [flow]), compression="none")
write("flow_snappy.parquet", table(standard, [flow]), compression="snappy")
write("flow_turned.parquet", table(standard[::-1], [flow[::-1]]), compression="none")
bomb = flow[:2] + ["a" * (17 << 20)] + flow[3:]
write("flow_bomb.gz.parquet", table(standard, [bomb]), compression="gzip", write_statistics=False)
ocsf = pa.schema([("class_uid", pa.int32()), ("time", pa.int64()), ("metadata", pa.struct([("version", pa.string())])),
    ("cloud", pa.struct([("provider", pa.string())]))])
write("security_lake.zstd.parquet", pa.Table.from_pylist([{"class_uid": 6003, "time": 1767323045000,
    "metadata": {"version": "1.1.0"}, "cloud": {"provider": "AWS"}}], schema=ocsf), compression="zstd")
write("other.parquet", pa.table({"moon": ["full"], "phase": [1]}), compression="gzip")
if len(sys.argv) > 2:
    n = int(sys.argv[2])
    rows = [[2, "111122223333", "eni-%017x" % (i % 997), "10.%d.%d.%d" % (i % 7, i % 251, i % 253), "198.51.100.%d" % (i % 255), i % 65536, 443, 6, i % 100, i * 37 % 100000, 1767323045 + i // 1000, 1767323105 + i // 1000, "ACCEPT" if i % 3 else "REJECT", "OK"] for i in range(n)]
    write("large.gz.parquet", table(standard, rows), compression="gzip")
