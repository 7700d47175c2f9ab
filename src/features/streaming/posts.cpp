// A new post, or one that changed, to everybody who is to be shown it now: to homes, to lists, to
// the public streams and those of its tags. Who that is does not wait for the fan-out: the readers
// who are here are few against all followers, and are asked for directly.

#include <algorithm>
#include <set>
#include <unordered_map>

#include "features/streaming/deliver.h"
#include "social/home_tags.h"
#include "social/lists.h"
#include "social/onlookers.h"
#include "social/tags.h"
#include "social/timelines.h"
#include "social/views/faces.h"

namespace skein::streaming {
namespace {

db::Query<PublicPlace> const find_place{
    "streaming.find_public_place",
    "SELECT s.network = 0, p.status_id IS NOT NULL, s.has_media FROM statuses s LEFT JOIN "
    "public_entries p ON p.status_id = s.id WHERE s.id = $1"};

/// One post on its way.
class Post {
  public:
    Post(Delivery const& to, social::StatusHead const& head, std::string_view event)
        : to_(to), head_(head), event_(event) {}

    Result<void> deliver() {
        TRY_OK(load_tags());
        TRY_OK(gather_homes());
        TRY_OK(gather_lists());
        TRY_OK(gather_strangers());
        std::vector<AccountId> viewers(homes_.begin(), homes_.end());
        for (auto const& list : lists_) viewers.push_back(list.owner);
        for (auto const& seat : strangers_) viewers.push_back(seat.account());
        if (viewers.empty()) return {};
        TRY(auto onlookers, social::list_onlookers(to_.tx, head_, viewers));
        TRY_OK(social::drop_domain_blockers(to_.tx, head_, onlookers.readers));
        decide(onlookers);
        return social::render_faces(to_.server, to_.tx, head_, onlookers.readers,
                                    [&](social::Face const& face) { send(face); });
    }

  private:
    /// Tags count where everybody may read.
    Result<void> load_tags() {
        if (head_.is_boost() || head_.own.visibility != social::Visibility::public_) return {};
        auto const id = head_.id();
        TRY(auto tags, social::list_tags_of(to_.tx, std::span(&id, 1)));
        for (auto& tag : tags) tags_.push_back(std::move(tag.name));
        return {};
    }

    /// Who is here and follows the author or a tag, or is the author.
    Result<void> gather_homes() {
        std::vector<AccountId> here;
        for (auto const number : to_.desk.numbers(StreamKind::user)) here.emplace_back(number);
        if (here.empty()) return {};
        auto const& author = head_.own.author;
        TRY(auto const followers, social::list_followers_among(to_.tx, author, here));
        homes_.insert(followers.begin(), followers.end());
        TRY(auto const by_tag, social::list_tag_followers_among(to_.tx, tags_, here));
        homes_.insert(by_tag.begin(), by_tag.end());
        by_tag_.insert(by_tag.begin(), by_tag.end());
        if (std::ranges::find(here, author.id) != here.end()) homes_.insert(author.id);
        return {};
    }

    /// Lists that somebody listens to and the author is on.
    Result<void> gather_lists() {
        std::vector<social::ListId> heard;
        for (auto const number : to_.desk.numbers(StreamKind::list)) heard.emplace_back(number);
        if (heard.empty()) return {};
        TRY(lists_, social::list_candidates(to_.tx, std::span(&head_, 1), heard));
        return {};
    }

    /// Who listens to public streams, or to those of tags, that the post belongs in.
    Result<void> gather_strangers() {
        if (head_.is_boost() || head_.own.visibility != social::Visibility::public_) return {};
        TRY(auto const place, find_public_place(to_.tx, head_.id()));
        if (!place) return {};
        for (auto const kind : public_streams_of(*place))
            add_seats(strangers_, to_.desk.seats(kind));
        for (auto const& tag : tags_) {
            add_seats(strangers_, to_.desk.seats(StreamKind::hashtag, tag));
            if (place->is_local)
                add_seats(strangers_, to_.desk.seats(StreamKind::hashtag_local, tag));
        }
        return {};
    }

    void send(social::Face const& face) {
        Frames frames(event_, face.json);
        for (auto const viewer : face.viewers)
            for (auto const& seat : sent_to_[viewer]) seat.send(frames);
    }

    bool belongs_in_home(social::Reader const& reader, Time now) const {
        if (!homes_.contains(reader.account)) return false;
        return social::belongs_in_home(reader, head_, now) ||
               (by_tag_.contains(reader.account) && social::may_come_by_tag(reader, head_, now));
    }

    static void add_seats(std::vector<Seat>& to, std::vector<Seat> seats) {
        to.insert(to.end(), std::make_move_iterator(seats.begin()),
                  std::make_move_iterator(seats.end()));
    }

    /// Keeps of the onlookers those to whom the post is shown in one of their streams.
    void decide(social::Onlookers& onlookers) {
        auto const now = to_.tx.now();
        for (auto const& list : lists_) {
            auto const* const owner = onlookers.find(list.owner);
            if (owner && social::belongs_in_list(*owner, list, head_, now))
                add_seats(sent_to_[list.owner], to_.desk.seats(StreamKind::list, list.list.value));
        }
        for (auto const& reader : onlookers.readers)
            if (belongs_in_home(reader, now))
                add_seats(sent_to_[reader.account],
                          to_.desk.seats(StreamKind::user, reader.account.value));
        // Mastodon's rule for its streams: nor what names somebody the reader hides.
        auto const hides_somebody = [&](social::Reader const& reader) {
            return std::ranges::any_of(onlookers.named, [&](AccountId named) {
                return reader.mutes(named, now) || reader.blocks(named);
            });
        };
        std::unordered_map<AccountId, bool> shown;
        for (auto const& seat : strangers_) {
            auto const account = seat.account();
            auto const [known, added] = shown.emplace(account, false);
            if (added) {
                auto const* const reader = onlookers.find(account);
                known->second = reader && social::belongs_among_strangers(*reader, head_, now) &&
                                !hides_somebody(*reader);
            }
            if (known->second) sent_to_[account].push_back(seat);
        }
        std::erase_if(onlookers.readers, [&](social::Reader const& reader) {
            return !sent_to_.contains(reader.account);
        });
    }

    Delivery const& to_;
    social::StatusHead const& head_;
    std::string_view event_;
    std::vector<std::string> tags_;
    std::set<AccountId> homes_, by_tag_;
    std::vector<social::ListCandidate> lists_;
    std::vector<Seat> strangers_;
    std::unordered_map<AccountId, std::vector<Seat>> sent_to_;
};

Result<void> deliver_post(Delivery const& to, StatusId status, std::string_view event) {
    TRY(auto const heads, social::list_heads_of(to.tx, std::span(&status, 1)));
    if (heads.empty()) return {};
    return Post(to, heads.front(), event).deliver();
}

}  // namespace

Result<std::optional<PublicPlace>> find_public_place(db::Tx& tx, StatusId status) {
    return tx.find(find_place, status);
}

std::vector<StreamKind> public_streams_of(PublicPlace const& place) {
    if (!place.is_listed) return {};
    std::vector<StreamKind> streams{StreamKind::public_all, place.is_local
                                                                ? StreamKind::public_local
                                                                : StreamKind::public_remote};
    if (!place.has_media) return streams;
    streams.push_back(StreamKind::public_media);
    streams.push_back(place.is_local ? StreamKind::public_local_media
                                     : StreamKind::public_remote_media);
    return streams;
}

Result<void> deliver(Delivery const& to, PostPublished const& news) {
    return deliver_post(to, news.status, "update");
}

Result<void> deliver(Delivery const& to, PostEdited const& news) {
    return deliver_post(to, news.status, "status.update");
}

}  // namespace skein::streaming
