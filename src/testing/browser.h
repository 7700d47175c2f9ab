// A browser without JavaScript, for tests of pages: keeps cookies, fills the form it was shown, and
// sends it as a page of ours would.
//
//     Browser browser(server);
//     browser.open("/auth/sign_in");
//     auto const answer = browser.send("/auth/sign_in", {{"login", "ann"}, {"password", "…"}});
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "testing/test_server.h"

namespace skein::testing {

class Browser {
  public:
    explicit Browser(TestServer& server) : server_(server) {}

    /// Where its requests come from; loopback, which no limit counts, until it is set.
    std::string client_address;
    /// Sent with forms; "" sends none.
    std::string origin = "https://skein.example";

    using FormFields = std::vector<std::pair<std::string, std::string>>;

    http::Response open(std::string_view path);
    /// Sends a form with the CSRF token of the page opened last, if it had one.
    http::Response send(std::string_view path, FormFields fields);
    /// Signs in and is certain of it.
    void sign_in(std::string_view login, std::string_view password);

    std::map<std::string, std::string>& cookies() { return cookies_; }
    std::string const& csrf() const { return csrf_; }
    void forget_csrf() { csrf_.clear(); }
    bool signed_in() const { return cookies_.contains("__Host-skein_session"); }

  private:
    http::Response request(http::Method method, std::string_view path, std::string body);

    TestServer& server_;
    std::map<std::string, std::string> cookies_;
    std::string csrf_;
};

/// The value of a hidden field of a page, or "".
std::string hidden_field(std::string_view page, std::string_view name);

/// The first address of ours in a mail, as a path: "/auth/confirm/…".
std::string link_in(mail::Message const& message, std::string_view public_url);

}  // namespace skein::testing
