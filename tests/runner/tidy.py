"""clang-tidy on the C++ files that changed, with what passed before remembered.

Changed: against the merge base with origin/main, or the last commit when that is where we are, and
whatever is not committed. A file that passed is not read again until it, a header of the house that
it includes, the checks or its compile command change. What the time does not allow is told as
skipped and is the next run's work.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import time

import steps
from counts import Count

TOOL = "clang-tidy-19"
REMEMBERED = os.path.join(steps.ROOT, "build", "tidy")
# g++ flags that clang does not know are no finding
EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-unused-command-line-argument"]


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=steps.ROOT, capture_output=True, text=True,
                          check=False).stdout.strip()


def changed_paths():
    """Paths under src/, tests/, bench/ and fuzz/ that differ from the base."""
    head = git("rev-parse", "HEAD")
    base = git("merge-base", "HEAD", "origin/main")
    if not base or base == head:
        base = git("rev-parse", "HEAD~1")
    listing = git("diff", "--name-only", base, "--") if base else git("ls-files")
    listing += "\n" + git("ls-files", "--others", "--exclude-standard")
    return sorted({path for path in listing.split("\n")
                   if re.match(r"(src|tests|bench|fuzz)/.*\.(cpp|hpp)$", path)})


def project_dependencies():
    """Object's source -> headers of the house it was built from, as ninja recorded them."""
    listing = subprocess.run(["ninja", "-C", "build/release", "-t", "deps"], cwd=steps.ROOT,
                             capture_output=True, text=True, check=False).stdout
    dependencies, current = {}, []
    for line in listing.splitlines():
        if line.startswith("    "):
            path = os.path.relpath(os.path.join(steps.ROOT, "build/release", line.strip()),
                                   steps.ROOT)
            if not path.startswith(".."):
                current.append(path)
        elif current:
            dependencies[current[0]] = current
            current = []
        else:
            current = []
    if current:
        dependencies[current[0]] = current
    return dependencies


def sources_to_read(changed, dependencies, commands):
    """Changed sources, and for a changed header one source that includes it."""
    sources = {path for path in changed if path in commands}
    for header in (path for path in changed if path.endswith(".hpp")):
        own = header[:-4] + ".cpp"
        users = [source for source in sorted(dependencies)
                 if header in dependencies[source] and source in commands]
        if own in commands:
            sources.add(own)
        elif users and not sources.intersection(users):
            sources.add(users[0])
    return sorted(sources)


def key_of(source, command, dependencies):
    digest = hashlib.sha256(command.encode())
    for path in [".clang-tidy", source, *sorted(dependencies.get(source, []))]:
        try:
            with open(os.path.join(steps.ROOT, path), "rb") as file:
                digest.update(path.encode() + b"\0" + file.read())
        except FileNotFoundError:
            digest.update(path.encode() + b"\0gone")
    return digest.hexdigest()


def read_one(source, key, deadline):
    """("passed" | "failed" | "late", source, output)"""
    left = deadline - time.monotonic()
    if left < 5:
        return "late", source, ""
    try:
        done = subprocess.run([TOOL, "-p", "build/release", "--quiet", *EXTRA, source],
                              cwd=steps.ROOT, capture_output=True, text=True, timeout=left,
                              check=False)
    except subprocess.TimeoutExpired:
        return "late", source, ""
    if done.returncode != 0:
        return "failed", source, done.stdout + done.stderr
    with open(os.path.join(REMEMBERED, key), "w", encoding="ascii"):
        pass
    return "passed", source, ""


def read_commands():
    with open(os.path.join(steps.ROOT, "build/release/compile_commands.json"),
              encoding="utf-8") as file:
        return {os.path.relpath(entry["file"], steps.ROOT): entry["command"]
                for entry in json.load(file)}


def check_changed():
    count = Count()
    if not shutil.which(TOOL):
        count.skip(f"clang-tidy: {TOOL} is not installed, so changed files were not read")
        return count
    try:
        commands = read_commands()
    except (OSError, ValueError):
        count.fail("clang-tidy: the build wrote no compile_commands.json")
        return count
    os.makedirs(REMEMBERED, exist_ok=True)
    dependencies = project_dependencies()
    sources = sources_to_read(changed_paths(), dependencies, commands)
    deadline = time.monotonic() + int(os.environ.get("SALLYPORT_TIDY_SECONDS", "240"))
    keys = {source: key_of(source, commands[source], dependencies) for source in sources}
    new = [s for s in sources if not os.path.exists(os.path.join(REMEMBERED, keys[s]))]
    count.passed = len(sources) - len(new)
    with concurrent.futures.ThreadPoolExecutor(int(steps.JOBS)) as pool, \
            open(os.path.join(steps.LOGS, "tidy.log"), "w", encoding="utf-8") as log:
        for outcome, source, output in pool.map(
                lambda s: read_one(s, keys[s], deadline), new):
            if outcome == "passed":
                count.passed += 1
            elif outcome == "failed":
                count.fail(source)
                log.write(output)
            else:
                count.skip(f"clang-tidy: {source} left for the next run (time)")
    return count
