#include <optional>

#include "base/text.h"
#include "core/server.h"
#include "features/posting/handlers.h"
#include "features/posting/own_status.h"
#include "features/posting/post_text.h"
#include "features/posting/quoting.h"
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

/// What was asked, checked; what is nothing stays.
struct Plan {
    PostText post;
    std::optional<std::vector<MediaId>> media;
    std::optional<social::PollDraft> poll;
    std::optional<social::QuotePolicy> quote_policy;
};

/// What a post has beside its text.
struct Attached {
    std::vector<MediaId> media;
    std::optional<social::Poll> poll;
};

/// Does the edit ask something else?
bool asks_anew(Plan const& plan, std::optional<social::Poll> const& poll) {
    if (!plan.poll) return false;
    return !poll || poll->multiple != plan.poll->multiple ||
           !std::ranges::equal(poll->options, plan.poll->options, {}, &social::PollOption::title,
                               &social::PollOption::title);
}

social::StatusEdit edit_of(social::Status const& status, Attached const& attached, Plan const& plan,
                           EditStatus const& input) {
    social::StatusEdit edit;
    edit.text = plan.post.text;
    edit.content = plan.post.content;
    edit.spoiler_text = plan.post.spoiler_text;
    edit.mentions = plan.post.mentions;
    edit.tags = plan.post.tags;
    edit.media = plan.media.value_or(attached.media);
    edit.poll = plan.poll;
    edit.sensitive = input.sensitive.value_or(status.sensitive);
    edit.language = input.language ? social::language_code(*input.language) : status.language;
    return edit;
}

bool changes_nothing(social::StatusEdit const& edit, social::Status const& status,
                     Attached const& attached) {
    return edit.text == status.text && edit.spoiler_text == status.spoiler_text &&
           edit.sensitive == status.sensitive && edit.language == status.language &&
           edit.media == attached.media;
}

Result<void> check(social::StatusEdit const& edit, Attached const& attached) {
    auto const has_poll = edit.poll || attached.poll;
    if (has_poll && !edit.media.empty())
        return fail(Errc::unprocessable,
                    "Validation failed: A post cannot have both media and a poll");
    if (edit.text.empty() && edit.media.empty() && !has_poll)
        return fail(Errc::unprocessable, "Validation failed: Text can't be blank");
    return {};
}

/// What changes without a new version of the post: how long a poll goes on, and who may quote.
Result<void> apply_settings(db::Tx& tx, social::Status const& status, Plan const& plan,
                            Attached const& attached) {
    if (plan.poll && attached.poll && !asks_anew(plan, attached.poll))
        TRY_OK(social::replace_poll(tx, *attached.poll, *plan.poll));
    return plan.quote_policy ? change_quote_policy(tx, status, *plan.quote_policy) : ok();
}

Result<void> apply(Server& server, db::Tx& tx, social::Status const& status, Plan const& plan,
                   EditStatus const& input) {
    TRY(auto const before, social::list_media_of(tx, std::span(&status.id, 1)));
    Attached attached;
    for (auto const& one : before) attached.media.push_back(one.id);
    TRY(attached.poll, social::find_poll_of(tx, status.id));
    auto edit = edit_of(status, attached, plan, input);
    TRY_OK(check(edit, attached));
    TRY_OK(apply_settings(tx, status, plan, attached));
    if (changes_nothing(edit, status, attached) && changed_media(before, input).empty() &&
        !asks_anew(plan, attached.poll))
        return {};
    TRY(auto const edits, social::count_edits(tx, status.id));
    if (edits >= social::edits_per_status_max)
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: This post has been edited {} times, which is "
                                "as often as can be. Delete it and write it anew",
                                edits));
    TRY_OK(keep_quote_line(server, tx, status, edit.content));
    TRY_OK(social::edit_status(tx, status, edit));
    // After the edit, whose history shows the media as it was before.
    TRY(auto const after, social::list_media_of(tx, std::span(&status.id, 1)));
    for (auto const& media : changed_media(after, input)) TRY_OK(social::update_media(tx, media));
    return {};
}

Result<Plan> plan_of(Server& server, social::Status const& before, EditStatus const& input) {
    Plan plan;
    TRY(plan.post, compose(server, input.text.value_or(before.text),
                           input.spoiler_text.value_or(before.spoiler_text)));
    if (input.media_ids) {
        TRY(plan.media, checked_media(server, *input.media_ids));
    }
    if (input.poll) {
        TRY(plan.poll, checked_poll(*input.poll, server.clock().now()));
    }
    TRY(plan.quote_policy, chosen_quote_policy(input.quote_approval_policy));
    return plan;
}

}  // namespace

Result<Reply> edit_status(Call& call, EditStatus const& input) {
    auto& server = call.server();
    auto const id = call.path_id<StatusId>("id");
    TRY(auto const before,
        server.db().read([&](db::Tx& tx) { return load_own_status(tx, call.viewer(), id); }));
    TRY_OK(check_attributes(server, input));
    TRY(auto const plan, plan_of(server, before, input));
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, load_own_status(tx, call.viewer(), id));
        return apply(server, tx, status, plan, input);
    }));
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_status({server, tx, call.viewer()}, id, out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::posting
