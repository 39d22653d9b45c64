"""Holds built manifests against the schemas of their kinds: no field that the API does not know.

Arguments: the version of Kubernetes, a folder of CRDs (or "-" for none), and files of manifests.
Then spells one field of each object wrong and expects to be told: a check that passes anything
would say so here. Prints a line for each problem; exits with 1 where there is one.
"""

import copy
import pathlib
import sys

import jsonschema
import kubernetes_validate
import yaml


def without_unknown(schema):
    """The schema with every object closed, as the API server's field validation has it."""
    if isinstance(schema, list):
        return [without_unknown(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: without_unknown(value) for name, value in schema.items()}
    if "properties" in schema and isinstance(schema["properties"], dict):
        open_object = schema.get("x-kubernetes-preserve-unknown-fields")
        if "additionalProperties" not in schema and not open_object:
            closed["additionalProperties"] = False
    if schema.get("x-kubernetes-int-or-string"):
        closed.pop("type", None)
    return closed


def custom_kinds(folder):
    """A validator for each version of each CRD, by apiVersion and kind."""
    kinds = {}
    for file in sorted(pathlib.Path(folder).glob("*.yaml")):
        for crd in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            spec = crd["spec"]
            for version in spec["versions"]:
                schema = without_unknown(version["schema"]["openAPIV3Schema"])
                schema["properties"]["metadata"] = {"type": "object"}
                name = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
                kinds[name] = jsonschema.Draft7Validator(schema)
    return kinds


def is_custom(document):
    group = document["apiVersion"].rpartition("/")[0]
    return "." in group and not group.endswith(".k8s.io")


def problem(document, version, kinds):
    """What is wrong with an object, or None."""
    if not is_custom(document):
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            return f"{'.'.join(map(str, error.path))}: {error.message}"
        return None
    validator = kinds.get((document["apiVersion"], document["kind"]))
    if validator is None:
        return "no schema is known for this kind"
    error = next(iter(validator.iter_errors(document)), None)
    return f"{'.'.join(map(str, error.absolute_path))}: {error.message}" if error else None


def free(path):
    """Whether the schema leaves the names below this path to others, as those of labels."""
    last = path[-1] if path else ""
    if last == "metadata":
        return "triggers" in path
    return last in {"labels", "annotations", "matchLabels", "limits", "requests"}


def misspellings(node, path=()):
    """Every copy of the node in which one field's name has lost its last letter."""
    if isinstance(node, dict):
        for name, value in node.items():
            if not free(path) and len(name) > 3:
                wrong = {(key[:-1] if key == name else key): each for key, each in node.items()}
                yield ".".join(path + (name,)), wrong
            for field, wrong in misspellings(value, path + (name,)):
                yield field, {**node, name: wrong}
    elif isinstance(node, list):
        for i, value in enumerate(node):
            for field, wrong in misspellings(value, path + (str(i),)):
                changed = copy.copy(node)
                changed[i] = wrong
                yield field, changed


def main(version, crds, files):
    kinds = {} if crds == "-" else custom_kinds(crds)
    problems = []
    objects = skipped = found = 0
    for file in files:
        for document in yaml.safe_load_all(pathlib.Path(file).read_text(encoding="utf-8")):
            if not document or document["apiVersion"].startswith("kustomize.config.k8s.io"):
                continue
            if is_custom(document) and not kinds:
                skipped += 1
                continue
            objects += 1
            name = f"{pathlib.Path(file).name}: {document['kind']}/{document['metadata']['name']}"
            wrong = problem(document, version, kinds)
            if wrong:
                problems.append(f"{name}: {wrong}")
                continue
            for field, misspelt in misspellings({"spec": document.get("spec") or {}}):
                if field == "spec":
                    continue
                if problem({**document, **misspelt}, version, kinds) is None:
                    problems.append(f"{name}: {field} may be misspelt and nobody sees it")
                else:
                    found += 1
    for line in problems:
        print(line)
    told = f", {skipped} without a schema left out" if skipped else ""
    print(f"{objects} objects hold to Kubernetes {version}{told}; {found} misspellings were seen"
          if not problems else f"{len(problems)} problems")
    return 1 if problems or not objects else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
