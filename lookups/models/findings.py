"""Writes which names the members of a GuardDuty finding have on the wire.

    python3 lookups/models/findings.py guardduty/2017-11-28/service-2.json.gz

reads GuardDuty's model as PyPI's botocore carries it, and writes a line for each structure of a finding: its name, and its members
in the spelling of the command line, each with its name on the wire where that is not the same with a small letter, and behind a
colon the structure that it holds ([ a list of it, { a map with it).
"""

import gzip
import json
import pathlib
import sys

TARGET = pathlib.Path(__file__).parent / "../../exporter/service/src/main/resources/dev/sightline/guardduty/finding-names.txt"


def held(shapes, name):
    """The structure that a shape holds, with how it holds it; empty for none."""
    shape = shapes[name]
    if shape["type"] == "structure":
        return name
    if shape["type"] == "list":
        inner = held(shapes, shape["member"]["shape"])
        return inner and "[" + inner
    if shape["type"] == "map":
        inner = held(shapes, shape["value"]["shape"])
        return inner and "{" + inner
    return ""


def written(member, target, wire):
    text = member
    if wire != member[0].lower() + member[1:]:
        text += "=" + wire
    return text + (":" + target if target else "")


def lines(shapes):
    waiting, known = ["Finding"], set()
    while waiting:
        name = waiting.pop(0)
        if name in known:
            continue
        known.add(name)
        words = [name]
        for member, facts in shapes[name]["members"].items():
            target = held(shapes, facts["shape"])
            words.append(written(member, target, facts.get("locationName", member)))
            if target:
                waiting.append(target.lstrip("[{"))
        yield " ".join(words)


model = json.load(gzip.open(sys.argv[1]))
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text("\n".join(sorted(lines(model["shapes"]))) + "\n")
