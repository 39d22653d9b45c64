"""Makes the Terraform modules of the CloudFormation templates, or holds them to those (--check).

A module creates the stack of its template, so that both ways make the same resources with the same
permissions. Its variables are the template's parameters with their types, defaults and bounds, and
its outputs are the template's. With --check nothing is written: what would be is compared with what
is there, each file is read by a parser of HCL, and a change in a template is expected to be told.
Needs PyYAML, and python-hcl2 for --check. Exits with 1 where a file is not what it should be.
"""

import json
import pathlib
import re
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
MODULES = {
    "home": ("sightline.yaml", "sightline"),
    "region": ("region.yaml", "sightline-events"),
    "member": ("member.yaml", "sightline-member"),
}
MADE = "# Made from the template by make.py: change the template, and make it anew.\n\n"


class Template(yaml.SafeLoader):
    """Reads CloudFormation's YAML; what its functions are, nobody here asks."""


Template.add_multi_constructor("!", lambda loader, tag, node: tag)


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def text(value):
    quoted = json.dumps(value, ensure_ascii=False)
    return quoted.replace("${", "$${").replace("%{", "%%{")


def aligned(pairs, indent):
    widest = max(len(name) for name, _ in pairs)
    return "".join(f"{indent}{name.ljust(widest)} = {value}\n" for name, value in pairs)


def kind(parameter):
    if parameter["Type"] == "Number":
        return "number"
    return "list(string)" if parameter["Type"].startswith("List<") else "string"


def condition(name, parameter):
    """What the template asks of the value, as an expression; None where it asks nothing."""
    asked = []
    value = f"var.{name}"
    if "AllowedPattern" in parameter:
        asked.append(f'can(regex({text("^(?:" + parameter["AllowedPattern"] + ")$")}, {value}))')
    if "AllowedValues" in parameter:
        allowed = ", ".join(
            str(each) if parameter["Type"] == "Number" else text(each)
            for each in parameter["AllowedValues"]
        )
        asked.append(f"contains([{allowed}], {value})")
    for bound, relation, measured in (
        ("MinLength", ">=", f"length({value})"),
        ("MaxLength", "<=", f"length({value})"),
        ("MinValue", ">=", value),
        ("MaxValue", "<=", value),
    ):
        if bound in parameter:
            asked.append(f"{measured} {relation} {parameter[bound]}")
    return " && ".join(asked) or None


def sentence(name, parameter):
    said = parameter.get("ConstraintDescription")
    if said is None:
        allowed = ", ".join(map(str, parameter["AllowedValues"]))
        said = f"{name} must be one of {allowed}."
    return said


def variable(name, parameter):
    lines = [("description", text(parameter["Description"])), ("type", kind(parameter))]
    if "Default" in parameter:
        default = parameter["Default"]
        lines.append(("default", str(default) if kind(parameter) == "number" else text(default)))
    asked = condition(snake(name), parameter)
    validation = ""
    if asked:
        pairs = [("condition", asked), ("error_message", text(sentence(name, parameter)))]
        validation = "\n  validation {\n" + aligned(pairs, "    ") + "  }\n"
    return f'variable "{snake(name)}" {{\n' + aligned(lines, "  ") + validation + "}\n"


def passed(name, parameter):
    value = f"var.{snake(name)}"
    if kind(parameter) == "list(string)":
        return f'join(",", {value})'
    return f"tostring({value})" if kind(parameter) == "number" else value


def output(name, described):
    lines = [
        ("description", text(described["Description"])),
        ("value", f'aws_cloudformation_stack.sightline.outputs["{name}"]'),
    ]
    return f'output "{snake(name)}" {{\n' + aligned(lines, "  ") + "}\n"


def files(file, name, template):
    """What a module's files hold, by their names."""
    parameters = template["Parameters"]
    stack_name = variable(
        "StackName",
        {"Type": "String", "Description": "The stack's name, by which its resources are named.",
         "Default": name, "AllowedPattern": "[A-Za-z][A-Za-z0-9-]{0,127}",
         "ConstraintDescription": "StackName must begin with a letter, and have letters, digits and hyphens."},
    )
    tags = (
        'variable "tags" {\n  description = "Tags of the stack and of everything in it."\n'
        "  type        = map(string)\n  default     = {}\n}\n"
    )
    variables = [stack_name, tags] + [variable(*each) for each in parameters.items()]
    given = [(each, passed(each, parameter)) for each, parameter in parameters.items()]
    main = (
        "terraform {\n"
        '  required_version = ">= 1.3"\n\n'
        "  required_providers {\n"
        "    aws = {\n"
        '      source  = "hashicorp/aws"\n'
        '      version = ">= 5.0"\n'
        "    }\n  }\n}\n\n"
        'resource "aws_cloudformation_stack" "sightline" {\n'
        "  name          = var.stack_name\n"
        f'  template_body = file("${{path.module}}/../../{file}")\n'
        '  capabilities  = ["CAPABILITY_NAMED_IAM"]\n'
        "  tags          = var.tags\n\n"
        "  parameters = {\n" + aligned(given, "    ") + "  }\n}\n"
    )
    made = {"main.tf": MADE + main, "variables.tf": MADE + "\n".join(variables)}
    outputs = template.get("Outputs")
    if outputs:
        made["outputs.tf"] = MADE + "\n".join(output(*each) for each in outputs.items())
    return made


def all_files(changed=None):
    made = {}
    for module, (file, name) in MODULES.items():
        template = yaml.load((HERE.parent / file).read_text(encoding="utf-8"), Template)
        if changed:
            changed(template)
        for each, content in files(file, name, template).items():
            made[HERE / module / each] = content
    return made


def stale(made):
    return [
        str(path.relative_to(HERE))
        for path, content in made.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != content
    ]


def check():
    import hcl2

    made = all_files()
    wrong = stale(made)
    for path in wrong:
        print(f"{path} is not what the template says: run exporter/aws/terraform/make.py")
    if wrong:
        return 1
    for path in made:
        with path.open(encoding="utf-8") as opened:
            hcl2.load(opened)

    def bound(template):
        next(iter(template["Parameters"].values()))["Description"] = "another"

    if len(stale(all_files(bound))) != len(MODULES):
        sys.exit("a changed parameter is not seen: the check compares nothing")
    print(f"the {len(MODULES)} Terraform modules are those of the templates, and HCL ({len(made)} files)")
    return 0


def main(arguments):
    if arguments == ["--check"]:
        return check()
    for path, content in all_files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return 0


sys.exit(main(sys.argv[1:]))
