#include "core/server.h"
#include "features/profiles/handlers.h"
#include "social/users.h"

namespace skein::profiles {

Result<Reply> show_preferences(Call& call) {
    TRY(auto const user, call.server().db().read(
                             [&](db::Tx& tx) { return social::load_user(tx, call.who().user); }));
    json::Writer out;
    out.object([&] {
        out.field("posting:default:visibility", to_string(user.posting_visibility));
        out.field("posting:default:sensitive", user.posting_sensitive);
        out.key("posting:default:language");
        user.posting_language.empty() ? out.value(nullptr) : out.value(user.posting_language);
        out.field("posting:default:quote_policy", to_string(user.posting_quote_policy));
        // What apps do where nobody chose: media behind warnings is hidden, warnings stay closed.
        out.field("reading:expand:media", "default");
        out.field("reading:expand:spoilers", false);
        out.field("reading:autoplay:gifs", false);
    });
    return json_reply(std::move(out));
}

}  // namespace skein::profiles
