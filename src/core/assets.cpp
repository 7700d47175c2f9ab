#include "core/assets.h"

#include <algorithm>

#include "base/text.h"

#include "core/server.h"

namespace skein {
namespace {

constexpr std::string_view kept_for_ever = "public, max-age=31536000, immutable";
constexpr std::string_view asked_again = "public, max-age=3600";

struct Encoded {
    std::string_view name;  ///< For `Content-Encoding`; "" is the file as it is.
    std::string_view bytes;
};

/// Does `Accept-Encoding` allow this coding (RFC 9110, 12.5.3)? A weight of zero forbids it.
bool accepts(std::string_view header, std::string_view coding) {
    while (!header.empty()) {
        auto const end = std::min(header.find(','), header.size());
        auto item = header.substr(0, end);
        header.remove_prefix(std::min(end + 1, header.size()));
        auto const name_end = std::min(item.find(';'), item.size());
        auto const name = trim(item.substr(0, name_end));
        if (name != coding && name != "*") continue;
        auto const weight = item.substr(name_end);
        auto const zero = weight.find("q=0");
        return zero == std::string_view::npos ||
               weight.find_first_of("123456789", zero) != std::string_view::npos;
    }
    return false;
}

/// The smallest form the client takes.
Encoded encoded_for(Asset const& asset, std::string_view accept_encoding) {
    Encoded best{"", asset.identity};
    for (auto const& form :
         {Encoded{"gzip", asset.gzip}, Encoded{"zstd", asset.zstd}, Encoded{"br", asset.brotli}})
        if (!form.bytes.empty() && form.bytes.size() < best.bytes.size() &&
            accepts(accept_encoding, form.name))
            best = form;
    return best;
}

Result<Reply> serve_asset(Call& call) {
    auto const* asset = find_asset(call.path("name"));
    if (!asset) return fail(Errc::not_found, "There is no such file.");
    auto const form = encoded_for(*asset, call.request().headers.get("Accept-Encoding"));
    // Each form is a representation of its own and needs its own tag (RFC 9110, 8.8.3.3).
    auto const tag =
        fmt::format("\"{}{}{}\"", asset->digest, form.name.empty() ? "" : "-", form.name);
    auto const* version = call.params().find("v");
    Reply reply;
    auto& headers = reply.headers;
    headers.set("Cache-Control",
                version && version->text == asset->digest ? kept_for_ever : asked_again);
    headers.set("Vary", "Accept-Encoding");
    headers.set("ETag", tag);
    headers.set("X-Content-Type-Options", "nosniff");
    // Pictures that stand for missing ones are shown by web clients on other sites too.
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    headers.set("Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    if (call.request().headers.get("If-None-Match").contains(tag)) {
        reply.status = 304;
        return reply;
    }
    headers.set("Content-Type", asset->content_type);
    if (!form.name.empty()) headers.set("Content-Encoding", form.name);
    reply.body = std::string(form.bytes);
    return reply;
}

Result<Reply> serve_favicon(Call&) { return http::redirect(302, asset_path("favicon.png")); }

}  // namespace

Asset const* find_asset(std::string_view name) {
    auto const found = std::ranges::find(all_assets(), name, &Asset::name);
    return found == all_assets().end() ? nullptr : &*found;
}

std::string asset_path(std::string_view name) {
    auto const* asset = find_asset(name);
    expects(asset != nullptr);
    return fmt::format("/assets/{}?v={}", asset->name, asset->digest);
}

void install_assets(Server& server) {
    server.get("/assets/{name...}", serve_asset,
               {.who = Who::anyone,
                .surface = Surface::open,
                .produces = "",
                .summary = "A static file of the program."});
    server.get("/favicon.ico", serve_favicon,
               {.who = Who::anyone,
                .surface = Surface::open,
                .produces = "",
                .summary = "Leads to the icon."});
}

}  // namespace skein
