"""Asks a real Prometheus every question of the dashboard.

Arguments: the folder of prometheus and promtool, the dashboard, and the text that an exporter gave at
/prometheus, written by a test (TelemetryTest). Serves that text, lets Prometheus read it twice, and
expects an answer with a series to each query; then spells one metric wrong and expects none. Listens
on loopback only, and ends what it started. Exits with 1 where a query has no answer.
"""

import http.server
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

PATIENCE = 90

# What no emulator tells, and a real queue always does.
ELSEWHERE = 'sightline_queue_retention_seconds{queue="trail"} 1209600\n'


class Metrics(http.server.BaseHTTPRequestHandler):
    text = b""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.end_headers()
        self.wfile.write(self.text)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def queries(dashboard):
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            expression = target["expr"].replace("$__rate_interval", "30s").replace("$namespace", ".*")
            yield panel["title"], expression


def answer(address, expression):
    asked = f"{address}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
    try:
        with urllib.request.urlopen(asked, timeout=10) as said:
            return json.load(said)["data"]["result"]
    except urllib.error.HTTPError as error:
        sys.exit(f"{expression}: {json.load(error)['error']}")


def unanswered(address, asked):
    return [(title, query) for title, query in asked if not answer(address, query)]


def ask(address, asked):
    end = time.monotonic() + PATIENCE
    left = asked
    while left and time.monotonic() < end:
        time.sleep(1)
        try:
            left = unanswered(address, asked)
        except (urllib.error.URLError, ConnectionError):
            continue
    for title, query in left:
        print(f"{title}: no series for {query}")
    if left:
        return 1
    wrong = re.sub(r"sightline_\w+", "sightline_no_such_metric", asked[0][1])
    if answer(address, wrong):
        sys.exit(f"{wrong} has an answer: the check sees nothing")
    print(f"Prometheus answers all {len(asked)} queries of the dashboard")
    return 0


def main(binaries, dashboard, metrics):
    Metrics.text = pathlib.Path(metrics).read_bytes() + ELSEWHERE.encode()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Metrics)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    asked = list(queries(json.loads(pathlib.Path(dashboard).read_text(encoding="utf-8"))))
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        configuration = pathlib.Path(folder, "prometheus.yml")
        target = f"127.0.0.1:{server.server_address[1]}"
        configuration.write_text(
            "global: {scrape_interval: 2s}\n"
            f"scrape_configs: [{{job_name: sightline, static_configs: [{{targets: ['{target}'], "
            "labels: {namespace: sightline}}]}]\n"
        )
        log = open(pathlib.Path(folder, "log"), "w")
        process = subprocess.Popen(
            [
                f"{binaries}/prometheus",
                f"--config.file={configuration}",
                f"--storage.tsdb.path={folder}/data",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            return ask(f"http://127.0.0.1:{port}", asked)
        finally:
            process.terminate()
            process.wait()
            log.close()
            server.shutdown()


sys.exit(main(*sys.argv[1:]))
