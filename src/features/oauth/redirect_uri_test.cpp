#include "features/oauth/redirect_uri.h"

#include <gtest/gtest.h>

namespace skein::oauth {
namespace {

TEST(RedirectUri, web_addresses_and_schemes_of_apps_may_be_registered) {
    for (auto const* uri :
         {"https://app.example/callback", "https://app.example/callback?x=1",
          "http://localhost:80/", "http://127.0.0.1:4711/back", "myapp://callback",
          "com.example.app:/oauth", "urn:ietf:wg:oauth:2.0:oob"})
        EXPECT_EQ(find_uri_fault(uri), std::nullopt) << uri;
}

TEST(RedirectUri, what_is_relative_or_broken_may_not) {
    for (auto const* uri :
         {"", "/callback", "callback", "app.example/callback", "https:", "https://",
          "https:app.example", "https://user@app.example/", "://x", "1app://x",
          "https://app.example/#fragment", "https://app.example/ x", "https://app.example\\x",
          "my app://x", "myapp:\n", "https://a\tb.example"})
        EXPECT_EQ(find_uri_fault(uri), UriFault::relative) << uri;
    EXPECT_EQ(find_uri_fault("app://" + std::string(2000, 'x')), UriFault::relative);
}

TEST(RedirectUri, what_a_browser_would_run_is_forbidden) {
    for (auto const* uri : {"javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
                            "vbscript:x", "file:///etc/passwd", "blob:x", "about:blank"})
        EXPECT_EQ(find_uri_fault(uri), UriFault::forbidden) << uri;
}

TEST(RedirectUri, only_the_port_of_a_loopback_address_is_free) {
    EXPECT_TRUE(matches("https://a.example/x", "https://a.example/x"));
    EXPECT_TRUE(matches("http://127.0.0.1/x", "http://127.0.0.1:5000/x"));
    EXPECT_TRUE(matches("http://[::1]:1/x", "http://[::1]:2/x"));
    for (auto const& [registered, asked] :
         {std::pair{"https://a.example/x", "https://a.example/x/"},
          std::pair{"https://a.example/x", "https://a.example/x?y=1"},
          std::pair{"https://a.example/x", "https://a.example:8443/x"},
          std::pair{"https://a.example/x", "https://A.example/x"},
          std::pair{"http://127.0.0.1/x", "http://127.0.0.1:5000/y"},
          std::pair{"http://127.0.0.1/x", "http://127.0.0.1.evil.example/x"},
          std::pair{"http://127.0.0.1/x", "http://127.0.0.1:80@evil.example/x"},
          std::pair{"http://localhost/x", "http://localhost:1/x"}})
        EXPECT_FALSE(matches(registered, asked)) << asked;
}

TEST(RedirectUri, a_policy_names_the_origin_or_the_scheme) {
    EXPECT_EQ(form_source("https://app.example:8443/x"), "https://app.example:8443");
    EXPECT_EQ(form_source("https://app.example/x"), "https://app.example");
    EXPECT_EQ(form_source("MyApp://x"), "myapp:");
    EXPECT_EQ(form_source("http://[::1]:1/x"), "http:");
    EXPECT_EQ(form_source(out_of_band), "");
}

TEST(RedirectUri, parameters_are_added_to_what_is_there) {
    EXPECT_EQ(with_params("app://x", {{"code", "a b"}, {"state", ""}}), "app://x?code=a%20b");
    EXPECT_EQ(with_params("https://a.example/?x=1", {{"code", "c"}, {"state", "&="}}),
              "https://a.example/?x=1&code=c&state=%26%3D");
}

}  // namespace
}  // namespace skein::oauth
