"""./check after the packages and the web pages: build, then every suite, one line each."""

import os
import shutil
import sys

import steps
import tidy
from counts import Count

BROWSER_SECONDS = 600
REAL_SECONDS = 900
UNIT_SECONDS = 300


def build_everything():
    count = Count()
    for log, done in (
            ("configure.log", lambda: steps.configure("release", "configure.log",
                                                      "-DSALLYPORT_TESTS=ON")),
            ("build.log", lambda: steps.build("release", "build.log") == 0)):
        if not done():
            count.fail(f"build: see build/check/{log}")
            steps.tail(log)
            return count
    count.passed = 1
    return count


def browser_environment():
    return {
        "SALLYPORT_BIN": os.path.join(steps.ROOT, "build", "release", "bin", "sallyport"),
        "SALLYPORT_WEB": os.path.join(steps.ROOT, "web", "dist"),
        "SALLYPORT_CHROMIUM": shutil.which("chromium") or "",
    }


def main():
    steps.leave_on_terminate()
    shutil.rmtree(steps.LOGS, ignore_errors=True)
    os.makedirs(steps.LOGS)
    report = steps.Report()
    report.timed("house rules", steps.run_python_tests, "house.log", log="house.log")
    report.timed("build", build_everything)
    report.timed("C++ tests", steps.run_ctest, "release", "cpp.log", "cpp", log="cpp.log")
    scripts = steps.npm_scripts()
    if "test" in scripts:
        report.timed("web unit tests", steps.run_npm, "test", "web.log", UNIT_SECONDS,
                     log="web.log")
    if "test:browser" in scripts:
        report.timed("browser tests", steps.run_npm, "test:browser", "browser.log",
                     BROWSER_SECONDS, browser_environment(), log="browser.log")
    if "test:real" in scripts:
        report.timed("browser, real server", steps.run_npm, "test:real", "real.log",
                     REAL_SECONDS, browser_environment(), log="real.log")
    report.timed("clang-tidy, changed files", tidy.check_changed, log="tidy.log")
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
