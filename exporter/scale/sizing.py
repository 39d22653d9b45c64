#!/usr/bin/env python3
"""Prints the tables of docs/scale.md from measured figures, assumptions and prices.

    python3 exporter/scale/sizing.py                          # the tables
    python3 exporter/scale/sizing.py ack_seconds=30 peak=5    # with your own figures
    python3 exporter/scale/sizing.py --check docs/scale.md    # is the guide up to date?

Every name below may be given on the command line. Prices are of us-east-1, in US dollars.
"""

import math
import sys

# Measured by 'mvn -Pscale' (docs/scale.md quotes the run): what one CPU-second carries, and requests
# for each thousand objects. Of the measured CPU a part is the start; the steady figure is taken. Size
# and ratio of records are those of CloudTrail in the mean.
MEASURED = {
    "records_per_cpu_second": 36_000,
    "receives": 136,
    "deletes": 1000,
    "visibility_changes": 62,
    "gets": 1011,
    "record_bytes": 1600,
    "gzip_ratio": 7,
    "acks_per_request": 0.17,
}

# To be replaced by what you see.
ASSUMED = {
    "peak": 3,              # the busiest hour against the mean
    "busy": 0.6,            # how much of its CPU an exporter may use at the peak
    "ack_seconds": 10,      # from a request to its acknowledgment
    "hec_seconds": 0.1,     # from a request to its answer
    "request_bytes": 1e6,   # a full request
    "envelope_ratio": 1.15, # what HEC's envelope adds to a record
    "linger_seconds": 0.2,  # a request leaves after this, full or not
    "objects_per_stream": 288,  # CloudTrail delivers each account and region every five minutes
}

# As known in January 2025, from AWS's price pages. To be checked before anybody relies on them.
PRICES = {
    "vcpu_hour": 0.04048,       # Fargate, Linux, x86-64
    "gb_hour": 0.004445,        # Fargate
    "sqs_million": 0.40,        # standard queue, without the free million
    "s3_get_thousand": 0.0004,
    "endpoint_hour": 0.01,      # interface endpoint, each zone
    "endpoint_gb": 0.01,
    "nat_hour": 0.045,
    "nat_gb": 0.045,
    "out_gb": 0.09,             # to the internet; 0 where Splunk is in the same region and zone
}

# GB a day, accounts, regions that are used, and the pod: CPUs, GiB, bytes in flight (a quarter of
# the heap, which is half of the memory, and never more than 256 MB).
SIZES = [
    ("1 GB", 1, 20, 4, 0.25, 0.5),
    ("100 GB", 100, 200, 8, 0.5, 1),
    ("10 TB", 10_000, 2_000, 10, 1, 2),
]

MESSAGES = 500  # in flight for each exporter


def size(name, gigabytes, accounts, regions, cpus, gib, v):
    records = gigabytes * 1e9 / v["record_bytes"]
    objects = accounts * regions * v["objects_per_stream"]
    peak_records = records / 86_400 * v["peak"]
    peak_bytes = peak_records * v["record_bytes"] * v["envelope_ratio"]
    peak_objects = objects / 86_400 * v["peak"]
    in_flight = min(256e6, gib * 2**30 / 2 / 4)
    by_cpu = peak_records / (v["records_per_cpu_second"] * cpus * v["busy"])
    by_ack = peak_bytes * v["ack_seconds"] / in_flight
    by_messages = peak_objects * v["ack_seconds"] / MESSAGES
    tasks = max(2, math.ceil(max(by_cpu, by_ack, by_messages)))
    day_bytes = records * v["record_bytes"] * v["envelope_ratio"]
    # A request is full, or what came within the linger time.
    hec = max(day_bytes / v["request_bytes"], min(objects, tasks * 86_400 / v["linger_seconds"]))
    idle = tasks * 86_400 / 10
    sqs = objects / 1000 * (v["receives"] + v["deletes"] + v["visibility_changes"]) + idle
    gets = objects / 1000 * v["gets"]
    stored = gigabytes / v["gzip_ratio"]
    return {
        "name": name, "records": records, "objects": objects, "peak_records": peak_records,
        "cpus": cpus, "gib": gib, "by_cpu": by_cpu, "by_ack": by_ack, "by_messages": by_messages,
        "tasks": tasks, "sqs": sqs, "gets": gets, "hec": hec,
        "connections": math.ceil(peak_bytes / v["request_bytes"] * v["hec_seconds"]),
        "acks": hec * v["acks_per_request"], "stored": stored, "sent": day_bytes / 1e9,
        "fargate": tasks * 24 * (cpus * v["vcpu_hour"] + gib * v["gb_hour"]),
        "sqs_price": sqs / 1e6 * v["sqs_million"],
        "s3_price": gets / 1000 * v["s3_get_thousand"],
        "network": 2 * 24 * v["endpoint_hour"] + 0.05 * v["endpoint_gb"],
        "nat": 2 * 24 * v["nat_hour"] + day_bytes / 1e9 * v["nat_gb"],
        "nat_small": 2 * 24 * v["nat_hour"] + day_bytes / 1e9 / v["gzip_ratio"] * v["nat_gb"],
        "out": day_bytes / 1e9 * v["out_gb"],
        "out_small": day_bytes / 1e9 / v["gzip_ratio"] * v["out_gb"],
    }


def rounded(value):
    if value >= 100:
        digits = int(math.log10(value)) - 1
        value = round(value, -digits) if digits > 0 else round(value)
        return f"{value:,.0f}"
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def row(title, sizes, name, form=rounded):
    return f"| {title} | " + " | ".join(form(each[name]) for each in sizes) + " |"


def tables(v):
    sizes = [size(*each, v) for each in SIZES]
    dollars = "{:,.2f}".format
    head = "| a day | " + " | ".join(each["name"] for each in sizes) + " |"
    rule = "|---|" + "--:|" * len(sizes)
    lines = [
        head, rule,
        row("records", sizes, "records"),
        row("records a second at the peak", sizes, "peak_records"),
        row("objects, and so messages", sizes, "objects"),
        row("an exporter's vCPU", sizes, "cpus", str),
        row("an exporter's memory, GiB", sizes, "gib", str),
        row("exporters by CPU", sizes, "by_cpu"),
        row("exporters by bytes that wait for their ack", sizes, "by_ack"),
        row("exporters by messages that wait for their ack", sizes, "by_messages"),
        row("**exporters**", sizes, "tasks", lambda n: f"**{n}**"),
        row("SQS requests", sizes, "sqs"),
        row("S3 GETs", sizes, "gets"),
        row("HEC requests with events, at most", sizes, "hec"),
        row("HEC connections busy at the peak, of all exporters", sizes, "connections", str),
        row("GB out of S3, gzip", sizes, "stored"),
        row("GB to Splunk, uncompressed", sizes, "sent"),
        "",
        head.replace("a day", "US dollars a day"), rule,
        row("Fargate: exporters × 24 × (vCPU × vcpu_hour + GiB × gb_hour)", sizes, "fargate", dollars),
        row("SQS: requests ÷ 10⁶ × sqs_million", sizes, "sqs_price", dollars),
        row("S3: GETs ÷ 10³ × s3_get_thousand", sizes, "s3_price", dollars),
        row("interface endpoint for SQS, two zones (S3's gateway is free)", sizes, "network", dollars),
        row("to a Splunk behind two NAT gateways", sizes, "nat", dollars),
        row("… with `SIGHTLINE_HEC_COMPRESSION=fast`", sizes, "nat_small", dollars),
        row("out to the internet", sizes, "out", dollars),
        row("… with `SIGHTLINE_HEC_COMPRESSION=fast`", sizes, "out_small", dollars),
    ]
    return "\n".join(lines)


def main(arguments):
    values = {**MEASURED, **ASSUMED, **PRICES}
    check = None
    while arguments:
        argument = arguments.pop(0)
        if argument == "--check" and arguments:
            check = arguments.pop(0)
            continue
        name, equals, value = argument.partition("=")
        try:
            if name not in values:
                raise KeyError(name)
            values[name] = float(value)
        except (KeyError, ValueError):
            print(f"'{argument}' is no figure: name one of {', '.join(values)}, as in peak=5.",
                  file=sys.stderr)
            return 2
    if check is None:
        print(tables(values))
        return 0
    with open(check, encoding="utf-8") as guide:
        text = guide.read()
    missing = [line for line in tables(values).splitlines() if line and line not in text]
    for line in missing:
        print(f"{check} lacks: {line}")
    print("The sizing tables are those of the guide." if not missing else "Run sizing.py anew.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
