#!/usr/bin/env python3
"""SQL is neutral: one text for both databases. Dialects stay inside src/platform/db and features/search."""

import re

from source_files import cpp_files, finish, literals, relative, tracked

STATEMENT = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP)\b")
HOME = ("src/platform/db/", "src/features/search/")

BANNED = {
    r"\bNOW\(\)|\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bdatetime\(|\bstrftime\(": "the time comes from Tx::now",
    r"\bAUTOINCREMENT\b|\b(BIG)?SERIAL\b|\bnextval\(": "ids come from Tx::new_id",
    r"\bINSERT OR \b|\bREPLACE INTO\b": "write ON CONFLICT",
    r"\bILIKE\b|\bGLOB\b|\bREGEXP\b|\bSIMILAR TO\b": "this operator exists in one database only",
    r"\browid\b": "every table has an explicit primary key",
    r"::\w+|\bunnest\(|\bjson_each\(|\bANY\s*\(\$": "a list is {list:$n} or {texts:$n}",
    r"\?\d": "parameters are $1, $2 …",
    r"\bIFNULL\(|\bNVL\(": "write COALESCE",
    r"\bCREATE TRIGGER\b": "no trigger writes data",
    r"\bDELETE FROM \w+\s*(;|$)": "SQLite tells no watcher of rows that all go at once: write WHERE TRUE",
}
MIGRATION_ONLY = {
    r"\b(INTEGER|INT|SMALLINT|VARCHAR|CHAR|TIMESTAMP|TIMESTAMPTZ|DATE|REAL|FLOAT|BLOB|JSONB?|NUMERIC|UUID)\b":
        "types are BIGINT, TEXT, BOOLEAN, BYTEA, DOUBLE PRECISION",
    r"\bWITHOUT ROWID\b|\bSTRICT\b": "write {clustered}; STRICT is added",
}


def without_sql_text(sql: str) -> str:
    return re.sub(r"'[^']*'|--[^\n]*", "''", sql)


def problems_of(sql: str, rules: dict[str, str]) -> list[str]:
    return [why for pattern, why in rules.items() if re.search(pattern, without_sql_text(sql))]


def main() -> None:
    problems: list[str] = []
    names: dict[str, str] = {}
    count = 0
    for file in cpp_files():
        path, code = relative(file), file.read_text()
        if not path.startswith("src/") or path.endswith("_test.cpp"):
            continue
        for match in re.finditer(r'(?:db::Sql|db::Query<[^;{]*>|PagedQuery<[^;{]*>)\s+(?:const\s+)?\w+\s*[{(]\s*"([^"]+)"', code):
            name = match.group(1)
            if name in names:
                problems.append(f"{path}: the statement {name} is named in {names[name]} too")
            names[name] = path
        if path.startswith(HOME):
            continue
        for line, text in literals(code):
            if STATEMENT.match(text):
                count += 1
                problems += [f"{path}:{line}: {why}" for why in problems_of(text, BANNED)]
    for file in tracked("src/*.sql"):
        text = re.sub(r"-- (sqlite|postgres):[^;]*;", "", file.read_text())
        count += 1
        problems += [f"{relative(file)}: {why}" for why in problems_of(text, {**BANNED, **MIGRATION_ONLY})]
    stems = [file.stem for file in tracked("src/*.sql")]
    problems += [f"migration {stem} exists twice" for stem in set(stems) if stems.count(stem) > 1]
    problems += [f"migration {stem}: the name is not TIME_what" for stem in stems if not re.match(r"\d{12}_\w+$", stem)]
    finish("neutral SQL", problems, f"{count} statements")


main()
