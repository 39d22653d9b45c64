#!/usr/bin/env bash
# What CloudTrail writes as eventSource is in no service model: neither what requests are signed for nor the endpoint's
# name is it for the services below, whose guides show another. And the date that CloudTrail puts behind a name
# is part of the operation's name for CloudFront, and not for Lambda.
set -euo pipefail
version=1.44.8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "botocore==$version"
echo "botocore $version"
"$work/venv/bin/python" - <<'PY'
import gzip
import json
import sys
from pathlib import Path

import botocore

data = Path(botocore.__file__).parent / "data"


def model(service):
    newest = sorted((data / service).iterdir())[-1]
    return json.loads(gzip.decompress((newest / "service-2.json.gz").read_bytes()))


# What the services' guides show in their examples of CloudTrail records.
written = {"sso": "sso", "mq": "amazonmq", "application-autoscaling": "autoscaling", "ecr": "ecr", "ses": "ses"}
surprises = 0
for service, event_source in written.items():
    metadata = model(service)["metadata"]
    signed, endpoint = metadata.get("signingName", ""), metadata["endpointPrefix"]
    derivable = event_source in (signed, endpoint)
    surprises += not derivable
    print(f"{service}: signed as {signed or '-'}, endpoint {endpoint}, written as {event_source}.amazonaws.com"
          + ("" if derivable else "  <- in neither"))
names = {service: model(service)["operations"] for service in ("cloudfront", "lambda")}
dated = {
    "cloudfront UpdateDistribution": names["cloudfront"]["UpdateDistribution"]["name"],
    "lambda UpdateFunctionCode": names["lambda"]["UpdateFunctionCode"]["name"],
}
for call, name in dated.items():
    print(f"{call}: the model names it {name}")
as_found = surprises == 3 and dated["cloudfront UpdateDistribution"] == "UpdateDistribution2020_05_31" \
    and dated["lambda UpdateFunctionCode"] == "UpdateFunctionCode"
sys.exit(0 if as_found else 1)
PY
echo "as found: the event source, and Lambda's dated names, have to be known from elsewhere"
