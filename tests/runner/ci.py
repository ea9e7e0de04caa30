"""Both tiers within one bound of time. See .ci/run."""

import os
import subprocess
import sys

import second_tier
import steps
from counts import Count, parse_line
from second_tier import Deadline

# Minutes a tier; together they stay below what the whole run may take.
CHECK_MINUTES = 45
SEED_MINUTES = 10
FUZZ_MINUTES = 12
SANITIZE_MINUTES = 30


def run_check(deadline):
    """./check, its lines passed on as they come; its closing line becomes the count."""
    environment = {"SALLYPORT_TIDY_SECONDS": "600", **os.environ}
    process = subprocess.Popen(["bash", "./check"], cwd=steps.ROOT, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env=environment, errors="replace", start_new_session=True)
    timer = steps.end_group_after(process, deadline.left())
    last = ""
    for line in process.stdout:
        if parse_line(line) is None:
            print(line, end="", flush=True)
        last = line
    code = process.wait()
    timer.cancel()
    count = parse_line(last)
    if count is None:
        count = Count()
        count.fail(f"./check: ended without its closing line (code {code})")
    elif code != 0 and count.failed == 0:
        count.fail(f"./check: ended with code {code}")
    return count


def main():
    steps.leave_on_terminate()
    whole = Deadline(60 * float(os.environ.get("SALLYPORT_CI_MINUTES", "80")))
    seeds = os.environ.get("SALLYPORT_SEEDS", "1 2 3 4 5").split()
    report = steps.Report()
    report.timed("first tier: ./check", run_check, Deadline(60 * CHECK_MINUTES, whole))
    report.timed("second tier: seeds", second_tier.run_seeds, seeds,
                 Deadline(60 * SEED_MINUTES, whole), log="seeds.log")
    report.timed("second tier: fuzzing", second_tier.run_fuzzers, 10,
                 Deadline(60 * FUZZ_MINUTES, whole), log="fuzz.log")
    report.timed("second tier: sanitizers", second_tier.run_sanitized, "sanitize",
                 Deadline(60 * SANITIZE_MINUTES, whole), log="sanitize.log")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
