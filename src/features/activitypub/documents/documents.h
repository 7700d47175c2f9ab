// Documents this server writes: actors, objects, activities, collections. Compact JSON with the
// contexts of context.h, addresses as full ids, and lists always as lists. The bytes of one thing
// in one state are always the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "core/server.h"
#include "platform/db/tx.h"
#include "social/reports.h"
#include "social/statuses.h"

namespace skein::activitypub {

struct Desk {
    Server& server;
    db::Tx& tx;
};

// Whole documents, with `@context`. Objects and accounts must be local ones.
Result<std::string> actor_document(Desk const& desk, AccountId account);
Result<std::string> instance_actor_document(Desk const& desk);
Result<std::string> object_document(Desk const& desk, StatusId status);
std::string tombstone_document(Server const& server, AccountId author, StatusId status);

// Activities, with `@context`.
Result<std::string> create_activity(Desk const& desk, StatusId status);
Result<std::string> update_status_activity(Desk const& desk, StatusId status);
/// The row is gone: what it was is said by the event.
std::string delete_status_activity(Server const& server, AccountId author, StatusId status,
                                   social::Visibility visibility);
Result<std::string> announce_activity(Desk const& desk, StatusId boost);
/// `original` is the address of what was boosted; `visibility` is that of the boost.
std::string undo_announce_activity(Server const& server, AccountId account, StatusId boost,
                                   social::Visibility visibility, std::string_view original);
std::string like_activity(Server const& server, AccountId account, StatusId status,
                          std::string_view object);
std::string follow_activity(Server const& server, AccountId account, AccountId target,
                            std::string_view object);
/// `Accept` or `Reject` of somebody's Follow, embedded under the id it had ("" when it is
/// forgotten).
std::string answer_follow_activity(Server const& server, std::string_view type, AccountId target,
                                   std::string_view follow_id, std::string_view follower);
std::string block_activity(Server const& server, AccountId account, AccountId target,
                           std::string_view object);
/// An Undo around one of the above.
std::string undo_activity(Server const& server, AccountId account, std::string_view inner);
Result<std::string> update_actor_activity(Desk const& desk, AccountId account);
std::string delete_actor_activity(Server const& server, AccountId account);
std::string move_activity(Server const& server, AccountId account, std::string_view target);
std::string pin_activity(Server const& server, AccountId account, StatusId status, bool add);
/// Sent by the instance actor; `objects` are the target's id and those of its posts.
std::string flag_activity(Server const& server, social::Report const& report,
                          std::vector<std::string> const& objects);
struct VotesIn {
    StatusId poll;
    std::string poll_address, author_address;
    std::vector<std::string> titles;  ///< Of what was chosen.
};
/// One Create for each choice, as other servers count votes.
std::vector<std::string> vote_activities(Server const& server, AccountId voter,
                                         VotesIn const& votes);
Result<std::string> quote_request_activity(Desk const& desk, StatusId quoting,
                                           std::string_view quoted);
struct QuoteAnswer {
    std::string request;        ///< Its id, or "".
    std::string quoting_actor;  ///< Who asked.
    std::string quoted, quoting;
    std::string stamp;  ///< Its address for an Accept, "" for a Reject.
};
std::string answer_quote_activity(Server const& server, AccountId author,
                                  QuoteAnswer const& answer);
std::string delete_stamp_activity(Server const& server, AccountId author, StatusId quoting);
std::string stamp_document(Server const& server, AccountId author, StatusId quoting,
                           std::string_view quoting_address, std::string_view quoted_address);

}  // namespace skein::activitypub
