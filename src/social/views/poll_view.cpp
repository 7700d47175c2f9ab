#include "social/views/poll_view.h"

#include <algorithm>

#include "social/views/emoji_view.h"

namespace skein::social {
namespace {

struct Domain {
    AccountId account;
    std::string domain;
    auto row() { return std::tie(account, domain); }
};
db::Query<Domain> const list_domains{"polls.list_domains",
                                     "SELECT id, domain FROM accounts WHERE id IN {list:$1}"};

/// What polls show beside their rows.
struct Surroundings {
    std::unordered_map<PollId, Ballot> ballots;
    std::unordered_map<AccountId, std::string> domains;  ///< Of authors who use emojis.
    EmojiBook emojis;
};

bool has_emojis(Poll const& poll) {
    return std::ranges::any_of(poll.options, [](PollOption const& option) {
        return !shortcodes_in(option.title).empty();
    });
}

Result<Surroundings> load_surroundings(ViewOf const& view, std::span<Poll const> polls) {
    Surroundings around;
    std::vector<PollId> ids;
    std::vector<AccountId> authors;
    for (auto const& poll : polls) {
        ids.push_back(poll.id);
        if (has_emojis(poll)) authors.push_back(poll.account_id);
    }
    if (view.viewer) {
        TRY(auto const ballots, list_ballots(view.tx, view.viewer, ids));
        for (auto const& ballot : ballots) around.ballots.emplace(ballot.poll, ballot);
    }
    if (authors.empty()) return around;
    TRY(auto domains, view.tx.list(list_domains, authors));
    for (auto& one : domains) around.domains.emplace(one.account, std::move(one.domain));
    for (auto const& poll : polls)
        if (auto const domain = around.domains.find(poll.account_id);
            domain != around.domains.end())
            for (auto const& option : poll.options)
                around.emojis.note(domain->second, option.title);
    TRY_OK(around.emojis.load(view.tx));
    return around;
}

void write_options(Poll const& poll, bool totals, json::Writer& out) {
    out.array([&] {
        for (auto const& option : poll.options)
            out.object([&] {
                out.field("title", option.title);
                out.key("votes_count");
                totals ? out.value(option.votes) : out.value(nullptr);
            });
    });
}

void write_emojis(Server const& server, Poll const& poll, Surroundings const& around,
                  json::Writer& out) {
    auto const domain = around.domains.find(poll.account_id);
    if (domain == around.domains.end()) {
        out.raw("[]");
        return;
    }
    std::string titles;
    for (auto const& option : poll.options) titles += option.title + "\n";
    around.emojis.write(server, domain->second, {titles}, out);
}

void write_ballot(ViewOf const& view, Poll const& poll, Surroundings const& around,
                  json::Writer& out) {
    auto const ballot = around.ballots.find(poll.id);
    auto const voted = ballot != around.ballots.end();
    // Mastodon's rule: who asks knows the answers.
    out.field("voted", voted || poll.account_id == view.viewer);
    out.key("own_votes");
    out.array([&] {
        for (std::size_t i = 0; voted && i < poll.options.size(); ++i)
            if (ballot->second.has(i)) out.value(i);
    });
}

void write_one(ViewOf const& view, Poll const& poll, Surroundings const& around,
               json::Writer& out) {
    auto const expired = poll.ended(view.tx.now());
    out.object([&] {
        out.field("id", poll.id);
        out.field("expires_at", poll.expires_at);
        out.field("expired", expired);
        out.field("multiple", poll.multiple);
        out.field("votes_count", poll.votes_count);
        out.field("voters_count", poll.voters_count);
        out.key("options");
        write_options(poll, expired || !poll.hide_totals, out);
        out.key("emojis");
        write_emojis(view.server, poll, around, out);
        if (view.viewer) write_ballot(view, poll, around, out);
    });
}

}  // namespace

Result<void> write_poll(ViewOf const& view, Poll const& poll, json::Writer& out) {
    TRY(auto const around, load_surroundings(view, std::span(&poll, 1)));
    write_one(view, poll, around, out);
    return {};
}

Result<void> PollPieces::load(ViewOf const& view, std::span<StatusId const> posts) {
    TRY(auto const polls, list_polls_of(view.tx, posts));
    TRY(auto const around, load_surroundings(view, polls));
    for (auto const& poll : polls) {
        json::Writer out;
        write_one(view, poll, around, out);
        texts_.emplace(poll.status_id, out.take());
    }
    return {};
}

std::string_view PollPieces::of(StatusId post) const {
    if (texts_.empty()) return "null";
    auto const found = texts_.find(post);
    return found == texts_.end() ? std::string_view("null") : found->second;
}

}  // namespace skein::social
