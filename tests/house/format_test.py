"""Every C++ file stands as .clang-format (Debian 12's clang-format) lays it out."""

import shutil
import subprocess
import unittest

import house


class Format(unittest.TestCase):
    def test_layout_is_the_tools(self):
        if not shutil.which("clang-format"):
            self.skipTest("clang-format is not installed")
        paths = [path for path in house.repository_paths() if path.endswith((".cpp", ".hpp"))]
        done = subprocess.run(["clang-format", "--dry-run", "-Werror", *paths], cwd=house.ROOT,
                              capture_output=True, text=True, check=False)
        wrong = sorted({line.split(":")[0] for line in done.stderr.splitlines()
                        if "clang-format-violations" in line})
        house.expect_none(self, wrong, "Run clang-format -i on these:")
        self.assertEqual(0, done.returncode, done.stderr)


if __name__ == "__main__":
    unittest.main()
