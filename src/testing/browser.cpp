#include "testing/browser.h"

#include "base/encoding.h"
#include "base/html.h"

namespace skein::testing {

http::Response Browser::request(http::Method method, std::string_view path, std::string body) {
    Ask ask;
    std::string cookie;
    for (auto const& [name, value] : cookies_)
        cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
    if (!cookie.empty()) ask.headers.emplace_back("Cookie", cookie);
    if (method == http::Method::post && !origin.empty()) ask.headers.emplace_back("Origin", origin);
    ask.headers.emplace_back("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    ask.headers.emplace_back("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
    ask.body = std::move(body);
    ask.client_address = client_address;
    auto response = server_.request(method, path, ask);
    for (auto const& [name, value] : response.headers) {
        if (name != "Set-Cookie") continue;
        auto const equals = value.find('=');
        auto const end = value.find(';');
        auto const content = value.substr(equals + 1, end - equals - 1);
        if (content.empty()) cookies_.erase(value.substr(0, equals));
        else cookies_[value.substr(0, equals)] = content;
    }
    if (auto token = hidden_field(body_of(response), "csrf"); !token.empty())
        csrf_ = std::move(token);
    return response;
}

http::Response Browser::open(std::string_view path) { return request(http::Method::get, path, {}); }

http::Response Browser::send(std::string_view path, FormFields fields) {
    if (!csrf_.empty()) fields.emplace_back("csrf", csrf_);
    std::string body;
    for (auto const& [name, value] : fields)
        body += (body.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    return request(http::Method::post, path, std::move(body));
}

void Browser::sign_in(std::string_view login, std::string_view password) {
    open("/auth/sign_in");
    send("/auth/sign_in", {{"login", std::string(login)}, {"password", std::string(password)}});
    expects(signed_in());
    // The token of a form belongs to the session it was drawn for.
    open("/");
}

std::string hidden_field(std::string_view page, std::string_view name) {
    auto const mark = fmt::format("name=\"{}\" value=\"", name);
    auto const begin = page.find(mark);
    if (begin == std::string_view::npos) return {};
    auto const value = page.substr(begin + mark.size());
    return plain_text_of(value.substr(0, value.find('"')));
}

std::string link_in(mail::Message const& message, std::string_view public_url) {
    auto const begin = message.text.find(std::string(public_url) + "/");
    if (begin == std::string::npos) return {};
    auto const link = std::string_view(message.text).substr(begin + public_url.size());
    return std::string(link.substr(0, link.find_first_of(" \r\n")));
}

}  // namespace skein::testing
