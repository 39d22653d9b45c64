"""Deploys the templates to an emulator of AWS, prints which types it created and which it passed over.

Arguments: the emulator's address, the file to write for the test that runs the exporter. The trail's
bucket exists before, as in most organizations, and is told of the queue by notify.sh. A second home
stack has every option switched on, so that each resource of the template is deployed once.
"""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import boto3
from cfnlint.decode import cfn_yaml

HERE = Path(__file__).resolve().parent.parent
HOME, OTHER, GOV = "eu-central-1", "eu-west-1", "us-gov-west-1"
endpoint, written = sys.argv[1:]
os.environ.update(
    AWS_ENDPOINT_URL=endpoint,
    AWS_ACCESS_KEY_ID="key",
    AWS_SECRET_ACCESS_KEY="secret",
    AWS_DEFAULT_REGION=HOME,
)
made = {}


def client(service, region=HOME):
    return boto3.client(service, region_name=region)


def deploy(name, template, region, **parameters):
    """Makes a stack and returns its outputs."""
    cloudformation = client("cloudformation", region)
    cloudformation.create_stack(
        StackName=name,
        TemplateBody=(HERE / template).read_text(encoding="utf-8"),
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    if stack["StackStatus"] != "CREATE_COMPLETE":
        sys.exit(f"The stack {name} is {stack['StackStatus']}: {stack.get('StackStatusReason')}")
    made.setdefault(template, set()).update(
        one["LogicalResourceId"]
        for one in cloudformation.describe_stack_resources(StackName=name)["StackResources"]
        if one.get("ResourceType")
    )
    return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", [])}


vpc = client("ec2").describe_vpcs()["Vpcs"][0]["VpcId"]
subnets = [one["SubnetId"] for one in client("ec2").describe_subnets()["Subnets"]][:2]
secret = client("secretsmanager").create_secret(Name="hec-token", SecretString="unused")["ARN"]
account = client("sts").get_caller_identity()["Account"]
place = {"LocationConstraint": HOME}
client("s3").create_bucket(Bucket="trail-logs", CreateBucketConfiguration=place)
common = {
    "HecUrl": "https://splunk.example.com:8088",
    "HecTokenSecretArn": secret,
    "OrganizationId": "o-exampleorgid",
    "Image": "sightline:0.1.0",
    "VpcId": vpc,
    "SubnetIds": ",".join(subnets),
}

home = deploy("sightline", "sightline.yaml", HOME, TrailBucket="trail-logs", **common)
for region in (HOME, OTHER):
    deploy("sightline-region", "region.yaml", region, HomeBusArn=home["EventBusArn"])
queue = deploy("sightline-region", "region.yaml", GOV, Delivery="queue", HomeBusArn="")
deploy(
    "sightline-member",
    "member.yaml",
    HOME,
    InventoryReaderRoleArn=home["InventoryReaderRoleArn"],
    ExporterRoleArn=home["TaskRoleArn"],
    ExternalId="an-external-id",
    ManagementAccount=account,
    GuardDutyAccount=account,
)
key = f"arn:aws:kms:{HOME}:{account}:key/11111111-2222-3333-4444-555555555555"
deploy(
    "sightline-all",
    "sightline.yaml",
    HOME,
    ManagementAccount=account,
    TrailTopicArn=client("sns").create_topic(Name="trail")["TopicArn"],
    TrailKeyArn=key,
    HecTokenKeyArn=key,
    HecIndex="aws",
    QueueEncryption="kms",
    Quarantine="bucket",
    GuardDutyPoll="15m",
    Roles=f"guardduty=arn:aws:iam::{account}:role/sightline-guardduty",
    RegionalQueueUrls=queue["QueueUrl"],
    **common,
)

created, ignored, missing = {}, {}, []
for template, logicals in made.items():
    resources = cfn_yaml.load(str(HERE / template))["Resources"]
    kinds = {resources[logical]["Type"] for logical in logicals}
    for logical, resource in resources.items():
        kind = str(resource["Type"])
        counted = created if logical in logicals else ignored
        counted[kind] = counted.get(kind, 0) + 1
        if logical not in logicals and kind in kinds:
            missing.append(f"{template}: {logical}, a {kind}, was deployed by no stack")
print("Resources by type, of all templates, that the emulator created:")
for kind in sorted(created):
    print(f"  {kind:<45} {created[kind]:>3}")
print("Of types that it does not know, and passed over:")
for kind in sorted(ignored):
    print(f"  {kind:<45} {ignored[kind]:>3}")
if missing:
    sys.exit("\n".join(missing))



def notify(bucket, prefix="AWSLogs/"):
    """Runs notify.sh; returns its exit code and what it said."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    run = subprocess.run(
        [HERE / "notify.sh", bucket, home["QueueArn"], prefix],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


def hold(sentence, good, said):
    if not good:
        sys.exit(f"notify.sh: it is not so that {sentence}: {said}")
    print(f"notify.sh: {sentence}")


def notification(bucket):
    answer = client("s3").get_bucket_notification_configuration(Bucket=bucket)
    return {kind: answer[kind] for kind in answer if kind != "ResponseMetadata"}


for _ in range(2):
    code, said = notify("trail-logs")
hold("a bucket is told once, however often", code == 0 and len(notification("trail-logs")["QueueConfigurations"]) == 1, said)

topic = client("sns").create_topic(Name="others")["TopicArn"]
client("s3").create_bucket(Bucket="shared-logs", CreateBucketConfiguration=place)
other = {
    "Id": "others",
    "TopicArn": topic,
    "Events": ["s3:ObjectCreated:*"],
    "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "elb/"}]}},
}
client("s3").put_bucket_notification_configuration(
    Bucket="shared-logs", NotificationConfiguration={"TopicConfigurations": [other]}
)
code, said = notify("shared-logs")
after = notification("shared-logs")
hold(
    "what a bucket announces to others is kept",
    code == 0 and len(after["TopicConfigurations"]) == len(after["QueueConfigurations"]) == 1,
    said,
)
code, said = notify("shared-logs", "elb/2026/")
hold(
    "where that overlaps, nothing is changed, and it says what to do",
    code == 1 and "Nothing is changed" in said and "TrailTopicArn" in said
    and notification("shared-logs") == after,
    said,
)

iam = client("iam")
role = home["TaskRoleArn"].rpartition("/")[2]
policies = iam.list_role_policies(RoleName=role)["PolicyNames"]
documents = [
    iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in policies
]
# The emulator keeps a role's own policies as Python writes them.
documents = [ast.literal_eval(one) if isinstance(one, str) else one for one in documents]
actions = {
    action
    for document in documents
    for statement in document["Statement"]
    for action in (
        statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    )
}
iam.create_user(UserName="administrator")
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
iam.put_user_policy(
    UserName="administrator", PolicyName="everything", PolicyDocument=json.dumps(everything)
)
administrator = iam.create_access_key(UserName="administrator")["AccessKey"]
credentials = client("sts").assume_role(RoleArn=home["TaskRoleArn"], RoleSessionName="exporter")[
    "Credentials"
]
container = client("ecs").describe_task_definition(taskDefinition="sightline")["taskDefinition"][
    "containerDefinitions"
][0]
Path(written).write_text(
    json.dumps(
        {
            "endpoint": endpoint,
            "account": account,
            "homeRegion": HOME,
            "otherRegion": OTHER,
            "outputs": home,
            "environment": {one["name"]: one["value"] for one in container["environment"] if one},
            "role": role,
            "administrator": [administrator["AccessKeyId"], administrator["SecretAccessKey"]],
            "policies": policies,
            "actions": sorted(actions),
            "credentials": {
                "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
                "AWS_SESSION_TOKEN": credentials["SessionToken"],
            },
        },
        indent=2,
    ),
    encoding="utf-8",
)
