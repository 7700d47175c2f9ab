#include "features/activitypub/vocab/properties.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "features/activitypub/vocab/dates.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t types_max = 16;
constexpr std::int64_t count_max = 2'147'483'647;

/// Namespaces whose words are known here by their short names.
constexpr std::array<std::string_view, 8> own_prefixes{"https://www.w3.org/ns/activitystreams#",
                                                       "as:",
                                                       "http://joinmastodon.org/ns#",
                                                       "toot:",
                                                       "http://schema.org#",
                                                       "schema:",
                                                       "http://litepub.social/ns#",
                                                       "litepub:"};

std::string_view short_name(std::string_view type) {
    for (auto const prefix : own_prefixes)
        if (type.starts_with(prefix)) return type.substr(prefix.size());
    return type;
}

}  // namespace

std::vector<json::Value> list_of(json::Value object, std::string_view key, std::size_t limit) {
    std::vector<json::Value> list;
    auto const value = object.find(key);
    if (!value || value->is_null() || limit == 0) return list;
    if (!value->is_array()) {
        list.push_back(*value);
        return list;
    }
    for (auto const& element : value->elements()) {
        if (list.size() == limit) break;
        if (!element.is_null()) list.push_back(element);
    }
    return list;
}

std::optional<json::Value> first_of(json::Value object, std::string_view key) {
    auto const list = list_of(object, key, 1);
    return list.empty() ? std::nullopt : std::optional(list.front());
}

std::string_view id_text(json::Value value) {
    if (auto const text = value.text()) return *text;
    auto const id = value.get_text("id");
    return id.empty() ? value.get_text("href") : id;
}

std::optional<Iri> id_of(json::Value value) { return Iri::parse(id_text(value)); }

std::optional<Iri> id_of(json::Value object, std::string_view key) {
    auto const value = first_of(object, key);
    return value ? id_of(*value) : std::nullopt;
}

std::vector<Iri> ids_of(json::Value object, std::string_view key, std::size_t limit) {
    std::vector<Iri> ids;
    for (auto const& value : list_of(object, key, limit))
        if (auto id = id_of(value)) ids.push_back(*std::move(id));
    return ids;
}

std::vector<std::string> types_of(json::Value object) {
    std::vector<std::string> types;
    for (auto const& value : list_of(object, "type", types_max))
        if (auto const text = value.text()) types.emplace_back(short_name(*text));
    return types;
}

bool has_type(json::Value object, std::string_view type) {
    return std::ranges::any_of(list_of(object, "type", types_max), [&](json::Value value) {
        auto const text = value.text();
        return text && short_name(*text) == type;
    });
}

std::string text_of(json::Value object, std::string_view key) {
    auto const value = first_of(object, key);
    auto const text = value ? value->text() : std::nullopt;
    return text ? strip_controls(*text, true) : std::string();
}

std::optional<std::int64_t> count_of(json::Value object, std::string_view key) {
    auto const value = first_of(object, key);
    if (!value) return std::nullopt;
    if (auto const number = value->integer())
        return std::clamp<std::int64_t>(*number, 0, count_max);
    auto const number = value->real();
    if (!number || !std::isfinite(*number)) return std::nullopt;
    return static_cast<std::int64_t>(std::clamp(*number, 0.0, static_cast<double>(count_max)));
}

bool is_true(json::Value object, std::string_view key) {
    auto const value = object.find(key);
    return value && value->boolean() == true;
}

std::optional<Time> time_of(json::Value object, std::string_view key, Time now) {
    auto const value = first_of(object, key);
    auto const text = value ? value->text() : std::nullopt;
    auto const at = text ? parse_date(*text) : std::nullopt;
    return at ? std::optional(std::min(*at, now)) : std::nullopt;
}

bool is_public(std::string_view id) {
    return id == public_collection || id == "as:Public" || id == "Public";
}

}  // namespace skein::activitypub
