#include "features/posting/post_text.h"

#include "base/text.h"
#include "social/instance.h"
#include "social/network.h"
#include "social/post_text.h"

namespace skein::posting {
namespace {

/// The handles of other servers that nobody here knows yet.
std::vector<Handle> unknown_handles(std::vector<Handle> const& handles,
                                    std::vector<social::MentionedAccount> const& known,
                                    std::string_view domain) {
    std::vector<Handle> unknown;
    for (auto const& handle : handles) {
        if (handle.host.empty() || handle.host == domain) continue;
        if (std::ranges::find(known, handle, &social::MentionedAccount::handle) == known.end())
            unknown.push_back(handle);
    }
    return unknown;
}

Result<std::vector<social::MentionedAccount>> find_mentioned(Server& server,
                                                             std::string_view text) {
    auto const handles = social::handles_in(text);
    if (handles.empty()) return std::vector<social::MentionedAccount>{};
    auto const list = [&](db::Tx& tx) {
        return social::list_mentioned(tx, handles, server.public_url(), server.domain());
    };
    TRY(auto known, server.db().read(list));
    auto const& networks = server.part<social::Networks>().all;
    auto const unknown = unknown_handles(handles, known, server.domain());
    if (networks.empty() || unknown.empty()) return known;
    // Who cannot be found stays text; the post does not wait for anybody's failure to be explained.
    for (auto const& network : networks) network->resolve_handles(server, unknown);
    return server.db().read(list);
}

}  // namespace

Result<std::string> checked_text(Server& server, std::string_view text,
                                 std::string_view spoiler_text) {
    auto clean = social::clean_post_text(text);
    auto const characters_max = server.settings<social::InstanceConfig>().status_characters_max;
    if (social::post_length(clean, spoiler_text) > characters_max)
        return fail(
            Errc::unprocessable,
            fmt::format("Validation failed: Text character limit of {} exceeded", characters_max));
    return clean;
}

Result<PostText> compose(Server& server, std::string_view text, std::string_view spoiler_text) {
    PostText post;
    post.spoiler_text = strip_controls(trim(spoiler_text), false);
    TRY(post.text, checked_text(server, text, post.spoiler_text));
    TRY(auto const mentioned, find_mentioned(server, post.text));
    for (auto const& one : mentioned)
        if (std::ranges::find(post.mentions, one.account) == post.mentions.end())
            post.mentions.push_back(one.account);
    post.tags = social::tags_in(post.text);
    post.content = social::render_post(post.text, mentioned, server.public_url()).str();
    return post;
}

Result<std::vector<MediaId>> checked_media(Server& server, std::span<MediaId const> ids) {
    auto const most = server.settings<social::InstanceConfig>().media_per_status_max;
    std::vector<MediaId> media;
    for (auto const id : ids) {
        if (!id || std::ranges::find(media, id) != media.end()) continue;
        media.push_back(id);
        if (std::ssize(media) > most)
            return fail(Errc::unprocessable,
                        fmt::format("Validation failed: Cannot attach more than {} files", most));
    }
    return media;
}

}  // namespace skein::posting
