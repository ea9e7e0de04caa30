"""The measurable part of STYLE.md: sizes, headers, unfinished work, dead files, foreign traces."""

import ast
import os
import re

import house

CODE = re.compile(r"\.(cpp|hpp|inc|ts|js|mjs|svelte|py|sh)$")
SCRIPTS = {"up", "check", "campaign", ".ci/run", "tests/bare/try"}
TABLES = re.compile(r"\.(inc|toml)$")
MAX_FILE_LINES = 600
MAX_COLUMNS = 100
MAX_FUNCTION_LINES = 70
MARKERS = ("TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK")
UNFINISHED = ("for " "now", "not " "implemented", "not yet " "implemented", "hard" "-coded",
              "hard" "coded", "coming " "soon")


def is_code(path):
    return CODE.search(path) is not None or path in SCRIPTS


def file_sizes(path, text):
    """Lines a file and columns a line; data tables have rows as long as they need."""
    if not is_code(path) or TABLES.search(path):
        return []
    found = []
    lines = text.split("\n")
    if len(lines) - 1 > MAX_FILE_LINES:
        found.append(f"{path}: {len(lines) - 1} lines, {MAX_FILE_LINES} at most")
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            found.append(f"{path}:{number}: {len(line)} columns, {MAX_COLUMNS} at most")
    return found


def whitespace(path, text):
    """No tabs, no carriage returns, no trailing blanks, one newline at the end."""
    if not is_code(path) and not re.search(r"\.(md|toml|txt|cmake|json|css|html|yml)$", path):
        return []
    if "/corpus/" in path or "/testdata/" in path:
        return []
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            found.append(f"{path}:{number}: a tab")
        if line != line.rstrip():
            found.append(f"{path}:{number}: blanks at the end")
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        found.append(f"{path}: ends with exactly one newline")
    return found


_SCOPE = re.compile(r"\b(namespace|class|struct|union|enum)\b|\bextern\s*\"")
_PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.M)


def cpp_functions(text):
    """(first line, last line, head) of every function body, by counting braces."""
    code = house.strip_cpp(text)
    code = _PREPROCESSOR.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), code)
    found, stack, start = [], [], 0
    for position, sign in enumerate(code):
        if sign == "{":
            head = code[start:position]
            inside = any(kind == "function" for kind, _, _ in stack)
            plain = re.sub(r"<[^<>]*>", "", head)
            declares = _SCOPE.search(plain) and not plain.rstrip().endswith(
                (")", "const", "noexcept", "override"))
            kind = "function" if not inside and not declares and "(" in head else "scope"
            stack.append((kind, start + len(head) - len(head.lstrip()), " ".join(head.split())))
            start = position + 1
        elif sign == "}":
            if stack:
                kind, first, head = stack.pop()
                if kind == "function":
                    found.append((code.count("\n", 0, first) + 1,
                                  code.count("\n", 0, position) + 1, head))
            start = position + 1
        elif sign == ";":
            start = position + 1
    return found


def python_functions(text):
    return [(node.lineno, node.end_lineno, node.name) for node in ast.walk(ast.parse(text))
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def function_sizes(path, text):
    if re.search(r"\.(cpp|hpp)$", path):
        functions = cpp_functions(text)
    elif path.endswith(".py"):
        functions = python_functions(text)
    else:
        return []
    return [f"{path}:{first}: {last - first + 1} lines in one function, {MAX_FUNCTION_LINES} "
            f"at most: {head[-60:]}"
            for first, last, head in functions if last - first + 1 > MAX_FUNCTION_LINES]


def _comments(path, text):
    if re.search(r"\.(py|sh)$", path) or path in SCRIPTS:
        return [(number, line[line.index("#"):])
                for number, line in enumerate(text.split("\n"), 1) if "#" in line]
    found = house.cpp_comments(text)
    if path.endswith(".svelte"):
        for match in re.finditer(r"<!--.*?-->", text, re.S):
            first = text.count("\n", 0, match.start()) + 1
            found += [(first + offset, line)
                      for offset, line in enumerate(match.group(0).split("\n"))]
    return found


def unfinished(path, text):
    """Marks of work left undone: anywhere in code for the capitals, in comments for the phrases."""
    if not is_code(path):
        return []
    found = []
    marker = re.compile(r"\b(" + "|".join(MARKERS) + r")\b")
    for number, line in enumerate(text.split("\n"), 1):
        if marker.search(line):
            found.append(f"{path}:{number}: {marker.search(line)[0]}")
    phrase = re.compile(r"\b(" + "|".join(UNFINISHED) + r")\b", re.I)
    for number, comment in _comments(path, text):
        if phrase.search(comment):
            found.append(f"{path}:{number}: \"{phrase.search(comment)[0]}\" in a comment")
    return found


def headers(path, text):
    """A header opens with its contract and is read once."""
    if not (path.startswith(("src/", "tests/", "bench/", "fuzz/")) and path.endswith(".hpp")):
        return []
    found = []
    if not text.startswith(("// ", "/*")):
        found.append(f"{path}: does not open with its contract")
    if not re.search(r"^#pragma once$", text, re.M):
        found.append(f"{path}: has no #pragma once")
    return found


def test_files(path, text):
    if path.endswith("_test.cpp") and not re.search(
            r"^\s*(TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_\w+)\(", text, re.M):
        return [f"{path}: holds no test"]
    if path.endswith("_test.py") and not re.search(r"^    def test_\w+\(", text, re.M):
        return [f"{path}: holds no test"]
    return []


def module_readmes(files):
    """Every module says on a page what it is."""
    found = []
    modules = {house.module_of(path) for path in files if path.endswith("/CMakeLists.txt")}
    for module in sorted(m for m in modules if m):
        readme = files.get(f"src/{module}/README.md")
        if readme is None:
            found.append(f"src/{module}: no README.md")
        elif readme.count("\n") > 80:
            found.append(f"src/{module}/README.md: longer than a page (80 lines)")
    return found


def dead_headers(files):
    """A header that only its own source and tests include is used by nothing."""
    users = {}
    for path, text in files.items():
        if re.search(r"\.(cpp|hpp|inc)$", path):
            for _, name, _ in house.includes_of(text):
                users.setdefault(name, set()).add(path)
    found = []
    for path in sorted(files):
        if not (path.startswith("src/") and re.search(r"\.(hpp|inc)$", path)):
            continue
        stem = re.sub(r"\.(hpp|inc)$", "", path)
        own = {stem + end for end in (".hpp", ".cpp", "_test.cpp", "_bench.cpp", "_fuzz.cpp")}
        if not users.get(path[4:], set()) - own:
            found.append(f"{path}: nothing but its own source and tests includes it")
    return found


def dead_web_files(files):
    """A web source that no other web file names is used by nothing."""
    web = {path: text for path, text in files.items() if path.startswith("web/")}
    found = []
    for path in sorted(web):
        name = os.path.basename(path)
        if not path.startswith("web/src/") or not re.search(r"\.(ts|svelte|css)$", name) \
                or re.search(r"\.(test|spec|d)\.ts$", name):
            continue
        stem = re.sub(r"\.(svelte\.ts|ts|svelte|css)$", "", name)
        named = re.compile(r"[/\"'`]" + re.escape(stem) + r"(\.[\w.]+)?[\"'`?]")
        if not any(named.search(text) for other, text in web.items() if other != path):
            found.append(f"{path}: no other web file names it")
    return found


def web_lock(files):
    """The lock file must name packages, not the registry they came from."""
    settings = files.get("web/.npmrc", "")
    if "web/package-lock.json" in files and not re.search(
            r"^omit-lockfile-registry-resolved=true$", settings, re.M):
        return ["web/.npmrc: needs the line omit-lockfile-registry-resolved=true"]
    return []


# Written in pieces, so that this file does not find itself.
_FOREIGN = (
    ("a path of one machine", r"(?<![\w.~/$}-])/(work|root|home)/(?!\*)"),
    ("a package registry", r"registry\.npm" r"js\.org|registry\.yarn" r"pkg|(?:deb|security)\."
                           r"debian\.org|py" r"pi\.org|proxy\.go" r"lang\.org|"
                           r"artifact" r"registry"),
    ("a registry's address", r"\"resolved\":\s*\"http"),
    ("the tools it was written with",
     r"\bClau" r"de\b|\bAnthro" r"pic\b|\bChat" r"GPT\b|\bOpen" r"AI\b|\bCo" r"pilot\b|\bLL" r"M\b|"
     r"\blanguage " r"model|\bchat" r"bot\b|\bsub-?" r"agents?\b|\bAI " r"(agent|assistant)|"
     r"\bcoding " r"(agent|assistant)|\b(as|by) an? (AI|" r"assistant)\b|\bC" r"EO\b|"
     r"\b(this|previous|earlier|later|next|developer|helper|founder)('s)? " r"session\b"),
)


def foreign(path, text):
    """Traces of the place where it was written: paths, hosts, tools."""
    found = []
    for what, pattern in _FOREIGN:
        for match in re.finditer(pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path}:{line}: {what}: {match[0][:60]}")
    return found


PER_FILE = (file_sizes, whitespace, function_sizes, unfinished, headers, test_files, foreign)
WHOLE = (module_readmes, dead_headers, dead_web_files, web_lock)
