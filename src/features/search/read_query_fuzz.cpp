#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/search/read_query.h"

namespace {

/// Outside quotation marks there is only what we wrote.
void check(std::string const& expression, char mark) {
    if (std::count(expression.begin(), expression.end(), mark) % 2 != 0) __builtin_trap();
    auto inside = false;
    for (auto const c : expression) {
        if (c == mark) inside = !inside;
        else if (!inside && !std::string_view("ANDOT &!()<->").contains(c)) __builtin_trap();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace skein::search;
    auto const query = read_query({reinterpret_cast<char const*>(data), size});
    if (!query) return 0;
    if (query->asked.all.size() + query->asked.none.size() > query_parts_max) __builtin_trap();
    check(query->asked.expression(Dialect::sqlite, public_mark), '"');
    check(query->asked.expression(Dialect::postgres, public_mark), '\'');
    return 0;
}
