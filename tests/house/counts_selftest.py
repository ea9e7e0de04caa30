"""The counting behind the closing line: nothing fails or vanishes in silence."""

import json
import os
import tempfile
import unittest

import counts

JUNIT = """<testsuite>
  <testcase name="base" status="run"/>
  <testcase name="text" status="{text}">{inner}</testcase>
</testsuite>
"""


def case(name, **more):
    return {"name": name, "classname": "S", "status": "RUN", "result": "COMPLETED", **more}


class Counting(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str) else json.dumps(content))

    def cases(self, program, *listed):
        self.write(program + ".json", {"testsuites": [{"name": "S", "testsuite": listed}]})

    def ctest(self, text="run", inner=""):
        self.write("junit.xml", JUNIT.format(text=text, inner=inner))
        programs = {"base": "base_test", "text": "text_test"}
        return counts.count_ctest(os.path.join(self.folder, "junit.xml"), programs, self.folder)

    def test_single_cases_are_counted(self):
        self.cases("base_test", case("a"), case("b"),
                   case("c", result="SKIPPED", skipped=[{"message": "no data"}]))
        self.cases("text_test", case("a"), case("b", failures=[{"failure": "no"}]))
        count = self.ctest("fail", "<failure/>")
        self.assertEqual("3 passed, 1 failed, 1 skipped", count.line())
        self.assertEqual(["text_test: S.b"], count.failures)
        self.assertEqual(["base_test: S.c no data"], count.skips)

    def test_a_crash_is_a_failure(self):
        self.cases("base_test", case("a"))
        self.assertEqual("1 passed, 1 failed", self.ctest("fail", "<failure/>").line())
        self.cases("text_test", case("a"))
        self.assertEqual("2 passed, 1 failed", self.ctest("fail", "<failure/>").line())
        self.write("text_test.json", "{cut off")
        self.assertEqual("1 passed, 1 failed", self.ctest("fail", "<failure/>").line())

    def test_a_program_whose_filter_matched_nothing_counts_nothing(self):
        self.cases("base_test")
        self.cases("text_test", case("a"))
        self.assertEqual("1 passed, 0 failed", self.ctest().line())

    def test_a_program_that_was_never_built_is_a_failure(self):
        inner = '<skipped message="Unable to find executable: x"/>'
        self.assertEqual("1 passed, 1 failed", self.ctest("notrun", inner).line())

    def test_closing_line(self):
        self.assertEqual("5 passed, 0 failed", counts.parse_line("x\n5 passed, 0 failed\n").line())
        self.assertEqual(2, counts.parse_line("5 passed, 0 failed, 2 skipped").skipped)
        self.assertIsNone(counts.parse_line("5 passed, 0 failed\nmore\n"))
        self.assertIsNone(counts.parse_line(""))

    def test_web_runners(self):
        node = "ℹ tests 5\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0\n"
        self.assertEqual("3 passed, 2 failed", counts.count_node(node).line())
        self.assertEqual("3 passed, 2 failed",
                         counts.count_node(node.replace("ℹ", "#")).line())
        self.assertEqual("4 passed, 1 failed",
                         counts.count_node("  Tests  1 failed | 4 passed (5)\n").line())
        self.assertIsNone(counts.count_node("all fine\n"))


if __name__ == "__main__":
    unittest.main()
