#include "platform/http/target.h"

#include "base/encoding.h"
#include "platform/http/tokens.h"

namespace skein::http {
namespace {

std::unexpected<Error> bad_target(std::string_view why) {
    return fail(Errc::bad_request, "The address of the request is malformed.", std::string(why));
}

bool has_escaped_slash(std::string_view path) {
    for (auto at = path.find('%'); at < path.size(); at = path.find('%', at + 1))
        if (equals_ignoring_case(path.substr(at, 3), "%2F")) return true;
    return false;
}

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        auto const end = std::min(path.find('/'), path.size());
        auto const segment = path.substr(0, end);
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return false;
}

/// Most paths need no decoding: letters, digits and slashes.
bool is_plain(std::string_view path) {
    return std::ranges::all_of(path, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '/' || c == '_' || c == '-' || c == '@';
    });
}

Result<std::string> decode_path(std::string_view path) {
    if (has_escaped_slash(path)) return bad_target("an escaped slash");
    auto decoded = percent_decode(path);
    if (!decoded) return bad_target("a broken escape");
    if (!is_valid_utf8(*decoded)) return bad_target("no UTF-8");
    for (char const c : *decoded)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return bad_target("a control");
    if (has_dot_segment(*decoded)) return bad_target("a dot segment");
    return *std::move(decoded);
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
    Target out;
    if (target == "*") {
        out.path = "*";
        return out;
    }
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        target.remove_prefix(scheme.size());
        auto const end = std::min(target.find_first_of("/?#"), target.size());
        out.authority = target.substr(0, end);
        target.remove_prefix(end);
        if (out.authority.empty()) return bad_target("no authority");
        if (target.empty()) target = "/";
        break;
    }
    // A fragment is the browser's own and never sent.
    if (target.find('#') != std::string_view::npos) return bad_target("a fragment");
    auto const question = std::min(target.find('?'), target.size());
    auto path = target.substr(0, question);
    if (question < target.size()) out.query = target.substr(question + 1);
    if (path.empty() && !out.authority.empty()) path = "/";
    if (!path.starts_with('/')) return bad_target("no path");
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    if (is_plain(path)) {
        out.path = path;
        return out;
    }
    TRY(out.path, decode_path(path));
    return out;
}

}  // namespace skein::http
