#include "platform/http/tokens.h"

namespace skein::http {
namespace {

/// More ranges than any real client sends; the rest is not read.
constexpr int ranges_max = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// `0.8` in thousandths; what is no number counts as 0, so that nothing is forced on anybody.
int parse_quality(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    int quality = (text[0] - '0') * 1000;
    if (text.size() == 1) return quality;
    if (text[1] != '.') return 0;
    int weight = 100;
    for (char const c : text.substr(2)) {
        if (c < '0' || c > '9') return 0;
        quality += (c - '0') * weight;
        weight /= 10;
    }
    return std::min(quality, 1000);
}

int quality_of(Parameterised const& range) {
    auto const q = range.find("q");
    return q ? parse_quality(*q) : 1000;
}

/// How exactly a media range names a type: 0 not at all, 1 `*/*`, 2 `type/*`, 3 the type, and one
/// more for each parameter that both have.
int specificity(Parameterised const& range, Parameterised const& type) {
    if (range.value == "*/*" || range.value == "*") return 1;
    if (range.value.ends_with("/*")) {
        auto const prefix = range.value.substr(0, range.value.size() - 1);
        return equals_ignoring_case(prefix, type.value.substr(0, prefix.size())) ? 2 : 0;
    }
    if (!equals_ignoring_case(range.value, type.value)) return 0;
    int score = 3;
    for (auto const& [name, value] : range.parameters) {
        if (equals_ignoring_case(name, "q")) break;
        auto const own = type.find(name);
        // A type registered without parameters stands for all its forms.
        if (own && *own != value) return 0;
        if (own) ++score;
    }
    return score;
}

/// Reads one quoted string that begins at `at`; moves `at` behind it.
std::optional<std::string> read_quoted(std::string_view text, std::size_t& at) {
    std::string out;
    for (++at; at < text.size(); ++at) {
        if (text[at] == '"') {
            ++at;
            return out;
        }
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        out += text[at];
    }
    return std::nullopt;
}

void skip_blanks(std::string_view text, std::size_t& at) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
}

/// One `name=value` behind a semicolon; moves `at` to the next semicolon or the end.
bool read_parameter(std::string_view text, std::size_t& at, Parameterised& out) {
    auto const equals = std::min(text.find('=', at), text.size());
    auto const semicolon = std::min(text.find(';', at), text.size());
    if (equals >= semicolon) {
        // A flag without a value; an empty one is a stray semicolon.
        auto const name = trim_blanks(text.substr(at, semicolon - at));
        at = semicolon;
        if (!name.empty()) out.parameters.emplace_back(name, std::string());
        return true;
    }
    auto const name = trim_blanks(text.substr(at, equals - at));
    at = equals + 1;
    skip_blanks(text, at);
    if (at < text.size() && text[at] == '"') {
        auto value = read_quoted(text, at);
        if (!value) return false;
        skip_blanks(text, at);
        if (at < text.size() && text[at] != ';') return false;
        out.parameters.emplace_back(name, *std::move(value));
        return true;
    }
    auto const end = std::min(text.find(';', at), text.size());
    out.parameters.emplace_back(name, std::string(trim_blanks(text.substr(at, end - at))));
    at = end;
    return true;
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
    return true;
}

bool is_token_char(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
    return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_token_char);
}

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::size_t find_outside_quotes(std::string_view text, char wanted, std::size_t from) {
    bool quoted = false;
    for (std::size_t i = from; i < text.size(); ++i) {
        if (quoted && text[i] == '\\') ++i;
        else if (text[i] == '"') quoted = !quoted;
        else if (!quoted && text[i] == wanted) return i;
    }
    return text.size();
}

std::optional<std::string_view> Parameterised::find(std::string_view name) const {
    for (auto const& parameter : parameters)
        if (equals_ignoring_case(parameter.first, name)) return parameter.second;
    return std::nullopt;
}

std::optional<Parameterised> parse_parameterised(std::string_view text) {
    Parameterised out;
    auto at = std::min(text.find(';'), text.size());
    out.value = trim_blanks(text.substr(0, at));
    while (at < text.size()) {
        ++at;
        if (!read_parameter(text, at, out)) return std::nullopt;
    }
    return out;
}

int media_quality(std::string_view accept, std::string_view media_type) {
    if (trim_blanks(accept).empty()) return 1000;
    auto const type = parse_parameterised(media_type);
    if (!type) return 0;
    int best = 0, quality = 0, read = 0;
    for_each_element(accept, [&](std::string_view element) {
        auto const range = parse_parameterised(element);
        auto const score = range ? specificity(*range, *type) : 0;
        if (score > best) {
            best = score;
            quality = quality_of(*range);
        }
        return ++read < ranges_max;
    });
    return quality;
}

int coding_quality(std::string_view accept_encoding, std::string_view coding) {
    std::optional<int> named, any;
    int read = 0;
    for_each_element(accept_encoding, [&](std::string_view element) {
        if (auto const range = parse_parameterised(element)) {
            if (equals_ignoring_case(range->value, coding)) named = quality_of(*range);
            else if (range->value == "*") any = quality_of(*range);
        }
        return ++read < ranges_max;
    });
    if (named) return *named;
    // Not being named is no reason to leave out the plain form, but a reason to like it least.
    if (coding == "identity") return any.value_or(1);
    return any.value_or(0);
}

bool list_has(std::string_view list, std::string_view token) {
    bool found = false;
    for_each_element(list, [&](std::string_view element) {
        found = equals_ignoring_case(element, token);
        return !found;
    });
    return found;
}

}  // namespace skein::http
