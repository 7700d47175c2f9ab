#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/csv.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    constexpr std::size_t most = 1000;
    auto const rows = skein::read_csv(text, most);
    if (!rows) return 0;
    if (rows->size() > most) __builtin_trap();
    std::string again;
    for (auto const& row : *rows) {
        if (row.empty() || row.size() > skein::csv_cells_max) __builtin_trap();
        again.clear();
        skein::append_csv_row(again, row);
        if (std::string_view("=+-@").contains(again.front())) __builtin_trap();
    }
    return 0;
}
