#include "social/views/status_view.h"

#include <algorithm>

#include "core/events.h"
#include "core/server.h"
#include "social/events.h"
#include "social/readers.h"
#include "social/views/account_holes.h"
#include "social/views/account_view.h"
#include "social/views/filter_view.h"
#include "social/views/poll_view.h"
#include "social/views/quote_view.h"

namespace skein::social {
namespace {

struct ViewsConfig {
    std::int64_t bytes_max = 40 << 20;
    void declare(Settings& s) {
        s.number("cache.views_bytes", bytes_max, {1 << 20, std::int64_t{64} << 30},
                 "Memory for posts and profiles kept ready to be sent.");
    }
};

db::Sql const bump{"statuses.bump_version",
                   "UPDATE statuses SET version = version + 1 WHERE id IN {list:$1}"};
db::Sql const bump_of_media{
    "statuses.bump_version_of_media",
    "UPDATE statuses SET version = version + 1 WHERE id = (SELECT status_id FROM "
    "media_attachments WHERE id = $1)"};

Result<void> show_ready_media(db::Tx& tx, MediaReady const& event) {
    TRY_OK(tx.run(bump_of_media, event.media));
    return {};
}

/// One answer on its way: everything its posts are made of.
class Answer {
  public:
    Answer(ViewOf const& view, std::span<StatusHead const> heads, QuoteDepth depth)
        : view_(view),
          heads_(heads),
          depth_(depth),
          accounts_(heads.empty() ? 0 : heads.front().emoji_version) {}

    Result<void> load();
    void write(json::Writer& out, std::vector<std::size_t>* ends) const;

  private:
    struct Text {
        TextHead const* head;
        Fragment fragment;
    };
    Result<void> load_texts();
    Result<void> load_holes();
    Result<void> load_polls_and_quotes();
    Result<void> load_personal();
    void append(std::string& out, StatusHead const& head, std::size_t place) const;
    void append_text(std::string& out, TextHead const& text, std::size_t place,
                     std::string_view approval) const;
    void append_shown(std::string& out, StatusHead const& head) const;
    void append_viewer(std::string& out, StatusHead const& head, TextHead const& text,
                       std::size_t place) const;
    std::size_t bytes() const;

    ViewOf const& view_;
    std::span<StatusHead const> heads_;
    QuoteDepth depth_;
    AccountPieces accounts_;
    std::vector<Text> texts_;  // Own and boosted of each head in turn.
    HoleFiller holes_;
    ViewerMarks marks_;
    PollPieces polls_;
    QuotePieces quotes_;
    QuoteApprovals approvals_;
    FilterMatches filters_;
    std::vector<std::pair<Decorator const*, std::vector<std::string>>> personal_;
};

Result<void> Answer::load() {
    texts_.reserve(heads_.size() * 2);
    for (auto const& head : heads_) {
        for (auto const* text : {&head.own, &head.boosted}) {
            texts_.push_back({text, nullptr});
            if (text->id) accounts_.add(text->author);
        }
    }
    TRY_OK(load_texts());
    TRY_OK(load_holes());
    TRY_OK(accounts_.load(view_));
    TRY_OK(load_polls_and_quotes());
    if (!view_.viewer) return {};
    TRY(marks_, ViewerMarks::load(view_.tx, view_.viewer, heads_));
    TRY_OK(filters_.load(view_, heads_));
    return load_personal();
}

Result<void> Answer::load_texts() {
    auto& kept = view_.server.part<Fragments>();
    auto const stamp = [&](Text const& text) {
        return Stamp{text.head->version, heads_.front().emoji_version};
    };
    std::vector<StatusId> missing;
    for (auto& text : texts_) {
        if (!text.head->id) continue;
        text.fragment = kept.find(FragmentKind::status, text.head->id.value, stamp(text));
        if (!text.fragment) missing.push_back(text.head->id);
    }
    if (missing.empty()) return {};
    std::ranges::sort(missing);
    auto const twice = std::ranges::unique(missing);
    missing.erase(twice.begin(), twice.end());
    TRY(auto const rendered, render_status_fragments(view_, missing));
    for (auto& text : texts_) {
        if (!text.head->id || text.fragment) continue;
        auto const at = std::ranges::lower_bound(missing, text.head->id);
        text.fragment = rendered[static_cast<std::size_t>(at - missing.begin())];
        expects(text.fragment != nullptr);
        // What a write sees may be taken back.
        if (!view_.tx.writable())
            kept.put(FragmentKind::status, text.head->id.value, stamp(text), text.fragment);
    }
    return {};
}

/// Nearly no text has one.
Result<void> Answer::load_holes() {
    std::vector<AccountId> named;
    std::vector<CollectionId> tagged;
    for (auto const& text : texts_) {
        if (!text.fragment || !has_holes(*text.fragment)) continue;
        list_accounts_in_holes(*text.fragment, named);
        list_collections_in_holes(*text.fragment, tagged);
    }
    return holes_.load(view_, named, tagged);
}

Result<void> Answer::load_polls_and_quotes() {
    std::vector<StatusId> asking, quoting;
    std::vector<TextHead const*> with_policy;
    with_policy.reserve(heads_.size());
    for (auto const& head : heads_) {
        auto const& shown = head.shown();
        if ((shown.marks & status_marks::has_poll) != 0) asking.push_back(shown.id);
        if ((shown.marks & status_marks::has_quote) != 0) quoting.push_back(shown.id);
        if ((shown.marks & policy_marks) != 0) with_policy.push_back(&shown);
    }
    if (!asking.empty()) TRY_OK(polls_.load(view_, asking));
    if (!quoting.empty()) TRY_OK(quotes_.load(view_, quoting, depth_));
    return approvals_.load(view_, with_policy);
}

Result<void> Answer::load_personal() {
    auto const& decorators = view_.server.part<Decorators>().statuses;
    std::vector<StatusId> ids;
    for (auto const& decorator : decorators) {
        if (!decorator.personal) continue;
        if (ids.empty())
            for (auto const& text : texts_) ids.push_back(text.head->id);
        TRY(auto texts, decorator.render(view_.tx, view_.viewer, ids));
        expects(texts.size() == ids.size());
        personal_.emplace_back(&decorator, std::move(texts));
    }
    return {};
}

std::size_t Answer::bytes() const {
    constexpr std::size_t holes_bytes = 420;
    std::size_t total = 0;
    for (auto const& text : texts_)
        if (text.fragment)
            total += text.fragment->size() + holes_bytes + accounts_.bytes(text.head->author.id);
    return total;
}

void append_number(std::string& out, std::string_view key, std::int64_t number) {
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out += key;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_flag(std::string& out, std::string_view key, bool truth) {
    out += key;
    out += truth ? "true" : "false";
}

/// Counters are kept by additions; one that went below zero is shown as none.
void append_counter(std::string& out, std::string_view key, std::int64_t number) {
    append_number(out, key, std::max<std::int64_t>(number, 0));
}

/// Mastodon's rule: one's own, not a boost, not direct.
bool may_be_pinned(StatusHead const& head, TextHead const& text, AccountId viewer) {
    return text.author.id == viewer && !(head.is_boost() && &text == &head.own) &&
           text.visibility <= Visibility::private_;
}

void Answer::append_viewer(std::string& out, StatusHead const& head, TextHead const& text,
                           std::size_t place) const {
    if (!view_.viewer) return;
    auto const& shown = head.shown();
    append_flag(out, R"(,"favourited":)", marks_.favourited(shown.id));
    append_flag(out, R"(,"reblogged":)", marks_.boosted(shown.id));
    append_flag(out, R"(,"muted":)", marks_.muted(shown.conversation));
    append_flag(out, R"(,"bookmarked":)", marks_.bookmarked(shown.id));
    if (may_be_pinned(head, text, view_.viewer))
        append_flag(out, R"(,"pinned":)", marks_.pinned(text.id));
    for (auto const& [decorator, texts] : personal_) {
        out += ",\"";
        out += decorator->field;
        out += "\":";
        out += texts[place].empty() ? decorator->fallback : texts[place];
    }
    out += R"(,"filtered":)";
    auto const is_boost = &text == &head.own && head.is_boost();
    out += is_boost ? filters_.of_boost(place / 2) : filters_.of_shown(place / 2);
}

/// The fragment, which ends within `quote_approval`, and the author.
void Answer::append_text(std::string& out, TextHead const& text, std::size_t place,
                         std::string_view approval) const {
    holes_.append(out, *texts_[place].fragment, view_.viewer);
    out += R"(,"current_user":")";
    out += approval;
    out += R"("},"account":)";
    accounts_.append(out, text.author.id);
}

/// Counters, poll and quote of the post that is shown.
void Answer::append_shown(std::string& out, StatusHead const& head) const {
    append_counter(out, R"(,"replies_count":)", head.replies_count);
    append_counter(out, R"(,"reblogs_count":)", head.boosts_count);
    append_counter(out, R"(,"favourites_count":)", head.favourites_count);
    append_counter(out, R"(,"quotes_count":)", head.quotes_count);
    out += R"(,"poll":)";
    out += polls_.of(head.shown().id);
    out += R"(,"quote":)";
    out += quotes_.of(head.shown().id);
}

void Answer::append(std::string& out, StatusHead const& head, std::size_t place) const {
    if (head.is_boost()) {
        // The boost itself is answered to, quoted and counted nowhere: all that is the original's.
        append_text(out, head.own, place, "denied");
        out += R"(,"replies_count":0,"reblogs_count":0,"favourites_count":0,"quotes_count":0)"
               R"(,"poll":null,"quote":null)";
        append_viewer(out, head, head.own, place);
        out += R"(,"reblog":)";
    }
    auto const& shown = head.shown();
    auto const shown_place = head.is_boost() ? place + 1 : place;
    append_text(out, shown, shown_place, approvals_.for_viewer(shown));
    append_shown(out, head);
    append_viewer(out, head, shown, shown_place);
    out += head.is_boost() ? R"(,"reblog":null}})" : R"(,"reblog":null})";
}

void Answer::write(json::Writer& out, std::vector<std::size_t>* ends) const {
    auto& buffer = out.buffer();
    buffer.reserve(buffer.size() + bytes() + heads_.size());
    for (std::size_t i = 0; i < heads_.size(); ++i) {
        out.begin_value();
        append(buffer, heads_[i], i * 2);
        if (ends) ends->push_back(buffer.size());
    }
}

}  // namespace

Result<void> write_statuses(ViewOf const& view, std::span<StatusHead const> heads,
                            json::Writer& out) {
    if (heads.empty()) return {};
    Answer answer(view, heads, QuoteDepth::whole);
    TRY_OK(answer.load());
    answer.write(out, nullptr);
    return {};
}

Result<void> write_statuses(ViewOf const& view, std::span<StatusHead const> heads,
                            json::Writer& out, std::vector<std::size_t>& ends, QuoteDepth depth) {
    if (heads.empty()) return {};
    Answer answer(view, heads, depth);
    TRY_OK(answer.load());
    answer.write(out, &ends);
    return {};
}

Result<void> write_statuses(ViewOf const& view, std::span<StatusId const> ids, json::Writer& out) {
    TRY(auto const heads, list_heads_of(view.tx, ids));
    return write_statuses(view, heads, out);
}

Result<void> write_status(ViewOf const& view, StatusId id, json::Writer& out) {
    TRY(auto const heads, list_heads_of(view.tx, std::span(&id, 1)));
    if (heads.empty()) return fail(Errc::not_found, "Record not found");
    return write_statuses(view, heads, out);
}

Result<void> write_visible_status(ViewOf const& view, StatusId id, json::Writer& out) {
    TRY(auto heads, list_heads_of(view.tx, std::span(&id, 1)));
    TRY(auto const reader, load_reader(view.tx, view.viewer));
    TRY_OK(keep_visible(view.tx, *reader, heads));
    if (heads.empty()) return fail(Errc::not_found, "Record not found");
    return write_statuses(view, heads, out);
}

Result<void> bump_status_versions(db::Tx& tx, std::span<StatusId const> statuses) {
    if (statuses.empty()) return {};
    TRY_OK(tx.run(bump, statuses));
    return {};
}

void install_views(Server& server) {
    server.part<Fragments>().set_bytes_max(server.settings<ViewsConfig>().bytes_max);
    server.part<ReaderCache>();
    server.part<Decorators>();
    server.on<MediaReady>(show_ready_media);
}

}  // namespace skein::social
