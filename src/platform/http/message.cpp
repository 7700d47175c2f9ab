#include "platform/http/message.h"

#include <unistd.h>

#include "platform/http/tokens.h"

namespace skein::http {
namespace {

constexpr std::pair<Method, std::string_view> method_names[] = {
    {Method::get, "GET"},         {Method::head, "HEAD"},   {Method::post, "POST"},
    {Method::put, "PUT"},         {Method::patch, "PATCH"}, {Method::del, "DELETE"},
    {Method::options, "OPTIONS"},
};

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// A header value of ours never ends the header, whatever was put into it.
std::string without_controls(std::string_view value) {
    std::string clean(value);
    // Looked through to its end, which many characters at a time can be.
    bool any = false;
    for (auto const c : value) any |= is_control(c);
    if (any) std::erase_if(clean, is_control);
    return clean;
}

}  // namespace

std::string_view to_string(Method method) {
    for (auto const& [value, name] : method_names)
        if (value == method) return name;
    return "GET";
}

std::optional<Method> parse_method(std::string_view text) {
    for (auto const& [value, name] : method_names)
        if (name == text) return value;
    return std::nullopt;
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (auto const& [key, value] : fields_)
        if (equals_ignoring_case(key, name)) return value;
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        fields_, [&](auto const& field) { return equals_ignoring_case(field.first, name); }));
}

void Headers::set(std::string_view name, std::string_view value) {
    // The value may be a view of a field that is about to go.
    auto clean = without_controls(value);
    remove(name);
    append(name, std::move(clean));
}

void Headers::add(std::string_view name, std::string_view value) {
    append(name, without_controls(value));
}

void Headers::append(std::string_view name, std::string value) {
    constexpr std::size_t usual_count = 12;
    if (fields_.empty()) fields_.reserve(usual_count);
    fields_.emplace_back(std::string(name), std::move(value));
}

void Headers::remove(std::string_view name) {
    std::erase_if(fields_,
                  [&](auto const& field) { return equals_ignoring_case(field.first, name); });
}

SpooledFile::~SpooledFile() {
    if (!path.empty()) ::unlink(path.c_str());
}

Response text_response(int status, std::string body, std::string_view content_type) {
    Response response;
    response.status = status;
    response.headers.add("Content-Type", content_type);
    response.body = std::move(body);
    return response;
}

Response json_response(int status, std::string body) {
    return text_response(status, std::move(body), "application/json; charset=utf-8");
}

Response html_response(int status, std::string body) {
    return text_response(status, std::move(body), "text/html; charset=utf-8");
}

Response redirect(int status, std::string_view location) {
    Response response;
    response.status = status;
    response.headers.set("Location", location);
    return response;
}

std::string_view reason(int status) {
    switch (status) {
        case 100: return "Continue";
        case 101: return "Switching Protocols";
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Content";
        case 426: return "Upgrade Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 505: return "HTTP Version Not Supported";
        case 507: return "Insufficient Storage";
        default: return "Unknown";
    }
}

}  // namespace skein::http
