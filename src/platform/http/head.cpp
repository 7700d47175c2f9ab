#include "platform/http/head.h"

#include "platform/http/target.h"
#include "platform/http/tokens.h"

namespace skein::http {
namespace {

/// Eighteen digits always fit, and no limit of ours needs more.
constexpr std::size_t length_digits_max = 18;

Refusal refuse(int status, std::string message) {
    auto const code = status == 413 || status == 431 || status == 414 ? Errc::too_large
                      : status == 415                                 ? Errc::unsupported_media
                                                                      : Errc::bad_request;
    return {status, Error{code, std::move(message), {}}};
}

bool is_field_text(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
    });
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 300 && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view(".-_:[]%").find(c) != std::string_view::npos;
    });
}

/// The fields that decide over framing and identity; each may come once.
struct Decisive {
    std::optional<std::string_view> host, length, encoding, content_type, authorization, expect,
        content_encoding;

    /// False when the field came before.
    bool note(std::string_view name, std::string_view value) {
        auto const once = [&](std::string_view known, std::optional<std::string_view>& slot) {
            if (!equals_ignoring_case(name, known)) return true;
            if (slot) return false;
            slot = value;
            return true;
        };
        switch (name.size()) {
            case 4: return once("Host", host);
            case 6: return once("Expect", expect);
            case 12: return once("Content-Type", content_type);
            case 13: return once("Authorization", authorization);
            case 14: return once("Content-Length", length);
            case 16: return once("Content-Encoding", content_encoding);
            case 17: return once("Transfer-Encoding", encoding);
            default: return true;
        }
    }
};

class HeadParser {
  public:
    HeadParser(HeadLimits const& limits, Request& request, Framing& framing)
        : limits_(limits), request_(request), framing_(framing) {}

    std::optional<Refusal> parse(std::string_view head) {
        bool first = true;
        while (true) {
            auto const end = head.find("\r\n");
            if (end == std::string_view::npos) return refuse(400, "The request is cut off.");
            auto const line = head.substr(0, end);
            head.remove_prefix(end + 2);
            if (line.empty() && !first) break;
            if (auto refused = first ? request_line(line) : field(line)) return refused;
            first = false;
        }
        if (!head.empty()) return refuse(400, "The request is malformed.");
        if (auto refused = host()) return refused;
        return framing();
    }

  private:
    std::optional<Refusal> request_line(std::string_view line) {
        if (line.size() > head_line_bytes_max) return refuse(414, "The address is too long.");
        auto const first = line.find(' ');
        auto const last = line.rfind(' ');
        if (first == std::string_view::npos || first == last || !is_token(line.substr(0, first)))
            return refuse(400, "The request line is malformed.");
        auto const target = line.substr(first + 1, last - first - 1);
        if (!std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7F; }))
            return refuse(400, "The address of the request is malformed.");
        if (auto refused = version(line.substr(last + 1))) return refused;
        auto const method = parse_method(line.substr(0, first));
        if (!method) return refuse(501, "This method is not known here.");
        request_.method = *method;
        request_.target = target;
        auto parsed = parse_target(target);
        if (!parsed) return Refusal{400, std::move(parsed).error()};
        request_.path = std::move(parsed->path);
        request_.query = std::move(parsed->query);
        authority_ = parsed->authority;
        if (request_.path == "*" && *method != Method::options)
            return refuse(400, "The address of the request is malformed.");
        return std::nullopt;
    }

    std::optional<Refusal> version(std::string_view text) {
        if (text == "HTTP/1.1") return std::nullopt;
        if (text == "HTTP/1.0") {
            framing_.http_1_0 = true;
            framing_.keep_alive = false;
            return std::nullopt;
        }
        if (text.starts_with("HTTP/") && text.size() <= 8)
            return refuse(505, "This version of HTTP is not spoken here.");
        return refuse(400, "The request line is malformed.");
    }

    std::optional<Refusal> field(std::string_view line) {
        if (line.size() > head_line_bytes_max) return refuse(431, "A header is too long.");
        auto const colon = line.find(':');
        // A line that begins with a blank would continue the one before (obs-fold).
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
            return refuse(400, "A header is malformed.");
        auto const name = line.substr(0, colon);
        auto const value = trim_blanks(line.substr(colon + 1));
        if (!is_field_text(value)) return refuse(400, "A header has control characters.");
        if (request_.headers.size() >= limits_.fields_max)
            return refuse(431, "The request has too many headers.");
        if (!decisive_.note(name, value))
            return refuse(400, fmt::format("The header {} is given twice.", name));
        if (equals_ignoring_case(name, "Connection")) connection(value);
        request_.headers.add(name, value);
        return std::nullopt;
    }

    void connection(std::string_view value) {
        if (list_has(value, "close")) closes_ = true;
        else if (framing_.http_1_0 && list_has(value, "keep-alive")) framing_.keep_alive = true;
    }

    std::optional<Refusal> host() {
        if (closes_) framing_.keep_alive = false;
        if (!decisive_.host && !framing_.http_1_0)
            return refuse(400, "The header Host is missing.");
        if (decisive_.host && !is_host(*decisive_.host))
            return refuse(400, "The header Host is malformed.");
        if (authority_.empty()) return std::nullopt;
        // The absolute form wins over Host (RFC 9112, 3.2.2).
        if (!is_host(authority_)) return refuse(400, "The address of the request is malformed.");
        request_.headers.set("Host", authority_);
        return std::nullopt;
    }

    std::optional<Refusal> framing() {
        if (decisive_.expect) {
            if (!equals_ignoring_case(*decisive_.expect, "100-continue"))
                return refuse(417, "This expectation is not understood here.");
            framing_.expects_continue = !framing_.http_1_0;
        }
        if (decisive_.length && decisive_.encoding)
            return refuse(400, "The length of the body is given in two ways.");
        if (decisive_.encoding) {
            if (framing_.http_1_0) return refuse(400, "HTTP/1.0 has no transfer codings.");
            if (!equals_ignoring_case(*decisive_.encoding, "chunked"))
                return refuse(501, "This transfer coding is not known here.");
            framing_.body = Framing::Body::chunked;
        } else if (decisive_.length) {
            if (auto refused = length(*decisive_.length)) return refused;
        }
        if (framing_.body != Framing::Body::none && decisive_.content_encoding &&
            !equals_ignoring_case(*decisive_.content_encoding, "identity"))
            return refuse(415, "Compressed bodies are not accepted.");
        return std::nullopt;
    }

    std::optional<Refusal> length(std::string_view text) {
        if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
            return refuse(400, "The header Content-Length is malformed.");
        if (text.size() > length_digits_max) return refuse(413, "The body is too large.");
        std::from_chars(text.data(), text.data() + text.size(), framing_.length);
        if (framing_.length > 0) framing_.body = Framing::Body::length;
        return std::nullopt;
    }

    HeadLimits const& limits_;
    Request& request_;
    Framing& framing_;
    Decisive decisive_;
    std::string_view authority_;
    bool closes_ = false;
};

}  // namespace

std::optional<Refusal> parse_head(std::string_view head, HeadLimits const& limits, Request& request,
                                  Framing& framing) {
    return HeadParser(limits, request, framing).parse(head);
}

}  // namespace skein::http
