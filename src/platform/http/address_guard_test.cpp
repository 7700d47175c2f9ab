#include "platform/http/address_guard.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <array>
#include <fstream>
#include <iterator>

#include "base/json.h"
#include "platform/http/target_guard.h"

namespace skein::http {
namespace {

bool is_public(std::string const& literal) {
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET, literal.c_str(), bytes.data()) == 1)
        return is_public_address(std::span(bytes).first(4));
    EXPECT_EQ(inet_pton(AF_INET6, literal.c_str(), bytes.data()), 1) << literal;
    return is_public_address(bytes);
}

json::Document fixture() {
    std::ifstream in(SKEIN_SOURCE_DIR "/tests/fixtures/ssrf.json");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    return json::Document::parse(text).value();
}

TEST(AddressGuard, decides_every_saved_address_as_written) {
    auto const document = fixture();
    auto const cases = document.root().find("cases")->elements();
    ASSERT_GT(cases.size(), 40U);
    for (auto const& row : cases) {
        auto const address = std::string(row.get_text("address"));
        EXPECT_EQ(is_public(address), row.find("allow")->boolean()) << address;
    }
}

TEST(AddressGuard, ranges_end_where_the_registries_say) {
    for (auto const* address :
         {"9.255.255.255",   "11.0.0.0",       "100.63.255.255",   "100.128.0.0",
          "126.255.255.255", "128.0.0.0",      "169.253.255.255",  "169.255.0.0",
          "172.15.255.255",  "172.32.0.0",     "192.0.1.0",        "192.167.255.255",
          "192.169.0.0",     "198.17.255.255", "198.20.0.0",       "223.255.255.255",
          "2000::1",         "2001:200::1",    "2001:db7:ffff::1", "2001:db9::1",
          "3ffe::1",         "3fff:1000::1"})
        EXPECT_TRUE(is_public(address)) << address;
    for (auto const* address :
         {"0.255.255.255", "10.255.255.255", "100.127.255.255", "169.254.0.0", "192.0.0.255",
          "192.31.196.1", "192.52.193.1", "192.175.48.1", "198.19.255.255", "239.255.255.255",
          "255.255.255.254", "1fff::1", "2001:1ff:ffff::1", "2001:db8:ffff::1", "2620:4f:8000::1",
          "3fff:fff::1", "4000::1", "fbff::1"})
        EXPECT_FALSE(is_public(address)) << address;
}

TEST(AddressGuard, an_address_inside_another_decides) {
    EXPECT_TRUE(is_public("::ffff:1.1.1.1"));
    EXPECT_FALSE(is_public("::ffff:169.254.169.254"));
    EXPECT_TRUE(is_public("64:ff9b::101:101"));
    EXPECT_FALSE(is_public("64:ff9b::a9fe:a9fe"));
    EXPECT_TRUE(is_public("2002:101:101::1"));
    EXPECT_FALSE(is_public("2002:c0a8:101::1"));
    EXPECT_FALSE(is_public("2001:0:101:101::1"));  // Teredo: nobody serves there.
    EXPECT_FALSE(is_public("2a00::5efe:10.0.0.1"));
    EXPECT_FALSE(is_public("2a00::200:5efe:10.0.0.1"));
    EXPECT_TRUE(is_public("2a00::5efe:1.1.1.1"));
    EXPECT_FALSE(is_public("::ffff:0:127.0.0.1"));
}

TEST(AddressGuard, other_families_and_sizes_are_not_public) {
    EXPECT_FALSE(is_public_address(std::span<std::uint8_t const>{}));
    std::array<std::uint8_t, 5> const five{1, 1, 1, 1, 1};
    EXPECT_FALSE(is_public_address(five));
    sockaddr_un local{};
    local.sun_family = AF_UNIX;
    EXPECT_FALSE(is_public_address(reinterpret_cast<sockaddr const&>(local), sizeof local));
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_addr.s_addr = htonl(0x01010101);
    EXPECT_TRUE(is_public_address(reinterpret_cast<sockaddr const&>(in), sizeof in));
    EXPECT_FALSE(is_public_address(reinterpret_cast<sockaddr const&>(in), 4));
}

TEST(TargetGuard, decides_every_saved_address_of_the_web_as_written) {
    auto const guard = TargetGuard::make({}).value();
    auto const document = fixture();
    auto const rows = document.root().find("urls")->elements();
    ASSERT_GT(rows.size(), 20U);
    for (auto const& row : rows) {
        auto const url = row.get_text("url");
        auto const checked = guard.check(url);
        auto const host = checked ? checked->host().str() : "refused";
        EXPECT_EQ(host, row.find("fetch")->boolean() == true ? "ok.example" : "refused") << url;
        if (!checked) {
            EXPECT_EQ(checked.error().code, Errc::forbidden) << url;
        }
    }
}

TEST(TargetGuard, each_hop_of_a_redirect_is_checked_anew) {
    auto const guard = TargetGuard::make({}).value();
    auto const from = guard.check("https://ok.example/a/b?c").value();
    EXPECT_EQ(guard.check_redirect(from, "/d")->str(), "https://ok.example/d");
    EXPECT_EQ(guard.check_redirect(from, "e")->str(), "https://ok.example/a/e");
    EXPECT_EQ(guard.check_redirect(from, "//other.example/")->str(), "https://other.example/");
    for (auto const* location :
         {"http://ok.example/", "http://169.254.169.254/", "https://127.0.0.1/",
          "file:///etc/passwd", "https://localhost/", "https://ok.example:22/",
          "javascript:alert(1)", "https://user@ok.example/"})
        EXPECT_FALSE(guard.check_redirect(from, location)) << location;
}

sockaddr_in socket_address(char const* literal, std::uint16_t port) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    inet_pton(AF_INET, literal, &in.sin_addr);
    return in;
}

bool allows(TargetGuard const& guard, char const* url, sockaddr_in const& address) {
    return guard.allows(Url::parse(url).value(), reinterpret_cast<sockaddr const&>(address),
                        sizeof address);
}

TEST(TargetGuard, a_mapped_host_may_be_reached_at_its_mapped_address_only) {
    ClientOptions options;
    options.connect_to = {"peer.test:443:127.0.0.1:9443"};
    auto const guard = TargetGuard::make(options).value();
    EXPECT_TRUE(guard.check("https://peer.test/"));
    EXPECT_FALSE(guard.check("https://peer.test:8443/"));
    EXPECT_FALSE(guard.check("https://other.test/"));
    EXPECT_TRUE(allows(guard, "https://peer.test/", socket_address("127.0.0.1", 9443)));
    EXPECT_FALSE(allows(guard, "https://peer.test/", socket_address("127.0.0.1", 80)));
    EXPECT_FALSE(allows(guard, "https://peer.test/", socket_address("10.0.0.1", 9443)));
    EXPECT_FALSE(allows(guard, "https://ok.example/", socket_address("127.0.0.1", 9443)));
    EXPECT_TRUE(allows(guard, "https://ok.example/", socket_address("1.1.1.1", 443)));
}

TEST(TargetGuard, a_mapping_that_is_none_is_refused) {
    for (auto const* text : {"", "a", "a:1:b:2", "a:1:127.0.0.1", "a:x:127.0.0.1:1",
                             "a:1:127.0.0.1:0", "a:1:127.0.0.1:70000", "a b:1:127.0.0.1:1"}) {
        ClientOptions options;
        options.connect_to = {text};
        EXPECT_FALSE(TargetGuard::make(options)) << text;
    }
    for (auto const* text : {"a.test:1:127.0.0.1:2", "::127.0.0.1:2", "a.test::[::1]:2"}) {
        ClientOptions options;
        options.connect_to = {text};
        EXPECT_TRUE(TargetGuard::make(options)) << text;
    }
}

TEST(TargetGuard, allow_private_opens_everything_but_other_schemes) {
    ClientOptions options;
    options.allow_private = true;
    auto const guard = TargetGuard::make(options).value();
    EXPECT_TRUE(guard.check("http://127.0.0.1:3000/x"));
    EXPECT_TRUE(guard.check("http://localhost:3000/x"));
    EXPECT_TRUE(allows(guard, "http://localhost/", socket_address("127.0.0.1", 3000)));
    EXPECT_FALSE(guard.check("file:///etc/passwd"));
    EXPECT_FALSE(guard.check("https://user@ok.example/"));
}

}  // namespace
}  // namespace skein::http
