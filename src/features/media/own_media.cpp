// One's own attachments: shown, described, removed.

#include "core/server.h"
#include "features/media/chosen_preview.h"
#include "features/media/handlers.h"
#include "features/media/media_desk.h"
#include "social/kept_media.h"
#include "social/media.h"
#include "social/media_details.h"
#include "social/media_words.h"
#include "social/views/decorator.h"
#include "social/views/views.h"

namespace skein::media {
namespace {

constexpr int ok_status = 200;

Result<social::Media> load_asked(Call& call, db::Tx& tx) {
    return social::load_own_media(tx, call.viewer(), call.path_id<MediaId>("id"));
}

}  // namespace

Result<Reply> media_reply(Server& server, social::Media const& media, int processing_status) {
    if (media.state == social::MediaState::failed) {
        auto const failure = social::read_details(media.details).failure;
        return fail(Errc::unprocessable,
                    failure.empty() ? "Validation failed: File could not be processed" : failure);
    }
    json::Writer out;
    social::write_media(server, media, out);
    if (media.state != social::MediaState::processing) return json_reply(std::move(out));
    auto const progress = server.part<MediaDesk>().progress(media.id);
    auto& text = out.buffer();
    text.pop_back();
    text += fmt::format(",\"processing_progress\":{:.2f}}}", progress.value_or(0));
    auto reply = json_reply(std::move(out));
    reply.status = processing_status;
    return reply;
}

Result<Reply> show_media(Call& call) {
    TRY(auto const media,
        call.server().db().read([&](db::Tx& tx) { return load_asked(call, tx); }));
    return media_reply(call.server(), media, still_processing_status);
}

Result<Reply> change_media(Call& call, ChangeMedia const& input) {
    auto& server = call.server();
    // Somebody else's, or nobody's, is not worth the work.
    TRY_OK(server.db().read([&](db::Tx& tx) { return load_asked(call, tx); }));
    TRY(auto const description,
        social::checked_description(server, input.description.value_or("")));
    imaging::Focus focus;
    if (input.focus) {
        TRY(focus, social::checked_focus(*input.focus));
    }
    // Words cost nothing; a picture is one more to decode.
    if (input.thumbnail) TRY_OK(server.spend(call, "media"));
    TRY(auto const preview, make_preview(server, input.thumbnail));
    TRY(auto const changed, server.db().write([&](db::Tx& tx) -> Result<social::Media> {
        TRY(auto media, load_asked(call, tx));
        if (input.description) media.description = description;
        if (input.focus) {
            media.focus_x = focus.x;
            media.focus_y = focus.y;
        }
        TRY_OK(use_preview(tx, media, preview));
        TRY_OK(social::update_media(tx, media));
        if (media.status_id)
            TRY_OK(social::bump_status_versions(tx, std::span(&*media.status_id, 1)));
        return media;
    }));
    return media_reply(server, changed, ok_status);
}

Result<Reply> remove_media(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const media, load_asked(call, tx));
        if (media.status_id)
            return fail(Errc::unprocessable, "Media attachment is currently used by a status");
        TRY(auto const kept, social::is_kept(tx, media.id));
        if (kept)
            return fail(Errc::unprocessable,
                        "Media attachment is currently used by a scheduled status");
        return social::remove_media(tx, media);
    }));
    return empty_reply();
}

}  // namespace skein::media
