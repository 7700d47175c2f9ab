#include "base/url.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/json.h"

namespace skein {
namespace {

json::Document fixture() {
    std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/domains.json");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    return json::Document::parse(text).value();
}

TEST(Url, hosts_are_read_as_the_saved_cases_say) {
    auto const document = fixture();
    auto const rows = document.root().find("cases")->elements();
    ASSERT_GT(rows.size(), 10U);
    for (auto const& row : rows) {
        auto const url = Url::parse(row.get_text("input"));
        auto const host = row.find("host")->text();
        EXPECT_EQ(url.has_value(), host.has_value()) << row.get_text("note");
        if (!url || !host) continue;
        EXPECT_EQ(url->host().str(), *host) << row.get_text("note");
    }
}

TEST(Host, rules_hold_for_a_domain_and_what_is_below_it) {
    auto const document = fixture();
    auto const rows = document.root().find("block_rules")->elements();
    ASSERT_GT(rows.size(), 5U);
    for (auto const& row : rows) {
        auto const rule = Host::parse(row.get_text("rule")).value();
        auto const host = Host::parse(row.get_text("host")).value();
        EXPECT_EQ(host.is_within(rule.str()), row.find("blocked")->boolean())
            << rule.str() << " " << host.str();
    }
}

TEST(Host, odd_spellings_of_addresses_are_no_hosts) {
    for (auto const* text : {"",
                             ".",
                             "a..b",
                             ".a",
                             "a b",
                             "127.1",
                             "0x7f000001",
                             "2130706433",
                             "0177.0.0.1",
                             "1.2.3.4.5",
                             "a.123",
                             "[::1",
                             "::1",
                             "[::g]",
                             "a\\b",
                             "a/b",
                             "a%2fb",
                             "a%00b",
                             "a_b..c",
                             "-a.example",
                             "a-.example",
                             "xn--.example",
                             "a%",
                             "a%20b",
                             "\xFF.example",
                             "a:80",
                             "a@b"})
        EXPECT_FALSE(Host::parse(text)) << text;
    EXPECT_FALSE(Host::parse(std::string(64, 'a') + ".example"));
    std::string long_name;
    for (int i = 0; i < 64; ++i) long_name += "abc.";
    EXPECT_FALSE(Host::parse(long_name + "example"));
}

TEST(Host, a_plain_name_is_kept_as_it_is) {
    for (auto const* text : {"example.org", "a-b.c-d.example", "a--b.example", "1.example",
                             "xn--bcher-kva.example", "social.example.co.uk"})
        EXPECT_EQ(Host::parse(text).value().str(), text);
    EXPECT_EQ(Host::parse("example.org.").value().str(), "example.org");
    EXPECT_EQ(Host::parse("Example.ORG").value().str(), "example.org");
    for (auto const* text : {"", ".", "..", "a..b", ".a", "-a.example", "a-.example",
                             "xn--.example", "xn--a.example", "a.xn--0.example"})
        EXPECT_FALSE(Host::parse(text)) << text;
}

TEST(Host, addresses_in_digits_are_known_as_such) {
    EXPECT_TRUE(Host::parse("127.0.0.1")->is_ip());
    EXPECT_EQ(Host::parse("[0:0::1]")->str(), "[::1]");
    EXPECT_TRUE(Host::parse("[::1]")->is_ip());
    EXPECT_FALSE(Host::parse("a.example")->is_ip());
    EXPECT_EQ(Host::parse("A%2Eexample.")->str(), "a.example");
}

TEST(Url, parts_are_found_and_normalised) {
    auto const url = Url::parse("HTTPS://Example.ORG:8443/a/./b/../c%20d?x=<1>#frag").value();
    EXPECT_EQ(url.scheme(), "https");
    EXPECT_EQ(url.host().str(), "example.org");
    EXPECT_EQ(url.port(), 8443);
    EXPECT_EQ(url.path(), "/a/c%20d");
    EXPECT_EQ(url.query(), "x=%3C1%3E");
    EXPECT_EQ(url.fragment(), "frag");
    EXPECT_EQ(url.origin(), "https://example.org:8443");
    EXPECT_EQ(url.str(), "https://example.org:8443/a/c%20d?x=%3C1%3E#frag");
    EXPECT_EQ(Url::parse("http://a.example")->str(), "http://a.example/");
    EXPECT_EQ(Url::parse("http://a.example:80?q")->str(), "http://a.example/?q");
    EXPECT_EQ(Url::parse("https://a.example/ä")->path(), "/%C3%A4");
    EXPECT_EQ(Url::parse("http://[::1]:3000/")->port(), 3000);
}

TEST(Url, dots_of_every_spelling_are_taken_out) {
    for (auto const* path : {"/a/../b", "/a/%2e%2e/b", "/a/%2E%2E/b", "/a/.%2e/b", "/x/a/../../b",
                             "/../../b", "/./b", "/%2e/b"})
        EXPECT_EQ(Url::parse(std::string("https://a.example") + path)->path(), "/b") << path;
    EXPECT_EQ(Url::parse("https://a.example/a/..")->path(), "/");
    EXPECT_EQ(Url::parse("https://a.example/a/.")->path(), "/a/");
    EXPECT_EQ(Url::parse("https://a.example/a..b/...")->path(), "/a..b/...");
}

TEST(Url, what_is_no_address_of_the_web_is_refused) {
    for (auto const* text : {"",
                             "https://",
                             "https:///x",
                             "https:/a.example",
                             "//a.example/x",
                             "a.example",
                             "ftp://a.example/",
                             "javascript:alert(1)//http://a.example",
                             "file:///etc/passwd",
                             "https://user@a.example/",
                             "https://user:pw@a.example/",
                             "https://a.example:0/",
                             "https://a.example:65536/",
                             "https://a.example:x/",
                             "https://a.example:-1/",
                             "https://a.example\\@b.example/",
                             "https://a.example /",
                             "https://a.example/\n",
                             "https://a.example/a b",
                             " https://a.example/",
                             "https://a.example/\x7F",
                             "https://a.example/\xFF"})
        EXPECT_FALSE(Url::parse(text)) << text;
    EXPECT_FALSE(Url::parse(std::string("https://a.example/\0", 19)));
    EXPECT_FALSE(Url::parse("https://a.example/" + std::string(9000, 'a')));
    EXPECT_EQ(Url::parse("https://a.example/\\b.example")->str(), "https://a.example/%5Cb.example");
}

TEST(Url, relative_addresses_are_resolved) {
    auto const base = Url::parse("https://a.example/x/y?q#f").value();
    std::pair<char const*, char const*> const rows[] = {
        {"/z", "https://a.example/z"},
        {"z", "https://a.example/x/z"},
        {"../z", "https://a.example/z"},
        {"?r", "https://a.example/x/y?r"},
        {"#g", "https://a.example/x/y?q#g"},
        {"", "https://a.example/x/y?q"},
        {"//b.example/z", "https://b.example/z"},
        {"http://b.example/z", "http://b.example/z"},
        {"/login?next=https://b.example/", "https://a.example/login?next=https://b.example/"},
        {"z/a:b", "https://a.example/x/z/a:b"},
    };
    for (auto const& [relative, absolute] : rows) {
        auto const resolved = base.resolve(relative);
        ASSERT_TRUE(resolved) << relative;
        EXPECT_EQ(resolved->str(), absolute) << relative;
    }
    for (auto const* relative :
         {"javascript:alert(1)", "data:text/html,x", "https:z", "/\\b.example", "\\\\b.example",
          "//user@b.example/", "/a b", "mailto:a@b.example"})
        EXPECT_FALSE(base.resolve(relative)) << relative;
}

TEST(Url, origins_are_compared_as_a_whole) {
    auto const url = Url::parse("https://a.example/x").value();
    EXPECT_TRUE(url.same_origin(Url::parse("HTTPS://A.example.:443/y").value()));
    for (auto const* other :
         {"http://a.example/x", "https://a.example:444/x", "https://b.a.example/x"})
        EXPECT_FALSE(url.same_origin(Url::parse(other).value())) << other;
    EXPECT_TRUE(url.secure());
}

TEST(Handle, is_read_in_the_forms_people_write) {
    for (auto const* text : {"ada@a.example", "@ada@a.example", "acct:ada@a.example",
                             "ada@A.Example.", "@ada@a.example"})
        EXPECT_EQ(Handle::parse(text)->str(), "ada@a.example") << text;
    EXPECT_EQ(Handle::parse("@ada")->str(), "ada");
    EXPECT_EQ(Handle::parse("ada@localhost:3000")->host, "localhost:3000");
    EXPECT_EQ(Handle::parse("ada@münchen.example")->host, "xn--mnchen-3ya.example");
    for (auto const* text : {"",
                             "@",
                             "acct:",
                             "@@a.example",
                             "ada@",
                             "ada@a b",
                             "ada@a.example/x",
                             "ada@b@c.example",
                             "a da",
                             "a/b",
                             "a?b",
                             "a#b",
                             "<ada>",
                             "a\\b",
                             "ada@a.example:",
                             "ada@a.example:1234567",
                             "ada@a.example:8x",
                             "a\nb",
                             "@acct:ada@a.example",
                             "\xFF@a.example"})
        EXPECT_FALSE(Handle::parse(text)) << text;
}

}  // namespace
}  // namespace skein
