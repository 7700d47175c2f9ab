// What the pump is told: ids, and of what is gone also what nobody can ask for any more.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "core/principals.h"
#include "features/streaming/desk.h"
#include "social/events.h"

namespace skein::streaming {

/// Where a public post comes from, and whether it stands in the public timelines: answers to others
/// do not, but in those of their tags.
struct PublicPlace {
    bool is_local = false, is_listed = false, has_media = false;
    auto row() { return std::tie(is_local, is_listed, has_media); }
};

struct PostPublished {
    StatusId status;
};
struct PostEdited {
    StatusId status;
};
struct PostRemoved {
    StatusId status;
    AccountId author;
    social::Visibility visibility{};
    std::optional<PublicPlace> place;
    std::vector<std::string> tags;
    std::vector<AccountId> named;
};
struct Noticed {
    AccountId account;
    NotificationId notification;
};
struct NoticesMerged {
    AccountId account;
};
struct FiltersChanged {
    AccountId account;
};
struct ConversationTold {
    AccountId account;
    ConversationId conversation;
};
struct AnnouncementTold {
    social::AnnouncementId announcement;
};
struct ReactionTold {
    social::AnnouncementId announcement;
    std::string emoji;
    std::int64_t count = 0;
};
struct AnnouncementGone {
    social::AnnouncementId announcement;
};
/// A client wants to begin or to end listening to a list.
struct Asked {
    Socket::Id socket = 0;
    bool subscribe = true;
    Stream stream;
    std::shared_ptr<void> wish;  ///< Of the socket's, so that those that wait are counted.
};
/// Credentials may have lost what they stood for: those of one socket, or of whom it is about.
struct Doubted {
    Socket::Id socket = 0;
    Principals::About about;
};
/// Time to be heard by whoever is between us and the readers of events.
struct Thump {};

using Happening = std::variant<PostPublished, PostEdited, PostRemoved, Noticed, NoticesMerged,
                               FiltersChanged, ConversationTold, AnnouncementTold, ReactionTold,
                               AnnouncementGone, Asked, Doubted, Thump>;

}  // namespace skein::streaming
