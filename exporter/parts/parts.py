"""The exporter before, between and behind real parts: what went in is held against what came out.

Arguments: what is at hand. Ends with 1 where a record is lost, or comes twice without a fault.
"""

import argparse
import os
import shutil
import tempfile
import time

import balancers
import inventory
from ground import Indexer, Parts, Trial, records


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--java", required=True)
    arguments.add_argument("--libraries", required=True)
    arguments.add_argument("--starts", type=int, default=10)
    for flag in ("nginx", "haproxy"):
        arguments.add_argument("--" + flag, action="store_true")
    for place in ("collector", "postgres", "elasticmq", "s3mock", "moto", "minio"):
        arguments.add_argument("--" + place, default="")
    chosen = arguments.parse_args()
    folder = tempfile.mkdtemp(prefix="parts")
    parts = Parts(folder, chosen.java, chosen.libraries)
    trial = Trial(parts, os.path.join(folder, "records"))
    try:
        records(trial.folder)
        for name, wanted, run in [
                ("balancers", chosen.nginx or chosen.haproxy, before_balancers),
                ("the Collector", chosen.collector, before_the_collector),
                ("SQS and S3", chosen.moto or chosen.elasticmq, between_queue_and_objects),
                ("PostgreSQL", chosen.postgres, before_postgres)]:
            if wanted:
                began = time.monotonic()
                run(trial, chosen)
                print(f"  ({name}: {time.monotonic() - began:.0f} s)", flush=True)
    finally:
        parts.close()
        if not trial.faults:
            shutil.rmtree(folder, ignore_errors=True)
    if trial.faults:
        raise SystemExit("failed: " + "; ".join(trial.faults) + f" (logs: {folder}/logs)")


def before_balancers(trial, chosen):
    indexers = [Indexer(trial.parts, 150), Indexer(trial.parts, 150)]
    if chosen.nginx:
        balancers.nginx_trials(trial, trial.parts, indexers, chosen.starts)
    if chosen.haproxy:
        balancers.haproxy_trials(trial, trial.parts, indexers)
        balancers.comings_and_goings(trial, trial.parts, indexers)


def before_the_collector(trial, chosen):
    balancers.collector_trials(trial, trial.parts, chosen.collector, 3)


def between_queue_and_objects(trial, chosen):
    import storage  # Here: it needs boto3, which is not to be had everywhere.

    storage.trials(trial, chosen)


def before_postgres(trial, chosen):
    inventory.trials(trial, chosen.postgres)


main()
