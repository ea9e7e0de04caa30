"""What the house rules share: the repository's files, and C++ text without comments and strings.

Rules are plain functions over {path: text} that return problems as lines of text, so that
house_selftest.py can show each of them a bad example.
"""

import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOT_OURS = ("build/", ".demo/", "web/dist/", ".git/")


def repository_paths():
    """Every file that is or would be committed; all files when this is no git checkout."""
    done = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                          cwd=ROOT, capture_output=True, check=False)
    if done.returncode == 0:
        paths = done.stdout.decode().split("\0")
    else:
        paths = [os.path.relpath(os.path.join(folder, name), ROOT)
                 for folder, _, names in os.walk(ROOT) for name in names]
    return sorted({path for path in paths
                   if path and not path.startswith(NOT_OURS) and "node_modules/" not in path
                   and os.path.isfile(os.path.join(ROOT, path))})


def read_repository():
    """{path: text} of every text file; what is not UTF-8 or holds a zero byte is no text."""
    files = {}
    for path in repository_paths():
        with open(os.path.join(ROOT, path), "rb") as file:
            raw = file.read()
        if b"\0" in raw:
            continue
        try:
            files[path] = raw.decode("utf-8")
        except UnicodeDecodeError:
            continue
    return files


_CPP_TOKENS = re.compile(
    r'(?P<raw>R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)")'
    r'|(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+')", re.S)


def strip_cpp(text):
    """C++ with comments and the insides of strings blanked; lines stay where they were."""
    def blank(match):
        kept = re.sub(r"[^\n]", " ", match.group(0))
        return kept if match.lastgroup == "comment" else '"' + kept[1:-1] + '"'
    return _CPP_TOKENS.sub(blank, text)


def cpp_comments(text):
    """(line number, text) of every comment of C++, TypeScript or CSS."""
    found = []
    for match in _CPP_TOKENS.finditer(text):
        if match.lastgroup == "comment":
            first = text.count("\n", 0, match.start()) + 1
            for offset, line in enumerate(match.group(0).split("\n")):
                found.append((first + offset, line))
    return found


def includes_of(text):
    """(line number, name, quoted?) of every #include."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
        if match:
            found.append((number, match[1] or match[2], match[1] is not None))
    return found


def module_of(path):
    """"search" for src/search/trie.cpp, None outside the modules."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "src" else None


def is_test_code(path):
    return re.search(r"_(test|bench|fuzz)\.cpp$", path) is not None


def expect_none(case, found, advice=""):
    """Fails a unittest case with the problems found, one a line."""
    if found:
        shown = [str(problem) for problem in found[:100]]
        case.fail("\n".join([f"{len(found)} found. {advice}".rstrip(), *shown]))
