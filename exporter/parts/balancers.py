"""The exporter's replay before real load balancers and a real gateway: nothing lost, nothing twice."""

import os
import signal
import subprocess
import tempfile
import time

from ground import Collector, Indexer, free_port, listens, program


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
    process = parts.start("nginx", [program("nginx"), "-c", path])
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
    process = parts.start("haproxy", [program("haproxy"), "-f", path])
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
    collectors = [Collector.with_file(parts, binary, f"collector{n}") for n in (0, 1)]
    refused = trial.replay(collectors[0].port)
    if refused.returncode == 0 or "SIGHTLINE_HEC_GATEWAY" not in refused.stdout + refused.stderr:
        trial.fails("a gateway that nobody named is used", refused.stdout + refused.stderr)
    else:
        print("  the Collector, unnamed: refused, with what to do", flush=True)
    if os.path.exists(program("nginx")):
        port, process = nginx(parts, collectors)
        for start in range(starts):
            trial.of(f"two Collectors behind nginx, named, start {start + 1}", port, collectors,
                     SIGHTLINE_HEC_GATEWAY="opentelemetry")
        parts.end(process)

    def dead(_):
        return ("  splunk_hec/out: {endpoint: \"http://127.0.0.1:9/services/collector\", token: x, "
                "sending_queue: {enabled: false}, retry_on_failure: {enabled: false}}")

    straight = Collector(parts, binary, "straight", "splunk_hec/out", dead)
    try:
        # It would try for ever.
        trial.replay(straight.port, seconds=20, SIGHTLINE_HEC_GATEWAY="opentelemetry").check_returncode()
        trial.fails("a Collector without Splunk took events")
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        print("  the Collector, named, its Splunk dead, queue and retries off: nothing delivered",
              flush=True)
