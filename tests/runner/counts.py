"""How many tests passed, failed and were skipped, read from what the test programs write.

Counts single cases, not programs. A program that ends badly without naming a failed case, or that
says nothing countable, is a failure: silence never passes.
"""

import glob
import json
import os
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field


@dataclass
class Count:
    """Cases of one suite; `failures` names the failed ones, `skips` the skipped with reasons."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list = field(default_factory=list)
    skips: list = field(default_factory=list)

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures
        self.skips += other.skips

    def fail(self, name):
        self.failed += 1
        self.failures.append(name)

    def skip(self, name):
        self.skipped += 1
        self.skips.append(name)

    def line(self):
        """The closing line: "12 passed, 0 failed", with ", 3 skipped" when some were."""
        tail = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{tail}"


def parse_line(text):
    """The Count that a closing line tells, or None when the text's last line is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    pattern = r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?"
    match = re.fullmatch(pattern, lines[-1].strip()) if lines else None
    if not match:
        return None
    return Count(int(match[1]), int(match[2]), int(match[3] or 0))


def count_gtest(document, program):
    """Counts the cases of one --gtest_output=json document."""
    count = Count()
    for suite in document.get("testsuites", []):
        for case in suite.get("testsuite", []):
            name = f"{program}: {case.get('classname', suite['name'])}.{case['name']}"
            if case.get("failures"):
                count.fail(name)
            elif case.get("result") == "SKIPPED":
                reasons = " ".join(s.get("message", "") for s in case.get("skipped", []))
                count.skip(f"{name} {' '.join(reasons.split())}".rstrip())
            elif case.get("status") == "RUN":
                count.passed += 1
    return count


def read_gtest(folder, program):
    """Counts what `program` wrote into `folder`, or None when it wrote nothing readable."""
    found = None
    for path in sorted(glob.glob(os.path.join(folder, program + "*.json"))):
        if not re.fullmatch(re.escape(program) + r"(_\d+)?\.json", os.path.basename(path)):
            continue
        try:
            with open(path, encoding="utf-8") as file:
                one = count_gtest(json.load(file), program)
        except ValueError:
            continue
        found = found or Count()
        found.add(one)
    return found


def junit_outcomes(path):
    """(name, "passed" | "failed" | "skipped") for every test in ctest's --output-junit file."""
    outcomes = []
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        status = case.get("status", "run")
        if case.find("failure") is not None or case.find("error") is not None or status == "fail":
            outcome = "failed"
        elif case.find("skipped") is not None or status in ("notrun", "disabled"):
            # ctest says "notrun" also of a program that was never built: that is no skip
            message = case.find("skipped")
            missing = message is not None and "Unable to find" in message.get("message", "")
            outcome = "failed" if missing else "skipped"
        else:
            outcome = "passed"
        outcomes.append((case.get("name"), outcome))
    return outcomes


def count_ctest(junit_path, programs, gtest_folder):
    """Joins ctest's word on each test with the cases its program counted itself.

    `programs` maps a ctest name to its program's base name. A test that ctest calls failed counts
    at least one failure, whatever its program wrote.
    """
    total = Count()
    groups = {}
    for name, outcome in junit_outcomes(junit_path):
        groups.setdefault(programs.get(name, name), []).append((name, outcome))
    for program, outcomes in groups.items():
        cases = read_gtest(gtest_folder, program)
        if cases is not None:
            if cases.failed == 0 and any(outcome == "failed" for _, outcome in outcomes):
                cases.fail(f"{program}: ended badly after its last case")
            total.add(cases)
            continue
        for name, outcome in outcomes:
            if outcome == "passed":
                total.passed += 1
            elif outcome == "skipped":
                total.skip(f"{name}: skipped by ctest")
            else:
                total.fail(f"{name}: failed, or ended without a result")
    return total


def count_node(text):
    """Counts a web test run's output: node's own runner, vitest, or the plain closing line."""
    plain = parse_line(text)
    if plain:
        return plain
    clean = re.sub(r"\x1b\[[0-9;]*m", "", text)
    node = {}
    for word, number in re.findall(r"^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)$", clean,
                                   re.M):
        node[word] = node.get(word, 0) + int(number)
    if "pass" in node:
        return Count(node["pass"], node.get("fail", 0) + node.get("cancelled", 0),
                     node.get("skipped", 0) + node.get("todo", 0))
    vitest = re.search(r"^\s*Tests\s+(.*)\(\d+\)", clean, re.M)
    if vitest:
        parts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|skipped)",
                                                        vitest[1])}
        return Count(parts.get("passed", 0), parts.get("failed", 0), parts.get("skipped", 0))
    return None
