#!/usr/bin/env bash
# A shipper that appends to a .zst file writes frame after frame, as one may, and the zstd program reads
# them all. Of python-zstandard's ways to read, two give all and two end after the first frame without
# an error: which one was called decides whether most of a day is there.
source "$(dirname "$0")/python.sh"
installs zstandard==0.25.0
"$python" - > "$folder/said" << 'PY'
import io
import zstandard

compress = zstandard.ZstdCompressor().compress
frames = compress(b"first ") + compress(b"second")
reader = zstandard.ZstdDecompressor()
print("zstandard", zstandard.__version__)
print("decompress:", reader.decompress(frames))
print("read_to_iter:", b"".join(reader.read_to_iter(io.BytesIO(frames))))
print("stream_reader:", reader.stream_reader(io.BytesIO(frames)).read())
print("open:", zstandard.open(io.BytesIO(frames)).read())
PY
output=$(cat "$folder/said")
expects "zstandard 0.25.0
decompress: b'first '
read_to_iter: b'first '
stream_reader: b'first second'
open: b'first second'"
