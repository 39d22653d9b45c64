#!/usr/bin/env python3
"""Classifies the calls of AWS by the shape that its service models give them.

    calls.sh write    makes rows.csv of sightline_sensitive_calls and operations.txt anew
    calls.sh check    says what the newest models have and these files lack, and what searches name that no model knows

Reads the models out of wheels of botocore, which are data; nothing of botocore is run.
"""

import csv
import gzip
import io
import json
import re
import sys
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "tables" / "sightline_sensitive_calls" / "rows.csv"
OPERATIONS = HERE / "operations.txt"
OTHERS = HERE / "other_events.txt"
MACROS = HERE.parent.parent / "searches" / "catalog" / "macros.yml"
CATALOG = HERE.parent.parent / "searches" / "catalog"
COLUMNS = ["event_source", "event_name", "class", "since", "since_version", "everyday", "technique", "tactic", "look"]
MODEL = re.compile(r"botocore/data/([^/]+)/([^/]+)/service-2\.json\.gz$")
DEEPEST = 12


class Wheel:
    """The service models of one release of botocore, the newest of each service."""

    def __init__(self, path, released):
        self.version = path.name.split("-")[1]
        self.released = released
        newest = {}
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                found = MODEL.match(name)
                if found and found[2] > newest.get(found[1], ("", ""))[0]:
                    newest[found[1]] = (found[2], name)
            self.models = {
                service: json.loads(gzip.decompress(archive.read(name)))
                for service, (_, name) in newest.items()
            }

    def operations(self):
        return {(service, name) for service, model in self.models.items() for name in model["operations"]}


def members(model, shape, deepest=DEEPEST):
    """Names of members of a shape and of what it holds."""
    names, seen = set(), set()

    def walk(name, depth):
        if name in seen or depth > deepest:
            return
        seen.add(name)
        described = model["shapes"][name]
        if described["type"] == "structure":
            for member, reference in described.get("members", {}).items():
                names.add(member)
                walk(reference["shape"], depth + 1)
        elif described["type"] == "list":
            walk(described["member"]["shape"], depth)
        elif described["type"] == "map":
            walk(described["value"]["shape"], depth)

    if shape:
        walk(shape, 0)
    return names


def event_sources(rules, service, model):
    """What CloudTrail may write: the exception, else what requests are signed for, and the endpoint where it differs."""
    exception = rules["event_sources"].get(service)
    if exception:
        return exception
    endpoint = model["metadata"]["endpointPrefix"]
    names = [model["metadata"].get("signingName", endpoint).lower(), endpoint]
    if model.get("young"):
        names.append(service)
    return list(dict.fromkeys(names))


def event_names(rules, service, operation):
    """What CloudTrail writes; the model's own name stays known, since some searches name both."""
    return [*rules["event_names"].get(service, {}).get(operation, []), operation]


class Rule:
    """One rule of a class; every pattern that it has must be found."""

    def __init__(self, rule):
        rule = dict(rule)
        self.everyday = rule.pop("everyday", False)
        unknown = set(rule) - {"name", "source", "request", "answer", "sent", "given", "but", "not_source"}
        if unknown:
            sys.exit(f"rules.toml: a rule has {', '.join(sorted(unknown))}, which means nothing")
        self.patterns = {key: re.compile(text, 0 if key in ("name", "but") else re.I) for key, text in rule.items()}

    def fits(self, call):
        for key, pattern in self.patterns.items():
            texts = call[{"but": "name", "not_source": "source"}.get(key, key)]
            texts = [texts] if isinstance(texts, str) else texts
            found = any(pattern.search(text) for text in texts)
            if found == (key in ("but", "not_source")):
                return False
        return True


def described(model, service, source, operation):
    body = model["operations"][operation]
    sent = body.get("input", {}).get("shape")
    given = body.get("output", {}).get("shape")
    return {
        "name": operation,
        "source": source + ".amazonaws.com",
        "request": members(model, sent),
        "answer": members(model, given),
        "sent": members(model, sent, 0),
        "given": members(model, given, 0),
    }


def by_name():
    """The classes that the macro sightline_call_class gives to calls that the table does not list."""
    text = MACROS.read_text()
    text = text[text.index("sightline_call_class:"):].split("\n\n", 1)[0]
    return [(re.compile(pattern), title) for pattern, title in re.findall(r'match\(call, "([^"]+)"\), "(\w+)"', text)]


def classes(rules):
    return {name: (entry, [Rule(rule) for rule in entry["rules"]]) for name, entry in rules["classes"].items()}


def rows(rules, wheels):
    """The rows of the table, from the newest models, rules and what a person wrote."""
    newest, known, guesses = wheels[-1], classes(rules), by_name()
    by_hand = {(source + ".amazonaws.com", name): rest for source, name, *rest in rules["calls"]}
    everyday = set(rules["everyday"])
    made, used = {}, set()
    for service, model in newest.models.items():
        since = {
            operation: next(wheel for wheel in wheels if (service, operation) in wheel.operations_known)
            for operation in model["operations"]
        }
        for source in event_sources(rules, service, model):
            for operation in model["operations"]:
                for name in event_names(rules, service, operation):
                    key = (source + ".amazonaws.com", name)
                    hand = by_hand.get(key)
                    by_rule = False
                    if hand:
                        used.add(key)
                        verdict = hand
                    else:
                        call = described(model, service, source, operation)
                        fitting = next(
                            (
                                (title, entry, rule)
                                for title, (entry, tried) in known.items()
                                for rule in tried
                                if rule.fits(call)
                            ),
                            None,
                        )
                        verdict = fitting and [fitting[0], *(fitting[1][word] for word in ("technique", "tactic", "look"))]
                        by_rule = bool(fitting) and fitting[2].everyday
                    if not verdict and any(pattern.search(name) for pattern, _ in guesses):
                        verdict = ["none", "", "", "Its name is like that of another kind; it is not one."]
                    if verdict and key not in made:
                        first = since[operation]
                        old = first is wheels[0]
                        daily = bool({source + ":" + name, source + ":*"} & everyday) or (by_rule and old)
                        made[key] = [
                            *key, verdict[0], "" if old else first.released, "" if old else first.version,
                            "yes" if daily else "no", *verdict[1:],
                        ]
    for key in set(by_hand) - used:
        rest = by_hand[key]
        if rest[0] != "none":
            daily = key[0].removesuffix(".amazonaws.com") + ":" + key[1] in everyday
            made[key] = [*key, rest[0], "", "", "yes" if daily else "no", *rest[1:]]
    return [made[key] for key in sorted(made)], sorted(set(by_hand) - used)


def table_text(lines):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    return text.getvalue()


def operations_text(rules, wheel):
    """Every call that the models know: a line an event source, names that begin with one verb together."""
    known = {}
    for service, model in wheel.models.items():
        for source in event_sources(rules, service, model):
            names = known.setdefault(source + ".amazonaws.com", set())
            for operation in model["operations"]:
                names.update(event_names(rules, service, operation))
    lines = [f"# Calls that the service models of botocore {wheel.version} know. Made by calls.py: do not edit."]
    for source in sorted(known):
        verbs = {}
        for name in sorted(known[source]):
            verb = re.match(r"[A-Z]?[a-z0-9]*", name)[0]
            verbs.setdefault(verb, []).append(name[len(verb):])
        lines.append(source + " " + " ".join(f"{verb}:{','.join(rests)}" for verb, rests in sorted(verbs.items())))
    return "\n".join(lines) + "\n"


def read_operations(text):
    names = set()
    for line in text.splitlines():
        if line and not line.startswith("#"):
            source, *verbs = line.split(" ")
            for verb in verbs:
                start, rests = verb.split(":", 1)
                names.update((source, start + rest) for rest in rests.split(","))
    return names


def other_events():
    found = set()
    for line in OTHERS.read_text().splitlines():
        if line and not line.startswith("#"):
            source, names, _ = line.split(" ", 2)
            found.update((source, name) for name in names.split(","))
    return found


def bare(name):
    """A name without the date and version that Lambda and CloudFront add."""
    return re.sub(r"(20\d{6}(v\d+)?|20\d\d_\d\d_\d\d)$", "", name)


def unknown_names(known):
    """Names that searches ask for or items declare, and that neither the models nor the list of other events know."""
    known = {name.lower() for _, name in known | other_events()}
    unknown = []
    for file in sorted(CATALOG.glob("*/*.yml")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            listed = re.findall(r'eventName\s*=\s*([^\s|)]+)', line)
            for names in re.findall(r"eventName IN \(([^)]*)\)|event_names: \[([^\]]*)\]", line):
                listed += (names[0] or names[1]).split(",")
            for name in (word.strip(' "') for word in listed):
                if re.fullmatch(r"[A-Z]\w{3,}", name) and bare(name).lower() not in known:
                    unknown.append(f"{file.relative_to(CATALOG.parent.parent)}:{number}: {name}")
    return unknown


def check(rules, wheels):
    made, unused = rows(rules, wheels)
    wrong = 0

    def tell(title, lines):
        nonlocal wrong
        lines = list(lines)
        if lines:
            wrong = 1
            print(f"{title} ({len(lines)}):", *("  " + line for line in lines[:60]), sep="\n")
            if len(lines) > 60:
                print(f"  and {len(lines) - 60} more")

    committed = {(row["event_source"], row["event_name"]): row for row in csv.DictReader(TABLE.open())}
    present = {(row[0], row[1]): row for row in made}
    tell("The newest models have, and the table lacks", (" ".join([*key, present[key][2]]) for key in sorted(present.keys() - committed.keys())))
    tell("The table has, and neither models nor rules give", (" ".join(key) for key in sorted(committed.keys() - present.keys())))
    tell("The class is another now", (f"{' '.join(key)}: {committed[key]['class']}, now {present[key][2]}" for key in sorted(present.keys() & committed.keys()) if committed[key]["class"] != present[key][2]))
    now = read_operations(operations_text(rules, wheels[-1]))
    then = read_operations(OPERATIONS.read_text())
    tell("Calls that operations.txt does not know yet", (" ".join(call) for call in sorted(now - then)))
    tell("Calls that the newest models no longer have", (" ".join(call) for call in sorted(then - now)))
    tell("Written by hand in rules.toml, unknown to models and to other_events.txt", (" ".join(key) for key in unused if key not in other_events()))
    tell("Searches name what no model knows", unknown_names(now))
    print("Everything is as the newest models have it." if not wrong else "Run 'calls.sh write', look at the difference, and commit it.")
    return wrong


def main():
    command, folder = sys.argv[1], Path(sys.argv[2])
    rules = tomllib.loads((HERE / "rules.toml").read_text())
    released = json.loads((folder / "released.json").read_text())
    wheels = [Wheel(folder / file, date) for file, date in released]
    for wheel in wheels:
        wheel.operations_known = wheel.operations()
    for service, model in wheels[-1].models.items():
        model["young"] = service not in wheels[0].models
    newest = wheels[-1]
    print(f"botocore {newest.version} of {newest.released}: {len(newest.models)} services, {len(newest.operations_known)} operations")
    if command == "check":
        sys.exit(check(rules, wheels))
    made, _ = rows(rules, wheels)
    TABLE.write_text(table_text(made))
    OPERATIONS.write_text(operations_text(rules, newest))
    counts = {}
    for row in made:
        seen = counts.setdefault(row[2], [0, 0])
        seen[0] += 1
        seen[1] += row[3] != ""
    for title, (all_of, new) in sorted(counts.items()):
        print(f"  {title:28} {all_of:5} calls, {new:4} new since {wheels[0].version}")
    print(f"  {'together':28} {len(made):5} calls")


if __name__ == "__main__":
    main()
