#include "base/csv.h"

#include "base/text.h"

namespace skein {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool begins_formula(std::string_view cell) {
    return !cell.empty() && std::string_view("=+-@\t\r").contains(cell.front());
}

/// Takes back what `append_csv_row` put before a formula.
std::string plain(std::string cell) {
    if (cell.starts_with('\'') && begins_formula(std::string_view(cell).substr(1)))
        cell.erase(0, 1);
    return cell;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ >= text_.size(); }

    Result<CsvRow> row() {
        CsvRow cells;
        for (;;) {
            TRY(auto one, cell());
            if (cells.size() < csv_cells_max) cells.push_back(plain(std::move(one)));
            if (at_end()) return cells;
            if (text_[at_] == ',') {
                ++at_;
                continue;
            }
            end_line();
            return cells;
        }
    }

  private:
    void end_line() {
        if (text_[at_] == '\r') ++at_;
        if (!at_end() && text_[at_] == '\n') ++at_;
    }
    bool at_cell_end() const {
        return at_end() || text_[at_] == ',' || text_[at_] == '\n' || text_[at_] == '\r';
    }
    Result<std::string> cell() {
        std::string out;
        if (!at_end() && text_[at_] == '"') TRY_OK(quoted(out));
        // What stands behind a quotation belongs to the cell, as spreadsheets read it.
        while (!at_cell_end()) out += text_[at_++];
        return out;
    }
    Result<void> quoted(std::string& out) {
        for (++at_; !at_end(); ++at_) {
            if (text_[at_] != '"') {
                out += text_[at_];
                continue;
            }
            ++at_;
            if (at_end() || text_[at_] != '"') return {};
            out += '"';
        }
        return fail(Errc::unprocessable, "A quotation in the file is not closed.");
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool is_utf8(std::string_view text) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    for (std::size_t at = 0; at < text.size();) {
        auto const begin = at;
        if (next_code_point(text, at) == 0xFFFD && text.substr(begin, at - begin) != replacement)
            return false;
    }
    return true;
}

}  // namespace

Result<std::vector<CsvRow>> read_csv(std::string_view text, std::size_t rows_max) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (!is_utf8(text)) return fail(Errc::unprocessable, "The file is not written in UTF-8.");
    // No database keeps it in a text.
    if (text.contains('\0')) return fail(Errc::unprocessable, "The file is no text.");
    std::vector<CsvRow> rows;
    for (Reader reader(text); !reader.at_end();) {
        TRY(auto row, reader.row());
        if (row.size() == 1 && trim(row[0]).empty()) continue;
        if (rows.size() == rows_max)
            return fail(Errc::unprocessable,
                        fmt::format("The file has more than {} lines.", rows_max));
        rows.push_back(std::move(row));
    }
    return rows;
}

void append_csv_row(std::string& out, std::span<std::string const> cells) {
    auto first = true;
    for (auto const& cell : cells) {
        if (!first) out += ',';
        first = false;
        auto const guarded = begins_formula(cell) ? "'" + cell : cell;
        if (guarded.find_first_of(",\"\r\n") == std::string::npos) {
            out += guarded;
            continue;
        }
        out += '"';
        for (auto const c : guarded) {
            if (c == '"') out += '"';
            out += c;
        }
        out += '"';
    }
    out += "\r\n";
}

}  // namespace skein
