// Pieces that several documents share, on their way into a json::Writer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "features/activitypub/documents/parts.h"
#include "social/emojis.h"

namespace skein::activitypub {

using Addresses = std::vector<std::string>;

struct Addressees {
    Addresses to, cc;
};
/// To whom a post or a boost goes (federation.md 3.1); the public collection by its full address,
/// the only form everybody understands. `others`: the people in it.
Addressees addressees_of(Server const& server, social::Visibility visibility, AccountId author,
                         Addresses const& others);
/// Of a post, with those it names.
Addressees addressees_of(Server const& server, PostParts const& parts);
void write_addressees(Addressees const& addressees, json::Writer& out);

/// A list, even of one or none.
void write_list(std::string_view key, Addresses const& addresses, json::Writer& out);

/// Members of a post's object, without `@context` and braces.
void write_object(Server const& server, PostParts const& parts, json::Writer& out);
void write_policy(Server const& server, social::Status const& status, json::Writer& out);

void write_emoji_tag(Server const& server, social::Emoji const& emoji, json::Writer& out);
/// `{"type":"Image",…}` of a file of ours.
void write_image(Server const& server, std::string_view file_key, std::string_view description,
                 json::Writer& out);
/// By the ending that stored files have.
std::string_view media_type_of(std::string_view file_key);

/// In whole seconds, as every server reads it.
std::string to_timestamp(Time at);

/// A whole document: `@context`, then what `body` writes.
template <class Body>
std::string document(std::string_view context, Body&& body) {
    json::Writer out(2048);
    out.object([&] {
        out.raw_field("@context", context);
        body(out);
    });
    return out.take();
}

}  // namespace skein::activitypub
