"""Links of the documentation that lead within the repository."""

import os
import re

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def slug(heading):
    """The anchor that a heading gets."""
    text = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading.strip().lower())
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", text))


def anchors(text):
    without_code = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    return {slug(match) for match in re.findall(r"^#{1,6}\s+(.*)$", without_code, re.M)}


def problems(files, exists):
    """Links of *.md that lead nowhere. `files` is {path: text}, `exists` asks for any path."""
    found = []
    for path, text in sorted(files.items()):
        if not path.endswith(".md"):
            continue
        plain = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.M | re.S)
        for target in _LINK.findall(plain):
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            place, _, anchor = target.partition("#")
            goal = os.path.normpath(os.path.join(os.path.dirname(path), place)) if place else path
            if goal.startswith("..") or not exists(goal):
                found.append(f"{path}: {target} leads nowhere")
            elif anchor and goal in files and anchor not in anchors(files[goal]):
                found.append(f"{path}: {target}: no such heading")
    return found
