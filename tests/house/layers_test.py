"""Reads every include of src/."""

import unittest

import house
import layers


class Layers(unittest.TestCase):
    def test_includes_keep_to_the_layers(self):
        files = house.read_repository()
        order = layers.module_order(files["src/CMakeLists.txt"])
        self.assertIn("base", order)
        found = layers.problems(files, order)
        house.expect_none(self, found)


if __name__ == "__main__":
    unittest.main()
