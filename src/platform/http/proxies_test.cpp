#include "platform/http/proxies.h"

#include <gtest/gtest.h>

#include "platform/http/admission.h"

namespace skein::http {
namespace {

class ProxiesTest : public testing::Test {
  protected:
    Request identify(std::string_view peer, std::vector<std::string> forwarded,
                     std::string_view proto = "") {
        Request request;
        for (auto const& value : forwarded) request.headers.add("X-Forwarded-For", value);
        if (!proto.empty()) request.headers.add("X-Forwarded-Proto", proto);
        rule.identify(Address::parse(peer).value(), request);
        return request;
    }
    ProxyRule rule = ProxyRule::make({"10.0.0.0/8", "127.0.0.1", "fd00::/8"}).value();
};

TEST_F(ProxiesTest, a_stranger_is_not_believed) {
    auto const request = identify("203.0.113.9", {"198.51.100.1"}, "https");
    EXPECT_EQ(request.client_address, "203.0.113.9");
    EXPECT_FALSE(request.secure);
}

TEST_F(ProxiesTest, the_nearest_address_that_is_no_proxy_is_the_client) {
    EXPECT_EQ(identify("10.0.0.1", {"198.51.100.1"}).client_address, "198.51.100.1");
    EXPECT_EQ(identify("10.0.0.1", {"6.6.6.6, 198.51.100.1, 10.2.3.4"}).client_address,
              "198.51.100.1");
    EXPECT_EQ(identify("10.0.0.1", {"6.6.6.6", "198.51.100.1"}).client_address, "198.51.100.1");
    EXPECT_EQ(identify("10.0.0.1", {"10.9.9.9"}).client_address, "10.9.9.9");
    EXPECT_EQ(identify("10.0.0.1", {}).client_address, "10.0.0.1");
    EXPECT_EQ(identify("fd12::1", {"[2001:db8::7]:4711"}).client_address, "2001:db8::7");
    EXPECT_EQ(identify("::ffff:10.0.0.1", {"198.51.100.1:80"}).client_address, "198.51.100.1");
}

TEST_F(ProxiesTest, behind_what_can_not_be_read_nothing_is_believed) {
    EXPECT_EQ(identify("10.0.0.1", {"6.6.6.6, unknown"}).client_address, "10.0.0.1");
    EXPECT_EQ(identify("10.0.0.1", {"6.6.6.6, _x, 10.0.0.2"}).client_address, "10.0.0.2");
}

TEST_F(ProxiesTest, the_nearest_proxy_says_whether_it_was_secure) {
    EXPECT_TRUE(identify("10.0.0.1", {}, "https").secure);
    EXPECT_TRUE(identify("10.0.0.1", {}, "http, HTTPS").secure);
    EXPECT_FALSE(identify("10.0.0.1", {}, "https, http").secure);
}

TEST_F(ProxiesTest, loopback_is_a_peer_that_speaks_for_itself) {
    EXPECT_TRUE(identify("127.0.0.1", {}).loopback);
    EXPECT_TRUE(identify("::1", {}).loopback);
    EXPECT_FALSE(identify("127.0.0.1", {"127.0.0.1"}).loopback);
    EXPECT_FALSE(identify("10.0.0.1", {"127.0.0.1"}).loopback);
    Request request;
    request.headers.add("Forwarded", "for=127.0.0.1");
    rule.identify(Address::parse("127.0.0.1").value(), request);
    EXPECT_FALSE(request.loopback);
}

TEST_F(ProxiesTest, prefixes_end_where_they_say) {
    auto const odd = ProxyRule::make({"192.168.4.0/22", "2001:db8:8000::/33"}).value();
    auto const trusts = [&](std::string_view text) {
        return odd.trusts(Address::parse(text).value());
    };
    EXPECT_TRUE(trusts("192.168.7.255"));
    EXPECT_FALSE(trusts("192.168.8.0"));
    EXPECT_TRUE(trusts("2001:db8:ffff::1"));
    EXPECT_FALSE(trusts("2001:db8:7fff::1"));
    EXPECT_TRUE(ProxyRule::make({"0.0.0.0/0"})->trusts(Address::parse("8.8.8.8").value()));
    EXPECT_FALSE(ProxyRule::make({"0.0.0.0/0"})->trusts(Address::parse("2001:db8::1").value()));
    for (auto const* const wrong :
         {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "proxy", "::1/129"})
        EXPECT_FALSE(ProxyRule::make({wrong})) << wrong;
}

TEST(Admission, places_are_counted_in_all_and_by_address) {
    auto const admission = Admission::make(4, 2);
    auto const at = [](std::string_view text) { return Address::parse(text).value(); };
    auto first = admission->admit(at("203.0.113.9"), false);
    auto second = admission->admit(at("203.0.113.9"), false);
    EXPECT_TRUE(first);
    EXPECT_TRUE(second);
    EXPECT_FALSE(admission->admit(at("203.0.113.9"), false));
    auto exempt = admission->admit(at("203.0.113.9"), true);
    EXPECT_TRUE(exempt);
    first = {};
    auto third = admission->admit(at("203.0.113.9"), false);
    EXPECT_TRUE(third);
    auto other = admission->admit(at("203.0.113.10"), false);
    EXPECT_TRUE(other);
    EXPECT_EQ(admission->count(), 4U);
    EXPECT_FALSE(admission->admit(at("203.0.113.11"), true)) << "nobody is exempt from the whole";
}

TEST(Admission, a_house_of_six_is_one_client) {
    auto const admission = Admission::make(10, 1);
    auto const first = admission->admit(Address::parse("2001:db8:1:2::1").value(), false);
    EXPECT_TRUE(first);
    EXPECT_FALSE(admission->admit(Address::parse("2001:db8:1:2:ffff::2").value(), false));
    EXPECT_TRUE(admission->admit(Address::parse("2001:db8:1:3::1").value(), false));
}

}  // namespace
}  // namespace skein::http
