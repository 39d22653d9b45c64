"""The exporter before real load balancers and a real gateway: nothing lost, nothing twice.

Each run replays the same records through the exporter's own command line and compares, as lists of
sightline_id, what went in with what the receivers have. Loopback only; every process that is
started is ended. Python's standard library, nothing else.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

TOKEN = "11111111-2222-3333-4444-555555555555"
FILES, RECORDS = 24, 60
HERE = os.path.dirname(os.path.abspath(__file__))


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class Parts:
    """What runs, and ends with this."""

    def __init__(self, folder, java, libraries):
        self.folder, self.java, self.libraries = folder, java, libraries
        self.processes = []
        self.logs = os.path.join(folder, "logs")
        os.makedirs(self.logs)

    def start(self, name, command, **options):
        log = open(os.path.join(self.logs, name + ".log"), "a")
        options.setdefault("stdout", log)
        process = subprocess.Popen(command, stderr=log, text=True, **options)
        self.processes.append(process)
        return process

    def end(self, process, how=signal.SIGTERM):
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def close(self):
        for process in self.processes:
            self.end(process, signal.SIGKILL)


class Indexer:
    """One indexer of the strict stand."""

    def __init__(self, parts, delay):
        source = os.path.join(HERE, "Receiver.java")
        command = [parts.java, "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", parts.libraries, source]
        self.process = parts.start("indexer", command + [TOKEN, str(delay)],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def ids(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().split()


class Collector:
    """An OpenTelemetry Collector that writes what it takes into a file."""

    def __init__(self, parts, binary, name, sink, exporter):
        self.port = free_port()
        self.file = os.path.join(parts.folder, name + ".json")
        configuration = os.path.join(parts.folder, name + ".yaml")
        with open(configuration, "w") as out:
            out.write(f"""
extensions: {{ack: }}
receivers:
  splunk_hec: {{endpoint: "127.0.0.1:{self.port}", ack: {{extension: ack}}}}
exporters:
{exporter(self.file)}
service:
  extensions: [ack]
  telemetry: {{metrics: {{level: none}}}}
  pipelines:
    logs: {{receivers: [splunk_hec], exporters: [{sink}]}}
""")
        self.process = parts.start(name, [binary, "--config", configuration])
        awaited(self.port, self.process)

    def ids(self):
        """Since the last time."""
        time.sleep(1.5)  # The file exporter flushes every second.
        with open(self.file) as lines:
            found = re.findall(r'"sightline_id","value":\{"stringValue":"([0-9a-f]+:\d+)"', lines.read())
        with open(self.file, "w"):
            pass
        return found


def listens(port, process):
    """Whether the process listens there: another may have taken the port in between."""
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        if process.poll() is not None:
            return False
        time.sleep(0.1)
    return False


def awaited(port, process):
    if not listens(port, process):
        raise SystemExit(f"nothing listens on port {port}: {process.args}")


def records(folder):
    """Files as CloudTrail writes them, of our own making."""
    os.makedirs(folder)
    for file in range(FILES):
        log = {"Records": [{
            "eventVersion": "1.11", "eventTime": f"2026-01-02T03:04:{record % 60:02}Z",
            "eventSource": "ec2.amazonaws.com", "eventName": "DescribeInstances",
            "awsRegion": "eu-central-1", "eventID": f"{file}-{record}",
            "recipientAccountId": "111122223333", "requestParameters": {"filler": "x" * 400},
        } for record in range(RECORDS)]}
        with gzip.open(os.path.join(folder, f"{file}.json.gz"), "wt") as out:
            json.dump(log, out)


class Trial:
    """One start of the exporter, and what came of it."""

    def __init__(self, parts, folder):
        self.parts, self.folder = parts, folder
        self.faults = []

    def replay(self, port, **settings):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("SIGHTLINE_")}
        environment |= {
            "SIGHTLINE_HEC_URL": f"http://127.0.0.1:{port}", "SIGHTLINE_HEC_TOKEN": TOKEN,
            "SIGHTLINE_HEC_BATCH_BYTES": "8000", "SIGHTLINE_HEC_ACK_DEADLINE": "60s"} | settings
        command = [self.parts.java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                   self.parts.libraries, "dev.sightline.command.Main", "replay", self.folder, "--json"]
        return subprocess.run(command, env=environment, text=True, capture_output=True, timeout=240)

    def of(self, name, port, receivers, doubles=False, during=None, **settings):
        """Replays, and compares. `doubles`: a fault is part of it, which may send again."""
        thread = threading.Thread(target=during) if during else None
        if thread:
            thread.start()
        done = self.replay(port, **settings)
        if thread:
            thread.join()
        ids = [one for receiver in receivers for one in receiver.ids()]
        lost, twice = FILES * RECORDS - len(set(ids)), len(ids) - len(set(ids))
        print(f"  {name}: {len(set(ids))} records, lost {lost}, twice {twice}"
              + (", a fault among them" if doubles else ""), flush=True)
        if done.returncode != 0 or lost != 0 or (twice != 0 and not doubles):
            self.faults.append(name)
            print(done.stdout[-1500:], done.stderr[-3000:], sep="\n", file=sys.stderr)


NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.err;
events {{ worker_connections 512; }}
http {{
  access_log off; client_max_body_size 10m; {keep}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream hec {{ {method} {servers} keepalive 4; }}
  server {{ listen 127.0.0.1:{port};
    location / {{ proxy_pass http://hec; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}
}}
"""

HAPROXY = """
defaults
  mode {mode}
  timeout connect 5s
  timeout client {idle}
  timeout server 30s
{keep}
frontend hec
  bind 127.0.0.1:{port}
  default_backend indexers
backend indexers
  {method}
{servers}
"""


def nginx(parts, backends, method="", keep="", tries=3):
    folder = tempfile.mkdtemp(dir=parts.folder)
    port = free_port()
    servers = " ".join(f"server 127.0.0.1:{one.port} max_fails=0;" for one in backends)
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w") as out:
        out.write(NGINX.format(folder=folder, keep=keep, method=method, servers=servers, port=port))
    process = parts.start("nginx", [shutil.which("nginx") or "/usr/sbin/nginx", "-c", path])
    if not listens(port, process) and tries:
        return nginx(parts, backends, method, keep, tries - 1)
    return port, process


def haproxy(parts, backends, method, mode="http", keep="", idle="30s", cookie=False, tries=3):
    folder = tempfile.mkdtemp(dir=parts.folder)
    port = free_port()
    servers = "\n".join(
        f"  server i{number} 127.0.0.1:{one.port} check inter 200ms fall 1 rise 1"
        + (f" cookie i{number}" if cookie else "") for number, one in enumerate(backends))
    path = os.path.join(folder, "haproxy.cfg")
    with open(path, "w") as out:
        out.write(HAPROXY.format(mode=mode, idle=idle, keep=keep, port=port, method=method,
                                 servers=servers))
    process = parts.start("haproxy", [shutil.which("haproxy") or "/usr/sbin/haproxy", "-f", path])
    if not listens(port, process) and tries:
        return haproxy(parts, backends, method, mode, keep, idle, cookie, tries - 1)
    return port, process


def nginx_trials(trial, parts, indexers, starts):
    port, process = nginx(parts, indexers)
    for start in range(starts):
        trial.of(f"nginx, round robin, start {start + 1}", port, indexers)
    parts.end(process)
    for name, method, keep in [
            ("least connections", "least_conn;", ""),
            ("hash of the address", "ip_hash;", ""),
            ("hash of the channel", "hash $http_x_splunk_request_channel consistent;", ""),
            ("7 requests a connection, 1 s of keep-alive", "",
             "keepalive_requests 7; keepalive_timeout 1s;")]:
        port, process = nginx(parts, indexers, method, keep)
        trial.of("nginx, " + name, port, indexers)
        parts.end(process)


def haproxy_trials(trial, parts, indexers):
    for name, options in [
            ("round robin", {"method": "balance roundrobin"}),
            ("least connections", {"method": "balance leastconn"}),
            ("by the address", {"method": "balance source"}),
            ("cookies", {"method": "balance roundrobin\n  cookie lb insert indirect nocache",
                         "cookie": True}),
            ("connections, not requests", {"method": "balance roundrobin", "mode": "tcp"}),
            ("300 ms of keep-alive", {"method": "balance roundrobin",
                                      "keep": "  timeout http-keep-alive 300ms"})]:
        port, process = haproxy(parts, indexers, **options)
        trial.of("HAProxy, " + name, port, indexers)
        parts.end(process)


def comings_and_goings(trial, parts, indexers):
    late = Indexer(parts, 700)
    later = type("Later", (), {"port": late.port})()
    late.process.send_signal(signal.SIGSTOP)
    port, process = haproxy(parts, [indexers[0], later],
                            "balance roundrobin\n  option httpchk GET /services/collector/health")
    time.sleep(3)

    def joins():
        time.sleep(2.5)
        late.process.send_signal(signal.SIGCONT)

    trial.of("HAProxy, an indexer joins", port, [indexers[0], late], during=joins)
    parts.end(process)

    dying = Indexer(parts, 700)
    port, process = haproxy(parts, [indexers[0], dying], "balance roundrobin")
    held = []

    def dies():
        time.sleep(3)
        held.extend(dying.ids())
        dying.process.kill()

    kept = type("Kept", (), {"ids": lambda self: held})()
    # What it had taken and not acknowledged is sent again; what it had is with it, on its disk.
    trial.of("HAProxy, an indexer dies with acks pending", port, [indexers[0], kept],
             doubles=True, during=dies, SIGHTLINE_HEC_ACK_DEADLINE="6s")
    parts.end(process)


def collector_trials(trial, parts, binary, starts):
    file = "  file/out: {{path: \"{0}\", append: true}}"

    def exporter(path):
        return file.format(path)

    def dead(_):
        return ("  splunk_hec/out: {endpoint: \"http://127.0.0.1:9/services/collector\", token: x, "
                "sending_queue: {enabled: false}, retry_on_failure: {enabled: false}}")

    collectors = [Collector(parts, binary, f"collector{n}", "file/out", exporter) for n in (0, 1)]
    refused = trial.replay(collectors[0].port)
    if refused.returncode == 0 or "SIGHTLINE_HEC_GATEWAY" not in refused.stdout + refused.stderr:
        trial.faults.append("a gateway that nobody named is used")
        print(refused.stdout, refused.stderr, file=sys.stderr)
    else:
        print("  the Collector, unnamed: refused, with what to do", flush=True)
    if shutil.which("nginx") or os.path.exists("/usr/sbin/nginx"):
        port, process = nginx(parts, collectors)
        for start in range(starts):
            trial.of(f"two Collectors behind nginx, named, start {start + 1}", port, collectors,
                     SIGHTLINE_HEC_GATEWAY="opentelemetry")
        parts.end(process)
    straight = Collector(parts, binary, "straight", "splunk_hec/out", dead)
    try:
        trial.replay(straight.port, SIGHTLINE_HEC_GATEWAY="opentelemetry").check_returncode()
        trial.faults.append("a Collector without Splunk took events")
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        print("  the Collector, named, its Splunk dead, queue and retries off: nothing delivered",
              flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--java", required=True)
    arguments.add_argument("--libraries", required=True)
    arguments.add_argument("--collector", default="")
    arguments.add_argument("--nginx", action="store_true")
    arguments.add_argument("--haproxy", action="store_true")
    arguments.add_argument("--starts", type=int, default=10)
    chosen = arguments.parse_args()
    folder = tempfile.mkdtemp(prefix="parts")
    parts = Parts(folder, chosen.java, chosen.libraries)
    trial = Trial(parts, os.path.join(folder, "records"))
    try:
        records(trial.folder)
        indexers = [Indexer(parts, 150), Indexer(parts, 150)]
        if chosen.nginx:
            nginx_trials(trial, parts, indexers, chosen.starts)
        if chosen.haproxy:
            haproxy_trials(trial, parts, indexers)
            comings_and_goings(trial, parts, indexers)
        if chosen.collector:
            collector_trials(trial, parts, chosen.collector, 3)
    finally:
        parts.close()
        if not trial.faults:
            shutil.rmtree(folder, ignore_errors=True)
    if trial.faults:
        raise SystemExit("failed: " + "; ".join(trial.faults) + f" (logs: {folder}/logs)")


main()
