"""The long forms that .ci/run does briefly and ./campaign at length: seeds, fuzzing, sanitizers."""

import os
import shutil
import time

import steps
from counts import Count

SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1",
}
TEST_PROGRAMS = r"sallyport_\w+_test|sallyport_\w+_replay"
# These run the whole product for minutes, many times over in a sanitizer build; what they run is
# covered by the modules' own tests there.
WHOLE_PRODUCT = {"cli", "story", "twins", "hard", "kills"}


class Deadline:
    """A point in time that nests: an inner one never lies after its outer."""

    def __init__(self, seconds, outer=None):
        self.at = time.monotonic() + seconds
        if outer:
            self.at = min(self.at, outer.at)

    def left(self):
        return max(0.0, self.at - time.monotonic())


def names_that_mention(preset, word):
    """ctest names whose program holds the word, as a program that reads a variable does."""
    names = []
    for name, path in steps.ctest_commands(preset).items():
        if path and os.path.isfile(path):
            with open(path, "rb") as file:
                if word.encode() in file.read():
                    names.append(name)
    return sorted(names)


def run_seeds(seeds, deadline):
    """Every test program that reads a seed (SALLYPORT_SEED, or rapidcheck's RC_PARAMS), once a
    seed, in the release build."""
    count = Count()
    names = sorted(set(names_that_mention("release", "SALLYPORT_SEED"))
                   | set(names_that_mention("release", "RC_PARAMS")))
    if not names:
        count.skip("seeds: no test program reads SALLYPORT_SEED or RC_PARAMS")
        return count
    for seed in seeds:
        if deadline.left() < 20:
            count.skip(f"seeds: seed {seed} not run (time)")
            continue
        one = steps.run_ctest("release", "seeds.log", f"seed-{seed}",
                              {"SALLYPORT_SEED": str(seed), "RC_PARAMS": f"seed={seed}"},
                              names, deadline.left())
        one.failures = [f"seed {seed}: {failure}" for failure in one.failures]
        count.add(one)
    return count


def run_fuzzers(seconds, deadline):
    """Each x_fuzz.cpp under clang's libFuzzer for so many seconds, from its corpus in
    fuzz/corpus/<module>_<x>. What it finds stays in build/check/fuzz/<target>/."""
    count = Count()
    if not shutil.which("clang++-19"):
        count.skip("fuzzing: clang-19 is not installed")
        return count
    if not steps.configure("fuzz", "fuzz-build.log"):
        count.fail("fuzzing: the build could not be set up (build/check/fuzz-build.log)")
        return count
    targets = steps.targets_of("fuzz", r"sallyport_\w+_fuzz")
    if not targets:
        count.skip("fuzzing: no module has an x_fuzz.cpp")
        return count
    if steps.build("fuzz", "fuzz-build.log", targets, deadline.left()) not in (0, None):
        count.fail("fuzzing: a target does not build (build/check/fuzz-build.log)")
    for target in targets:
        program = os.path.join(steps.ROOT, "build", "fuzz", "bin", target)
        if not os.path.exists(program) or deadline.left() < seconds + 30:
            count.skip(f"fuzzing: {target} not run (time, or not built)")
            continue
        _fuzz_one(target, program, seconds, count)
    return count


def _fuzz_one(target, program, seconds, count):
    found = os.path.join(steps.LOGS, "fuzz", target)
    grown = os.path.join(steps.ROOT, "build", "fuzz", "corpus", target)
    kept = os.path.join(steps.ROOT, "fuzz", "corpus",
                        target.removeprefix("sallyport_").removesuffix("_fuzz"))
    for folder in (found, grown):
        os.makedirs(folder, exist_ok=True)
    corpora = [grown] + ([kept] if os.path.isdir(kept) else [])
    code = steps.run([program, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048",
                      f"-artifact_prefix={found}/", "-print_final_stats=1", *corpora],
                     "fuzz.log", seconds + 60, SANITIZER_OPTIONS)
    if code == 0:
        count.passed += 1
    else:
        count.fail(f"fuzzing: {target} (input in build/check/fuzz/{target}/)")


def run_sanitized(preset, deadline):
    """The modules' tests, and the corpora, in a sanitizer build."""
    count = Count()
    log = f"{preset}-build.log"
    if not steps.configure(preset, log):
        count.fail(f"{preset}: the build could not be set up (build/check/{log})")
        return count
    whole = {f"sallyport_{name}_test" for name in WHOLE_PRODUCT}
    targets = [t for t in steps.targets_of(preset, TEST_PROGRAMS) if t not in whole]
    # a third of the time is kept for running what could be built
    if steps.build(preset, log, targets, deadline.left() * 2 / 3) not in (0, None):
        count.fail(f"{preset}: a test does not build (build/check/{log})")
    ready = []
    for name, path in sorted(steps.ctest_commands(preset).items()):
        if path is None or os.path.basename(path) not in targets:
            continue
        if os.path.isfile(path):
            ready.append(name)
        else:
            count.skip(f"{preset}: {name} not built (time)")
    if deadline.left() < 20:
        for name in ready:
            count.skip(f"{preset}: {name} not run (time)")
        return count
    count.add(steps.run_ctest(preset, f"{preset}.log", preset, SANITIZER_OPTIONS, ready,
                              deadline.left()))
    return count
