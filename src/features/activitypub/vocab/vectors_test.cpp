// What other software really sends, as far as one object says it: every document that is accepted
// is read, and the facts of its outcome are compared.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "base/text.h"
#include "features/activitypub/vocab/dates.h"
#include "features/activitypub/vocab/object.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr auto* fixtures = SKEIN_SOURCE_DIR "/tests/fixtures/federation/";

std::string contents(std::string const& name) {
    std::ifstream in(fixtures + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> split(std::string const& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, separator);) parts.emplace_back(trim(part));
    return parts;
}

struct Row {
    std::string file, activity, verdict;
    std::map<std::string, std::string> facts;
    std::string outcome;
};

std::vector<Row> read_rows() {
    std::vector<Row> rows;
    auto const lines = split(contents("activities/index.tsv"), '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto const cells = split(lines[i], '\t');
        Row row{cells.at(0), cells.at(2), cells.at(3), {}, cells.at(8)};
        for (auto const& fact : split(row.outcome, ';'))
            if (auto const equal = fact.find('='); equal != std::string::npos)
                row.facts[fact.substr(0, equal)] = fact.substr(equal + 1);
        rows.push_back(std::move(row));
    }
    return rows;
}

/// The posts an activity brings, those inside another activity too.
std::vector<json::Value> posts_in(json::Value activity) {
    std::vector<json::Value> posts;
    for (auto const& object : list_of(activity, "object")) {
        if (!object.is_object() || is_actor_type(object)) continue;
        if (object.find("object")) {
            for (auto const& inner : posts_in(object)) posts.push_back(inner);
        } else if (!has_type(object, "Tombstone") && !has_type(object, "Key")) {
            posts.push_back(object);
        }
    }
    return posts;
}

std::string first_word(std::string const& text) { return text.substr(0, text.find_first_of(" :")); }

class VocabVectors : public ::testing::Test {
  protected:
    VocabVectors() : net(json::Document::parse(contents("world/net.json")).value()) {}

    std::string followers_of(ObjectDocument const& post) const {
        for (auto const& author : post.attributed_to) {
            auto const entry = net.root().find(author.str());
            auto const body = entry ? entry->find("body") : std::nullopt;
            if (body && body->is_object()) return std::string(id_text(*body->find("followers")));
        }
        return {};
    }
    void check(Row const& row, json::Value activity, ObjectDocument const& post) const;
    void check_attachments(Row const& row, ObjectDocument const& post) const;
    void check_poll(Row const& row, ObjectDocument const& post) const;

    json::Document net;
    Time now = parse_date("2026-03-04T12:00:00Z").value();
};

std::string_view name_of(social::Visibility visibility) {
    constexpr std::array<std::string_view, 5> names{"public", "unlisted", "followers", "limited",
                                                    "direct"};
    return names.at(static_cast<std::size_t>(visibility));
}

void VocabVectors::check_attachments(Row const& row, ObjectDocument const& post) const {
    for (auto const& [key, value] : row.facts) {
        if (key == "attachments") {
            EXPECT_EQ(std::to_string(post.attachments.size()), value);
        }
        if (!key.starts_with("attachment") || key.find('.') == std::string::npos) continue;
        auto const& file = post.attachments.at(static_cast<std::size_t>(key[10] - '0'));
        if (key.ends_with(".alt")) {
            EXPECT_EQ(file.description, value == "none" ? "" : value);
        } else {
            ASSERT_TRUE(file.focus_x && file.focus_y);
            EXPECT_EQ(fmt::format("{},{}", *file.focus_x, *file.focus_y), value);
        }
    }
}

void VocabVectors::check_poll(Row const& row, ObjectDocument const& post) const {
    auto const kind = row.facts.find("poll");
    if (kind == row.facts.end()) return;
    ASSERT_TRUE(post.poll);
    EXPECT_EQ(post.poll->multiple, kind->second == "multiple");
    std::vector<std::string> titles;
    for (auto const& option : post.poll->options) titles.push_back(option.title);
    EXPECT_EQ(titles, split(row.facts.at("options"), '|'));
    auto const& expires = row.facts.at("expires");
    EXPECT_EQ(post.poll->expires_at, expires == "never" ? std::nullopt : parse_date(expires));
    if (auto const voters = row.facts.find("voters"); voters != row.facts.end()) {
        EXPECT_EQ(post.poll->voters_count.value_or(-1), std::stoll(voters->second));
    }
}

void VocabVectors::check(Row const& row, json::Value activity, ObjectDocument const& post) const {
    auto const fact = [&](char const* key) {
        auto const found = row.facts.find(key);
        return found == row.facts.end() ? std::optional<std::string>() : found->second;
    };
    if (auto const expected = fact("visibility")) {
        auto const audience = post.audience.empty() ? read_audience(activity) : post.audience;
        EXPECT_EQ(name_of(visibility_of(audience, followers_of(post), post.mentions)),
                  first_word(*expected));
    }
    if (auto const expected = fact("mentions")) {
        EXPECT_EQ(std::to_string(post.mentions.size()), *expected);
    }
    if (auto const expected = fact("language")) {
        EXPECT_EQ(post.language, *expected);
    }
    if (auto const expected = fact("hashtags"); expected && expected->find(' ') == expected->npos) {
        std::vector<std::string> folded;
        for (auto const& tag : post.hashtags) folded.push_back(fold_tag(tag));
        EXPECT_EQ(folded, *expected == "none" ? std::vector<std::string>() : split(*expected, ','));
    }
    if (auto const expected = fact("cw")) {
        EXPECT_EQ(post.warning, first_word(*expected) == "none" ? "" : *expected);
    }
    if (row.outcome.contains("sensitive=true")) {
        EXPECT_TRUE(post.sensitive);
    }
    if (auto const expected = fact("emojis")) {
        ASSERT_EQ(post.emojis.size(), 1U);
        EXPECT_EQ(post.emojis[0].shortcode, expected->substr(0, expected->find('@')));
    }
    if (auto const expected = fact("in_reply_to")) {
        ASSERT_TRUE(post.in_reply_to);
        EXPECT_TRUE(post.in_reply_to->str().ends_with("/statuses/101")) << *expected;
    }
    if (auto const expected = fact("quote"); expected && expected->starts_with("alice/1")) {
        ASSERT_TRUE(post.quote);
        EXPECT_EQ(post.quote->str(), "https://mastodon.example/users/alice/statuses/1");
        EXPECT_EQ(post.quote_is_legacy, expected->contains("legacy"));
    }
    check_attachments(row, post);
    check_poll(row, post);
}

TEST_F(VocabVectors, every_accepted_post_is_read_as_its_row_says) {
    std::size_t read = 0;
    for (auto const& row : read_rows()) {
        auto const is_post = row.activity.contains("Create") || row.activity.contains("Update");
        if (!row.verdict.starts_with("accept") || !is_post) continue;
        SCOPED_TRACE(row.file);
        auto const document = json::Document::parse(contents("activities/" + row.file));
        if (!document && row.verdict == "accept-or-ignore") continue;  // More than is ever read.
        ASSERT_TRUE(document);
        for (auto const& object : posts_in(document->root())) {
            auto const post = read_object(object, now);
            ASSERT_TRUE(post) << post.error().detail;
            ++read;
            check(row, document->root(), *post);
        }
    }
    EXPECT_GT(read, 80U);
}

TEST_F(VocabVectors, nothing_that_is_refused_does_harm_when_it_is_read) {
    for (auto const& row : read_rows()) {
        SCOPED_TRACE(row.file);
        auto const document = json::Document::parse(contents("activities/" + row.file));
        if (!document) continue;
        for (auto const& object : posts_in(document->root())) {
            auto const post = read_object(object, now);
            if (!post) continue;
            EXPECT_LE(post->attachments.size(), attachments_max);
            EXPECT_LE(post->mentions.size(), mention_tags_max);
            EXPECT_LE(post->hashtags.size(), hashtags_max);
            EXPECT_FALSE(post->content.contains("<script"));
            EXPECT_FALSE(post->content.contains("onerror=\""));
        }
        for (auto const& object : list_of(document->root(), "object", 10))
            if (object.is_object()) (void)read_actor(object, now);
    }
}

}  // namespace
}  // namespace skein::activitypub
