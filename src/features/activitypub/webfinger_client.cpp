#include "features/activitypub/webfinger_client.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "features/activitypub/memory.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t username_bytes_max = 256;
constexpr std::size_t links_max = 50;
constexpr std::size_t host_meta_bytes_max = 64 << 10, link_bytes_max = 4096;
constexpr std::size_t kept_max = 4096;
constexpr auto answer_kept = std::chrono::minutes(2), failure_kept = std::chrono::minutes(2);

/// A part of the board.
struct FingerMemory {
    Memory<std::string, Result<Finger>> fingers{kept_max};
};

std::unexpected<Error> no_answer(std::string detail) {
    return fail(Errc::unprocessable, "The other server knows nobody of this name.",
                std::move(detail));
}

bool is_actor_link(json::Value link) {
    if (link.get_text("rel") != "self") return false;
    auto const type = link.get_text("type");
    return type.starts_with("application/activity+json") ||
           (type.starts_with("application/ld+json") &&
            type.contains("https://www.w3.org/ns/activitystreams"));
}

/// The value of one attribute of a tag of XML; "" without it.
std::string attribute_of(std::string_view tag, std::string_view name) {
    for (std::size_t at = tag.find(name); at != std::string_view::npos;
         at = tag.find(name, at + 1)) {
        auto const rest = tag.substr(at + name.size());
        if (at == 0 || !is_white_space(static_cast<unsigned char>(tag[at - 1]))) continue;
        if (rest.size() < 2 || rest[0] != '=' || (rest[1] != '"' && rest[1] != '\'')) continue;
        auto const end = rest.find(rest[1], 2);
        if (end == std::string_view::npos) return {};
        std::string value(rest.substr(2, end - 2));
        for (auto amp = value.find("&amp;"); amp != std::string::npos;
             amp = value.find("&amp;", amp + 1))
            value.replace(amp, 5, "&");
        return value;
    }
    return {};
}

std::string resource_of(Handle const& handle) {
    return "acct:" + percent_encode(handle.user) + "@" + handle.host;
}

bool was_answered(Error const& error) {
    return error.code == Errc::not_found || error.code == Errc::gone ||
           error.code == Errc::unprocessable;
}

Result<Finger> ask_at(Server& server, std::string url, Handle const& handle, FetchBudget& budget) {
    TRY(auto const answer,
        fetch_plain(server, std::move(url), "application/jrd+json, application/json", budget));
    return read_webfinger(answer.body, handle);
}

/// Where the plain path knows nothing, host-meta may name another one.
Result<Finger> ask_by_host_meta(Server& server, Handle const& handle, FetchBudget& budget) {
    TRY(auto const answer, fetch_plain(server, "https://" + handle.host + "/.well-known/host-meta",
                                       "application/xrd+xml", budget));
    auto const url = read_host_meta(answer.body, resource_of(handle));
    if (!url) return no_answer("no template");
    return ask_at(server, *url, handle, budget);
}

}  // namespace

bool is_remote_username(std::string_view name) {
    if (name.empty() || name.size() > username_bytes_max || name.front() == '.' ||
        name.back() == '.')
        return false;
    for (std::size_t at = 0; at < name.size();) {
        auto const c = next_code_point(name, at);
        if (c == 0xFFFD || (!is_word_character(c) && c != '-' && c != '.')) return false;
    }
    return true;
}

Result<Finger> read_webfinger(std::string_view text, Handle const& asked) {
    auto const document = json::Document::parse(text);
    if (!document) return no_answer(document.error().message);
    auto const root = document->root();
    if (!root.is_object()) return no_answer("no object");
    auto subject = asked;
    if (auto const named = root.get_text("subject"); !named.empty()) {
        auto const parsed = Handle::parse(named);
        if (!named.starts_with("acct:") || !parsed || parsed->host.empty() ||
            !is_remote_username(parsed->user))
            return no_answer("the subject is no handle");
        subject = *parsed;
    }
    auto const links = root.find("links");
    if (!links) return no_answer("no links");
    std::size_t seen = 0;
    for (auto const& link : links->elements()) {
        if (++seen > links_max) break;
        if (!is_actor_link(link)) continue;
        auto self = Iri::parse(link.get_text("href"));
        if (!self) return no_answer("the actor's address is none");
        return Finger{std::move(subject), *std::move(self)};
    }
    return no_answer("no link to an actor");
}

std::optional<std::string> read_host_meta(std::string_view text, std::string_view resource) {
    text = text.substr(0, host_meta_bytes_max);
    constexpr std::string_view place = "{uri}";
    for (auto at = text.find("<Link"); at != std::string_view::npos; at = text.find("<Link", at)) {
        auto const end = std::min(text.find('>', at), text.size());
        auto const tag = text.substr(at, std::min(end - at, link_bytes_max));
        at = end;
        if (attribute_of(tag, "rel") != "lrdd") continue;
        auto url = attribute_of(tag, "template");
        auto const hole = url.find(place);
        if (hole == std::string::npos) continue;
        url.replace(hole, place.size(), percent_encode(resource));
        auto const parsed = Url::parse(url);
        if (parsed && parsed->secure()) return parsed->str();
    }
    return std::nullopt;
}

Result<Finger> ask_webfinger(Server& server, Handle const& handle, FetchBudget& budget) {
    auto& memory = server.part<FingerMemory>().fingers;
    auto const now = server.clock().now();
    auto const key = fold_case(handle.str());
    if (auto known = memory.find(key, now)) return *std::move(known);
    if (handle.host.empty() || !is_remote_username(handle.user))
        return no_answer("no handle of another server");
    auto finger = ask_at(
        server, "https://" + handle.host + "/.well-known/webfinger?resource=" + resource_of(handle),
        handle, budget);
    if (!finger && was_answered(finger.error())) {
        auto other = ask_by_host_meta(server, handle, budget);
        if (other) finger = std::move(other);
    }
    if (finger) memory.keep(key, finger, now + answer_kept);
    else if (was_answered(finger.error())) memory.keep(key, finger, now + failure_kept);
    return finger;
}

void install_webfinger_client(Server& server) { server.part<FingerMemory>(); }

}  // namespace skein::activitypub
