#include "features/collections/input.h"

#include "base/text.h"
#include "core/server.h"
#include "social/languages.h"
#include "social/post_text.h"

namespace skein::collections {
namespace {

Complaint too_long(std::string_view field, std::size_t most) {
    return {field, "ERR_TOO_LONG", fmt::format("is too long (maximum is {} characters)", most)};
}

/// `name`, `#name` as one tag; "" for what is none.
std::string tag_of(std::string_view text) {
    if (text.starts_with('#')) text.remove_prefix(1);
    auto const tags = social::tags_in("#" + std::string(text));
    return tags.size() == 1 && tags.front() == text ? tags.front() : std::string();
}

std::string title(std::string_view field) {
    std::string text(field);
    for (auto& c : text)
        if (c == '_') c = ' ';
    if (!text.empty()) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

void apply_words(CollectionInput const& input, social::Collection& collection,
                 std::vector<Complaint>& wrong) {
    if (input.name) collection.name = strip_controls(trim(*input.name), false);
    if (collection.name.empty()) wrong.push_back({"name", "ERR_BLANK", "can't be blank"});
    if (has_more_graphemes(collection.name, social::collection_name_characters_max))
        wrong.push_back(too_long("name", social::collection_name_characters_max));
    if (!input.description) return;
    collection.description = strip_controls(trim(*input.description), true);
    if (has_more_graphemes(collection.description, social::collection_description_characters_max))
        wrong.push_back(too_long("description", social::collection_description_characters_max));
}

}  // namespace

std::vector<Complaint> apply(CollectionInput const& input, social::Collection& collection) {
    std::vector<Complaint> wrong;
    apply_words(input, collection, wrong);
    if (input.language) {
        collection.language = social::language_code(*input.language);
        if (collection.language.empty() && !input.language->empty())
            wrong.push_back({"language", "ERR_INVALID", "is invalid"});
    }
    if (input.tag_name) {
        collection.tag = tag_of(trim(*input.tag_name));
        if (collection.tag.empty() && !trim(*input.tag_name).empty())
            wrong.push_back({"tag_name", "ERR_INVALID", "is invalid"});
    }
    collection.sensitive = input.sensitive.value_or(collection.sensitive);
    collection.discoverable = input.discoverable.value_or(collection.discoverable);
    return wrong;
}

Reply refuse(std::vector<Complaint> const& complaints) {
    std::string message = "Validation failed: ";
    for (auto const& one : complaints)
        message += fmt::format("{}{} {}", &one == &complaints.front() ? "" : ", ", title(one.field),
                               one.description);
    json::Writer body;
    body.object([&] {
        body.field("error", message);
        body.key("details");
        body.object([&] {
            for (auto const& one : complaints) {
                body.key(one.field);
                body.array([&] {
                    body.object([&] {
                        body.field("error", one.code);
                        body.field("description", one.description);
                    });
                });
            }
        });
    });
    return http::json_response(422, body.take());
}

}  // namespace skein::collections
