#include "features/push/messages.h"

#include "base/encoding.h"
#include "base/html.h"
#include "base/json.h"
#include "base/text.h"
#include "social/accounts.h"
#include "social/notification_subjects.h"
#include "social/standing.h"
#include "social/statuses.h"
#include "social/users.h"
#include "social/views/profile_picture.h"

namespace skein::push {
namespace {

constexpr std::size_t body_characters_max = 140, name_characters_max = 60;
constexpr auto worth_telling = std::chrono::hours(48);

/// At most so many characters, with an ellipsis for what is cut off.
std::string cut(std::string_view text, std::size_t characters_max) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const begins = (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
        if (begins && characters++ == characters_max) return std::string(text.substr(0, i)) + "…";
    }
    return std::string(text);
}

std::string title_of(social::NotificationKind kind, std::string const& name) {
    using enum social::NotificationKind;
    switch (kind) {
        case mention: return "You were mentioned by " + name;
        case status: return name + " just posted";
        case boost: return name + " boosted your post";
        case follow: return name + " is now following you";
        case follow_request: return name + " has requested to follow you";
        case favourite: return name + " favourited your post";
        case poll: return "A poll by " + name + " has ended";
        case update: return name + " edited a post";
        case quote: return name + " quoted your post";
        case quoted_update: return name + " edited a post you have quoted";
        case admin_sign_up: return name + " signed up";
        case admin_report: return name + " filed a report";
        case severed_relationships: return "You have lost relationships";
        case moderation_warning: return "You have received a warning from the moderators";
        case added_to_collection: return name + " added you to a collection";
        case collection_update: return name + " edited a collection you are in";
    }
    return "You have a new notification";
}

/// The warning of a post rather than what it warns of; without a post, what else it is about, or
/// who it is.
Result<std::string> body_of(db::Tx& tx, social::Notification const& notice,
                            social::Account const& from) {
    if (!notice.status_id) {
        TRY(auto const subjects, social::NotificationSubjects::load(tx, std::span(&notice, 1)));
        if (auto const* const warning = subjects.warning(notice.id)) return warning->text;
        if (auto const* const collection = subjects.collection(notice.id)) return collection->name;
        return plain_text_of(from.note_html);
    }
    TRY(auto const status, social::load_visible_status(tx, notice.account_id, *notice.status_id));
    return status.spoiler_text.empty() ? plain_text_of(status.content) : status.spoiler_text;
}

}  // namespace

Result<std::string> message_of(Server& server, db::Tx& tx, Subscription const& subscription,
                               NotificationId id) {
    auto const gone = [](auto const&) { return fail(Errc::gone, "", "nothing to push any more"); };
    auto const notice = social::load_notification(tx, subscription.account_id, id);
    if (!notice) return notice.error().code == Errc::not_found ? gone(0) : fail(notice.error());
    if (tx.now() - notice->created_at > worth_telling) return gone(0);
    auto const from = social::load_account(tx, notice->from_account_id);
    if (!from) return from.error().code == Errc::not_found ? gone(0) : fail(from.error());
    TRY(auto const user, social::find_user_by_account(tx, subscription.account_id));
    TRY(auto const may, social::may_act(tx, subscription.account_id));
    if (!user || !may) return gone(0);
    auto const body = body_of(tx, *notice, *from);
    if (!body) return body.error().code == Errc::not_found ? gone(0) : fail(body.error());
    auto const token = server.keys().open("push", subscription.sealed_token.data,
                                          skein::to_string(subscription.holder_id));
    // Sealed with another key: it will not open another time.
    if (!token) return gone(0);
    auto const name = from->display_name.empty() ? from->username : from->display_name;
    json::Writer out;
    out.object([&] {
        if (!token->empty()) out.field("access_token", *token);
        out.field("preferred_locale", user->locale);
        out.field("notification_id", notice->id);
        out.field("notification_type", social::to_string(notice->kind));
        out.field("icon", social::avatar_of(server, *from).static_url);
        out.field("title", title_of(notice->kind, cut(name, name_characters_max)));
        out.field("body", cut(*body, body_characters_max));
    });
    return out.take();
}

}  // namespace skein::push
