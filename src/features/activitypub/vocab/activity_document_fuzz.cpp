#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/activitypub/vocab/dates.h"
#include "features/activitypub/vocab/object.h"
#include "features/activitypub/vocab/properties.h"

namespace {

using namespace skein;
using namespace skein::activitypub;

void check(bool good) {
    if (!good) __builtin_trap();
}

void check_object(json::Value object, Time now) {
    auto const post = read_object(object, now, {"https://a.example/f", "https://a.example/g"});
    if (!post) return;
    check(Iri::parse(post->id.str()) == post->id);
    check(post->url.empty() || Url::parse(post->url));
    check(post->attachments.size() <= attachments_max && post->emojis.size() <= emojis_max);
    check(post->mentions.size() <= mention_tags_max && post->hashtags.size() <= hashtags_max);
    check(!post->poll || post->poll->options.size() <= poll_options_max);
    check(!post->published || *post->published <= now);
    for (auto const& file : post->attachments) check(Url::parse(file.url).has_value());
    check(!post->content.contains("<script") && !post->content.contains("javascript:\""));
    visibility_of(post->audience, "https://a.example/f", post->mentions);
    without_quote_line(post->content, "https://a.example/1");
}

void check_actor(json::Value object, Time now) {
    auto const actor = read_actor(object, now);
    if (!actor) return;
    check(!actor->username.empty() && actor->username.find_first_of("@/ ") == std::string::npos);
    check(Iri::parse(actor->inbox)->same_origin(actor->id));
    check(Url::parse(actor->url).has_value());
    for (auto const& key : actor->keys) check(key.owner == actor->id);
}

}  // namespace

/// An activity, an object or an actor, each as what it says it is and as what it does not.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const document = json::Document::parse(text);
    if (!document) return 0;
    auto const now = *parse_date("2026-03-04T12:00:00Z");
    auto const root = document->root();
    check_object(root, now);
    check_actor(root, now);
    for (auto const& object : list_of(root, "object", 10)) {
        check_object(object, now);
        check_actor(object, now);
    }
    return 0;
}
