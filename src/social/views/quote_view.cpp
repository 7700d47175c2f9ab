#include "social/views/quote_view.h"

#include <algorithm>

#include "social/quotes.h"

namespace skein::social {
namespace {

db::Query<AccountId> const list_blocked_by{
    "quotes.list_blocked_by",
    "SELECT target_id FROM blocks WHERE account_id = $1 AND target_id IN {list:$2}"};
db::Query<AccountId> const list_followed_by{
    "quotes.list_followed_by",
    "SELECT account_id FROM follows WHERE target_id = $1 AND account_id IN {list:$2}"};

/// The posts quoted by one batch, and what the viewer may see of them.
struct Quoted {
    std::unordered_map<StatusId, StatusHead> heads;
    std::vector<StatusId> visible, shown;  ///< By the rule of audience.h; of domains not blocked.
    std::vector<AccountId> blocked;        ///< By the viewer.
    std::shared_ptr<Reader const> reader;

    bool is_visible(StatusId id) const { return std::ranges::find(visible, id) != visible.end(); }
    bool is_shown(StatusId id) const { return std::ranges::find(shown, id) != shown.end(); }
};

struct Shown {
    std::string_view state;
    bool with_post = false;
};

std::vector<StatusId> quoted_by(std::span<Quote const> quotes) {
    std::vector<StatusId> ids;
    for (auto const& quote : quotes)
        if (quote.state == QuoteState::accepted) ids.push_back(quote.quoted_id);
    std::ranges::sort(ids);
    auto const twice = std::ranges::unique(ids);
    ids.erase(twice.begin(), twice.end());
    return ids;
}

/// Which of the authors out of sight the viewer has blocked; the others blocked the viewer.
Result<void> load_blocked(ViewOf const& view, Quoted& quoted) {
    std::vector<AccountId> authors;
    for (auto const& [id, head] : quoted.heads)
        if (!quoted.is_visible(id) && quoted.reader->blocks(head.own.author.id))
            authors.push_back(head.own.author.id);
    if (authors.empty()) return {};
    TRY(quoted.blocked, view.tx.list(list_blocked_by, view.viewer, authors));
    return {};
}

Result<Quoted> load_quoted(ViewOf const& view, std::span<Quote const> quotes) {
    Quoted quoted;
    auto const ids = quoted_by(quotes);
    if (ids.empty()) return quoted;
    TRY(auto heads, list_heads_of(view.tx, ids));
    for (auto const& head : heads) quoted.heads.emplace(head.id(), head);
    TRY(quoted.reader, load_reader(view.tx, view.viewer));
    TRY_OK(keep_visible(view.tx, *quoted.reader, heads));
    quoted.visible = ids_of(heads);
    TRY_OK(drop_blocked_domains(view.tx, *quoted.reader, heads));
    quoted.shown = ids_of(heads);
    TRY_OK(load_blocked(view, quoted));
    return quoted;
}

/// Mastodon's states; what the viewer blocked by name stays out of sight altogether.
Shown shown_of(ViewOf const& view, Quote const& quote, Quoted const& quoted) {
    if (quote.state != QuoteState::accepted) return {to_string(quote.state)};
    auto const head = quoted.heads.find(quote.quoted_id);
    if (head == quoted.heads.end()) return {"deleted"};
    auto const author = head->second.own.author.id;
    if (!quoted.is_visible(quote.quoted_id)) {
        auto const blocked = std::ranges::find(quoted.blocked, author) != quoted.blocked.end();
        return {blocked ? "blocked_account" : "unauthorized"};
    }
    if (!quoted.is_shown(quote.quoted_id)) return {"blocked_domain", true};
    if (quoted.reader->mutes(author, view.tx.now())) return {"muted_account", true};
    return {"accepted", true};
}

/// Each visible quoted post as JSON.
Result<std::unordered_map<StatusId, std::string>> render_quoted(ViewOf const& view,
                                                                Quoted const& quoted) {
    std::unordered_map<StatusId, std::string> texts;
    std::vector<StatusHead> heads;
    for (auto const id : quoted.visible) heads.push_back(quoted.heads.at(id));
    json::Writer all;
    std::vector<std::size_t> ends;
    TRY_OK(write_statuses(view, heads, all, ends, QuoteDepth::shallow));
    std::size_t begin = 0;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        texts.emplace(heads[i].id(), all.text().substr(begin, ends[i] - begin));
        begin = ends[i] + 1;  // After the comma.
    }
    return texts;
}

InteractionPolicy policy_of(TextHead const& text) { return policy_of_marks(text.marks); }

}  // namespace

bool is_personal(ActionPolicy const& policy) {
    return (policy.automatic & policy_groups::everyone) == 0 &&
           (policy.automatic | policy.manual) != 0;
}

Result<void> QuotePieces::load(ViewOf const& view, std::span<StatusId const> posts,
                               QuoteDepth depth) {
    TRY(auto const quotes, list_quotes_in(view.tx, posts));
    TRY(auto const quoted, load_quoted(view, quotes));
    std::unordered_map<StatusId, std::string> whole;
    if (depth == QuoteDepth::whole && !quoted.visible.empty()) {
        TRY(whole, render_quoted(view, quoted));
    }
    for (auto const& quote : quotes) {
        // One that asked nobody is the link that stands in the text.
        if (quote.state == QuoteState::unverified) continue;
        auto const shown = shown_of(view, quote, quoted);
        json::Writer out;
        out.object([&] {
            out.field("state", shown.state);
            out.key(depth == QuoteDepth::whole ? "quoted_status" : "quoted_status_id");
            if (!shown.with_post) out.value(nullptr);
            else if (depth == QuoteDepth::whole) out.raw(whole.at(quote.quoted_id));
            else out.value(quote.quoted_id);
        });
        texts_.emplace(quote.status_id, out.take());
    }
    return {};
}

std::string_view QuotePieces::of(StatusId post) const {
    if (texts_.empty()) return "null";
    auto const found = texts_.find(post);
    return found == texts_.end() ? std::string_view("null") : found->second;
}

Result<void> QuoteApprovals::load(ViewOf const& view, std::span<TextHead const* const> texts) {
    viewer_ = view.viewer;
    if (!viewer_) return {};
    auto groups = std::int64_t{0};
    std::vector<AccountId> authors;
    for (auto const* text : texts) {
        if ((text->marks & policy_marks) == 0 || text->author.id == viewer_) continue;
        auto const policy = policy_of(*text).quote;
        if (!is_personal(policy)) continue;
        groups |= policy.automatic | policy.manual;
        authors.push_back(text->author.id);
    }
    if ((groups & policy_groups::followers) != 0) {
        TRY(reader_, load_reader(view.tx, viewer_));
    }
    if ((groups & policy_groups::following) == 0) return {};
    TRY(following_, view.tx.list(list_followed_by, viewer_, authors));
    return {};
}

std::string_view QuoteApprovals::for_viewer(TextHead const& text) const {
    if (!viewer_ || text.visibility >= Visibility::limited) return "denied";
    if (text.author.id == viewer_) return "automatic";
    if (text.visibility == Visibility::private_ || (text.marks & policy_marks) == 0)
        return "denied";
    auto const policy = policy_of(text).quote;
    auto groups = policy_groups::everyone;
    if (reader_ && reader_->follows(text.author.id)) groups |= policy_groups::followers;
    if (std::ranges::find(following_, text.author.id) != following_.end())
        groups |= policy_groups::following;
    if ((policy.automatic & groups) != 0) return "automatic";
    if ((policy.manual & groups) != 0) return "manual";
    auto const unclear = policy_groups::mentioned | policy_groups::others;
    return ((policy.automatic | policy.manual) & unclear) != 0 ? "unknown" : "denied";
}

void write_quote_policy(InteractionPolicy const& policy, json::Writer& out) {
    auto const write = [&](std::string_view name, std::int64_t groups) {
        out.key(name);
        out.array([&] {
            if ((groups & policy_groups::everyone) != 0) out.value("public");
            if ((groups & policy_groups::followers) != 0) out.value("followers");
            if ((groups & policy_groups::following) != 0) out.value("following");
            if ((groups & (policy_groups::mentioned | policy_groups::others)) != 0)
                out.value("unsupported_policy");
        });
    };
    write("automatic", policy.quote.automatic);
    write("manual", policy.quote.manual);
}

}  // namespace skein::social
