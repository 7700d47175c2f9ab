// From one happening to the frames of those it concerns: the pump's work, inside one read.
#pragma once

#include "core/server.h"
#include "features/streaming/happenings.h"

namespace skein::streaming {

struct Delivery {
    Server& server;
    db::Tx& tx;
    Desk& desk;
};

// Posts: posts.cpp, removed_posts.cpp.
Result<void> deliver(Delivery const& to, PostPublished const& news);
Result<void> deliver(Delivery const& to, PostEdited const& news);
Result<void> deliver(Delivery const& to, PostRemoved const& news);

// What is one account's alone: own_news.cpp.
Result<void> deliver(Delivery const& to, Noticed const& news);
Result<void> deliver(Delivery const& to, NoticesMerged const& news);
Result<void> deliver(Delivery const& to, FiltersChanged const& news);
Result<void> deliver(Delivery const& to, ConversationTold const& news);

// What everybody is told: announcements.cpp.
Result<void> deliver(Delivery const& to, AnnouncementTold const& news);
Result<void> deliver(Delivery const& to, ReactionTold const& news);
Result<void> deliver(Delivery const& to, AnnouncementGone const& news);

// Subscriptions: subscriptions.cpp.
Result<void> deliver(Delivery const& to, Asked const& wish);
/// Subscribes the socket, or says why not.
void seat(Desk& desk, Socket const& socket, Stream const& stream);
/// Errc::unauthenticated unless the list is the account's.
Result<void> check_list(db::Tx& tx, AccountId account, std::int64_t list);
/// Asks again who they are, and closes those who are nobody any more.
void prove(Server& server, Desk& desk, Doubted const& doubt);

/// Of a public post; nothing of one that is gone.
Result<std::optional<PublicPlace>> find_public_place(db::Tx& tx, StatusId status);
/// The public streams such a post goes to, beside those of its tags.
std::vector<StreamKind> public_streams_of(PublicPlace const& place);

}  // namespace skein::streaming
