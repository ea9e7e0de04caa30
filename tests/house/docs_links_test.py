"""Every relative link of every page leads somewhere."""

import os
import unittest

import house
import links


class Links(unittest.TestCase):
    def test_relative_links_lead_somewhere(self):
        found = links.problems(house.read_repository(),
                               lambda path: os.path.exists(os.path.join(house.ROOT, path)))
        house.expect_none(self, found)


if __name__ == "__main__":
    unittest.main()
