// A post that is gone, to everybody who may have been shown it. Only its id is said, and only where
// the post itself could have been.

#include <algorithm>
#include <set>

#include "features/streaming/deliver.h"
#include "social/lists.h"
#include "social/onlookers.h"

namespace skein::streaming {
namespace {

/// Whose homes it may have been in.
Result<std::set<AccountId>> list_homes_of(Delivery const& to, PostRemoved const& news) {
    std::set<AccountId> homes{news.author};
    homes.insert(news.named.begin(), news.named.end());
    if (news.visibility > social::Visibility::private_) return homes;
    std::vector<AccountId> here;
    for (auto const number : to.desk.numbers(StreamKind::user)) here.emplace_back(number);
    TRY(auto const author, social::list_account_heads(to.tx, std::span(&news.author, 1)));
    if (author.heads.empty()) return homes;
    TRY(auto const followers, social::list_followers_among(to.tx, author.heads.front(), here));
    homes.insert(followers.begin(), followers.end());
    TRY(auto const by_tag, social::list_tag_followers_among(to.tx, news.tags, here));
    homes.insert(by_tag.begin(), by_tag.end());
    return homes;
}

/// Lists that somebody listens to and the author is on.
Result<std::vector<social::ListCandidate>> list_lists_of(Delivery const& to,
                                                         PostRemoved const& news) {
    std::vector<social::ListId> heard;
    for (auto const number : to.desk.numbers(StreamKind::list)) heard.emplace_back(number);
    if (heard.empty() || news.visibility > social::Visibility::private_)
        return std::vector<social::ListCandidate>{};
    social::StatusHead head;
    head.own.id = news.status;
    head.own.author.id = news.author;
    return social::list_candidates(to.tx, std::span(&head, 1), heard);
}

void send_all(std::vector<Seat> const& seats, Frames& frames) {
    for (auto const& seat : seats) seat.send(frames);
}

}  // namespace

Result<void> deliver(Delivery const& to, PostRemoved const& news) {
    Frames frames("delete", to_string(news.status));
    TRY(auto const homes, list_homes_of(to, news));
    for (auto const account : homes)
        send_all(to.desk.seats(StreamKind::user, account.value), frames);
    TRY(auto const lists, list_lists_of(to, news));
    for (auto const& list : lists)
        send_all(to.desk.seats(StreamKind::list, list.list.value), frames);
    if (!news.place) return {};
    for (auto const kind : public_streams_of(*news.place)) send_all(to.desk.seats(kind), frames);
    for (auto const& tag : news.tags) {
        send_all(to.desk.seats(StreamKind::hashtag, tag), frames);
        if (news.place->is_local) send_all(to.desk.seats(StreamKind::hashtag_local, tag), frames);
    }
    return {};
}

}  // namespace skein::streaming
