// The requests of this feature.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/endpoint.h"
#include "features/posting/poll_fields.h"

namespace skein::posting {

struct CreateStatus {
    std::string text, spoiler_text;
    std::optional<std::string> visibility, language;
    std::optional<bool> sensitive;
    std::optional<StatusId> in_reply_to_id;
    std::vector<MediaId> media_ids;
    std::optional<PollFields> poll;
    std::optional<StatusId> quoted_status_id;
    std::optional<std::string> quote_approval_policy;
    std::optional<Time> scheduled_at;

    void read(Fields& in) {
        in("status", text, "The text; may be empty when media is attached.");
        in("media_ids", media_ids, "Media to attach, in this order.");
        in("in_reply_to_id", in_reply_to_id, "The post this one answers.");
        in("sensitive", sensitive, "Hide media behind a warning.");
        in("spoiler_text", spoiler_text, "A warning shown before the text.");
        in("visibility", visibility, "public, unlisted, private or direct.");
        in("language", language, "Its language, as an ISO 639 code.");
        in("scheduled_at", scheduled_at,
           "Publish it then and not now: five minutes ahead at least.");
        in("poll", poll, "A poll: options[], expires_in (seconds), multiple, hide_totals.");
        in("quoted_status_id", quoted_status_id, "The post this one quotes.");
        in("quote_approval_policy", quote_approval_policy,
           "Who may quote this post: public, followers or nobody.");
    }
};
/// One post, made once for one `Idempotency-Key`; with `scheduled_at`, one that is yet to come.
Result<Reply> create_status(Call& call, CreateStatus const& input);

struct PlannedStatus {
    std::string text;
    std::optional<std::string> visibility;
    std::optional<StatusId> in_reply_to_id;
    void read(Fields& in) {
        in("status", text, "The text so far, for the people it names.");
        in("visibility", visibility, "public, unlisted, private or direct.");
        in("in_reply_to_id", in_reply_to_id, "The post it would answer.");
    }
};
/// Who would see this post if it were published now; nobody is asked and nothing is stored.
Result<Reply> show_audience(Call& call, PlannedStatus const& input);

struct MediaAttributes {
    MediaId id;
    std::optional<std::string> description, focus;
    void read(Fields& in) {
        in("id", id, "One of the attached media.");
        in("description", description, "Its description, for those who do not see it.");
        in("focus", focus, "The point that stays visible: x,y, each -1 to 1.");
    }
};

struct EditStatus {
    std::optional<std::string> text, spoiler_text, language;
    std::optional<bool> sensitive;
    std::optional<std::vector<MediaId>> media_ids;
    std::vector<MediaAttributes> media_attributes;
    std::optional<PollFields> poll;
    std::optional<std::string> quote_approval_policy;

    void read(Fields& in) {
        in("status", text, "The new text.");
        in("spoiler_text", spoiler_text, "The new warning.");
        in("sensitive", sensitive, "Hide media behind a warning.");
        in("language", language, "Its language, as an ISO 639 code.");
        in("media_ids", media_ids, "All media it now has, in this order.");
        in("media_attributes", media_attributes, "Changes to media that stay.");
        in("poll", poll, "Its poll; other options begin it anew, without the votes so far.");
        in("quote_approval_policy", quote_approval_policy,
           "Who may quote it: public, followers or nobody.");
    }
};
/// What is left out stays as it is.
Result<Reply> edit_status(Call& call, EditStatus const& input);

struct RemoveStatus {
    bool delete_media = false;
    void read(Fields& in) {
        in("delete_media", delete_media,
           "Remove its media at once, instead of keeping it for a "
           "new version of the post.");
    }
};
/// Answers the post as it was, with its `text`, so that it can be written anew.
Result<Reply> remove_status(Call& call, RemoveStatus const& input);

Result<Reply> show_status(Call& call);

struct StatusIds {
    std::vector<StatusId> ids;
    void read(Fields& in) { in("id", ids, "At most 40 posts."); }
};
/// Those that exist and the viewer may see, in the order asked.
Result<Reply> list_statuses(Call& call, StatusIds const& input);

/// Posts that quote this one with its author's consent.
Result<Reply> list_quotes(Call& call);
/// Takes back the consent; answers the post that quoted. `forbidden`: it is somebody else's post.
Result<Reply> revoke_quote(Call& call);

struct InteractionPolicy {
    std::optional<std::string> quote_approval_policy;
    void read(Fields& in) {
        in("quote_approval_policy", quote_approval_policy,
           "Who may quote it: public, followers or nobody.");
    }
};
Result<Reply> set_interaction_policy(Call& call, InteractionPolicy const& input);

Result<Reply> list_scheduled(Call& call);
Result<Reply> show_scheduled(Call& call);
struct MoveScheduled {
    std::optional<Time> scheduled_at;
    void read(Fields& in) {
        in("scheduled_at", scheduled_at, "The new time: five minutes ahead at least.");
    }
};
Result<Reply> move_scheduled(Call& call, MoveScheduled const& input);
/// Its files wait for another post.
Result<Reply> cancel_scheduled(Call& call);

Result<Reply> show_context(Call& call);
Result<Reply> show_history(Call& call);
Result<Reply> show_source(Call& call);

}  // namespace skein::posting
