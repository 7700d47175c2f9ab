// What the column `outcome` says in a form that a machine can check: `key=value`, and `status
// created`.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/numbers.h"
#include "base/text.h"
#include "features/activitypub/federation_world_test.h"
#include "features/activitypub/vocab/properties.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/quotes.h"

namespace skein::activitypub::vectors {
namespace {

using social::QuoteState;
using social::Status;
using social::Visibility;

db::Query<std::int64_t> const count_mentions{
    "test.count_mentions", "SELECT COUNT(*) FROM mentions WHERE status_id = $1 AND NOT silent"};
db::Query<std::string> const list_tags{
    "test.list_tags",
    "SELECT t.name FROM status_tags s JOIN tags t ON t.id = s.tag_id WHERE s.status_id = $1 "
    "ORDER BY t.name"};
db::Query<std::int64_t> const count_notices{
    "test.count_notices",
    "SELECT COUNT(*) FROM notifications WHERE account_id = $1 AND from_account_id = $3 AND "
    "(kind = $2 OR ($2 = 0 AND kind <> 4))"};
db::Query<std::int64_t> const count_notices_about{
    "test.count_notices_about", "SELECT COUNT(*) FROM notifications WHERE status_id = $1"};
db::Query<std::int64_t> const count_emojis{
    "test.count_emojis", "SELECT COUNT(*) FROM custom_emojis WHERE shortcode = $1 AND domain = $2"};

/// What is asked of: the row, and the status that its file is about.
struct Subject {
    FederationWorld& world;
    Row const& row;
    std::optional<Status> status;
};

template <class Row, class... Args>
Row ask(FederationWorld& world, db::Query<Row> const& query, Args const&... args) {
    return world.test().read([&](db::Tx& tx) { return tx.load(query, args...); });
}
template <class Row, class... Args>
std::vector<Row> ask_all(FederationWorld& world, db::Query<Row> const& query, Args const&... args) {
    return world.test().read([&](db::Tx& tx) { return tx.list(query, args...); });
}

/// The id of what is inside: through Announce and Create to the object.
std::string object_of(std::string const& text) {
    auto const document = json::Document::parse(text);
    if (!document) return {};
    auto value = document->root();
    std::string id;
    for (int depth = 0; depth < 3; ++depth) {
        auto const inner = first_of(value, "object");
        if (!inner) break;
        id = id_text(*inner);
        if (!inner->is_object()) break;
        value = *inner;
    }
    return id;
}

std::string first_word(std::string_view value) {
    auto word = value.substr(0, value.find_first_of(" ("));
    if (word.ends_with(':')) word.remove_suffix(1);
    return std::string(word);
}

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    while (true) {
        auto const end = text.find(at);
        parts.emplace_back(trim(text.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string to_word(Visibility visibility) {
    switch (visibility) {
        case Visibility::public_: return "public";
        case Visibility::unlisted: return "unlisted";
        case Visibility::private_: return "followers";
        case Visibility::limited: return "limited";
        case Visibility::direct: return "direct";
    }
    return "";
}

std::vector<social::Media> media_of(Subject const& subject) {
    return subject.world.test().read(
        [&](db::Tx& tx) { return social::list_media_of(tx, std::span(&subject.status->id, 1)); });
}

std::optional<social::Poll> poll_of(Subject const& subject) {
    return subject.world.test().read(
        [&](db::Tx& tx) { return social::find_poll_of(tx, subject.status->id); });
}

std::optional<social::Quote> quote_of(Subject const& subject) {
    return subject.world.test().read(
        [&](db::Tx& tx) { return social::find_quote(tx, subject.status->id); });
}

void check_visibility(Subject const& subject, std::string const& value) {
    EXPECT_EQ(to_word(subject.status->visibility), first_word(value));
}
void check_mentions(Subject const& subject, std::string const& value) {
    EXPECT_EQ(std::to_string(ask(subject.world, count_mentions, subject.status->id)), value);
}
void check_hashtags(Subject const& subject, std::string const& value) {
    auto const wanted = value == "none" ? std::vector<std::string>{} : split(value, ',');
    EXPECT_THAT(ask_all(subject.world, list_tags, subject.status->id),
                ::testing::UnorderedElementsAreArray(wanted));
}
void check_language(Subject const& subject, std::string const& value) {
    EXPECT_EQ(subject.status->language, value);
}
void check_warning(Subject const& subject, std::string const& value) {
    auto const wanted = value.starts_with("none") ? "" : value;
    EXPECT_EQ(subject.status->spoiler_text, wanted);
}
void check_sensitive(Subject const& subject, std::string const& value) {
    EXPECT_EQ(subject.status->sensitive, value == "true");
}
void check_attachments(Subject const& subject, std::string const& value) {
    EXPECT_EQ(std::to_string(media_of(subject).size()), value);
}
void check_alt(Subject const& subject, std::size_t number, std::string const& value) {
    auto const media = media_of(subject);
    ASSERT_GT(media.size(), number);
    EXPECT_EQ(media[number].description, value == "none" ? "" : value);
}
void check_first_alt(Subject const& subject, std::string const& value) {
    // "alt in summary": the sentence of the row, not the text.
    if (value == "alt in summary") return;
    check_alt(subject, 0, value);
}
void check_second_alt(Subject const& subject, std::string const& value) {
    check_alt(subject, 1, value);
}
void check_focus(Subject const& subject, std::string const& value) {
    auto const media = media_of(subject);
    ASSERT_FALSE(media.empty());
    EXPECT_EQ(
        fmt::format("{:.2f},{:.2f}", media[0].focus_x.value_or(9), media[0].focus_y.value_or(9)),
        value);
}
void check_emojis(Subject const& subject, std::string const& value) {
    auto const parts = split(value, '@');
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(ask(subject.world, count_emojis, parts[0], parts[1]), 1);
}
void check_reply(Subject const& subject, std::string const& value) {
    ASSERT_EQ(first_word(value), "local");
    EXPECT_EQ(subject.status->in_reply_to_id,
              subject.world.own(static_cast<int>(*parse_number<std::int64_t>(value.substr(6)))));
}
void check_poll(Subject const& subject, std::string const& value) {
    auto const poll = poll_of(subject);
    ASSERT_TRUE(poll);
    EXPECT_EQ(poll->multiple ? "multiple" : "single", value);
}
void check_options(Subject const& subject, std::string const& value) {
    auto const poll = poll_of(subject);
    ASSERT_TRUE(poll);
    std::vector<std::string> titles;
    for (auto const& option : poll->options) titles.push_back(option.title);
    EXPECT_EQ(titles, split(value, '|'));
}
void check_expiry(Subject const& subject, std::string const& value) {
    auto const poll = poll_of(subject);
    ASSERT_TRUE(poll);
    if (value == "never") EXPECT_FALSE(poll->expires_at);
    else EXPECT_EQ(poll->expires_at, parse_rfc3339(value));
}
void check_voters(Subject const& subject, std::string const& value) {
    auto const poll = poll_of(subject);
    ASSERT_TRUE(poll);
    EXPECT_EQ(std::to_string(poll->voters_count.value_or(-1)), value);
}
void check_edited(Subject const& subject, std::string const& value) {
    EXPECT_EQ(subject.status->edited_at, parse_rfc3339(value));
}
void check_history(Subject const& subject, std::string const& value) {
    auto const edits = subject.world.test().read(
        [&](db::Tx& tx) { return social::count_edits(tx, subject.status->id); });
    EXPECT_EQ(std::to_string(edits + 1), value);
}
void check_quote(Subject const& subject, std::string const& value) {
    ASSERT_EQ(first_word(value), "alice/1");
    auto const quote = quote_of(subject);
    auto const quoted = subject.world.status("https://mastodon.example/users/alice/statuses/1");
    ASSERT_TRUE(quote && quoted);
    EXPECT_EQ(quote->quoted_id, quoted->id);
    if (value.contains("legacy")) EXPECT_EQ(quote->state, QuoteState::unverified);
}
void check_quote_state(Subject const& subject, std::string const& value) {
    auto const quote = quote_of(subject);
    if (value.starts_with("accepted")) {
        ASSERT_TRUE(quote);
        EXPECT_EQ(quote->state, QuoteState::accepted);
    } else if (quote) {
        EXPECT_NE(quote->state, QuoteState::accepted);
        EXPECT_NE(quote->state, QuoteState::pending);
    }
}
void check_url(Subject const& subject, std::string const& value) {
    EXPECT_EQ(subject.status->url, first_word(value));
}

std::int64_t kind_of_notice(std::string const& word) {
    static std::map<std::string, std::int64_t> const kinds{{"mention", 1},   {"reblog", 3},
                                                           {"follow", 4},    {"follow_request", 5},
                                                           {"favourite", 6}, {"quote", 13}};
    auto const found = kinds.find(word);
    return found == kinds.end() ? 0 : found->second;
}

void check_notice(FederationWorld& world, Row const& row, std::string const& value) {
    if (value == "none") {
        auto const status = world.status(object_of(read_fixture("activities/" + row.file)));
        ASSERT_TRUE(status);
        EXPECT_EQ(ask(world, count_notices_about, status->id), 0);
        return;
    }
    auto const parts = split(value, ':');
    auto const kind = parts.size() > 1 ? kind_of_notice(parts[1]) : 0;
    EXPECT_EQ(
        ask(world, count_notices, world.person(parts[0]).id(), kind, world.account(row.signer)), 1)
        << value;
}

using Checker = void (*)(Subject const&, std::string const&);
std::map<std::string, Checker, std::less<>> const checkers{
    {"visibility", check_visibility},
    {"mentions", check_mentions},
    {"hashtags", check_hashtags},
    {"language", check_language},
    {"cw", check_warning},
    {"sensitive", check_sensitive},
    {"attachments", check_attachments},
    {"attachment0.alt", check_first_alt},
    {"attachment1.alt", check_second_alt},
    {"attachment0.focus", check_focus},
    {"emojis", check_emojis},
    {"in_reply_to", check_reply},
    {"poll", check_poll},
    {"options", check_options},
    {"expires", check_expiry},
    {"voters", check_voters},
    {"edited_at", check_edited},
    {"history", check_history},
    {"quote", check_quote},
    {"quote_state", check_quote_state},
    {"url", check_url},
};

/// The status the row's activity makes: a boost has the activity's own id.
std::optional<Status> status_of(FederationWorld& world, Row const& row) {
    auto const text = read_fixture("activities/" + row.file);
    if (row.activity == "Announce") {
        auto const document = json::Document::parse(text);
        return document ? world.status(id_text(document->root())) : std::nullopt;
    }
    return world.status(object_of(text));
}

}  // namespace

void check_facts(FederationWorld& world, Row const& row) {
    if (row.verdict != "accept" && row.verdict != "pending") return;
    Subject const subject{world, row, status_of(world, row)};
    if (row.outcome.starts_with("status created") || row.outcome.starts_with("boost created")) {
        ASSERT_TRUE(subject.status) << "no status";
        if (!row.activity.starts_with("Announce(") && !row.activity.ends_with("via relay"))
            EXPECT_EQ(subject.status->account_id, world.account(row.signer)) << "whose is it?";
    }
    for (auto const& fact : split(row.outcome, ';')) {
        auto const equals = fact.find('=');
        if (equals == std::string::npos) continue;
        auto const key = fact.substr(0, equals), value = fact.substr(equals + 1);
        if (key == "notify") {
            check_notice(world, row, value);
            continue;
        }
        auto const checker = checkers.find(key);
        if (checker == checkers.end() || !subject.status) continue;
        SCOPED_TRACE(fact);
        checker->second(subject, value);
    }
}

}  // namespace skein::activitypub::vectors
