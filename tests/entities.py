"""Whether a piece of JSON is an entity as Mastodon documents it, field by field.

Read from `fixtures/reference/mastodon-entities.tsv`. A field that the table does not know is a complaint unless its name
begins with `skein_`; so is one that is missing, null, of another type, outside its documented values, or that depends on
a reader when nobody reads."""

import datetime
import functools
import re

from skein_process import ROOT

TABLE = ROOT / "tests/fixtures/reference/mastodon-entities.tsv"

# Present for a user's token, absent without one; the others may be absent with one too (`pinned` stands only on one's
# own posts).
OF_A_READER = {
    "Status": {"favourited", "reblogged", "muted", "bookmarked", "filtered"},
    "Poll": {"voted", "own_votes"},
}
ONLY_FOR_A_READER = {"Status": {"pinned"}, "Tag": {"following", "featuring"}}

# Fields that the table lacks: entity, field, kind, and who expects it.
BESIDES_THE_TABLE = [
    ("NotificationGroup", "collection", "Collection", "masto.js, as in Notification"),
]

# What local text is made of; sanitised text of others has a few elements more.
HTML_ELEMENTS = {"p", "br", "span", "a", "del", "pre", "code", "em", "strong", "b", "i", "u", "ul", "ol", "li",
                 "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}


class Field:
    def __init__(self, kind: str, nullable: bool, optional: bool, note: str):
        self.kind, self.nullable, self.optional = kind, nullable, optional
        values = re.search(r"\{([^{}]*)\}", note)
        self.allowed = values.group(1).split("|") if values and "enum" in kind else []
        self.inside: dict[str, "Field"] = {}


def _parts(path: str) -> list[str]:
    """`a.b[].c` as a, b, [], c; a quoted part is one name."""
    return [quoted or plain or bracket for quoted, plain, bracket in
            re.findall(r'"([^"]+)"|([^."\[\]]+)|(\[\])', path)]


@functools.cache
def entities() -> dict[str, dict[str, Field]]:
    """Every entity's fields, those of included entities too."""
    found: dict[str, dict[str, Field]] = {}
    includes: list[tuple[str, str]] = []
    for line in TABLE.read_text().splitlines():
        if line.startswith("#") or line.startswith("entity\t"):
            continue
        entity, path, kind, nullable, optional, _, note = (line + "\t" * 6).split("\t")[:7]
        fields = found.setdefault(entity, {})
        if path == "*":
            if kind == "map":
                fields["*"] = Field(kind, False, False, note)
            else:
                includes.append((entity, kind))
            continue
        *above, name = [part for part in _parts(path) if part != "[]"]
        for part in above:
            fields = fields.setdefault(part, Field("object", False, False, "")).inside
        known = fields.get(name)
        fields[name] = Field(kind, nullable == "yes", optional == "yes", note)
        if known:
            fields[name].inside = known.inside
    for entity, other in includes:
        found[entity] = {**found[other], **found[entity]}
    for entity, name, kind, note in BESIDES_THE_TABLE:
        found[entity].setdefault(name, Field(kind, False, True, note))
    return found


def _is_time(text: str, fraction: str) -> bool:
    if not re.fullmatch(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d{fraction}Z", text):
        return False
    try:
        datetime.datetime.fromisoformat(text[:19])
    except ValueError:
        return False
    return True


def _is_html(text: str) -> bool:
    tags = re.findall(r"<\s*(/?)\s*([a-zA-Z0-9]*)([^>]*)>", text)
    open_tags: list[str] = []
    for closing, name, rest in tags:
        if name not in HTML_ELEMENTS or re.search(r"\bon\w+\s*=|javascript:|\bstyle\s*=", rest, re.IGNORECASE):
            return False
        if name == "br":
            continue
        if not closing:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags and text.count("<") == len(tags)


_PLAIN = {
    "id": lambda value: isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value),
    "string": lambda value: isinstance(value, str),
    "numstring": lambda value: isinstance(value, str) and re.fullmatch(r"-?\d+", value),
    "html": lambda value: isinstance(value, str) and _is_html(value),
    "url": lambda value: isinstance(value, str) and re.fullmatch(r"(https?|wss?)://[^\s<>\"]+", value),
    "datetime": lambda value: isinstance(value, str) and _is_time(value, r"\.\d{1,3}"),
    "datetime0": lambda value: isinstance(value, str) and _is_time(value, r"(\.\d{1,3})?"),
    "date": lambda value: isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "map": lambda value: isinstance(value, dict),
    "object": lambda value: isinstance(value, dict),
    "enum": lambda value: isinstance(value, str),
}


def _check_object(value: dict, fields: dict[str, Field], entity: str, where: str, reader: bool) -> list[str]:
    wrong = []
    personal = OF_A_READER.get(entity, set())
    for name, field in fields.items():
        if name == "*":
            continue
        if name not in value:
            if not field.optional or (reader and name in personal):
                wrong.append(f"{where}.{name} is missing")
            continue
        if not reader and name in personal | ONLY_FOR_A_READER.get(entity, set()):
            wrong.append(f"{where}.{name} is there although nobody reads")
        if value[name] is None:
            if not field.nullable:
                wrong.append(f"{where}.{name} is null")
            continue
        wrong += _check(value[name], field.kind, field, f"{where}.{name}", reader)
    if "*" not in fields:
        wrong += [f"{where}.{name} is unknown" for name in value if name not in fields and not name.startswith("skein_")]
    return wrong


def _check(value, kind: str, field: Field | None, where: str, reader: bool) -> list[str]:
    if "|" in kind:
        attempts = [_check(value, one, field, where, reader) for one in kind.split("|")]
        return [] if [] in attempts else min(attempts, key=len)
    if kind.startswith("["):
        if not isinstance(value, list):
            return [f"{where} is no list: {value!r}"]
        return [wrong for number, item in enumerate(value)
                for wrong in _check(item, kind[1:-1], field, f"{where}[{number}]", reader)]
    if kind == "html" and _AS_TYPED.search(where):
        kind = "string"
    if kind in _PLAIN:
        if not _PLAIN[kind](value):
            return [f"{where} is no {kind}: {value!r}"]
        if kind == "enum" and field and field.allowed and value not in field.allowed:
            return [f"{where} is none of {field.allowed}: {value!r}"]
        return _check_object(value, field.inside, "", where, reader) if field and field.inside else []
    if not isinstance(value, dict):
        return [f"{where} is no {kind}: {value!r}"]
    return _check_object(value, entities()[kind], kind, where, reader)


# Profile fields as they were typed, not as they are shown.
_AS_TYPED = re.compile(r"\.source\.fields\[\d+\]\.value$")


def complaints(value, kind: str, reader: bool = True) -> list[str]:
    """What is wrong with `value` as an entity or, as `[Entity]`, a list of them; `reader` says whether a user asked."""
    if kind == "{}":
        return [] if value == {} else [f"{{}} expected, not {value!r}"]
    return _check(value, kind, None, kind, reader)


def assert_is(value, kind: str, reader: bool = True):
    """`value` itself, after a look at each of its fields."""
    wrong = complaints(value, kind, reader)
    assert not wrong, "\n".join(wrong)
    return value
