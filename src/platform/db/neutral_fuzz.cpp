#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/db/neutral.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace skein::db;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    // What stays neutral in PostgreSQL is left alone by a second reading.
    auto const once = translate_statement(text, Dialect::postgres);
    if (once.find_first_of("{'\"-/$") == std::string::npos &&
        translate_statement(once, Dialect::postgres) != once)
        __builtin_trap();
    translate_statement(text, Dialect::sqlite);
    for (auto const dialect : {Dialect::sqlite, Dialect::postgres})
        for (auto const& statement : translate_migration(text, dialect))
            if (statement.empty()) __builtin_trap();
    return 0;
}
