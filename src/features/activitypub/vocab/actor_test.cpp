#include "features/activitypub/vocab/actor.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "features/activitypub/vocab/dates.h"

namespace skein::activitypub {
namespace {

constexpr auto* world = SKEIN_SOURCE_DIR "/tests/fixtures/federation/world/";

std::string contents(std::string const& name) {
    std::ifstream in(world + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

auto const now = *parse_date("2026-03-04T12:00:00Z");

std::string_view name_of(social::AccountKind kind) {
    if (kind == social::AccountKind::bot) return "bot";
    return kind == social::AccountKind::group ? "group" : "person";
}

/// An actor with these members besides what it must have; later ones replace those.
std::string actor(std::string const& more) {
    return R"({"id":"https://a.example/u/ann","inbox":"https://a.example/u/ann/inbox",)"
           R"("type":"Person","preferredUsername":"ann")" +
           (more.empty() ? "" : "," + more) + "}";
}

Result<ActorDocument> read_text(std::string const& text) {
    auto const document = json::Document::parse(text);
    EXPECT_TRUE(document) << text;
    return read_actor(document->root(), now);
}

ActorDocument read(std::string const& more) {
    auto document = read_text(actor(more));
    EXPECT_TRUE(document) << more;
    return document.value_or(ActorDocument{});
}

Result<ActorDocument> named(std::string const& name) {
    json::Writer quoted;
    quoted.value(name);
    return read_text(R"({"id":"https://a.example/1","inbox":"https://a.example/1/inbox",)"
                     R"("type":"Person","preferredUsername":)" +
                     quoted.take() + "}");
}

TEST(ActorReading, of_every_software_are_read_as_the_table_says) {
    auto const net = json::Document::parse(contents("net.json")).value();
    std::istringstream table(contents("actors-expected.tsv"));
    std::string line;
    std::getline(table, line);
    std::size_t accepted = 0;
    while (std::getline(table, line)) {
        std::vector<std::string> cells;
        std::istringstream in(line);
        for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
        SCOPED_TRACE(cells.at(0));
        auto const body = net.root().find(cells[0])->find("body");
        auto const read = read_actor(*body, now);
        if (cells[1] != "accept") {
            // The other two are found out by asking others.
            auto const by_itself = cells[0].contains("/name-") || cells[1] == "stub";
            EXPECT_EQ(read.has_value(), !by_itself);
            continue;
        }
        ASSERT_TRUE(read) << read.error().detail;
        ++accepted;
        EXPECT_EQ(read->id.str(), cells[0]);
        EXPECT_EQ(read->username, cells[2].substr(0, cells[2].find('@')));
        EXPECT_EQ(name_of(read->kind), cells[3]);
        EXPECT_EQ(read->locked, cells[4] == "yes");
        EXPECT_EQ(read->shared_inbox, cells[5] == "-" ? "" : cells[5]);
        ASSERT_FALSE(read->keys.empty());
        EXPECT_EQ(read->keys[0].id.str(), cells[6].substr(0, cells[6].find(' ')));
        EXPECT_TRUE(read->keys[0].pem.starts_with("-----BEGIN"));
        EXPECT_TRUE(Url::parse(read->url));
        if (cells[7].starts_with("not indexable")) {
            EXPECT_FALSE(read->indexable);
        }
        if (cells[7].starts_with("moved to ")) {
            EXPECT_EQ(read->moved_to->str(), cells[7].substr(9));
        }
        if (cells[7].starts_with("Ed25519")) {
            EXPECT_FALSE(read->keys.back().multibase.empty());
        }
        if (cells[7].contains("aliases (https only): none")) {
            EXPECT_TRUE(read->also_known_as.empty());
        }
    }
    EXPECT_GT(accepted, 30U);
}

TEST(ActorReading, have_names_that_read_as_themselves) {
    for (auto const* name :
         {"ann", "carol.bsky.social", "blog.example", "a-b_c", "Ann2", "日本語", "мир", "_"})
        EXPECT_TRUE(named(name)) << name;
    for (auto const* name : {"",    ".",     "..",   "ann.",     ".ann",     "a b",      "a/b",
                             "a@b", "@ann",  "a\\b", "a\u202eb", "a\u200bb", "a\nb",     "a?b",
                             "a#b", "a%2fb", "a:b",  "<b>",      "a\"b",     "\ufeffann"})
        EXPECT_FALSE(named(name)) << name;
    EXPECT_TRUE(named(std::string(256, 'a')));
    EXPECT_FALSE(named(std::string(257, 'a')));
}

TEST(ActorReading, are_none_without_what_makes_one) {
    for (
        auto const* text :
        {R"({"type":"Person","preferredUsername":"a","inbox":"https://a.example/i"})",
         R"({"id":"https://a.example/1","type":"Person","preferredUsername":"a"})",
         R"({"id":"https://a.example/1","type":"Person","inbox":"https://a.example/i"})",
         R"({"id":"https://a.example/1","type":"Note","preferredUsername":"a","inbox":"https://a.example/i"})",
         R"({"id":"https://a.example/1","type":"Person","preferredUsername":"a","inbox":"https://b.example/i"})",
         R"({"id":"https://a.example/1","type":"Person","preferredUsername":"a","inbox":"https://127.0.0.1/i"})",
         R"({"id":"at://x","type":"Person","preferredUsername":"a","inbox":"https://a.example/i"})",
         R"({"id":"https://a.example/1","type":"Person","preferredUsername":["a"],"inbox":"https://a.example/i"})",
         R"([])", R"("x")"})
        EXPECT_FALSE(read_text(text)) << text;
}

TEST(ActorReading, keep_collections_of_their_own_server_only) {
    auto const read = activitypub::read(
        R"("followers":"https://mastodon.example/users/alice/followers","featured":)"
        R"({"id":"https://a.example/u/ann/pins"},"outbox":"https://A.example:443/o",)"
        R"("following":"http://a.example/f","endpoints":{"sharedInbox":"https://b.example/i"},)"
        R"("sharedInbox":"https://a.example/inbox")");
    EXPECT_EQ(read.followers, "");
    EXPECT_EQ(read.following, "");
    EXPECT_EQ(read.featured, "https://a.example/u/ann/pins");
    EXPECT_EQ(read.outbox, "https://a.example/o");
    EXPECT_EQ(read.shared_inbox, "https://a.example/inbox");
}

TEST(ActorReading, show_a_page_of_their_own_host) {
    auto const url = [](std::string const& value) { return read("\"url\":" + value).url; };
    EXPECT_EQ(url(R"("https://www.a.example/@ann")"), "https://www.a.example/@ann");
    EXPECT_EQ(url(R"(["at://did:x",{"type":"Link","href":"https://a.example/x"}])"),
              "https://a.example/x");
    EXPECT_EQ(url(R"([{"href":"https://a.example/f","mediaType":"application/x-mpegURL"},)"
                  R"({"href":"https://a.example/@ann","mediaType":"text/html"}])"),
              "https://a.example/@ann");
    for (auto const* bad : {R"("https://evil.example/@ann")", R"("javascript:x")", "null",
                            R"("https://aa.example/")", "5", R"("https://example/")"})
        EXPECT_EQ(url(bad), "https://a.example/u/ann") << bad;
}

TEST(ActorReading, have_pictures_in_many_forms) {
    auto const icon = [](std::string const& value) { return read("\"icon\":" + value).icon.url; };
    auto const* const good = "https://cdn.example/a.png";
    for (
        auto const* value :
        {R"("https://cdn.example/a.png")", R"({"type":"Image","url":"https://cdn.example/a.png"})",
         R"([{"type":"Image","url":"x"},{"type":"Image","url":"https://cdn.example/a.png"}])",
         R"({"type":"Image","url":{"type":"Link","href":"https://cdn.example/a.png"}})",
         R"({"type":"Image","url":[{"href":"https://cdn.example/a.png","mediaType":"image/png"}]})"})
        EXPECT_EQ(icon(value), good) << value;
    for (auto const* value :
         {"null", "[]", R"("data:image/png;base64,xx")", R"({"url":"https://127.0.0.1/a.png"})",
          R"({"url":"https://cdn.example/a.svg","mediaType":"image/svg+xml"})", R"({"url":{}})"})
        EXPECT_EQ(icon(value), "") << value;
    EXPECT_EQ(
        read(R"("image":{"url":"https://c.example/h.png","name":"A hill"})").image.description,
        "A hill");
}

TEST(ActorReading, say_what_is_sanitised_and_what_is_text) {
    auto const read = activitypub::read(
        R"("name":"<b>Ann</b>\u202e\n","summary":"<p onclick=x>Hi<script>1</script></p>",)"
        R"("attachment":[{"type":"PropertyValue","name":"Site","value":"<a href=\"javascript:x\">x</a>"},)"
        R"({"type":"schema:PropertyValue","name":"","value":"x"},{"type":"Note","name":"x"},null])");
    EXPECT_EQ(read.display_name, "<b>Ann</b>");
    EXPECT_FALSE(read.note_html.contains("onclick"));
    EXPECT_FALSE(read.note_html.contains("<script"));
    ASSERT_EQ(read.fields.size(), 1U);
    EXPECT_EQ(read.fields[0].name, "Site");
    EXPECT_FALSE(read.fields[0].value.contains("javascript"));
    EXPECT_EQ(activitypub::read(R"("name":null,"summary":null)").display_name, "");
    EXPECT_LE(activitypub::read("\"name\":\"" + std::string(5000, 'x') + "\"").display_name.size(),
              200U);
}

TEST(ActorReading, list_keys_of_their_own) {
    auto const keys = [](std::string const& value) {
        return read("\"publicKey\":" + value).keys.size();
    };
    EXPECT_EQ(
        keys(R"([{"id":"https://a.example/u/ann#1","owner":"https://a.example/u/ann",)"
             R"("publicKeyPem":"PEM"},{"id":"https://a.example/u/ann#2","publicKeyPem":"PEM"}])"),
        2U);
    for (auto const* value :
         {R"({"id":"https://a.example/k","owner":"https://a.example/u/bob","publicKeyPem":"PEM"})",
          R"({"id":"https://b.example/k","owner":"https://a.example/u/ann","publicKeyPem":"PEM"})",
          R"({"id":"https://a.example/k","owner":"https://a.example/u/ann","publicKeyPem":""})",
          R"({"owner":"https://a.example/u/ann","publicKeyPem":"PEM"})",
          R"("https://a.example/k")"})
        EXPECT_EQ(keys(value), 0U) << value;
}

TEST(ActorReading, name_other_accounts_and_domains_within_bounds) {
    std::string many = R"("alsoKnownAs":["did:plc:x","at://y","http://b.example/1")";
    for (int i = 0; i < 50; ++i) many += fmt::format(R"(,"https://b.example/{}")", i);
    EXPECT_EQ(read(many + "]").also_known_as.size(), 20U);
    EXPECT_EQ(read(R"("alsoKnownAs":"https://b.example/1")").also_known_as.size(), 1U);
    EXPECT_EQ(read(R"("attributionDomains":["News.example","https://x.example/",5,"example"])")
                  .attribution_domains,
              std::vector<std::string>{"news.example"});
    EXPECT_EQ(read(R"("webfinger":"ann@b.example")").webfinger, "ann@b.example");
    for (auto const* value : {R"("ann")", "5", R"("a@b@c")", R"({"x":1})"})
        EXPECT_EQ(read(fmt::format("\"webfinger\":{}", value)).webfinger, "") << value;
    EXPECT_FALSE(read(R"("indexable":true,"noindex":true)").indexable);
    EXPECT_EQ(read(R"("discoverable":false)").discoverable, false);
    EXPECT_FALSE(read("").discoverable);
}

}  // namespace
}  // namespace skein::activitypub
