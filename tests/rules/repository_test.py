"""Holds the repository to its own rules, and each rule to an example that it must find and one that it must not."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import rules  # noqa: E402
import source  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TABLE = rules.load_table()


def found(rule, files):
    """(path, line) of what `rule` finds in a repository of these files."""
    return [(finding.path, finding.line) for finding in rule(rules.Repository(files, TABLE))]


class ThisRepository(unittest.TestCase):
    def test_keeps_its_rules(self):
        repository = rules.Repository.read(ROOT, TABLE)
        findings = [str(finding) for rule in rules.ALL for finding in rule(repository)]
        self.assertGreater(len(repository.files), 20, "the file list is empty: is this the checkout?")
        if findings:
            self.fail("\n\n" + "\n".join(findings) + "\n")


def body(lines):
    return "  x();\n" * lines


class Rules(unittest.TestCase):
    def test_top_level(self):
        self.assertEqual(found(rules.top_level_is_prescribed, {"README.md": "", "notes.txt": "", "asl/a.h": ""}), [("notes.txt", 1)])

    def test_file_length(self):
        self.assertEqual(found(rules.files_are_short, {"asl/a.h": "\n" * 600, "asl/b.h": "\n" * 601}), [("asl/b.h", 600)])

    def test_function_length_of_cpp(self):
        short, long = body(68), body(69)
        heads = ["int f() {", "A::A(int x)\n    : a_{x}, b_(x) {", "auto f(int x) const -> std::vector<int> {", "template <class T>\nvoid f(T x) noexcept {", "TEST(A, B) {"]
        for head in heads:
            extra = head.count("\n")
            self.assertEqual(found(rules.functions_are_short, {"asl/a.cpp": f"namespace a {{\n{head}\n{body(68 - extra)}}}\n}}\n"}), [], head)
            self.assertEqual(found(rules.functions_are_short, {"asl/a.cpp": f"namespace a {{\n{head}\n{long}}}\n}}\n"}), [("asl/a.cpp", 2)], head)
        self.assertEqual(found(rules.functions_are_short, {"asl/a.cpp": f"class A {{\n{short}{short}}};\nconst T k = {{\n{long}}};\n"}), [])

    def test_function_length_elsewhere(self):
        self.assertEqual(found(rules.functions_are_short, {"tests/a.py": "def f():\n" + "    x()\n" * 70}), [("tests/a.py", 1)])
        self.assertEqual(found(rules.functions_are_short, {"dev": "#!/bin/bash\nf() {\n" + body(69) + "}\n"}), [("dev", 2)])
        self.assertEqual(found(rules.functions_are_short, {"tests/a.mjs": "test('x', async () => {\n" + body(69) + "});\n"}), [("tests/a.mjs", 1)])

    def test_braces_in_literals_and_comments_do_not_count(self):
        text = 'int f() {\n  return g("}", \'}\', R"x(}})x");  // }\n}\n' + "int g() {\n" + body(69) + "}\n"
        self.assertEqual([name for name, _, _ in source.brace_functions(text)], ["f", "g"])
        self.assertEqual(found(rules.functions_are_short, {"asl/a.cpp": text}), [("asl/a.cpp", 4)])

    def test_service_readme(self):
        files = {"emulators/s3/a.cpp": "", "emulators/aws/b.cpp": "", "emulators/sqs/README.md": "", "emulators/ports.h": ""}
        self.assertEqual(found(rules.services_have_a_readme, files), [("emulators/s3/README.md", 1)])

    def test_words(self):
        bad = "TO" "DO"
        self.assertEqual(found(rules.words_are_final, {"asl/a.cpp": f"int x;\n// {bad}: y\n", "README.md": bad}), [("asl/a.cpp", 2)])
        self.assertEqual(found(rules.words_are_final, {"asl/a.cpp": "int stubborn;  // method\n"}), [])

    def test_machine_paths(self):
        path = "/ho" "me/me/x"
        self.assertEqual(found(rules.no_machine_paths, {"README.md": f"a\ncd {path}\n"}), [("README.md", 2)])
        self.assertEqual(found(rules.no_machine_paths, {"README.md": "see https://example.com/ho" "me/me\n", "a.png": None}), [])

    def test_pragma_once(self):
        files = {"asl/a.h": "// what\n\n#pragma once\n", "asl/b.h": "int x;\n#pragma once\n"}
        self.assertEqual(found(rules.headers_are_guarded, files), [("asl/b.h", 1)])

    def test_own_header_first(self):
        files = {"asl/a.h": "", "asl/a.cpp": '#include <map>\n#include "asl/a.h"\n', "asl/b.cpp": "#include <map>\n"}
        self.assertEqual(found(rules.own_header_is_first, files), [("asl/a.cpp", 1)])


class Directions(unittest.TestCase):
    def test_includes(self):
        allowed = [
            ("emulators/s3/a.cpp", "emulators/s3/b.h"), ("emulators/s3/a.cpp", "emulators/ports.h"),
            ("emulators/s3/a.cpp", "asl/json/json.h"), ("emulators/stepfunctions/a.cpp", "asl/execution/execution.h"),
            ("server/a.cpp", "resizer/resizer.h"), ("asl/execution/a.cpp", "asl/json/json.h"), ("tests/asl/a.cpp", "asl/json/json.h"),
        ]
        refused = [
            ("emulators/s3/a.cpp", "emulators/lambda/b.h"), ("emulators/s3/a.cpp", "asl/execution/execution.h"),
            ("emulators/lambda/a.cpp", "resizer/resizer.h"), ("emulators/aws/a.cpp", "emulators/store/store.h"),
            ("emulators/store/a.cpp", "emulators/s3/b.h"), ("asl/json/a.cpp", "asl/execution/execution.h"),
            ("asl/a.cpp", "emulators/aws/error.h"), ("resizer/a.cpp", "server/config.h"), ("emulators/s3/a.cpp", "server/config.h"),
        ]
        for path, header in allowed + refused:
            expected = [(path, 1)] if (path, header) in refused else []
            self.assertEqual(found(rules.includes_go_one_way, {path: f'#include "{header}"\n'}), expected, (path, header))

    def test_includes_from_the_root(self):
        self.assertEqual(found(rules.includes_go_one_way, {"asl/a.cpp": '#include "a.h"\n'}), [("asl/a.cpp", 1)])

    def test_libraries(self):
        for path, header in [("server/a.cpp", "opencv2/core.hpp"), ("emulators/aws/a.h", "boost/beast.hpp"), ("server/a.cpp", "sqlite3.h"), ("asl/a.h", "boost/asio/awaitable.hpp")]:
            self.assertEqual(found(rules.libraries_stay_in_their_rooms, {path: f"#include <{header}>\n"}), [(path, 1)], header)
        self.assertEqual(found(rules.libraries_stay_in_their_rooms, {"resizer/a.cpp": "#include <opencv2/core.hpp>\n"}), [])

    def test_pure(self):
        self.assertEqual(found(rules.pure_libraries_do_no_io, {"asl/a.h": "#include <map>\n#include <thread>\n"}), [("asl/a.h", 2)])
        self.assertEqual(found(rules.pure_libraries_do_no_io, {"resizer/a.cpp": "auto t = std::chrono::steady_clock::now();\n"}), [("resizer/a.cpp", 1)])
        self.assertEqual(found(rules.pure_libraries_do_no_io, {"server/a.cpp": "#include <thread>\n"}), [])

    def test_awaits(self):
        for statement in ["co_await f([&] { return 1; });", "co_await f({1, 2});", "co_await f(co_await g());", "co_await f(T{1});"]:
            self.assertEqual(found(rules.awaits_stand_alone, {"server/a.cpp": f"\n{statement}\n"})[:1], [("server/a.cpp", 2)], statement)
        for statement in ["auto x = co_await f(a, b[0]);", "if (co_await f(a)) { g(); }", "for (auto& x : co_await f(a)) { h(x); }"]:
            self.assertEqual(found(rules.awaits_stand_alone, {"server/a.cpp": f"{statement}\n"}), [], statement)

    def test_cmake(self):
        files = {"asl/CMakeLists.txt": "file(GLOB x *.cpp)\n", "asl/a.cpp": ""}
        self.assertEqual(found(rules.cmake_lists_are_explicit, files), [("asl/CMakeLists.txt", 1), ("asl/a.cpp", 1)])
        files = {"asl/CMakeLists.txt": "cloudling_library(x json/a.cpp ../b.cpp ${CMAKE_SOURCE_DIR}/c/c.cpp)\n"}
        files.update({"asl/json/a.cpp": "", "b.cpp": "", "c/c.cpp": ""})
        self.assertEqual(found(rules.cmake_lists_are_explicit, files), [])


if __name__ == "__main__":
    unittest.main()
