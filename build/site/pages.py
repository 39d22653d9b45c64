"""What MkDocs does not do by itself: the catalog's pages and those that the navigation forgot are put
into it, links to what is no page (a template, a folder) lead to a copy of it or become plain text, and
lists are indented as MkDocs' Markdown wants them, not as little as the repository's pages may."""

import pathlib
import re

from mkdocs.structure.files import File

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
ITEM = re.compile(r"( *)([-*]|\d+\.)( +)(?=\S)")
CATALOG = "docs/catalog"


def names(nav):
    """Every page that the navigation names."""
    for entry in nav:
        values = entry.values() if isinstance(entry, dict) else [entry]
        for value in values:
            if isinstance(value, list):
                yield from names(value)
            else:
                yield value


def on_config(config):
    pages = pathlib.Path(config["docs_dir"])
    catalog = sorted(str(page.relative_to(pages)) for page in (pages / CATALOG).glob("*.md"))
    catalog.sort(key=lambda page: not page.endswith("README.md"))
    nav = [
        {title: catalog if value == CATALOG else value}
        for entry in config["nav"]
        for title, value in entry.items()
    ]
    named = set(names(nav))
    more = sorted(
        str(page.relative_to(pages))
        for page in pages.rglob("*.md")
        if str(page.relative_to(pages)) not in named
    )
    config["nav"] = nav + ([{"More": more}] if more else [])
    return config


def target(page, link):
    """What a relative link of a page names in the repository, or None."""
    path = link.split("#")[0]
    if not path or re.match(r"[a-z][a-z0-9+.-]*:", path):
        return None
    found = (ROOT / page).parent.joinpath(path).resolve()
    return found if found.is_relative_to(ROOT) and found.exists() else None


def on_files(files, config):
    for page in [file for file in files if file.is_documentation_page()]:
        for _, _, link in LINK.findall(pathlib.Path(page.abs_src_path).read_text(encoding="utf-8")):
            found = target(page.src_uri, link)
            if found is None or not found.is_file():
                continue
            name = found.relative_to(ROOT).as_posix()
            if name not in files.src_uris:
                files.append(File.generated(config, name, abs_src_path=str(found)))
    return files


def on_page_markdown(markdown, page, config, files):
    """A folder has a page only where it has a README."""

    def mended(link):
        found = target(page.file.src_uri, link.group(3))
        if found is None or not found.is_dir():
            return link.group(0)
        readme = (found / "README.md").relative_to(ROOT).as_posix()
        if readme in files.src_uris:
            return f"[{link.group(2)}]({link.group(3).rstrip('/')}/README.md)"
        return link.group(2)

    return indented(LINK.sub(mended, markdown))


def indented(markdown):
    """Four spaces for each list that a line is in, and a blank line before a list begins."""
    lines, contents, before, fenced, apart = [], [], "", False, False
    for line in markdown.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        item = None if fenced else ITEM.match(line)
        while line.strip() and not fenced and contents and indent < contents[-1]:
            if not item and before.strip():
                break
            contents.pop()
        inner = indent - (contents[-1] if contents else 0)
        if item and inner < 4:
            if before.strip() and (apart or not contents and not lines[-1].startswith(" ")):
                lines.append("")
            apart = False
            marker = item.group(2) + item.group(3)
            lines.append(" " * 4 * len(contents) + marker + line[item.end() :])
            contents.append(item.end())
        else:
            apart = apart or bool(contents and line.strip() and not before.strip())
            lines.append(" " * (4 * len(contents) + max(inner, 0)) + line.lstrip(" "))
        fenced = fenced != line.strip().startswith("```")
        before = line
    return "\n".join(lines)
