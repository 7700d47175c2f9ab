#include "features/activitypub/signatures/signature_parameters.h"

#include <algorithm>
#include <span>

#include "base/ascii.h"

namespace skein::activitypub {
namespace {

std::string_view skip_white(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

/// The name at the front, which `text` then begins behind; "" for none.
std::string_view take_name(std::string_view& text) {
    auto const end = std::ranges::find_if_not(text, is_name_character);
    auto const size = static_cast<std::size_t>(end - text.begin());
    auto const name = text.substr(0, size);
    text.remove_prefix(size);
    return name;
}

std::optional<std::string_view> take_quoted(std::string_view& text) {
    auto const end = text.find_first_of("\"\\", 1);
    if (end == std::string_view::npos || text[end] == '\\') return std::nullopt;
    auto const value = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    return value;
}

std::optional<std::string_view> take_value(std::string_view& text) {
    if (text.starts_with('"')) return take_quoted(text);
    auto const value = take_name(text);
    if (value.empty()) return std::nullopt;
    return value;
}

}  // namespace

std::optional<std::string_view> SignatureParameters::find(std::string_view name) const {
    for (auto const& [key, value] : std::span(parameters_).first(count_))
        if (key == name) return value;
    return std::nullopt;
}

bool SignatureParameters::add(std::string_view name, std::string_view value) {
    if (count_ == count_max || find(name)) return false;
    parameters_[count_++] = {name, value};
    return true;
}

std::optional<SignatureParameters> parse_signature_parameters(std::string_view text) {
    SignatureParameters parameters;
    while (true) {
        text = skip_white(text);
        auto const name = take_name(text);
        text = skip_white(text);
        if (name.empty() || !text.starts_with('=')) return std::nullopt;
        text = skip_white(text.substr(1));
        auto const value = take_value(text);
        if (!value || !parameters.add(name, *value)) return std::nullopt;
        text = skip_white(text);
        if (text.empty()) return parameters;
        if (!text.starts_with(',')) return std::nullopt;
        text.remove_prefix(1);
    }
}

}  // namespace skein::activitypub
