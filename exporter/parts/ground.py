"""What every trial stands on: processes that end with it, indexers, records, and the count of what came.

Loopback only. Python's standard library, nothing else.
"""

import collections
import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

TOKEN = "11111111-2222-3333-4444-555555555555"
FILES, RECORDS = 24, 60
HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))


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

    def log(self, name):
        with open(os.path.join(self.logs, name + ".log")) as log:
            return log.read()

    def exporter(self, name, arguments, **settings):
        """The exporter, as a user starts it."""
        return self.start(name, [os.path.join(PROJECT, "sightline"), *arguments],
                          env=environment(**settings), stdin=subprocess.DEVNULL)

    def end(self, process, how=signal.SIGTERM):
        """Its exit code."""
        if process.poll() is None:
            process.send_signal(how)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return process.returncode

    def close(self):
        for process in self.processes:
            self.end(process, signal.SIGKILL)


def environment(**settings):
    """This one, without any setting of the exporter or of AWS but these."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("SIGHTLINE_", "AWS_"))}
    return kept | settings


class Indexer:
    """One indexer of the strict stand."""

    def __init__(self, parts, delay):
        source = os.path.join(HERE, "Receiver.java")
        command = [parts.java, "-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                   parts.libraries, source]
        self.process = parts.start("indexer", command + [TOKEN, str(delay)],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def ids(self):
        """Of the records that came since the last time."""
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

    @classmethod
    def with_file(cls, parts, binary, name):
        return cls(parts, binary, name, "file/out",
                   "  file/out: {{path: \"{0}\", append: true}}".format)

    def ids(self):
        """Since the last time."""
        time.sleep(1.5)  # The file exporter flushes every second.
        with open(self.file) as lines:
            found = re.findall(r'"eventID","value":\{"stringValue":"(\d+-\d+)"', lines.read())
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


def until(what, condition, seconds=120):
    """Waits for it, and fails where it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.2)


def records(folder):
    """Files as CloudTrail writes them, of our own making; the ids of all records."""
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
    """One start of the exporter after another, and what came of each."""

    def __init__(self, parts, folder):
        self.parts, self.folder = parts, folder
        self.expected = collections.Counter(
            f"{file}-{record}" for file in range(FILES) for record in range(RECORDS))
        self.faults = []

    def replay(self, port, seconds=240, **settings):
        command = [self.parts.java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                   self.parts.libraries, "dev.sightline.command.Main", "replay", self.folder, "--json"]
        variables = environment(**{
            "SIGHTLINE_HEC_URL": f"http://127.0.0.1:{port}", "SIGHTLINE_HEC_TOKEN": TOKEN,
            "SIGHTLINE_HEC_BATCH_BYTES": "8000", "SIGHTLINE_HEC_ACK_DEADLINE": "60s"} | settings)
        return subprocess.run(command, env=variables, text=True, capture_output=True, timeout=seconds)

    def of(self, name, port, receivers, doubles=False, during=None, **settings):
        """Replays, and compares. `doubles`: a fault is part of it, which may send again."""
        thread = threading.Thread(target=during) if during else None
        if thread:
            thread.start()
        done = self.replay(port, **settings)
        if thread:
            thread.join()
        ids = [one for receiver in receivers for one in receiver.ids()]
        self.counted(name, ids, doubles, done.returncode,
                     lambda: done.stdout[-1500:] + "\n" + done.stderr[-3000:])

    def counted(self, name, ids, doubles, code, said):
        """Holds what came against what was put, and the exit code against 0."""
        came = collections.Counter(ids)
        lost, twice = (self.expected - came).total(), (came - self.expected).total()
        print(f"  {name}: {len(came)} records, lost {lost}, twice {twice}"
              + (", a fault among them" if doubles else ""), flush=True)
        if code != 0 or lost != 0 or (twice != 0 and not doubles):
            self.fails(f"{name} (exit code {code})", said())

    def fails(self, what, said=""):
        self.faults.append(what)
        print(f"  FAILED: {what}\n{said}", file=sys.stderr, flush=True)


def program(name):
    """Where a program of Debian's is: its daemons are not on everybody's path."""
    return shutil.which(name) or "/usr/sbin/" + name
