#include "core/endpoint.h"

#include "base/numbers.h"
#include "core/server.h"

namespace skein {
namespace {

constexpr std::array<std::string_view, 8> false_words{"0",     "f",   "F",   "false",
                                                      "FALSE", "off", "OFF", "False"};

/// Text fields longer than this are refused before anybody looks at them.
constexpr std::size_t text_bytes_max = 1 << 20;

}  // namespace

http::Param const* Fields::find(std::string_view name) const {
    auto const* param = params_ ? params_->find(name) : nullptr;
    return param && !param->is_null() ? param : nullptr;
}

void Fields::missing(std::string_view name) {
    if (params_ && !error_)
        error_ = Error{
            Errc::bad_request, fmt::format("param is missing or the value is empty: {}", name), {}};
}

void Fields::wrong(std::string_view name, std::string_view expected) {
    if (!error_)
        error_ = Error{Errc::unprocessable,
                       fmt::format("Validation failed: {} must be {}", name, expected),
                       {}};
}

void Fields::record(std::string_view name, std::string type, bool required, std::string_view help) {
    recorded_.push_back({std::string(name), std::move(type), std::string(help), required});
}

void Fields::read_value(std::string_view name, http::Param const& param, std::string& out) {
    if (param.kind == http::Param::Kind::list || param.kind == http::Param::Kind::object ||
        param.upload)
        return wrong(name, "text");
    if (param.text.size() > text_bytes_max) return wrong(name, "shorter");
    out = param.text;
}

void Fields::read_value(std::string_view name, http::Param const& param, bool& out) {
    if (param.kind == http::Param::Kind::list || param.kind == http::Param::Kind::object)
        return wrong(name, "true or false");
    if (is_blank(param)) return;
    out = std::ranges::find(false_words, param.text) == false_words.end();
}

void Fields::read_value(std::string_view name, http::Param const& param, std::int64_t& out) {
    if (is_blank(param)) return;
    auto const value = parse_number<std::int64_t>(param.text);
    if (!value) return wrong(name, "a whole number");
    out = *value;
}

void Fields::read_value(std::string_view name, http::Param const& param, double& out) {
    if (is_blank(param)) return;
    auto const value = parse_number<double>(param.text);
    if (!value) return wrong(name, "a number");
    out = *value;
}

void Fields::read_value(std::string_view name, http::Param const& param, Time& out) {
    if (is_blank(param)) return;
    auto const at = parse_rfc3339(param.text);
    if (!at) return wrong(name, "a time like 2026-01-31T12:00:00Z");
    out = *at;
}

void Fields::read_value(std::string_view name, http::Param const& param, http::Upload& out) {
    if (is_blank(param)) return;
    if (!param.upload) return wrong(name, "a file");
    out = *param.upload;
}

std::string const& Call::path(std::string_view name) const {
    auto const found = std::ranges::find(
        path_, name, [](auto const& segment) { return std::string_view(segment.first); });
    // A route that asks for a segment its pattern does not have is our mistake.
    expects(found != path_.end());
    return found->second;
}

void add_page_link(Reply& reply, Call const& call, PageEnds const& ends) {
    add_link_header(reply, call.server().public_url(), call.request(), ends);
}

Reply json_reply(json::Writer&& body) { return http::json_response(200, body.take()); }

Reply empty_reply() { return http::json_response(200, "{}"); }

}  // namespace skein
