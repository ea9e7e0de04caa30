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
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=1).run(suite)
    bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    good = result.testsRun - bad - skipped
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    print(f"{good} passed, {bad} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if bad or not good else 0


if __name__ == "__main__":
    sys.exit(main())
