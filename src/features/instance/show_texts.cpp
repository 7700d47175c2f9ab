// The longer texts of the server: its description and its privacy policy.

#include "base/html.h"
#include "core/server.h"
#include "features/instance/handlers.h"
#include "social/instance.h"
#include "social/post_text.h"

namespace skein::instance {
namespace {

using Text = std::optional<social::InstanceText>;

Result<Text> find_text(Call& call, std::string_view name) {
    TRY(auto text,
        call.server().db().read([&](db::Tx& tx) { return social::find_instance_text(tx, name); }));
    if (text && text->value.empty()) text.reset();
    return text;
}

/// The owner writes plain text, which becomes paragraphs and links like a profile's note.
std::string html_of(Call const& call, std::string_view text) {
    return std::string(social::render_note(text, {}, call.server().public_url()).str());
}

Reply text_reply(Call const& call, Text const& text, std::string_view fallback) {
    json::Writer out;
    out.object([&] {
        out.field("updated_at", text ? text->updated_at : Time{});
        out.field("content", text ? html_of(call, text->value) : std::string(fallback));
    });
    return json_reply(std::move(out));
}

}  // namespace

Result<Reply> show_extended_description(Call& call) {
    TRY(auto const text, find_text(call, "extended_description"));
    return text_reply(call, text, "");
}

Result<Reply> show_privacy_policy(Call& call) {
    TRY(auto const text, find_text(call, "privacy_policy"));
    return text_reply(call, text,
                      "<p>The people who run this server have not published a privacy policy.</p>");
}

}  // namespace skein::instance
