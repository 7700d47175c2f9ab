#!/usr/bin/env python3
"""`./dev new feature NAME`: the folder of a feature, its header, its table of contents, its test,
and its line in the list."""

import re
import sys

from source_files import ROOT

HEADER = """// {title}: say in a paragraph what it is, for whom, and what always holds.
#pragma once

namespace skein {{
class Server;
}}

namespace skein::{name} {{

void install(Server& server);

}}  // namespace skein::{name}
"""

SOURCE = """#include "features/{name}/feature.h"

#include "core/server.h"
#include "features/{name}/config.h"

namespace skein::{name} {{

void install(Server& server) {{
    if (!server.settings<{type}Config>().enabled) return;
}}

}}  // namespace skein::{name}
"""

CONFIG = """// The settings of `{name}`.
#pragma once

#include "core/config.h"

namespace skein::{name} {{

struct {type}Config {{
    bool enabled = true;

    void declare(Settings& s) {{
        s.flag("{name}.enabled", enabled, "Say what an admin gains by turning this off.");
    }}
}};

}}  // namespace skein::{name}
"""

TEST = """#include <gtest/gtest.h>

#include "features/{name}/config.h"
#include "features/{name}/feature.h"
#include "testing/test_server.h"

namespace skein::{name} {{
namespace {{

class {type} : public ::testing::Test {{
  protected:
    testing::TestServer server{{{{.features = {{{{"{name}", install}}}}}}}};
}};

TEST_F({type}, is_on_unless_an_admin_turns_it_off) {{
    EXPECT_TRUE(server.server().settings<{type}Config>().enabled);
}}

}}  // namespace
}}  // namespace skein::{name}
"""


def fail(text: str) -> None:
    raise SystemExit(f"new: {text}")


def add_line(name: str) -> None:
    """Keeps the list and its includes in alphabetical order."""
    path = ROOT / "src/app/features.cpp"
    text = path.read_text()
    include = f'#include "features/{name}/feature.h"'
    includes = sorted(set(re.findall(r'#include "features/\w+/feature\.h"', text)) | {include})
    block = re.compile(r'(?:#include "features/\w+/feature\.h"\n)+')
    text = block.sub("\n".join(includes) + "\n", text, count=1)
    entries = re.findall(r'^    list\.push_back\(\{"\w+", \w+::install\}\);\n', text, re.MULTILINE)
    if not entries:
        fail("src/app/features.cpp has no list of features")
    added = sorted(entries + [f'    list.push_back({{"{name}", {name}::install}});\n'])
    text = text.replace("".join(entries), "".join(added))
    path.write_text(text)


def main() -> None:
    if len(sys.argv) != 3 or sys.argv[1] != "feature":
        fail("usage: ./dev new feature NAME")
    name = sys.argv[2]
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        fail(f"{name} is no name: lower-case words joined by _")
    folder = ROOT / "src/features" / name
    if folder.exists():
        fail(f"src/features/{name} is there already")
    words = {"name": name, "title": name.replace("_", " ").capitalize(),
             "type": "".join(word.capitalize() for word in name.split("_"))}
    folder.mkdir(parents=True)
    (folder / "feature.h").write_text(HEADER.format(**words))
    (folder / "feature.cpp").write_text(SOURCE.format(**words))
    (folder / "config.h").write_text(CONFIG.format(**words))
    (folder / f"{name}_test.cpp").write_text(TEST.format(**words))
    add_line(name)
    print(f"src/features/{name}/ is there, with a test, and in src/app/features.cpp. Begin with feature.h; give it a row in\n"
          f"ARCHITECTURE.md; `./dev reference` lists what it adds.")


main()
