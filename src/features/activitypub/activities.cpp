// Which file handles which type of activity. What is not named here is ignored: with 202, for an
// error would only make its sender repeat it.

#include <algorithm>
#include <array>

#include "features/activitypub/activities/handlers.h"

namespace skein::activitypub {
namespace {

struct Entry {
    std::string_view type;
    Handle handler;
};
constexpr std::array<Entry, 16> handlers{{
    {"Accept", receive_accept},
    {"Add", receive_add},
    {"Announce", receive_announce},
    {"Block", receive_block},
    {"Create", receive_create},
    {"Delete", receive_delete},
    {"EmojiReact", receive_reaction},
    {"Flag", receive_flag},
    {"Follow", receive_follow},
    {"Like", receive_like},
    {"Move", receive_move},
    {"QuoteRequest", receive_quote_request},
    {"Reject", receive_reject},
    {"Remove", receive_remove},
    {"Undo", receive_undo},
    {"Update", receive_update},
}};

}  // namespace

Handle find_handler(std::string_view type) {
    auto const found = std::ranges::find(handlers, type, &Entry::type);
    return found == handlers.end() ? nullptr : found->handler;
}

}  // namespace skein::activitypub
