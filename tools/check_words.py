#!/usr/bin/env python3
"""The words of the server's own pages and mails: every language of locales/ has the same keys, values and links in each
message; every key that the code names is there, and every key is named by the code."""

import json
import re

from source_files import ROOT, cpp_files, finish, literals, relative

KEY = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_0-9]+")
SAY = re.compile(r'\bsay(?:\.html)?\(\s*"([\w.]+)"')
VALUE = re.compile(r"\{\s*(\w+)")
LINK = re.compile(r"</?(\w*)>")
# Looked up by what they say in English (social::translated).
SAID_ELSEWHERE = "error."


def parts(text: str) -> tuple[set[str], list[str], bool]:
    """The values of a message, its links, and whether it holds what HTML would take for something else."""
    plain = LINK.sub("", text)
    names = {name for name in VALUE.findall(re.sub(r"\b(zero|one|two|few|many|other|=\d+)\s*\{", "(", text))}
    return names, sorted(LINK.findall(text)), bool(re.search(r"[<>&]", plain))


def main() -> None:
    problems = []
    files = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "locales").glob("*.json"))}
    english = files["en"]
    for language, words in files.items():
        if list(words) != sorted(words):
            problems.append(f"locales/{language}.json: its keys are not in order")
        problems += [f"locales/{language}.json: {key} is missing" for key in english.keys() - words.keys()]
        problems += [f"locales/{language}.json: {key} is not in en.json" for key in words.keys() - english.keys()]
        for key in english.keys() & words.keys():
            names, links, marked = parts(words[key])
            if (names, links) != parts(english[key])[:2]:
                problems.append(f"locales/{language}.json: {key} has other values or links than in en.json")
            if marked or not words[key].strip():
                problems.append(f"locales/{language}.json: {key} is empty, or has a sign of HTML")
    families = {key.split(".")[0] for key in english}
    said, asked = {}, {}
    for path in cpp_files():
        if path.name.endswith("_test.cpp"):
            continue
        code = path.read_text()
        for _, text in literals(code):
            said.setdefault(text, path)
        for key in SAY.findall(code):
            asked.setdefault(key, path)
    # Also those that stand in tables, by the first of their names.
    keys = asked | {text: path for text, path in said.items()
                    if KEY.fullmatch(text) and text.split(".")[0] in families}
    problems += [f"{relative(path)}: {key} is not in locales/en.json"
                 for key, path in keys.items() if key not in english and not key.endswith((".h", ".cpp"))]
    for key, text in english.items():
        if key.startswith(SAID_ELSEWHERE) and text not in said:
            problems.append(f"locales/en.json: nothing says what {key} says")
        if not key.startswith(SAID_ELSEWHERE) and key not in keys:
            problems.append(f"locales/en.json: nothing names {key}")
    finish("words", problems, f"{len(english)} messages in {len(files)} languages")


main()
