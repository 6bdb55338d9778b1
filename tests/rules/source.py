"""Reading sources: which files there are, C++ and JavaScript without their comments, and where functions begin and end.

Everything here is a value computed from text; nothing is compiled. The function finder goes by braces and what stands
before them, which is enough for code that clang-format has laid out.
"""

import ast
import os
import re
import subprocess

SKIPPED_FOLDERS = {".git", "build", ".cloudling", "node_modules", "__pycache__", ".pytest_cache"}


def list_files(root):
    """All files of the checkout, relative to `root`: those git knows or would add, or all where there is no git."""
    command = ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-co", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        listed = walk(root)
    return sorted({path for path in listed if os.path.isfile(os.path.join(root, path))})


def walk(root):
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
        for name in files:
            yield os.path.relpath(os.path.join(folder, name), root)


_LITERALS = re.compile(
    r'//[^\n]*|/\*.*?\*/|(?<!\w)(?:u8|[uUL])?R"([^()\\ ]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL,
)


def without_literals(text):
    """`text` with comments and literals blanked out, line numbers kept."""

    def blank(match):
        token = match.group(0)
        newlines = "\n" * token.count("\n")
        return newlines if token.startswith("/") else '""' + newlines

    return _LITERALS.sub(blank, text)


_NOT_FUNCTIONS = re.compile(r"^\s*(?:inline\s+)?(?:export\s+)?(?:namespace|class|struct|enum|union|extern|if|for|while|switch|else|do|try|catch)\b")
_BEFORE_BODY = re.compile(r"(?:\)|\b(?:const|noexcept|override|final|mutable|try)|=>|->\s*[\w:<>&*,\s]+|requires\s.*)\s*$", re.DOTALL)
_INITIALISERS = re.compile(r"\)\s*(?:noexcept\s*)?:(?!:)")


def opens_function(head):
    """Whether the brace after `head` (the text since the last ';', '{' or '}') begins a function's body."""
    head = re.sub(r"^\s*#[^\n]*$", "", head, flags=re.MULTILINE)
    head = re.sub(r"\btemplate\s*<[^{};]*?>(?=\s*[\w\[])", "", head).strip()
    head = re.sub(r"^(?:public|private|protected)\s*:", "", head).strip()
    if "(" not in head or _NOT_FUNCTIONS.match(head):
        return False
    return bool(_BEFORE_BODY.search(head)) or bool(_INITIALISERS.search(head))


def brace_functions(text):
    """(name, first line, last line) of each outermost function of C++, JavaScript or TypeScript text."""
    clean = without_literals(text)
    found, position, head_start = [], 0, 0
    while position < len(clean):
        character = clean[position]
        if character == "{" and _is_initialiser(clean[head_start:position]):
            position = matching_brace(clean, position)
        elif character == "{" and opens_function(clean[head_start:position]):
            end = matching_brace(clean, position)
            head = clean[head_start:position]
            start = head_start + len(head) - len(head.lstrip())
            found.append((_name_of(head), clean.count("\n", 0, start) + 1, clean.count("\n", 0, end) + 1))
            position, head_start = end, end + 1
        elif character in ";{}":
            head_start = position + 1
        position += 1
    return found


def _is_initialiser(head):
    """A brace within a constructor's list of initialisers: `A::A() : member_{1} {`."""
    return bool(_INITIALISERS.search(head)) and bool(re.search(r"[\w>]\s*$", head)) and not _BEFORE_BODY.search(head)


def _name_of(head):
    match = re.search(r"([\w:~]+)\s*\(", head)
    return match.group(1) if match else head.strip()[:40]


def matching_brace(text, opening):
    depth = 0
    for position in range(opening, len(text)):
        if text[position] == "{":
            depth += 1
        elif text[position] == "}":
            depth -= 1
            if depth == 0:
                return position
    return len(text) - 1


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno


def shell_functions(text):
    name = start = None
    for number, line in enumerate(text.splitlines(), 1):
        opening = re.match(r"^(?:function\s+)?([\w-]+)\s*\(\)\s*[{(]", line)
        if opening:
            name, start = opening.group(1), number
        if name and (re.match(r"^[})]", line) or (opening and re.search(r"[})]\s*$", line))):
            yield name, start, number
            name = None


def includes(text):
    """(line, header, quoted) of each include."""
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(2), match.group(1) == '"'


def awaited_expressions(text):
    """(line, expression) of each co_await, up to the end of its statement or the bracket around it."""
    clean = without_literals(text)
    for match in re.finditer(r"\bco_await\b", clean):
        depth, end = 0, match.end()
        while end < len(clean):
            character = clean[end]
            depth += (character in "([{") - (character in ")]}")
            if depth < 0 or (depth == 0 and character == ";"):
                break
            end += 1
        yield clean.count("\n", 0, match.start()) + 1, clean[match.end():end]
