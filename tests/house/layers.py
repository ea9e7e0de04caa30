"""Who may include whom (ARCHITECTURE.md draws it). Tests of a module are bound by it too, but may
build a picture to look at, and may use the tests' own libraries."""

import re

from house import includes_of, is_test_code, module_of

ENGINES = {"resolve", "search", "network", "policy", "placement", "signals", "assessment"}
# Beside the engines, these see the picture only through its public face.
BEHIND_VIEW = ENGINES | {"api", "web", "intake", "synth", "exchange"}
# view.hpp declares what it hands out, the rows' handles; matching.hpp asks a View at length.
PICTURE_FACE = {"picture/view.hpp", "picture/rows.hpp", "picture/matching.hpp"}
ONLY_FROM = {"http": {"base", "http"}}
# Costly headers: prefix, the modules whose .cpp files may include them. Never in a public header.
HEAVY = (
    ("boost/", {"http"}),
    ("simdjson", {"intake", "api", "model", "exchange", "synth", "service", "cli"}),
    ("rapidjson/document", set()),
    ("unicode/", {"text"}),
    ("sqlite3.h", {"ledger", "access", "service"}),
    ("sodium", {"crypto"}),
    ("rapidcheck", set()),
)
HEAVY_FOR_TESTS = {"simdjson", "sqlite3.h", "rapidcheck"}


def module_order(cmake_text):
    """The list in src/CMakeLists.txt, in order."""
    match = re.search(r"foreach\(module\s+([^)]*)\)", cmake_text)
    return match[1].split() if match else []


def _heavy(name):
    for prefix, owners in HEAVY:
        if name.startswith(prefix):
            return prefix, owners
    return None, None


def _quoted_problem(path, module, name, order, known):
    target = name.split("/")[0] if "/" in name else None
    if target not in order:
        # a data file that the build makes beside its module has no folder in its name
        made = name.endswith(".inc") and "/" not in name
        return None if made or name in known else f"includes {name}, which is in no module"
    if target != module and "/internal/" in name:
        return f"includes {name}, private to {target}"
    if order.index(target) > order.index(module):
        return f"includes {name}, from a later layer ({target} comes after {module})"
    if module in ENGINES and target in ENGINES and target != module:
        return f"includes {name}: engines do not include one another"
    if module in ONLY_FROM and target not in ONLY_FROM[module]:
        return f"includes {name}: {module} includes only {' and '.join(sorted(ONLY_FROM[module]))}"
    if (module in BEHIND_VIEW and target == "picture" and name not in PICTURE_FACE
            and not is_test_code(path)):
        return f"includes {name}: {module} sees the picture only through picture/view.hpp"
    return None


def _heavy_problem(path, module, name):
    prefix, owners = _heavy(name)
    if prefix is None:
        return None
    if is_test_code(path) and prefix in HEAVY_FOR_TESTS:
        return None
    if path.endswith(".hpp") and "/internal/" not in path:
        return f"a public header includes the heavy <{name}>"
    if module not in owners:
        return f"<{name}> belongs to {', '.join(sorted(owners)) or 'tests only'}"
    return None


def problems(files, order):
    """Every include of src/ that breaks a rule, as "path:line: what"."""
    found = []
    known = {path[4:] for path in files if path.startswith("src/")}
    for path, text in sorted(files.items()):
        module = module_of(path)
        if module is None or not re.search(r"\.(cpp|hpp|inc)$", path):
            continue
        if module not in order:
            found.append(f"{path}: module {module} is not in the list of src/CMakeLists.txt")
            continue
        for line, name, quoted in includes_of(text):
            problem = _quoted_problem(path, module, name, order, known) if quoted else None
            problem = problem or _heavy_problem(path, module, name)
            if problem:
                found.append(f"{path}:{line}: {problem}")
    return found
