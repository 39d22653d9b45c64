"""The exporter's service between SQS and S3 of others: every record once, and none lost to a kill.

A ground is a pair of servers that speak SQS and S3, and the way by which a new object is announced.
"""

import json
import os
import queue
import signal
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
from botocore.config import Config

from ground import TOKEN, Collector, Indexer, awaited, free_port, until

REGION, ACCOUNT = "eu-central-1", "111122223333"
USER, PASSWORD = "an-access-key", "a-secret-access-key"
PREFIX = f"AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/2026/01/02/"


def jvm(parts, libraries, properties, main, *arguments):
    """A server of Java's, in a JVM that starts soon and takes little."""
    return [parts.java, "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            *[f"-D{name}={value}" for name, value in properties.items()],
            "-cp", libraries + "/*", main, *arguments]


def elasticmq(parts, libraries):
    port = free_port()
    configuration = os.path.join(parts.folder, "elasticmq.conf")
    with open(configuration, "w") as out:
        out.write(f"""
include classpath("application.conf")
node-address {{ protocol = http, host = "127.0.0.1", port = {port}, context-path = "" }}
rest-sqs {{ bind-port = {port}, bind-hostname = "127.0.0.1", sqs-limits = strict }}
rest-stats.enabled = false
""")
    process = parts.start("elasticmq", jvm(
        parts, libraries, {"config.file": configuration}, "org.elasticmq.server.Main"))
    awaited(port, process)
    return f"http://127.0.0.1:{port}"


def s3mock(parts, libraries):
    port = free_port()
    # Its own second connector listens on any free port, and is not used.
    process = parts.start("s3mock", jvm(
        parts, libraries, {"com.adobe.testing.s3mock.store.root": tempfile.mkdtemp(dir=parts.folder)},
        "com.adobe.testing.s3mock.S3MockApplication", f"--server.port={port}",
        "--server.address=127.0.0.1", "--server.ssl.enabled=false",
        "--com.adobe.testing.s3mock.httpPort=0"))
    awaited(port, process)
    return f"http://127.0.0.1:{port}"


def moto(parts, server):
    port = free_port()
    process = parts.start("moto", [server, "-H", "127.0.0.1", "-p", str(port)])
    awaited(port, process)
    return f"http://127.0.0.1:{port}"


class Webhook:
    """Takes the notifications that a server posts, and puts them into a queue as they are."""

    def __init__(self):
        self.bodies = bodies = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                bodies.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_HEAD = do_POST

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


def minio(parts, binary, webhook):
    port = free_port()
    environment = {
        "HOME": parts.folder, "MINIO_ROOT_USER": USER, "MINIO_ROOT_PASSWORD": PASSWORD,
        "MINIO_BROWSER": "off", "MINIO_REGION_NAME": REGION, "MINIO_UPDATE": "off",
        "MINIO_NOTIFY_WEBHOOK_ENABLE_TRAIL": "on", "MINIO_NOTIFY_WEBHOOK_ENDPOINT_TRAIL": webhook.url}
    process = parts.start("minio", [binary, "server", "--address", f"127.0.0.1:{port}",
                                    os.path.join(parts.folder, "minio")], env=environment)
    awaited(port, process)
    return f"http://127.0.0.1:{port}"


class Ground:
    """Where a trial's objects and messages are; a bucket and a queue of its own for each trial."""

    number = 0

    def __init__(self, name, sqs, s3, announced):
        self.name, self.announced = name, announced
        self.addresses = {"AWS_ENDPOINT_URL_SQS": sqs, "AWS_ENDPOINT_URL_S3": s3}
        options = {"region_name": REGION, "aws_access_key_id": USER, "aws_secret_access_key": PASSWORD}
        self.sqs = boto3.client("sqs", endpoint_url=sqs, **options)
        self.s3 = boto3.client("s3", endpoint_url=s3, config=Config(s3={"addressing_style": "path"}),
                               **options)

    def fresh(self):
        Ground.number += 1
        self.bucket = f"trail-{Ground.number}"
        self.s3.create_bucket(Bucket=self.bucket,
                              CreateBucketConfiguration={"LocationConstraint": REGION})
        dead = self.sqs.create_queue(QueueName=f"{self.bucket}-dead")["QueueUrl"]
        arn = self.attribute(dead, "QueueArn")
        self.dead = dead
        self.queue = self.sqs.create_queue(QueueName=self.bucket, Attributes={
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "10"})})["QueueUrl"]

    def attribute(self, url, name):
        return self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name]

    def waiting(self, url):
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
                 "ApproximateNumberOfMessagesDelayed"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(attributes.get(name, 0)) for name in names)

    def put(self, folder):
        """Puts every file, and has it announced."""
        self.announced.listen(self)
        names = sorted(os.listdir(folder))
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                body = file.read()
            # A key that a notification must write in another way.
            key = f"{PREFIX}of {ACCOUNT}+{name}"
            etag = self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)["ETag"]
            self.announced.put(self, key, len(body), etag)
        self.announced.all(self, len(names))


class ByUs:
    """The server announces nothing: the message is the one that S3 would send."""

    def listen(self, ground):
        pass

    def put(self, ground, key, size, etag):
        written = key.replace("+", "%2B").replace(" ", "+")
        ground.sqs.send_message(QueueUrl=ground.queue, MessageBody=json.dumps({"Records": [{
            "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": REGION,
            "eventTime": "2026-01-02T03:04:05.678Z", "eventName": "ObjectCreated:Put",
            "s3": {"s3SchemaVersion": "1.0", "configurationId": "sightline",
                   "bucket": {"name": ground.bucket, "arn": f"arn:aws:s3:::{ground.bucket}"},
                   "object": {"key": written, "size": size, "eTag": etag.strip('"'),
                              "sequencer": "0055AED6DCD90281E5"}}}]}))

    def all(self, ground, number):
        pass


class ByItself:
    """The server sends to the queue, as S3 does."""

    def listen(self, ground):
        ground.s3.put_bucket_notification_configuration(
            Bucket=ground.bucket, NotificationConfiguration={"QueueConfigurations": [{
                "QueueArn": ground.attribute(ground.queue, "QueueArn"),
                "Events": ["s3:ObjectCreated:*"]}]})

    def put(self, ground, key, size, etag):
        pass

    def all(self, ground, number):
        until("every object is announced", lambda: ground.waiting(ground.queue) >= number)


class ByWebhook:
    """The server posts; what it posts is put into the queue unchanged."""

    def __init__(self, webhook):
        self.webhook = webhook

    def listen(self, ground):
        ground.s3.put_bucket_notification_configuration(
            Bucket=ground.bucket, NotificationConfiguration={"QueueConfigurations": [{
                "QueueArn": f"arn:minio:sqs:{REGION}:TRAIL:webhook",
                "Events": ["s3:ObjectCreated:*"]}]})

    def put(self, ground, key, size, etag):
        pass

    def all(self, ground, number):
        for _ in range(number):
            ground.sqs.send_message(QueueUrl=ground.queue,
                                    MessageBody=self.webhook.bodies.get(timeout=60))


def carry(trial, ground, receivers, port, kill=False, **settings):
    """Puts the records, runs the service until the queue is empty, and compares what came."""
    parts, name = trial.parts, ground.name + (", killed once" if kill else "")
    ground.fresh()
    ground.put(trial.folder)
    settings = {
        "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": USER, "AWS_SECRET_ACCESS_KEY": PASSWORD,
        "SIGHTLINE_QUEUE_URL": ground.queue, "SIGHTLINE_BUCKETS": f"{ground.bucket}/AWSLogs/",
        "SIGHTLINE_HEC_URL": f"http://127.0.0.1:{port}", "SIGHTLINE_HEC_TOKEN": TOKEN,
        "SIGHTLINE_HEC_BATCH_BYTES": "8000", "SIGHTLINE_HTTP_HOST": "127.0.0.1",
        "SIGHTLINE_HTTP_PORT": "-1", "SIGHTLINE_QUEUE_VISIBILITY_TIMEOUT": "10s",
    } | ground.addresses | settings
    log = f"exporter-{ground.bucket}"
    came = []

    def more():
        came.extend(one for receiver in receivers for one in receiver.ids())
        return came

    def running(process, condition):
        if process.poll() is not None:
            raise TimeoutError(f"{name}: the exporter ended with {process.returncode}")
        return condition()

    code = None
    try:
        exporter = parts.exporter(log, ["run"], **settings)
        if kill:
            until(f"{name}: the first records", lambda: running(exporter, more))
            exporter.send_signal(signal.SIGKILL)
            exporter.wait()
            left = ground.waiting(ground.queue)
            if left == 0:
                trial.fails(f"{name}: nothing was in flight when it was killed")
            exporter = parts.exporter(log, ["run"], **settings)
        until(f"{name}: the queue is empty",
              lambda: running(exporter, lambda: ground.waiting(ground.queue) == 0))
        code = parts.end(exporter)
    except TimeoutError as late:
        trial.fails(str(late))
    more()
    trial.counted(name, came, kill, code, lambda: parts.log(log)[-4000:])
    dead = ground.waiting(ground.dead)
    if dead:
        trial.fails(f"{name}: {dead} messages in the dead-letter queue")


def trials(trial, chosen):
    parts = trial.parts
    quick, slow = Indexer(parts, 150), Indexer(parts, 1500)
    grounds = []
    sqs = elasticmq(parts, chosen.elasticmq) if chosen.elasticmq else None
    if sqs and chosen.s3mock:
        grounds.append(Ground("ElasticMQ and S3Mock", sqs, s3mock(parts, chosen.s3mock), ByUs()))
    if chosen.moto:
        address = moto(parts, chosen.moto)
        grounds.append(Ground("moto as both", address, address, ByItself()))
        sqs = sqs or address
    if sqs and chosen.minio:
        webhook = Webhook()
        beside = "ElasticMQ" if chosen.elasticmq else "moto"
        grounds.append(Ground(f"{beside} and MinIO", sqs, minio(parts, chosen.minio, webhook),
                              ByWebhook(webhook)))
    for ground in grounds:
        carry(trial, ground, [quick], quick.port)
        carry(trial, ground, [slow], slow.port, kill=True)
    if grounds and chosen.collector:
        collector = Collector.with_file(parts, chosen.collector, "beyond")
        ground = grounds[0]
        ground.name += ", to the Collector: nothing of ours but the exporter"
        carry(trial, ground, [collector], collector.port, SIGHTLINE_HEC_GATEWAY="opentelemetry")
