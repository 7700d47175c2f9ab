// Whom to follow: chosen by those who run the server, followed or liked by many here, followed by
// the people one follows, or by others who follow the same people.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/events.h"

namespace skein {
class Server;
}

namespace skein::discovery {

/// Numbers are stored; what comes first is shown first.
enum class Source : std::int64_t {
    featured = 0,
    friends_of_friends = 1,
    similar_to_recently_followed = 2,
    most_followed = 3,
    most_interactions = 4
};
/// The names of the API, of now and of before 4.3.
std::string_view name_of(Source source);
std::string_view old_name_of(Source source);

struct Suggestion {
    AccountId account;
    std::vector<Source> sources;
};
/// Best first. Nobody who is followed, asked, blocked, muted or dismissed. Three statements.
Result<std::vector<Suggestion>> list_suggestions_for(db::Tx& tx, AccountId viewer,
                                                     std::int64_t limit);
Result<void> dismiss(db::Tx& tx, AccountId viewer, AccountId account);

/// What a removed account dismissed is forgotten.
Result<void> forget_dismissals(db::Tx& tx, social::AccountRemoved const& event);

/// Works out anew what holds for everybody; a schedule, and at the start.
Result<void> refresh_suggestions(Server& server);

}  // namespace skein::discovery
