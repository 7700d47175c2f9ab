"""What the checks read: the sources of the project, and C++ without its comments and strings."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^()\\ \n]{0,16})\(.*?\)(?P=mark)"'
    r"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)


def tracked(*patterns: str) -> list[pathlib.Path]:
    """Files that git knows or would add, so that a new file is checked before its first commit."""
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    return [ROOT / line for line in sorted(set(out.splitlines())) if (ROOT / line).is_file()]


def cpp_files() -> list[pathlib.Path]:
    return tracked("src/*.h", "src/*.cpp", "tests/*.cpp", "bench/*.cpp")


def relative(path: pathlib.Path) -> str:
    return str(path.relative_to(ROOT))


def without_text(code: str) -> str:
    """The code with comments and literals blanked; every line keeps its number."""
    return _TOKEN.sub(lambda m: '""' + "\n" * m.group(0).count("\n"), code)


def literals(code: str) -> list[tuple[int, str]]:
    """Every string literal with its line; adjacent ones (as the compiler joins them) are one."""
    found: list[tuple[int, str]] = []
    end = -1
    for match in _TOKEN.finditer(code):
        token = match.group(0)
        if token.startswith(("//", "/*", "'")):
            continue
        if token.startswith("R"):
            text = token[token.index("(") + 1 : token.rindex(")")]
        else:
            text = token[1:-1].replace("\\n", "\n").replace('\\"', '"')
        if found and end >= 0 and code[end : match.start()].strip() == "":
            line, before = found[-1]
            found[-1] = (line, before + text)
        else:
            found.append((code.count("\n", 0, match.start()) + 1, text))
        end = match.end()
    return found


def finish(name: str, problems: list[str], told: str) -> None:
    """Prints what is wrong and ends with 1, or says in one line that all is well."""
    for problem in problems:
        print(problem)
    print(f"{name}: {len(problems)} problems" if problems else f"{name}: {told}")
    raise SystemExit(1 if problems else 0)
