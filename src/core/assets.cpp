#include "core/assets.h"

#include <algorithm>

#include "core/server.h"
#include "platform/http/encodings.h"

namespace skein {
namespace {

std::string_view words(Keep keep) {
    switch (keep) {
        case Keep::for_ever: return "public, max-age=31536000, immutable";
        case Keep::an_hour: return "public, max-age=3600";
        case Keep::ask_again: return "no-cache";
    }
    return "no-cache";
}

/// The forms of an asset that exist, the plain one first.
struct Form {
    std::string_view coding, bytes;
};
std::vector<Form> forms_of(Asset const& asset) {
    std::vector<Form> forms{{"", asset.identity}};
    for (Form const form :
         {Form{"br", asset.brotli}, Form{"zstd", asset.zstd}, Form{"gzip", asset.gzip}})
        if (!form.bytes.empty()) forms.push_back(form);
    return forms;
}

Form choose_form(Asset const& asset, std::string_view accept_encoding) {
    auto const forms = forms_of(asset);
    std::vector<http::Variant> variants;
    for (auto const& form : forms) variants.push_back({form.coding, form.bytes.size()});
    return forms[http::negotiate_encoding(accept_encoding, variants)];
}

Result<Reply> serve_asset(Call& call) {
    auto const* asset = find_asset(call.path("name"));
    if (!asset) return fail(Errc::not_found, "There is no such file.");
    auto const* version = call.params().find("v");
    auto const exact = version && version->text == asset->digest;
    return asset_reply(call, *asset, exact ? Keep::for_ever : Keep::an_hour);
}

Result<Reply> serve_favicon(Call&) { return http::redirect(302, asset_path("favicon.png")); }

}  // namespace

Reply asset_reply(Call const& call, Asset const& asset, Keep keep) {
    auto const form = choose_form(asset, call.request().headers.get("Accept-Encoding"));
    Reply reply;
    auto& headers = reply.headers;
    headers.set("Cache-Control", words(keep));
    headers.set("ETag", fmt::format("\"{}\"", asset.digest));
    http::mark_variant(headers, {form.coding, form.bytes.size()});
    headers.set("X-Content-Type-Options", "nosniff");
    // Pictures that stand for missing ones are shown by web clients on other sites too.
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
    headers.set("Content-Type", asset.content_type);
    reply.body = std::string(form.bytes);
    return reply;
}

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
