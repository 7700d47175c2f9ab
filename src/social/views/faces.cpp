#include "social/views/faces.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "core/server.h"
#include "social/filter_sets.h"
#include "social/onlookers.h"
#include "social/quotes.h"
#include "social/views/decorator.h"
#include "social/views/quote_view.h"
#include "social/views/views.h"

namespace skein::social {
namespace {

// $1 the post, $2 its conversation, $3 the viewers.
db::Query<AccountId> const list_markers_of{
    "faces.marked",
    "SELECT account_id FROM favourites WHERE status_id = $1 AND account_id IN {list:$3} "
    "UNION SELECT account_id FROM statuses WHERE boost_of_id = $1 AND account_id IN {list:$3} "
    "UNION SELECT account_id FROM bookmarks WHERE status_id = $1 AND account_id IN {list:$3} "
    "UNION SELECT account_id FROM conversation_mutes WHERE conversation_id = $2 AND "
    "account_id IN {list:$3}"};
db::Query<AccountId> const list_voters{
    "faces.voted",
    "SELECT v.account_id FROM polls p JOIN poll_votes v ON v.poll_id = p.id WHERE p.status_id = "
    "$1 AND v.account_id IN {list:$2}"};

/// Quoting posts are shown whole once, and named inside that.
constexpr int depth_max = 2;

/// Sorts the viewers of one post by what they see.
class Sorting {
  public:
    Sorting(Server& server, db::Tx& tx, std::span<Reader const> readers)
        : server_(server), tx_(tx), looks_(readers.size()) {
        viewers_.reserve(readers.size());
        for (auto const& reader : readers) {
            places_.emplace(reader.account, viewers_.size());
            viewers_.push_back(reader.account);
        }
    }

    Result<void> sort(StatusHead const& head) {
        set_alone(head.own.author.id);
        TRY_OK(sort_by_text(head, 0));
        return sort_by_decorators();
    }

    Result<void> render(StatusHead const& head, TakeFace const& take) const {
        std::map<std::uint32_t, std::vector<AccountId>> shared;
        for (std::size_t i = 0; i < viewers_.size(); ++i)
            if (!looks_[i].alone) shared[looks_[i].bits].push_back(viewers_[i]);
        auto result = ok();
        auto const render_one = [&](std::vector<AccountId> viewers) {
            json::Writer out;
            auto written =
                write_statuses({server_, tx_, viewers.front()}, std::span(&head, 1), out);
            if (written) take({out.take(), std::move(viewers)});
            else if (result) result = std::move(written);
        };
        for (auto& [bits, viewers] : shared) render_one(std::move(viewers));
        for (std::size_t i = 0; i < viewers_.size(); ++i)
            if (looks_[i].alone) render_one({viewers_[i]});
        return result;
    }

  private:
    struct Look {
        bool alone = false;
        std::uint32_t bits = 0;  ///< Viewers with the same bits see the same.
    };

    void set_alone(AccountId viewer) {
        if (auto const at = places_.find(viewer); at != places_.end())
            looks_[at->second].alone = true;
    }
    void set_alone(std::vector<AccountId> const& viewers) {
        for (auto const viewer : viewers) set_alone(viewer);
    }
    void set_bit(std::vector<AccountId> const& viewers) {
        for (auto const viewer : viewers)
            if (auto const at = places_.find(viewer); at != places_.end())
                looks_[at->second].bits |= 1U << next_bit_;
        ++next_bit_;
    }

    Result<void> sort_by_decorators() {
        TRY(auto const filtering, list_filtering(tx_, viewers_));
        set_alone(filtering);
        for (auto const& decorator : server_.part<Decorators>().statuses) {
            if (!decorator.concerned) {
                if (decorator.personal) set_alone(viewers_);
                continue;
            }
            TRY(auto const concerned, decorator.concerned(tx_, shown_, viewers_));
            set_alone(concerned);
        }
        return {};
    }

    Result<void> sort_by_text(StatusHead const& head, int depth) {
        auto const& text = head.shown();
        shown_.push_back(text.id);
        set_alone(text.author.id);
        TRY(auto const marked, tx_.list(list_markers_of, text.id, text.conversation, viewers_));
        set_alone(marked);
        if ((text.marks & status_marks::has_poll) != 0) {
            TRY(auto const voters, tx_.list(list_voters, text.id, viewers_));
            set_alone(voters);
        }
        TRY_OK(sort_by_policy(text));
        if ((text.marks & status_marks::has_quote) == 0) return {};
        return sort_by_quote(text.id, depth + 1);
    }

    /// What the post says to those who want to quote it.
    Result<void> sort_by_policy(TextHead const& text) {
        if ((text.marks & policy_marks) == 0) return {};
        auto const policy = policy_of_marks(text.marks).quote;
        if (!is_personal(policy)) return {};
        auto const groups = policy.automatic | policy.manual;
        if ((groups & policy_groups::followers) != 0) {
            TRY(auto const followers, list_followers_among(tx_, text.author, viewers_));
            set_bit(followers);
        }
        if ((groups & policy_groups::following) != 0) {
            TRY(auto const followed, list_followed_among(tx_, text.author.id, viewers_));
            set_bit(followed);
        }
        return {};
    }

    /// Whoever does not see the quoted post like others sees this one like nobody.
    Result<void> sort_by_quote(StatusId quoting, int depth) {
        TRY(auto const quotes, list_quotes_in(tx_, std::span(&quoting, 1)));
        if (quotes.empty() || quotes.front().state != QuoteState::accepted) return {};
        auto const quoted = quotes.front().quoted_id;
        TRY(auto const heads, list_heads_of(tx_, std::span(&quoted, 1)));
        if (heads.empty()) return {};
        auto const& head = heads.front();
        TRY(auto onlookers, list_onlookers(tx_, head, viewers_));
        TRY_OK(drop_domain_blockers(tx_, head, onlookers.readers));
        std::erase_if(onlookers.readers, [&](Reader const& reader) {
            return reader.mutes(head.own.author.id, tx_.now());
        });
        for (auto const viewer : viewers_)
            if (!onlookers.find(viewer)) set_alone(viewer);
        if (depth == depth_max) return {};
        return sort_by_text(head, depth);
    }

    Server& server_;
    db::Tx& tx_;
    std::vector<AccountId> viewers_;
    std::unordered_map<AccountId, std::size_t> places_;
    std::vector<Look> looks_;      // In the order of `viewers_`.
    std::vector<StatusId> shown_;  // Whole: the post and what it quotes.
    unsigned next_bit_ = 0;
};

}  // namespace

Result<void> render_faces(Server& server, db::Tx& tx, StatusHead const& head,
                          std::span<Reader const> readers, TakeFace const& take) {
    if (readers.empty()) return {};
    Sorting sorting(server, tx, readers);
    TRY_OK(sorting.sort(head));
    return sorting.render(head, take);
}

}  // namespace skein::social
