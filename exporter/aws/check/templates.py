"""Holds the templates to rules that no linter knows. Prints a line for each, ends with 1 at a breach."""

import json
import re
import sys
from pathlib import Path

from cfnlint.decode import cfn_yaml

HERE = Path(__file__).resolve().parent.parent
PROJECT = HERE.parent.parent
NAMES = ("sightline.yaml", "region.yaml", "member.yaml")
# Actions that know no resources, or whose resources are what is asked for.
EVERYWHERE = {"ecr:GetAuthorizationToken", "guardduty:ListDetectors"}

templates = {name: cfn_yaml.load(str(HERE / name)) for name in NAMES}
breaches = []


def hold(sentence, bad):
    print(f"{'ok  ' if not bad else 'FAIL'}  {sentence}")
    breaches.extend(bad)
    for one in bad:
        print(f"      {one}")


def strings(node):
    if isinstance(node, str):
        yield str(node)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from strings(key)
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


def listed(value):
    return value if isinstance(value, list) else [value]


def branches(node):
    """What a node may turn out to be: both sides of a condition, without those that are nothing."""
    if "Fn::If" not in node:
        return [node]
    return [one for one in node["Fn::If"][1:] if one != {"Ref": "AWS::NoValue"}]


def statements(template):
    """Every statement of every role's policies: what we are allowed, not who may come to us."""
    for name, resource in template["Resources"].items():
        properties = resource.get("Properties", {})
        if resource["Type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            policies = [properties["PolicyDocument"]]
        elif resource["Type"] == "AWS::IAM::Role":
            policies = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
        else:
            continue
        for policy in policies:
            for one in policy["Statement"]:
                for statement in branches(one):
                    yield name, statement


def left_empty():
    for name, template in templates.items():
        ruled = set(strings(template.get("Rules", {})))
        for parameter, is_ in template["Parameters"].items():
            if "Default" in is_ or not is_["Type"] == "String":
                continue
            pattern = is_.get("AllowedPattern")
            refused = is_.get("MinLength", 0) > 0 or (pattern and not re.fullmatch(pattern, ""))
            if not refused and parameter not in ruled:
                yield f"{name}: {parameter} may be left empty"
            if len(is_.get("ConstraintDescription", "")) < 30:
                yield f"{name}: {parameter} does not say what to put there"


def unexplained():
    for name, template in templates.items():
        for parameter, is_ in template["Parameters"].items():
            if not is_.get("Description"):
                yield f"{name}: {parameter} has no description"
            limited = {"AllowedPattern", "MinLength", "MinValue", "MaxValue"} & set(is_)
            if limited and not is_.get("ConstraintDescription", "").startswith(parameter):
                yield f"{name}: {parameter}'s constraint does not name it"


def wrong_defaults():
    for name, template in templates.items():
        for parameter, is_ in template["Parameters"].items():
            pattern = is_.get("AllowedPattern")
            if pattern and "Default" in is_ and not re.fullmatch(pattern, str(is_["Default"])):
                yield f"{name}: {parameter}'s default does not match its pattern"


def too_much():
    for name, template in templates.items():
        for where, statement in statements(template):
            for action in listed(statement["Action"]):
                if "*" in action:
                    yield f"{name}: {where} allows {action}"
                broad = "*" in listed(statement["Resource"])
                if broad and where not in ("Inventory", "Organization") and action not in EVERYWHERE:
                    yield f"{name}: {where} allows {action} on everything"


def granted(*roles):
    return {
        action
        for where, statement in statements(templates["member.yaml"])
        if where in roles
        for action in listed(statement["Action"])
    }


def not_of_the_inventory():
    text = (PROJECT / "docs" / "inventory.md").read_text(encoding="utf-8")
    policy = text[text.index('{"Version"') : text.index("Into Splunk")]
    documented = set(re.findall(r'"([a-z0-9]+:[A-Z][A-Za-z]+)"', policy))
    paragraph = policy[policy.index("management account also") :].split(". ")[0]
    service = None
    for word in re.findall(r"`([^`]+)`", paragraph):
        service, _, action = word.rpartition(":") if ":" in word else (service, "", word)
        documented.add(f"{service}:{action}")
    for action in sorted(documented ^ granted("Inventory", "Organization")):
        yield f"{action} is in only one of docs/inventory.md and member.yaml"


def queries_without_a_comment():
    text = (HERE / "member.yaml").read_text(encoding="utf-8")
    for query in sorted((PROJECT / "lookups" / "tables").glob("*/*.sql")):
        if not re.search(rf"\b{query.stem}\b", text):
            yield f"{query.stem} is asked for by {query.parent.name}, and no group names it"


def not_of_guardduty():
    room = PROJECT / "exporter/service/src/main/java/dev/sightline/guardduty"
    asked = set()
    for source in room.glob("*.java"):
        asked |= set(re.findall(r'"(guardduty:[A-Za-z]+)"', source.read_text(encoding="utf-8")))
    own = {
        action
        for where, statement in statements(templates["sightline.yaml"])
        if where == "GuardDutyPolicy"
        for action in listed(statement["Action"])
    }
    for action in sorted(asked ^ granted("GuardDuty")):
        yield f"{action} is in only one of the exporter and member.yaml"
    for action in sorted(asked ^ own):
        yield f"{action} is in only one of the exporter and sightline.yaml"


def partitions():
    for name in NAMES:
        text = (HERE / name).read_text(encoding="utf-8")
        for number, line in enumerate(text.split("\n"), 1):
            explains = re.match(r"\s*(Description|ConstraintDescription|AllowedPattern|#)", line)
            if not explains and re.search(r"arn:aws[:-]", line):
                yield f"{name}:{number} names a partition"


def drains_too_long():
    container = templates["sightline.yaml"]["Resources"]["TaskDefinition"]["Properties"][
        "ContainerDefinitions"
    ][0]
    limit = next(
        one["Value"]
        for one in container["Environment"]
        if one.get("Name") == "SIGHTLINE_QUEUE_DRAIN_LIMIT"
    )
    # The last receive may be open for 15 s after what is in flight is done.
    if int(limit.rstrip("s")) + 15 > int(container["StopTimeout"]) or container["StopTimeout"] > 120:
        yield f"the drain limit {limit} does not fit the stop timeout {container['StopTimeout']}"


def another_health_check():
    image = (PROJECT / "exporter" / "container" / "Dockerfile").read_text(encoding="utf-8")
    asked = json.loads(re.search(r"^HEALTHCHECK\b[^\[]*CMD (\[.*\])$", image, re.MULTILINE)[1])
    container = templates["sightline.yaml"]["Resources"]["TaskDefinition"]["Properties"][
        "ContainerDefinitions"
    ][0]
    own = [str(one) for one in container["HealthCheck"]["Command"]]
    if own != ["CMD", *asked]:
        yield f"the task asks {own}, the image {asked}"


def wrong_memory():
    """Every size of a processor has a rule, and no rule names a memory that cannot be chosen."""
    template = templates["sightline.yaml"]
    parameters = template["Parameters"]
    taken = {}
    for rule in template["Rules"].values():
        left, right = rule["RuleCondition"]["Fn::Equals"]
        if left == {"Ref": "TaskCpu"}:
            for assertion in rule["Assertions"]:
                taken[str(right)] = {str(one) for one in assertion["Assert"]["Fn::Contains"][0]}
    for cpu in parameters["TaskCpu"]["AllowedValues"]:
        if str(cpu) not in taken:
            yield f"TaskCpu {cpu} has no rule"
    memories = {str(one) for one in parameters["TaskMemory"]["AllowedValues"]}
    for cpu, some in taken.items():
        for one in sorted(some - memories):
            yield f"TaskMemory {one} of TaskCpu {cpu} is none of TaskMemory's values"
    default = parameters["TaskCpu"]["Default"], parameters["TaskMemory"]["Default"]
    if default[1] not in taken.get(default[0], ()):
        yield f"the defaults {default} are refused"


def unkept_events():
    for name in ("sightline.yaml", "region.yaml"):
        for where, resource in templates[name]["Resources"].items():
            if resource["Type"] != "AWS::Events::Rule":
                continue
            for target in resource["Properties"]["Targets"]:
                for one in branches(target):
                    if "DeadLetterConfig" not in one:
                        yield f"{name}: {where}'s target {one['Id']} has no dead-letter queue"


def unknown_settings():
    known = (PROJECT / "docs" / "configuration.md").read_text(encoding="utf-8")
    template = templates["sightline.yaml"]["Resources"]["TaskDefinition"]
    for name in sorted(set(strings(template))):
        if name.startswith("SIGHTLINE_") and f"`{name}`" not in known:
            yield f"{name} is no setting of docs/configuration.md"


def too_large():
    for name in NAMES:
        size = (HERE / name).stat().st_size
        if size > 51_200:
            yield f"{name} has {size} bytes: CloudFormation takes 51,200 where a template lies in no bucket"


hold("a template can be deployed from a file", list(too_large()))
hold("a required parameter that is left empty says what to put there", list(left_empty()))
hold("every parameter is described, and its constraint names it", list(unexplained()))
hold("every default is allowed", list(wrong_defaults()))
hold("no role may do more than it names", list(too_much()))
hold("the inventory's role is the documented one", list(not_of_the_inventory()))
hold("every query of the inventory is named where it is allowed", list(queries_without_a_comment()))
hold("GuardDuty's roles allow what the exporter asks for", list(not_of_guardduty()))
hold("no ARN names a partition", list(partitions()))
hold("a task is not killed while it drains", list(drains_too_long()))
hold("the task's environment holds known settings", list(unknown_settings()))
hold("a task's health check is the image's", list(another_health_check()))
hold("each size of a task says which memory Fargate takes", list(wrong_memory()))
hold("what a rule cannot send is kept", list(unkept_events()))
sys.exit(1 if breaches else 0)
