"""Runs every house rule and the tests of the rules; the last line is "N passed, N failed"."""

import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "runner")]


def main():
    suite = unittest.TestSuite()
    for pattern in ("*_test.py", "*_selftest.py"):
        suite.addTests(unittest.TestLoader().discover(HERE, pattern, HERE))
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        result = unittest.TextTestRunner(stream=nowhere, verbosity=0).run(suite)
    for test, trace in result.failures:
        print(f"FAIL: {test.id()}\n{trace.split('AssertionError: ', 1)[-1].strip()}")
    for test, trace in result.errors:
        print(f"ERROR: {test.id()}\n{trace.strip()}")
    bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    good = result.testsRun - bad - skipped
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    print(f"{good} passed, {bad} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if bad or not good else 0


if __name__ == "__main__":
    sys.exit(main())
