"""Runs commands for ./check, .ci/run and ./campaign: quiet, logged, bounded in time."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

from counts import Count, count_ctest, count_node

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOGS = os.path.join(ROOT, "build", "check")
JOBS = str(os.cpu_count() or 2)


def run(command, log, seconds=None, env=None, cwd=ROOT):
    """Runs a command with its output in LOGS/log. Returns its exit code, or None when the time
    ran out (then it and its children are ended)."""
    os.makedirs(LOGS, exist_ok=True)
    with open(os.path.join(LOGS, log), "ab") as out:
        out.write(("$ " + " ".join(command) + "\n").encode())
        out.flush()
        process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=subprocess.STDOUT, start_new_session=True,
                                   env={**os.environ, **(env or {})})
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            kill_session(process.pid)
            process.wait()


def session_of(pid):
    """The session a process belongs to, or None when it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return int(file.read().rpartition(")")[2].split()[3])
    except (OSError, IndexError, ValueError):
        return None


def kill_session(leader):
    """Kills every process of the session that `leader` was started in. ninja and ctest put each
    job into a process group of its own, so the group alone would leave their jobs running."""
    while True:
        members = [int(name) for name in os.listdir("/proc")
                   if name.isdigit() and session_of(name) == leader and not is_dead(name)]
        for member in members:
            try:
                os.kill(member, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if not members:
            return


def is_dead(pid):
    """Whether a process has ended and only waits to be asked for its code."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] in ("Z", "X")
    except (OSError, IndexError):
        return True


def leave_on_terminate():
    """Makes SIGTERM end this program as an exit does, so that run() ends what it started."""
    def leave(_number, _frame):
        sys.exit(1)
    signal.signal(signal.SIGTERM, leave)


def end_group_after(process, seconds):
    """Asks a process group to end when the time is up, and makes it ten seconds later. Cancel the
    timer it returns."""
    def end():
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
            except ProcessLookupError:
                return
            time.sleep(10)
    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    return timer


def read_log(log):
    path = os.path.join(LOGS, log)
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def tail(log, lines=25):
    for line in read_log(log).splitlines()[-lines:]:
        print("    " + line[:240])


class Report:
    """One line a suite as it ends, and the sum. Writes the counts where .ci/run reads them."""

    def __init__(self):
        self.total = Count()
        self.started = time.monotonic()

    def suite(self, name, count, seconds, log=None):
        print(f"{name:<28} {count.line()} ({seconds:.0f} s)", flush=True)
        for failure in count.failures[:20]:
            print(f"    failed: {failure}")
        if len(count.failures) > 20:
            print(f"    and {len(count.failures) - 20} more: build/check/{log}")
        shown = set()
        for skip in count.skips:
            reason = skip.split(": ", 1)[-1].split(" ", 1)[-1] or skip
            if reason not in shown and len(shown) < 8:
                print(f"    skipped: {skip[:160]}")
            shown.add(reason)
        if count.failed and log:
            tail(log)
            print(f"    whole log: build/check/{log}")
        sys.stdout.flush()
        self.total.add(count)

    def timed(self, name, function, *arguments, log=None):
        start = time.monotonic()
        count = function(*arguments)
        self.suite(name, count, time.monotonic() - start, log)
        return count

    def close(self):
        """Prints the closing line; the exit code. Nothing run at all is a failure."""
        if self.total.passed + self.total.failed == 0:
            self.total.fail("no test ran")
        minutes = (time.monotonic() - self.started) / 60
        print(f"took {minutes:.1f} min; logs in build/check/")
        print(self.total.line(), flush=True)
        return 1 if self.total.failed else 0


def configure(preset, log, *options):
    return run(["cmake", "--preset", preset, *options], log, 600) == 0


def build(preset, log, targets=(), seconds=None):
    """Builds as much as builds, so that one broken module does not hide the others' tests."""
    goals = [word for target in targets for word in ("--target", target)]
    return run(["cmake", "--build", f"build/{preset}", *goals, "--", "-k", "0"], log, seconds)


def targets_of(preset, pattern):
    """The program targets of a configured build folder whose names match."""
    listing = subprocess.run(["ninja", "-C", f"build/{preset}", "-t", "targets", "all"], cwd=ROOT,
                             capture_output=True, text=True, check=False).stdout
    found = set()
    for line in listing.splitlines():
        name, _, rule = line.partition(": ")
        if rule == "phony" and "/" not in name and re.fullmatch(pattern, name):
            found.add(name)
    return sorted(found)


def ctest_commands(preset):
    """ctest's tests: name -> path of its program (None when it is not built)."""
    listing = subprocess.run(
        ["ctest", "--test-dir", f"build/{preset}", "--show-only=json-v1"], cwd=ROOT,
        capture_output=True, text=True, check=False).stdout
    try:
        tests = json.loads(listing)["tests"]
    except (ValueError, KeyError):
        return {}
    return {test["name"]: (test.get("command") or [None])[0] for test in tests}


def run_ctest(preset, log, label, env=None, names=None, seconds=None, jobs=JOBS,
              test_seconds=900):
    """Runs the tests of a build folder (all, or those named) and counts their single cases."""
    commands = ctest_commands(preset)
    if not commands:
        count = Count()
        count.fail(f"{preset}: ctest lists no test")
        return count
    folder = os.path.join(LOGS, f"{label}-cases")
    junit = os.path.join(LOGS, f"{label}.xml")
    for old in [junit] + [os.path.join(folder, name)
                          for name in (os.listdir(folder) if os.path.isdir(folder) else [])]:
        if os.path.exists(old):
            os.remove(old)
    os.makedirs(folder, exist_ok=True)
    choice = ["-R", "^(" + "|".join(map(re.escape, names)) + ")$"] if names is not None else []
    code = run(["ctest", "--test-dir", f"build/{preset}", "-j", jobs, "--output-on-failure",
                "--no-tests=error", "--timeout", str(test_seconds), "--output-junit", junit,
                *choice],
               log, seconds, {"GTEST_OUTPUT": f"json:{folder}/", **(env or {})})
    if not os.path.exists(junit):
        count = Count()
        count.fail(f"{label}: ctest ended without a result (code {code})")
        return count
    programs = {name: os.path.basename(path or name) for name, path in commands.items()}
    count = count_ctest(junit, programs, folder)
    if code != 0 and count.failed == 0:
        count.fail(f"{label}: ctest ended with code {code}")
    return count


def run_python_tests(log):
    """The house rules: every *_test.py and *_selftest.py of tests/house."""
    code = run([sys.executable, "-B", "tests/house/run.py"], log, 300)
    count = count_node(read_log(log)) or Count()
    count.failures = re.findall(r"^(?:FAIL|ERROR): (.*)$", read_log(log), re.M)
    if code != 0 and count.failed == 0:
        count.fail(f"house rules: ended with code {code}")
    return count


def npm_scripts():
    path = os.path.join(ROOT, "web", "package.json")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file).get("scripts", {})


def run_npm(script, log, seconds, env=None):
    """Counts one npm script's tests; a run whose output tells no number has failed."""
    code = run(["npm", "run", "--silent", script], log, seconds, env,
               cwd=os.path.join(ROOT, "web"))
    count = count_node(read_log(log))
    if count is None:
        count = Count()
        count.fail(f"npm run {script}: told no count (code {code})")
    elif code != 0 and count.failed == 0:
        count.fail(f"npm run {script}: ended with code {code}")
    elif count.passed + count.failed == 0:
        count.fail(f"npm run {script}: ran no test")
    elif count.failed and not count.failures:
        names = re.findall(r"^\s*(?:✖|not ok \d+ -) (.*)$", read_log(log), re.M)
        count.failures = list(dict.fromkeys(names))
    return count
