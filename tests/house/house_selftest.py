"""Shows every house rule a bad example that it must find, and a good one that it must pass.
The bad words stand here in pieces, so that the rules pass this file itself."""

import unittest

import house
import layers
import links
import make_errors_page
import style

ORDER = ["base", "text", "model", "ledger", "picture", "resolve", "search", "intake", "service",
         "http", "api", "synth"]


class LayerRules(unittest.TestCase):
    def found(self, path, include, others=()):
        files = {path: f"#include {include}\n", **{other: "" for other in others}}
        return layers.problems(files, ORDER)

    def expect(self, words, path, include):
        found = self.found(path, include)
        self.assertEqual(1, len(found), found)
        self.assertIn(words, found[0])

    def test_earlier_and_own_layers_are_fine(self):
        self.assertEqual([], self.found("src/model/a.cpp", '"text/fold.hpp"'))
        self.assertEqual([], self.found("src/model/a.cpp", '"model/internal/b.hpp"'))
        self.assertEqual([], self.found("src/search/a.cpp", '"picture/view.hpp"'))
        self.assertEqual([], self.found("src/http/a.cpp", "<boost/asio.hpp>"))

    def test_later_layer(self):
        self.expect("later layer", "src/text/a.cpp", '"model/record.hpp"')

    def test_private_folder_of_another(self):
        self.expect("private to text", "src/model/a.cpp", '"text/internal/table.hpp"')

    def test_engine_past_the_view(self):
        for module in ("search", "api", "intake", "synth"):
            self.expect("only through", f"src/{module}/a.cpp", '"picture/store.hpp"')

    def test_engine_test_may_build_a_picture(self):
        self.assertEqual([], self.found("src/search/a_test.cpp", '"picture/store.hpp"'))

    def test_engine_includes_engine(self):
        self.expect("engines do not", "src/search/a.cpp", '"resolve/resolve.hpp"')

    def test_http_stands_on_base_alone(self):
        self.expect("http includes only", "src/http/a.cpp", '"model/record.hpp"')

    def test_heavy_header_outside_its_owner(self):
        self.expect("belongs to http", "src/search/a.cpp", "<boost/asio.hpp>")
        self.expect("belongs to crypto", "src/ledger/a.cpp", "<sodium.h>")
        self.expect("tests only", "src/model/a.cpp", "<rapidcheck.h>")

    def test_heavy_header_in_a_public_header(self):
        self.expect("public header", "src/http/a.hpp", "<boost/asio.hpp>")
        self.assertEqual([], self.found("src/http/internal/a.hpp", "<boost/asio.hpp>"))

    def test_unknown_module_and_unknown_include(self):
        self.expect("not in the list", "src/other/a.cpp", '"base/id.hpp"')
        self.expect("in no module", "src/model/a.cpp", '"elsewhere/a.hpp"')

    def test_order_is_read_from_cmake(self):
        self.assertEqual(["a", "b", "c"], layers.module_order("foreach(module\n  a b\n  c)\n"))


class StyleRules(unittest.TestCase):
    def bad(self, rule, path, text):
        self.assertNotEqual([], rule(path, text), f"{rule.__name__} passed {path}")

    def good(self, rule, path, text):
        self.assertEqual([], rule(path, text))

    def test_long_file_and_long_line(self):
        self.bad(style.file_sizes, "src/a/a.cpp", "x\n" * 601)
        self.good(style.file_sizes, "src/a/a.cpp", "x\n" * 600)
        self.bad(style.file_sizes, "web/src/a.ts", "x" * 101 + "\n")
        self.good(style.file_sizes, "web/src/a.ts", "é" * 100 + "\n")
        self.good(style.file_sizes, "src/a/table.inc", ("x" * 200 + "\n") * 700)

    def test_white_space(self):
        self.bad(style.whitespace, "src/a/a.cpp", "\tx\n")
        self.bad(style.whitespace, "src/a/a.cpp", "x \n")
        self.bad(style.whitespace, "src/a/a.cpp", "x\r\n")
        self.bad(style.whitespace, "README.md", "x")
        self.bad(style.whitespace, "README.md", "x\n\n")
        self.good(style.whitespace, "README.md", "x\n")

    def test_long_function(self):
        body = "  call();\n"
        for head in ("int f(int a)", "Thing::Thing() : a_{1}, b_(2)", "TEST(A, B)",
                     "template <class T> auto g(T t) const noexcept"):
            self.bad(style.function_sizes, "src/a/a.cpp", head + " {\n" + body * 69 + "}\n")
            self.good(style.function_sizes, "src/a/a.cpp", head + " {\n" + body * 68 + "}\n")

    def test_functions_within_scopes(self):
        text = ("namespace n {\nstruct S {\n" + "  int x = 0;\n" * 80 + "};\n"
                "const char* kText = \"{ ( \";  // {\n" + "int f() {\n" + "  g();\n" * 70
                + "}\n}\n")
        found = style.cpp_functions(text)
        self.assertEqual([(85, 156, "int f()")], found)

    def test_long_python_function(self):
        self.bad(style.function_sizes, "tests/a.py", "def f():\n" + "    g()\n" * 70)
        self.good(style.function_sizes, "tests/a.py", "def f():\n" + "    g()\n" * 69)

    def test_unfinished_work(self):
        for word in ("TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK"):
            self.bad(style.unfinished, "src/a/a.cpp", f"f();  // {word}: later\n")
        for words in ("for " "now", "not " "implemented", "hard-" "coded", "hard" "coded"):
            self.bad(style.unfinished, "src/a/a.cpp", f"// {words} it stands\n")
            self.bad(style.unfinished, "web/src/a.svelte", f"<!-- {words} -->\n")
            self.bad(style.unfinished, "tests/a.py", f"x = 1  # {words}\n")
            self.good(style.unfinished, "src/a/a.cpp", f'say("{words}");\n')

    def test_header_without_contract(self):
        self.bad(style.headers, "src/a/a.hpp", "#pragma once\n")
        self.bad(style.headers, "src/a/a.hpp", "// What it is.\nint a;\n")
        self.good(style.headers, "src/a/a.hpp", "// What it is.\n#pragma once\n")

    def test_test_file_without_test(self):
        self.bad(style.test_files, "src/a/a_test.cpp", "int main() {}\n// TEST(\n")
        self.good(style.test_files, "src/a/a_test.cpp", "TEST(A, B) {}\n")
        self.bad(style.test_files, "tests/house/a_test.py", "print()\n")

    def test_module_without_page(self):
        files = {"src/a/CMakeLists.txt": "", "src/b/CMakeLists.txt": "", "src/b/README.md": "#\n"}
        self.assertEqual(["src/a: no README.md"], style.module_readmes(files))
        self.assertEqual(1, len(style.module_readmes(
            {"src/b/CMakeLists.txt": "", "src/b/README.md": "x\n" * 81})))

    def test_dead_header(self):
        files = {"src/a/x.hpp": "", "src/a/x.cpp": '#include "a/x.hpp"\n',
                 "src/a/x_test.cpp": '#include "a/x.hpp"\n'}
        self.assertEqual(1, len(style.dead_headers(files)))
        files["src/b/y.cpp"] = '#include "a/x.hpp"\n'
        self.assertEqual([], style.dead_headers(files))

    def test_dead_web_file(self):
        files = {"web/src/Page.svelte": "", "web/src/main.ts": "",
                 "web/index.html": '"src/main.ts"'}
        self.assertEqual(1, len(style.dead_web_files(files)))
        files["web/src/main.ts"] = 'import Page from "./Page.svelte";\n'
        self.assertEqual([], style.dead_web_files(files))

    def test_lock_without_its_setting(self):
        files = {"web/package-lock.json": "{}", "web/.npmrc": "audit=false\n"}
        self.assertEqual(1, len(style.web_lock(files)))
        files["web/.npmrc"] += "omit-lockfile-registry-resolved=true\n"
        self.assertEqual([], style.web_lock(files))

    def test_traces_of_one_place(self):
        for trace in ("/wo" "rk/main", "see /ro" "ot/x", '"/ho' 'me/me"',
                      "https://registry.npm" "js.org/a", '"resolved": "ht' 'tp://x"',
                      "written by an A" "I assistant", "Clau" "de", "in the next " "session",
                      "sub" "agent", "deb." "debian.org"):
            self.bad(style.foreign, "docs/a.md", f"x {trace} y\n")
        for fine in ("one's work/home balance", "an opaque session", "the user agent",
                     "$root/work/", "ProtectHome=yes", "https://example.org/home/", "../work/x"):
            self.good(style.foreign, "docs/a.md", f"x {fine} y\n")


class ErrorTable(unittest.TestCase):
    ROW = 'ERROR({0}, {1}, 400, 2, "Title", "Say \\"yes\\".")\n'

    def test_doubles_are_found(self):
        one = self.ROW.format(101, "kA")
        self.assertEqual([], make_errors_page.problems(one + self.ROW.format(102, "kB")))
        self.assertTrue(make_errors_page.problems(one + self.ROW.format(101, "kB")))
        self.assertTrue(make_errors_page.problems(one + self.ROW.format(102, "kA")))
        self.assertTrue(make_errors_page.problems(one + "TOMBSTONE(101)\n"))

    def test_disorder_and_oddities_are_found(self):
        self.assertTrue(make_errors_page.problems(
            self.ROW.format(102, "kB") + self.ROW.format(101, "kA")))
        self.assertTrue(make_errors_page.problems(self.ROW.format(901, "kA")))
        self.assertTrue(make_errors_page.problems(
            self.ROW.format(101, "kA").replace("400", "200")))
        self.assertTrue(make_errors_page.problems("ERROR(101, kA, odd)\n"))

    def test_page_follows_the_table(self):
        page = make_errors_page.page_of(self.ROW.format(101, "kA"))
        self.assertIn('| 101 | 400 | 2 | Title | Say "yes". |', page)
        self.assertNotEqual(page, make_errors_page.page_of(self.ROW.format(102, "kA")))


class DocumentLinks(unittest.TestCase):
    FILES = {"docs/a.md": "[b](b.md) [c](../c.md#two-words) `[x](gone.md)` <https://x.org>",
             "docs/b.md": "[a](a.md) [away](https://example.org/x)", "c.md": "## Two *words*\n"}

    def test_good_links(self):
        self.assertEqual([], links.problems(self.FILES, self.FILES.__contains__))

    def test_bad_links(self):
        for bad in ("[x](gone.md)", "[x](../c.md#three)", "[x](../../out.md)", "[x](#nothing)"):
            files = {**self.FILES, "docs/b.md": bad}
            self.assertEqual(1, len(links.problems(files, files.__contains__)), bad)


class CppText(unittest.TestCase):
    def test_strings_and_comments_are_blanked(self):
        text = 'a("{//"); // {\nb(\'{\'); /* {\n{ */ c(R"({)"); d(1\'000);\n'
        plain = house.strip_cpp(text)
        self.assertNotIn("{", plain)
        self.assertEqual(text.count("\n"), plain.count("\n"))
        self.assertIn("1'000", plain)

    def test_includes(self):
        self.assertEqual([(1, "a/b.hpp", True), (2, "c", False)],
                         house.includes_of('#include "a/b.hpp"\n #  include <c>\n'))


if __name__ == "__main__":
    unittest.main()
