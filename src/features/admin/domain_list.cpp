#include "features/admin/domain_list.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"

namespace skein::admin {
namespace {

constexpr std::size_t shown_bytes_max = 80;

/// One field from `at` on, which moves to the separator behind it.
std::string read_field(std::string_view text, std::size_t& at) {
    std::string field;
    auto quoted = false;
    for (; at < text.size(); ++at) {
        auto const c = text[at];
        if (quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
            field += c;
            ++at;
        } else if (c == '"' && (quoted || field.empty())) {
            quoted = !quoted;
        } else if (!quoted && (c == ',' || c == '\n' || c == '\r')) {
            break;
        } else {
            field += c;
        }
    }
    return field;
}

using Row = std::vector<std::string>;

/// Which column holds what; the first alone when the file does not say.
class Columns {
  public:
    explicit Columns(Row const& head) {
        for (auto const& cell : head) {
            auto name = ascii_lower(trim(cell));
            if (name.starts_with('#')) name.erase(0, 1);
            names_.push_back(std::move(name));
        }
    }
    bool named() const { return has("domain"); }
    bool has(std::string_view name) const {
        return std::ranges::find(names_, name) != names_.end();
    }
    std::string get(Row const& row, std::string_view name) const {
        auto const at = static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin());
        return at < row.size() ? std::string(trim(row[at])) : std::string();
    }

  private:
    std::vector<std::string> names_;
};

bool is_true(std::string_view text) {
    auto const word = ascii_lower(text);
    return word == "true" || word == "t" || word == "1";
}

social::DomainSeverity severity_of(std::string_view text) {
    using social::DomainSeverity;
    auto const word = ascii_lower(text);
    if (word == "silence" || word == "limit") return DomainSeverity::limit;
    if (word == "noop" || word == "none") return DomainSeverity::none;
    return DomainSeverity::suspend;
}

social::DomainPolicy policy_of(Row const& row, Columns const& columns) {
    social::DomainPolicy policy;
    policy.domain = columns.get(row, "domain");
    policy.severity = severity_of(columns.get(row, "severity"));
    policy.reject_media = is_true(columns.get(row, "reject_media"));
    policy.reject_reports = is_true(columns.get(row, "reject_reports"));
    policy.public_comment = columns.get(row, "public_comment");
    policy.private_comment = columns.get(row, "private_comment");
    return policy;
}

}  // namespace

std::vector<std::vector<std::string>> parse_csv(std::string_view text) {
    std::vector<Row> rows;
    Row row;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto field = read_field(text, at);
        if (row.size() < columns_max) row.push_back(std::move(field));
        if (at < text.size() && text[at] == ',') continue;
        if (row.size() > 1 || !trim(row.front()).empty()) rows.push_back(std::move(row));
        row.clear();
    }
    if (!row.empty()) rows.push_back(std::move(row));
    return rows;
}

Result<DomainList> parse_domain_list(std::string_view text) {
    if (text.size() > domain_list_bytes_max)
        return fail(Errc::unprocessable, "This file is too large for a list of domains.");
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    auto const rows = parse_csv(text);
    DomainList list;
    if (rows.empty()) return list;
    Columns columns(rows.front());
    auto const first = columns.named() ? 1U : 0U;
    if (!columns.named()) {
        if (rows.front().size() > 1)
            return fail(Errc::unprocessable,
                        "The first line names no column \"domain\". Give a file as Mastodon "
                        "exports it, or one domain in each line.");
        columns = Columns({"domain"});
    }
    for (std::size_t i = first; i < rows.size(); ++i) {
        auto policy = policy_of(rows[i], columns);
        if (policy.domain.starts_with('#')) continue;
        if (social::domain_name(policy.domain)) list.policies.push_back(std::move(policy));
        else
            list.left_out.push_back(
                strip_controls(first_graphemes(policy.domain, shown_bytes_max), false));
    }
    return list;
}

}  // namespace skein::admin
