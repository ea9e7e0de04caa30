"""Holds every file of the repository, and the commit messages, against STYLE.md."""

import subprocess
import unittest

import house
import style


class Style(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = house.read_repository()

    def per_file(self, rule):
        house.expect_none(self, [problem for path, text in sorted(self.files.items())
                                 for problem in rule(path, text)])

    def test_files_and_lines_are_short(self):
        self.per_file(style.file_sizes)

    def test_white_space_is_plain(self):
        self.per_file(style.whitespace)

    def test_functions_are_short(self):
        self.per_file(style.function_sizes)

    def test_nothing_is_marked_unfinished(self):
        self.per_file(style.unfinished)

    def test_headers_open_with_their_contract(self):
        self.per_file(style.headers)

    def test_test_files_hold_tests(self):
        self.per_file(style.test_files)

    def test_nothing_tells_where_it_was_written(self):
        self.per_file(style.foreign)

    def test_modules_have_a_page(self):
        house.expect_none(self, style.module_readmes(self.files))

    def test_no_header_is_dead(self):
        house.expect_none(self, style.dead_headers(self.files))

    def test_no_web_source_is_dead(self):
        house.expect_none(self, style.dead_web_files(self.files))

    def test_the_web_lock_names_no_registry(self):
        house.expect_none(self, style.web_lock(self.files))

    def test_commit_messages_tell_of_the_change_only(self):
        done = subprocess.run(["git", "log", "--format=%h%n%B"], cwd=house.ROOT,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.skipTest("no git history here")
        house.expect_none(self, style.foreign("commit messages", done.stdout))


if __name__ == "__main__":
    unittest.main()
