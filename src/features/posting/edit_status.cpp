#include <optional>

#include "base/text.h"
#include "core/server.h"
#include "features/posting/handlers.h"
#include "features/posting/own_status.h"
#include "features/posting/post_text.h"
#include "social/instance.h"
#include "social/languages.h"
#include "social/media.h"
#include "social/media_words.h"
#include "social/pictures.h"
#include "social/statuses.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

Result<void> check_attributes(Server& server, EditStatus const& input) {
    auto const& config = server.settings<social::InstanceConfig>();
    if (std::cmp_greater(input.media_attributes.size(), config.media_per_status_max))
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: Cannot change more than {} files",
                                config.media_per_status_max));
    for (auto const& one : input.media_attributes) {
        if (one.description) TRY_OK(social::checked_description(server, *one.description));
        if (one.focus) TRY_OK(social::checked_focus(*one.focus));
    }
    return {};
}

/// The media with what the edit says about it; nothing when that is how it is already.
std::optional<social::Media> with_attributes(social::Media media, MediaAttributes const& wanted) {
    auto const description =
        wanted.description ? strip_controls(trim(*wanted.description), true) : media.description;
    auto const focus = wanted.focus ? social::parse_focus(*wanted.focus) : std::nullopt;
    auto const moved = focus && (media.focus_x != focus->x || media.focus_y != focus->y);
    if (description == media.description && !moved) return std::nullopt;
    media.description = description;
    if (focus) {
        media.focus_x = focus->x;
        media.focus_y = focus->y;
    }
    return media;
}

/// Which of the attached media the edit changes, as they shall be.
std::vector<social::Media> changed_media(std::vector<social::Media> const& media,
                                         EditStatus const& input) {
    std::vector<social::Media> changed;
    for (auto const& one : media)
        for (auto const& wanted : input.media_attributes)
            if (wanted.id == one.id)
                if (auto fresh = with_attributes(one, wanted)) changed.push_back(*std::move(fresh));
    return changed;
}

/// What was asked, checked; media nothing means that it stays.
struct Plan {
    PostText post;
    std::optional<std::vector<MediaId>> media;
};

social::StatusEdit edit_of(social::Status const& status, std::vector<MediaId> const& attached,
                           Plan const& plan, EditStatus const& input) {
    social::StatusEdit edit;
    edit.text = plan.post.text;
    edit.content = plan.post.content;
    edit.spoiler_text = plan.post.spoiler_text;
    edit.mentions = plan.post.mentions;
    edit.tags = plan.post.tags;
    edit.media = plan.media.value_or(attached);
    edit.sensitive = input.sensitive.value_or(status.sensitive);
    edit.language = input.language ? social::language_code(*input.language) : status.language;
    return edit;
}

bool changes_nothing(social::StatusEdit const& edit, social::Status const& status,
                     std::vector<MediaId> const& attached) {
    return edit.text == status.text && edit.spoiler_text == status.spoiler_text &&
           edit.sensitive == status.sensitive && edit.language == status.language &&
           edit.media == attached;
}

Result<void> apply(db::Tx& tx, social::Status const& status, Plan const& plan,
                   EditStatus const& input) {
    TRY(auto const before, social::list_media_of(tx, std::span(&status.id, 1)));
    std::vector<MediaId> attached;
    for (auto const& one : before) attached.push_back(one.id);
    auto const edit = edit_of(status, attached, plan, input);
    if (edit.text.empty() && edit.media.empty())
        return fail(Errc::unprocessable, "Validation failed: Text can't be blank");
    if (changes_nothing(edit, status, attached) && changed_media(before, input).empty()) return {};
    TRY(auto const edits, social::count_edits(tx, status.id));
    if (edits >= social::edits_per_status_max)
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: This post has been edited {} times, which is "
                                "as often as can be. Delete it and write it anew",
                                edits));
    TRY_OK(social::edit_status(tx, status, edit));
    // After the edit, whose history shows the media as it was before.
    TRY(auto const after, social::list_media_of(tx, std::span(&status.id, 1)));
    for (auto const& media : changed_media(after, input)) TRY_OK(social::update_media(tx, media));
    return {};
}

Result<void> set_media(Server& server, std::vector<MediaId> const& ids, Plan& plan) {
    TRY(plan.media, checked_media(server, ids));
    return {};
}

}  // namespace

Result<Reply> edit_status(Call& call, EditStatus const& input) {
    auto& server = call.server();
    auto const id = call.path_id<StatusId>("id");
    TRY_OK(refuse_poll(input.has_poll));
    TRY_OK(check_attributes(server, input));
    TRY(auto const before,
        server.db().read([&](db::Tx& tx) { return load_own_status(tx, call.viewer(), id); }));
    Plan plan;
    TRY(plan.post, compose(server, input.text.value_or(before.text),
                           input.spoiler_text.value_or(before.spoiler_text)));
    if (input.media_ids) TRY_OK(set_media(server, *input.media_ids, plan));
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, load_own_status(tx, call.viewer(), id));
        return apply(tx, status, plan, input);
    }));
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_status({server, tx, call.viewer()}, id, out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::posting
