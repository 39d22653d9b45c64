#!/usr/bin/env python3
"""Draws hunt.svg, the README's picture: what a hunt over the demo's story really prints.

    docs/pictures/hunt.py            runs ./sightline, a minute after a build
    docs/pictures/hunt.py FILE       takes what was printed before

Needs nothing but Python. Left out, where an ellipsis stands, are lines and the ends of long ones.
"""

import html
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LOGS = "target/story"
COLUMNS, FIRST, TABLE = 124, 22, 7
ADVANCE, HEIGHT, MARGIN, BAR = 7.83, 18, 16, 34
COLOURS = {"CRITICAL": "#ff7b72", "critical": "#ff7b72", "high": "#ffa657", "medium": "#e3b341"}


def printed():
    if len(sys.argv) > 1:
        return pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    subprocess.run(["./sightline", "demo", "--write", LOGS], cwd=ROOT, check=True)
    run = subprocess.run(["./sightline", "hunt", LOGS], cwd=ROOT, capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def shown(output):
    """The head of the first incident, the head of its table, and how the hunt ends."""
    lines = output.rstrip("\n").split("\n")
    table = next(number for number, line in enumerate(lines) if line.startswith("  SEVERITY"))
    yield from lines[:FIRST]
    yield "    …"
    yield ""
    yield from lines[table : table + TABLE]
    yield "  …"
    yield ""
    yield from lines[-2:]


def drawn(lines):
    width = round(2 * MARGIN + COLUMNS * ADVANCE)
    height = BAR + 2 * MARGIN + HEIGHT * len(lines)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
    yield '  aria-label="A hunt over the demo: one critical incident, told as a story, and its hits">'
    yield f'<rect width="{width}" height="{height}" rx="10" fill="#0d1117"/>'
    for number, colour in enumerate(("#ff5f56", "#ffbd2e", "#27c93f")):
        yield f'<circle cx="{20 + 20 * number}" cy="20" r="6" fill="{colour}"/>'
    yield '<g font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="13" fill="#c9d1d9">'
    for number, line in enumerate(lines):
        text = line if len(line) <= COLUMNS else line[: COLUMNS - 1] + "…"
        word = next(iter(text.split()), "")
        colour = COLOURS.get(word, "#7ee787" if word == "$" else "")
        style = f' fill="{colour}"' if colour else ""
        weight = ' font-weight="bold"' if word in ("CRITICAL", "$") else ""
        across = f' textLength="{len(text) * ADVANCE:.0f}" lengthAdjust="spacingAndGlyphs"' if text else ""
        y = BAR + MARGIN + HEIGHT * number + 10
        yield f'<text x="{MARGIN}" y="{y}" xml:space="preserve"{style}{weight}{across}>{html.escape(text)}</text>'
    yield "</g>"
    yield "</svg>"


lines = ["$ ./sightline hunt logs", *shown(printed())]
(HERE / "hunt.svg").write_text("\n".join(drawn(lines)) + "\n", encoding="utf-8")
