"""Holds what the chart renders to what kustomize builds: the same objects with the same content.

Arguments: the file that kustomize built, and the file that helm rendered. Left out is what only one
of them has: the namespace, which helm is given and kustomize makes; the hash in a ConfigMap's name
and the annotation in its place; the labels of who manages an object, and of name and version, which
kustomize gives to the base alone. Then changes a field of the
first object and expects to be told. Prints each difference; exits with 1 where there is one.
"""

import copy
import pathlib
import re
import sys

import yaml

ONE_SIDED = (
    "namespace",
    "checksum/settings",
    "app.kubernetes.io/managed-by",
    "app.kubernetes.io/name",
    "app.kubernetes.io/version",
)
HASH = re.compile(r"^(sightline(?:-[a-z]+)?)-[0-9a-z]{10}$")


def without_differences(node):
    if isinstance(node, list):
        return [without_differences(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for name, value in node.items():
        if name in ONE_SIDED:
            continue
        if name == "name" and isinstance(value, str):
            value = HASH.sub(r"\1", value)
        kept[name] = without_differences(value)
        if name == "labels" and not kept[name]:
            del kept[name]
    return kept


def objects(file):
    documents = yaml.safe_load_all(pathlib.Path(file).read_text(encoding="utf-8"))
    return {
        (each["kind"], HASH.sub(r"\1", each["metadata"]["name"])): without_differences(each)
        for each in documents
        if each and each["kind"] != "Namespace"
    }


def differences(left, right, path=""):
    if isinstance(left, dict) and isinstance(right, dict):
        for name in sorted(set(left) | set(right), key=str):
            yield from differences(left.get(name), right.get(name), f"{path}.{name}")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for place, (one, other) in enumerate(zip(left, right)):
            yield from differences(one, other, f"{path}[{place}]")
    elif left != right:
        yield f"{path}: kustomize has {left!r}, the chart has {right!r}"


def main(built, rendered):
    ours, charts = objects(built), objects(rendered)
    found = [
        f"{kind} {name}{text}"
        for kind, name in sorted(set(ours) | set(charts))
        for text in differences(ours.get((kind, name)), charts.get((kind, name)))
    ]
    for text in found:
        print(text)
    wrong = copy.deepcopy(charts)
    next(iter(wrong.values()))["metadata"]["wrong"] = "yes"
    if not list(differences(charts, wrong)):
        sys.exit("a field that only one has is not seen: the comparison compares nothing")
    if not found:
        print(f"the chart renders the {len(ours)} objects of {built}")
    return 1 if found else 0


sys.exit(main(*sys.argv[1:]))
