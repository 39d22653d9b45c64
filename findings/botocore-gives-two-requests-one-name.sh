#!/usr/bin/env bash
# An event source and an event name do not say which request it was: services that sign with the
# same name (API Gateway's two, SES's, Elastic Load Balancing's, ...) share operation names whose
# inputs differ. A search for eventSource and eventName meets both, and a field of one is missing
# in the other.
source "$(dirname "$0")/python.sh"
installs botocore==1.44.8
"$python" - > "$folder/said" << 'PY'
import botocore.session
session = botocore.session.get_session()
print("botocore", botocore.__version__)
for pair in ("elb", "elbv2"), ("apigateway", "apigatewayv2"), ("ses", "sesv2"):
    one, two = (session.get_service_model(name) for name in pair)
    shared = [name for name in one.operation_names if name in two.operation_names]
    differ = [name for name in shared if set(one.operation_model(name).input_shape.members)
              != set(two.operation_model(name).input_shape.members)]
    print(one.signing_name == two.signing_name, *pair, len(differ), "of", len(shared))
PY
output=$(cat "$folder/said")
expects 'botocore 1.44.8
True elb elbv2 8 of 9
True apigateway apigatewayv2 40 of 40
True ses sesv2 8 of 14'
