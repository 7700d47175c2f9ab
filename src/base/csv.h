// Comma-separated values (RFC 4180), as people carry their lists from server to server.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace skein {

using CsvRow = std::vector<std::string>;
inline constexpr std::size_t csv_cells_max = 16;

/// The rows of a file without empty lines, each with at most `csv_cells_max` cells; further ones
/// are left out. Errc::unprocessable: more than `rows_max` rows, an open quotation, no UTF-8,
/// a NUL. Linear time.
Result<std::vector<CsvRow>> read_csv(std::string_view text, std::size_t rows_max);

/// Adds one row. A cell that a spreadsheet would take for a formula gets an apostrophe before it,
/// which `read_csv` takes away again.
void append_csv_row(std::string& out, std::span<std::string const> cells);

}  // namespace skein
