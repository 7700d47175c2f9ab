#include "features/search/read_query.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/words.h"

namespace skein::search {
namespace {

constexpr std::size_t words_a_part_max = 64;
constexpr std::size_t query_bytes_max = 4096;

/// One piece of the text: `-from:"ann"` is {minus, "from", "ann"}.
struct Part {
    bool minus = false, quoted = false;
    std::string operator_name;
    std::string value;
};

/// The character at `at` as a quotation mark, with its size in bytes; zero for any other.
std::size_t quotation_mark(std::string_view text, std::size_t at) {
    for (std::string_view const mark : {"\"", "“", "”", "„", "«", "»", "「", "」"})
        if (text.substr(at).starts_with(mark)) return mark.size();
    return 0;
}

bool skip_space(std::string_view text, std::size_t& at) {
    auto next = at;
    if (!is_white_space(next_code_point(text, next))) return false;
    at = next;
    return true;
}

/// The text in quotation marks that begins at `at`; without a closing one, all the rest.
std::string quotation(std::string_view text, std::size_t& at) {
    at += quotation_mark(text, at);
    std::string out;
    while (at < text.size()) {
        if (auto const size = quotation_mark(text, at)) {
            at += size;
            return out;
        }
        out += text[at++];
    }
    return out;
}

bool is_operator_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Part read_part(std::string_view text, std::size_t& at) {
    Part part;
    if (text[at] == '-' || text[at] == '+') part.minus = text[at++] == '-';
    auto colon = at;
    while (colon < text.size() && is_operator_letter(text[colon])) ++colon;
    if (colon > at && colon < text.size() && text[colon] == ':') {
        part.operator_name = fold_case(text.substr(at, colon - at));
        at = colon + 1;
    }
    if (at < text.size() && quotation_mark(text, at) > 0) {
        part.quoted = true;
        part.value = quotation(text, at);
        return part;
    }
    while (at < text.size()) {
        auto const begin = at;
        if (skip_space(text, at)) break;
        next_code_point(text, at);
        part.value += text.substr(begin, at - begin);
    }
    return part;
}

std::vector<Part> parts_of(std::string_view text) {
    std::vector<Part> parts;
    for (std::size_t at = 0; at < text.size() && parts.size() < query_parts_max;)
        if (!skip_space(text, at)) parts.push_back(read_part(text, at));
    return parts;
}

using Phrase = Asked::Phrase;

void add(PostQuery& query, bool minus, Phrase phrase) {
    if (phrase.empty()) return;
    (minus ? query.asked.none : query.asked.all).push_back(std::move(phrase));
    query.empty = false;
}

/// What `has:` and `is:` know, in their singular.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> properties{{
    {"media", "%media"},
    {"image", "%image"},
    {"images", "%image"},
    {"video", "%video"},
    {"videos", "%video"},
    {"audio", "%audio"},
    {"poll", "%poll"},
    {"polls", "%poll"},
    {"link", "%link"},
    {"links", "%link"},
    {"embed", "%embed"},
    {"quote", "%quote"},
    {"reply", "%reply"},
    {"sensitive", "%sensitive"},
}};

Result<void> add_property(PostQuery& query, Part const& part) {
    auto const name = fold_case(part.value);
    for (auto const& [known, mark] : properties)
        if (known == name) {
            add(query, part.minus, {std::string(mark)});
            return {};
        }
    return fail(Errc::unprocessable,
                fmt::format("Unknown value for {}: {}", part.operator_name, part.value));
}

Result<void> add_from(PostQuery& query, Part const& part) {
    query.empty = false;
    if (part.value == "me" || part.value == "@me") {
        query.from.push_back({std::nullopt, part.minus});
        return {};
    }
    auto handle = Handle::parse(part.value);
    // Nobody has such a name: nothing is from them, and everything is not.
    if (handle) query.from.push_back({std::move(*handle), part.minus});
    else if (!part.minus) query.impossible = true;
    return {};
}

Result<void> add_language(PostQuery& query, Part const& part) {
    auto mark = language_mark(part.value);
    if (mark.empty()) return fail(Errc::unprocessable, "Unknown language: " + part.value);
    add(query, part.minus, {std::move(mark)});
    return {};
}

Result<void> add_in(PostQuery& query, Part const& part) {
    using In = PostQuery::In;
    auto const name = fold_case(part.value);
    if (part.minus || (name != "all" && name != "public" && name != "library"))
        return fail(Errc::unprocessable, "Unknown value for in: " + part.value);
    query.in = name == "all" ? In::all : name == "public" ? In::public_ : In::library;
    query.empty = query.empty && name == "all";
    return {};
}

void narrow(PostQuery& query, std::optional<Time> after, std::optional<Time> before) {
    if (after) query.after = query.after ? std::max(*query.after, *after) : *after;
    if (before) query.before = query.before ? std::min(*query.before, *before) : *before;
    query.empty = false;
}

/// Days are UTC: the same search finds the same wherever it is asked.
Result<void> add_time(PostQuery& query, Part const& part) {
    auto const at = parse_rfc3339(part.value);
    if (!at || part.minus) return fail(Errc::unprocessable, "This is not a date: " + part.value);
    constexpr std::size_t date_size = 10;
    auto const length = part.value.size() == date_size ? Duration(std::chrono::days(1))
                                                       : Duration(std::chrono::microseconds(1));
    if (part.operator_name == "before") narrow(query, {}, *at);
    if (part.operator_name == "after") narrow(query, *at + length, {});
    if (part.operator_name == "during") narrow(query, *at, *at + length);
    return {};
}

struct Operator {
    std::string_view name;
    Result<void> (*add)(PostQuery&, Part const&);
};
constexpr std::array<Operator, 8> operators{{{"has", add_property},
                                             {"is", add_property},
                                             {"from", add_from},
                                             {"language", add_language},
                                             {"in", add_in},
                                             {"before", add_time},
                                             {"after", add_time},
                                             {"during", add_time}}};

/// Several words that were typed as one stand in a row: `e-mail`, and what is written without
/// spaces.
void add_words(PostQuery& query, Part const& part) {
    if (part.operator_name.empty() && !part.quoted && part.value.starts_with('#')) {
        auto mark = tag_mark(fold_tag(std::string_view(part.value).substr(1)));
        if (mark.size() > 1) add(query, part.minus, {std::move(mark)});
        return;
    }
    auto text = part.operator_name;
    if (!text.empty()) text += ' ';
    text += part.value;
    add(query, part.minus, search_words(text, words_a_part_max));
}

}  // namespace

Result<PostQuery> read_query(std::string_view text) {
    PostQuery query;
    for (auto const& part : parts_of(text.substr(0, query_bytes_max))) {
        auto const known = std::ranges::find(operators, part.operator_name, &Operator::name);
        if (known == operators.end() || part.value.empty()) add_words(query, part);
        else TRY_OK(known->add(query, part));
    }
    return query;
}

}  // namespace skein::search
