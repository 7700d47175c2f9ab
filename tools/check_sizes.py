#!/usr/bin/env python3
"""Functions fit a screen, files tell one story, lines fit the page. Exceptions stand in tools/sizes.txt."""

import re
import unicodedata

from source_files import ROOT, cpp_files, finish, relative, tracked, without_text

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 600
PARAMETERS_MAX = 5
COLUMNS_MAX = 100

TYPE = re.compile(r"\b(class|struct|union|enum)\b")
CONTROL = re.compile(r"\b(if|for|while|switch|catch|do|else|try)\b[^;]*$")
NAME = re.compile(r"([\w:~]+|operator\s*\S+)\s*\($")


def exceptions() -> dict[str, str]:
    """`path` or `path:function`, then the reason."""
    allowed: dict[str, str] = {}
    for line in (ROOT / "tools/sizes.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            key, _, reason = line.partition("  ")
            allowed[key.strip()] = reason.strip()
    return allowed


def parameters(signature: str) -> int:
    """Commas at the top level of the last parameter list, plus one."""
    start, depth = -1, 0
    for index, char in enumerate(signature):
        if char == "(":
            if depth == 0 and start < 0:
                start = index
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0 and start >= 0:
                body = signature[start + 1 : index]
                break
    else:
        return 0
    if not body.strip() or body.strip() == "void":
        return 0
    count, depth = 1, 0
    for char in body:
        depth += (char in "(<[{") - (char in ")>]}")
        count += char == "," and depth == 0
    return count


def columns(line: str) -> int:
    """As a screen shows them: marks that sit on a letter take no place."""
    return sum(unicodedata.category(char) not in ("Mn", "Me", "Cf") for char in line)


def name_of(signature: str) -> str:
    before = signature[: signature.find("(") + 1]
    match = NAME.search(before)
    return match.group(1) if match else before.strip()[-30:]


def functions(code: str):
    """Yields (name, first line, last line, parameters) of every function body outside functions."""
    stack: list[tuple[str, int, str]] = []
    since, line = 0, 1
    for index, char in enumerate(code):
        if char == "\n":
            line += 1
        elif char == "{":
            text = code[since:index]
            inside = any(kind == "function" for kind, _, _ in stack)
            if inside or CONTROL.search(text):
                kind = "block"
            elif re.search(r"\bnamespace\b|extern\s*\"\"", text):
                kind = "namespace"
            elif TYPE.search(text) and not re.search(r"\)\s*(const|noexcept|override|->.*)?\s*$", text):
                kind = "type"
            elif "(" in text and not re.search(r"[=,(]\s*$", text):
                kind = "function"
            else:
                kind = "block"
            first = line - text.lstrip("\n ").count("\n") if kind == "function" else line
            stack.append((kind, first, text))
            since = index + 1
        elif char == "}" and stack:
            kind, first, text = stack.pop()
            if kind == "function":
                yield name_of(text.strip()), first, line, parameters(text)
            since = index + 1
        elif char == ";":
            since = index + 1


def main() -> None:
    problems: list[str] = []
    allowed = exceptions()
    used: set[str] = set()

    def complain(key: str, text: str) -> None:
        if key in allowed:
            used.add(key)
        else:
            problems.append(text)

    count = 0
    for file in cpp_files():
        path, code = relative(file), file.read_text()
        lines = code.splitlines()
        if len(lines) > FILE_LINES_MAX:
            complain(path, f"{path}: {len(lines)} lines (at most {FILE_LINES_MAX})")
        for number, text in enumerate(lines, 1):
            if columns(text) > COLUMNS_MAX and "http" not in text and 'R"' not in text:
                complain(f"{path}:{number}", f"{path}:{number}: {columns(text)} columns (at most {COLUMNS_MAX})")
        if path.endswith("_test.cpp"):
            continue
        for name, first, last, wide in functions(without_text(re.sub(r"^\s*#.*$", "", code, flags=re.M))):
            count += 1
            key = f"{path}:{name}"
            if last - first + 1 > FUNCTION_LINES_MAX:
                complain(key, f"{path}:{first}: {name} has {last - first + 1} lines (at most {FUNCTION_LINES_MAX})")
            if wide > PARAMETERS_MAX:
                complain(key, f"{path}:{first}: {name} has {wide} parameters (at most {PARAMETERS_MAX})")
    for file in tracked("tools/*.py", "tests/*.py", "bench/*.py", "tests/*.ts", "tests/*.mjs", "dev"):
        if len(file.read_text().splitlines()) > FILE_LINES_MAX:
            complain(relative(file), f"{relative(file)}: over {FILE_LINES_MAX} lines")
    problems += [f"tools/sizes.txt: nothing needs the exception {key}" for key in allowed if key not in used]
    finish("sizes", problems, f"{count} functions fit")


main()
