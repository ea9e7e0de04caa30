"""The error table is sound, and its page is the one it makes."""

import unittest

import house
import make_errors_page


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = house.read_repository()
        cls.table = cls.files[make_errors_page.TABLE]

    def test_table_is_sound(self):
        self.assertGreater(len(make_errors_page.rows_of(self.table)), 10)
        self.assertEqual([], make_errors_page.problems(self.table))

    def test_page_is_current(self):
        self.assertTrue(
            self.files.get(make_errors_page.PAGE) == make_errors_page.page_of(self.table),
            f"{make_errors_page.PAGE} is not what the table makes: "
            "run python3 tests/house/make_errors_page.py")


if __name__ == "__main__":
    unittest.main()
