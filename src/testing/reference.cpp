#include "testing/reference.h"

#include <algorithm>
#include <fstream>
#include <regex>

#include "base/ids.h"

namespace skein::testing {
namespace {

std::vector<std::string> split(std::string const& text, char at) {
    std::vector<std::string> parts(1);
    for (char const c : text)
        if (c == at) parts.emplace_back();
        else parts.back() += c;
    return parts;
}

/// The words of `{a|b|c}` at the front of a note, and those that later versions added (`+word`).
std::vector<std::string> allowed_in(std::string const& note) {
    if (!note.starts_with('{')) return {};
    return split(note.substr(1, note.find('}') - 1), '|');
}

bool matches(std::string_view text, char const* pattern) {
    return std::regex_match(text.begin(), text.end(), std::regex(pattern));
}

/// Is a text of one of the table's textual types?
bool is_text_of(std::string const& type, std::string_view text,
                std::vector<std::string> const& allowed) {
    if (type == "id") return parse_id(text).has_value();
    if (type == "url") return text.starts_with("http://") || text.starts_with("https://");
    if (type == "datetime") return matches(text, R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}Z)");
    if (type == "datetime0") return matches(text, R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z)");
    if (type == "date") return matches(text, R"(\d{4}-\d\d-\d\d)");
    if (type == "numstring") return matches(text, R"(-?\d+)");
    if (type == "enum") return allowed.empty() || std::ranges::find(allowed, text) != allowed.end();
    return type == "string" || type == "html";
}

bool is_textual(std::string const& type) {
    static std::vector<std::string> const types{
        "id", "url", "datetime", "datetime0", "date", "numstring", "enum", "string", "html"};
    return std::ranges::find(types, type) != types.end();
}

}  // namespace

Reference::Reference(std::string const& source_directory) {
    std::ifstream file(source_directory + "/tests/fixtures/reference/mastodon-entities.tsv");
    expects(file.good());
    for (std::string line; std::getline(file, line);) {
        auto const columns = split(line, '\t');
        if (line.starts_with('#') || columns.size() < 7 || columns[0] == "entity") continue;
        entities_[columns[0]][columns[1]] = {columns[2], columns[3] == "yes", columns[4] == "yes",
                                             allowed_in(columns[6])};
    }
}

std::map<std::string, Reference::Field> Reference::fields(std::string_view entity) const {
    std::map<std::string, Field> own;
    auto const found = entities_.find(entity);
    if (found == entities_.end()) return own;
    for (auto const& [name, field] : found->second) {
        if (name == "*") {
            for (auto const& inherited : fields(field.type)) own.insert(inherited);
        } else if (name.find('.') == std::string::npos) {
            own[name] = field;
        }
    }
    return own;
}

std::vector<std::string> Reference::complaints(json::Value value, std::string_view entity) const {
    std::vector<std::string> out;
    check(value, std::string(entity), std::string(entity), out);
    return out;
}

void Reference::check(json::Value value, std::string const& entity, std::string const& where,
                      std::vector<std::string>& out) const {
    auto const known = fields(entity);
    if (known.empty()) return out.push_back(where + ": no such entity in the reference");
    if (!value.is_object()) return out.push_back(where + ": not an object");
    for (auto const& [name, field] : known) {
        auto const member = value.find(name);
        auto const at = where + "." + name;
        if (!member) {
            if (!field.optional) out.push_back(at + ": missing");
        } else if (member->is_null()) {
            if (!field.nullable) out.push_back(at + ": null");
        } else {
            check_value(*member, field, field.type, at, out);
        }
    }
    for (auto const& [name, member] : value.members())
        if (!known.contains(std::string(name)) && !name.starts_with("skein_"))
            out.push_back(where + "." + std::string(name) + ": unknown");
}

void Reference::check_value(json::Value value, Field const& field, std::string const& type,
                            std::string const& where, std::vector<std::string>& out) const {
    using Kind = json::Value::Kind;
    if (type.starts_with('[')) {
        if (!value.is_array()) return out.push_back(where + ": not an array");
        auto const inner = type.substr(1, type.size() - 2);
        for (auto const& element : value.elements())
            check_value(element, field, inner, where + "[]", out);
        return;
    }
    auto const kinds = split(type, '|');
    // What is none of several is told as no first one.
    for (std::size_t i = 1; i < kinds.size(); ++i) {
        std::vector<std::string> complaints;
        check_value(value, field, kinds[i], where, complaints);
        if (complaints.empty()) return;
    }
    auto const& first = kinds.front();
    auto const kind = value.kind();
    auto fits = true;
    if (is_textual(first)) fits = value.text() && is_text_of(first, *value.text(), field.allowed);
    else if (first == "integer") fits = kind == Kind::integer;
    else if (first == "float") fits = kind == Kind::real || kind == Kind::integer;
    else if (first == "boolean") fits = kind == Kind::boolean;
    else if (first == "object" || first == "map") fits = value.is_object();
    else return check(value, first, where, out);
    if (!fits) out.push_back(where + ": " + value.dump() + " is no " + first);
}

}  // namespace skein::testing
