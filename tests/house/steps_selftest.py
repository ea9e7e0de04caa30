"""The steps of ./up and ./check that decide what is to be done."""

import os
import subprocess
import tempfile
import unittest

import house
import second_tier
import steps
import tidy


def shell(script, folder=house.ROOT):
    source = os.path.join(house.ROOT, "packaging", "steps.sh")
    return subprocess.run(["bash", "-euo", "pipefail", "-c", f". '{source}'; {script}"],
                          cwd=folder, capture_output=True, text=True, check=False)


class Packages(unittest.TestCase):
    def test_sections(self):
        build = shell("packages_of build").stdout.split()
        self.assertIn("g++", build)
        self.assertNotIn("chromium", build)
        both = shell("packages_of build check").stdout.split()
        self.assertEqual(build, both[:len(build)])
        self.assertIn("chromium", both)
        self.assertEqual([], shell("packages_of nothing").stdout.split())

    def test_missing_packages(self):
        done = shell("printf 'bash\\nno-such-package-at-all\\n' | missing_of")
        self.assertEqual(["no-such-package-at-all"], done.stdout.split())
        self.assertEqual("", shell("printf 'bash\\n' | missing_of").stdout)

    def test_a_failed_step_ends_with_the_closing_line(self):
        done = shell("trap closing_line EXIT; die gone")
        self.assertEqual((1, "0 passed, 1 failed\n"), (done.returncode, done.stdout))


class WebStamp(unittest.TestCase):
    def test_hash_follows_sources_only(self):
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "web", "src"))
            os.makedirs(os.path.join(folder, "web", "dist"))

            def write(name, text):
                with open(os.path.join(folder, "web", name), "w", encoding="utf-8") as file:
                    file.write(text)
                return shell("web_hash", folder).stdout
            first = write("src/a.ts", "1")
            self.assertEqual(65, len(first))
            self.assertEqual(first, write("dist/a.js", "1"))
            self.assertNotEqual(first, write("src/a.ts", "2"))
            self.assertEqual(first, write("src/a.ts", "1"))
            self.assertNotEqual(first, write("src/b.ts", ""))


class Running(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.logs, steps.LOGS = steps.LOGS, holder.name
        self.addCleanup(setattr, steps, "LOGS", self.logs)

    def test_code_and_log(self):
        self.assertEqual(3, steps.run(["bash", "-c", "echo out; exit 3"], "a.log"))
        self.assertIn("out\n", steps.read_log("a.log"))

    def test_time_runs_out_for_children_too(self):
        self.assertIsNone(steps.run(
            ["bash", "-mc", "sleep 60 & echo $!; wait"], "a.log", 0.5))
        child = steps.read_log("a.log").split()[-1]
        self.assertTrue(steps.is_dead(child), f"{child} is still there")

    def test_inner_deadline_is_never_later(self):
        outer = second_tier.Deadline(5)
        self.assertLessEqual(second_tier.Deadline(60, outer).left(), 5)
        self.assertEqual(0, second_tier.Deadline(-1).left())


class Tidy(unittest.TestCase):
    DEPENDENCIES = {"src/a/x.cpp": ["src/a/x.cpp", "src/a/x.hpp", "src/b/y.hpp"],
                    "src/c/z.cpp": ["src/c/z.cpp", "src/d/only.hpp"]}
    COMMANDS = {"src/a/x.cpp": "c++ x", "src/c/z.cpp": "c++ z"}

    def chosen(self, *changed):
        return tidy.sources_to_read(changed, self.DEPENDENCIES, self.COMMANDS)

    def test_sources_and_headers(self):
        self.assertEqual(["src/a/x.cpp"], self.chosen("src/a/x.cpp"))
        self.assertEqual(["src/a/x.cpp"], self.chosen("src/a/x.hpp"))
        self.assertEqual(["src/c/z.cpp"], self.chosen("src/d/only.hpp"))
        self.assertEqual([], self.chosen("src/gone.cpp"))

    def test_a_key_follows_the_command_and_the_files(self):
        first = tidy.key_of("src/a/x.cpp", "c++ x", {})
        self.assertEqual(first, tidy.key_of("src/a/x.cpp", "c++ x", {}))
        self.assertNotEqual(first, tidy.key_of("src/a/x.cpp", "c++ -O2 x", {}))
        self.assertNotEqual(first, tidy.key_of("src/a/x.cpp", "c++ x",
                                               {"src/a/x.cpp": ["CMakeLists.txt"]}))


if __name__ == "__main__":
    unittest.main()
