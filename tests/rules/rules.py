"""The rules of this repository, each a function of a Repository that yields findings. What they compare with is data:
rules.json beside this file. A finding says where, which rule, and how to mend it."""

import json
import os
import posixpath
import re
from dataclasses import dataclass, field

import source

CPP = (".cpp", ".h")
BRACES = (".cpp", ".h", ".js", ".mjs", ".ts", ".tsx")
CODE = BRACES + (".py", ".sh", ".cmake", "CMakeLists.txt")


@dataclass
class Finding:
    path: str
    line: int
    rule: str
    mend: str

    def __str__(self):
        return f"{self.path}:{self.line}: [{self.rule}] {self.mend}"


@dataclass
class Repository:
    """Files by their path from the root. `table` is rules.json."""

    files: dict
    table: dict
    services: list = field(default_factory=list)

    @classmethod
    def read(cls, root, table):
        files = {}
        for path in source.list_files(root):
            with open(os.path.join(root, path), "rb") as file:
                data = file.read()
            files[path] = None if b"\0" in data[:8192] else data.decode("utf-8", "replace")
        return cls(files, table)

    def __post_init__(self):
        folders = {path.split("/")[1] for path in self.files if path.startswith("emulators/") and path.count("/") > 1}
        self.services = sorted(folders - set(self.table["not_services"]))

    def texts(self, endings):
        for path, text in self.files.items():
            if text is not None and path.endswith(endings):
                yield path, text

    def code(self):
        yield from self.texts(CODE)
        yield from ((path, text) for path, text in self.files.items() if text and is_shell(path, text))


def is_shell(path, text):
    return not path.endswith(CODE) and text.startswith("#!") and "sh" in text.split("\n", 1)[0]


def load_table():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "rules.json"), encoding="utf-8") as file:
        return json.load(file)


# ---- files -----------------------------------------------------------------------------------------------------


def top_level_is_prescribed(repository):
    allowed = set(repository.table["top_level"])
    for name in sorted({path.split("/")[0] for path in repository.files} - allowed):
        yield Finding(name, 1, "top-level", "Move it into the folder it belongs to, or add it to top_level in tests/rules/rules.json with a reason in the commit.")


def files_are_short(repository):
    limit = repository.table["limits"]["file_lines"]
    for path, text in repository.code():
        lines = text.count("\n")
        if lines > limit:
            yield Finding(path, limit, "file-length", f"{lines} lines, {limit} at most: split it by the nouns it holds.")


def functions_are_short(repository):
    limit = repository.table["limits"]["function_lines"]
    for path, text in repository.code():
        for name, first, last in functions_of(path, text):
            if last - first + 1 > limit:
                yield Finding(path, first, "function-length", f"{name} has {last - first + 1} lines, {limit} at most: name its parts and make them functions.")


def functions_of(path, text):
    if path.endswith(BRACES):
        return source.brace_functions(text)
    if path.endswith(".py"):
        return source.python_functions(text)
    return source.shell_functions(text) if path.endswith(".sh") or is_shell(path, text) else []


def services_have_a_readme(repository):
    for service in repository.services:
        readme = f"emulators/{service}/README.md"
        if readme not in repository.files:
            yield Finding(readme, 1, "service-readme", "Write it: operations done, not done, known differences from AWS.")


# ---- words -----------------------------------------------------------------------------------------------------

# Put together from parts, so that this file holds none of them.
FORBIDDEN_WORDS = re.compile(r"\b(?:" + "|".join(["TO" "DO", "FIX" "ME", "XX" "X", "HA" "CK"]) + r")\b|(?i:\b(?:" + "|".join(["st" "ub", "place" "holder", "for " "now", "not yet " "implemented"]) + r")s?\b)")
MACHINE_PATHS = re.compile(r"(?<![\w.:/-])/(?:" + "|".join(["wo" "rk", "ro" "ot", "ho" "me", "Us" "ers"]) + r")/[\w.]|\bfa" r"rm-\w+")


def words_are_final(repository):
    for path, text in repository.code():
        for number, line in enumerate(text.splitlines(), 1):
            match = FORBIDDEN_WORDS.search(line)
            if match:
                yield Finding(path, number, "unfinished", f"'{match.group(0)}': finish it, or answer NotImplemented and say so in the service's README.")


def no_machine_paths(repository):
    for path, text in repository.files.items():
        for number, line in enumerate((text or "").splitlines(), 1):
            match = MACHINE_PATHS.search(line)
            if match:
                yield Finding(path, number, "machine-path", f"'{match.group(0)}…' is a path of one machine: take it from a flag, the environment or a temporary folder.")


# ---- C++ -------------------------------------------------------------------------------------------------------


def headers_are_guarded(repository):
    for path, text in repository.texts(".h"):
        if not re.match(r"(?://[^\n]*\n|\s)*#pragma once\n", text):
            yield Finding(path, 1, "pragma-once", "Begin the header with #pragma once.")


def own_header_is_first(repository):
    for path, text in repository.texts(".cpp"):
        own = path[:-4] + ".h"
        first = next(((line, header) for line, header, _ in source.includes(text)), (1, None))
        if own in repository.files and first[1] != own:
            yield Finding(path, first[0], "own-header-first", f'Include "{own}" first: it proves that the header stands alone.')


def includes_go_one_way(repository):
    for path, text in repository.texts(CPP):
        folder, allowed = include_rule(repository, path)
        for line, header, quoted in source.includes(text):
            ours = header.split("/")[0] in ("asl", "resizer", "emulators", "server", "tests")
            if quoted and not ours:
                yield Finding(path, line, "include-from-root", f'"{header}": include our headers from the root ("emulators/aws/error.h"), others with <>.')
            elif ours and not header.startswith(tuple(allowed)):
                yield Finding(path, line, "include-direction", f"{folder} may not include {header}; it may include {', '.join(allowed)}. Reach it through emulators/ports.h or aws::Caller.")


def include_rule(repository, path):
    """The folder's name and what it may include: the first row of the table that fits."""
    folder = posixpath.dirname(path)
    for row in repository.table["includes"]:
        for service in repository.services if "{service}" in row["folder"] else [None]:
            name = row["folder"].replace("{service}", str(service))
            if folder == name or folder.startswith(name + "/"):
                return name, [allowed.replace("{service}", str(service)) for allowed in row["may"]]
    return folder or ".", []


def libraries_stay_in_their_rooms(repository):
    for path, text in repository.texts(CPP):
        for line, header, _ in source.includes(text):
            for row in repository.table["libraries"]:
                if header.startswith(tuple(row["headers"])) and not within(path, row["only"]):
                    yield Finding(path, line, "library-room", f"<{header}> belongs to {', '.join(row['only'])}: use what is there instead.")


def pure_libraries_do_no_io(repository):
    pure = repository.table["pure"]
    for path, text in repository.texts(CPP):
        if not within(path, pure["folders"]):
            continue
        for line, header, _ in source.includes(text):
            if header in pure["headers"] or header.startswith(tuple(h for h in pure["headers"] if h.endswith("/"))):
                yield Finding(path, line, "pure", f"<{header}>: this library does no I/O and knows no time, thread or chance; take it as a value.")
        for number, line in enumerate(source.without_literals(text).splitlines(), 1):
            for word in pure["words"]:
                if word in line:
                    yield Finding(path, number, "pure", f"{word}: this library does no I/O and knows no time, thread or chance; take it as a value.")


def within(path, folders):
    return path.startswith(tuple(folder + "/" for folder in folders))


def awaits_stand_alone(repository):
    """g++ 12 destroys a capturing lambda's temporary in a co_await expression twice and miscompiles braces there."""
    for path, text in repository.texts(CPP):
        for line, expression in source.awaited_expressions(text):
            if re.search(r"\[[&=\w,\s]*\]\s*[({]|\{", expression):
                yield Finding(path, line, "co-await", "No lambda and no braced temporary inside a co_await expression (g++ 12 miscompiles it): give it a name in the statement before.")
            if "co_await" in expression:
                yield Finding(path, line, "co-await", "One co_await a statement: give the inner result a name.")


# ---- CMake -----------------------------------------------------------------------------------------------------


def cmake_lists_are_explicit(repository):
    for path, text in repository.texts((".cmake", "CMakeLists.txt")):
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"file\s*\(\s*GLOB|aux_source_directory", line):
                yield Finding(path, number, "explicit-sources", "Name each source: a glob does not see new files and hides stray ones.")
    listed = listed_sources(repository)
    for path, _ in repository.texts(".cpp"):
        if path not in listed:
            yield Finding(path, 1, "listed-source", "No CMakeLists.txt names it: add it, or delete the file.")


def listed_sources(repository):
    """Every .cpp that a CMakeLists.txt names, as a path from the root."""
    listed = set()
    for path, text in repository.texts("CMakeLists.txt"):
        folder = posixpath.dirname(path)
        for name in re.findall(r"[^\s()\"]+\.cpp\b", text):
            name = name.replace("${CMAKE_SOURCE_DIR}/", "/").replace("${CMAKE_CURRENT_SOURCE_DIR}/", "")
            listed.add(posixpath.normpath(name[1:] if name.startswith("/") else posixpath.join(folder, name)))
    return listed


ALL = [
    top_level_is_prescribed, files_are_short, functions_are_short, services_have_a_readme, words_are_final,
    no_machine_paths, headers_are_guarded, own_header_is_first, includes_go_one_way, libraries_stay_in_their_rooms,
    pure_libraries_do_no_io, awaits_stand_alone, cmake_lists_are_explicit,
]
