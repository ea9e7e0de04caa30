"""./campaign NAME: one long form. Lists only those that the sources really hold.

A long form of a test is the same test: it reads SALLYPORT_LONG and then does much more. It belongs
to a campaign by its name (kills: Kill, twins: Twin, timing: Timing, decisions: Decision).
"""

import argparse
import glob
import os
import re
import shutil
import sys

import second_tier
import steps
from counts import Count
from second_tier import Deadline

WORDS = {
    "kills": ("Kill", "the server and the import are killed thousands of times"),
    "twins": ("Twin", "the twin worlds answer alike, over many more users and requests"),
    "timing": ("Timing", "answering times tell nothing about what is hidden: the statistics"),
    "decisions": ("Decision", "access decisions against the reference model, 10^8 of them"),
}
DAY_SECONDS = 24 * 3600


def long_tests(word):
    """Sources with a test of that name that has a long form."""
    found = []
    for path in sorted(glob.glob(os.path.join(steps.ROOT, "src/**/*_test.cpp"), recursive=True)
                       + glob.glob(os.path.join(steps.ROOT, "tests/**/*.cpp"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        names = re.findall(r"^\s*(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\(\s*(\w+),\s*(\w+)", text,
                           re.M)
        if "SALLYPORT_LONG" in text and any(word in suite + name for suite, name in names):
            found.append(path)
    return found


def existing():
    """name -> one line on what it does."""
    campaigns = {"threads": "every module's tests under the thread sanitizer",
                 "seeds": "every test that reads a seed, over --count seeds"}
    if glob.glob(os.path.join(steps.ROOT, "src/**/*_fuzz.cpp"), recursive=True):
        campaigns["fuzz"] = "each fuzz target for --seconds (60)"
    for name, (word, what) in WORDS.items():
        if long_tests(word):
            campaigns[name] = what
    return campaigns


def build_release():
    return (steps.configure("release", "build.log", "-DSALLYPORT_TESTS=ON")
            and steps.build("release", "build.log") == 0)


def run_long(word):
    count = Count()
    if not build_release():
        count.fail("the build failed: build/check/build.log")
        return count
    names = second_tier.names_that_mention("release", "SALLYPORT_LONG")
    return steps.run_ctest("release", "long.log", "long",
                           {"SALLYPORT_LONG": "1", "GTEST_FILTER": f"*{word}*"}, names,
                           DAY_SECONDS, jobs="1", test_seconds=DAY_SECONDS)


def run_seeds(number):
    if not build_release():
        count = Count()
        count.fail("the build failed: build/check/build.log")
        return count
    return second_tier.run_seeds(range(1, number + 1), Deadline(DAY_SECONDS))


def main():
    steps.leave_on_terminate()
    campaigns = existing()
    parser = argparse.ArgumentParser(prog="./campaign", description=__doc__.split("\n\n")[0])
    parser.add_argument("name", nargs="?", choices=sorted(campaigns), help="which one")
    parser.add_argument("--seconds", type=int, default=60, help="fuzz: seconds a target")
    parser.add_argument("--count", type=int, default=100, help="seeds: how many")
    options = parser.parse_args()
    if options.name is None:
        for name in sorted(campaigns):
            print(f"  ./campaign {name:<10} {campaigns[name]}")
        return 0
    shutil.rmtree(steps.LOGS, ignore_errors=True)
    report = steps.Report()
    if options.name == "fuzz":
        report.timed("fuzz", second_tier.run_fuzzers, options.seconds, Deadline(DAY_SECONDS),
                     log="fuzz.log")
    elif options.name == "threads":
        report.timed("threads", second_tier.run_sanitized, "thread", Deadline(DAY_SECONDS),
                     log="thread.log")
    elif options.name == "seeds":
        report.timed("seeds", run_seeds, options.count, log="seeds.log")
    else:
        report.timed(options.name, run_long, WORDS[options.name][0], log="long.log")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
