#include "social/vocabulary.h"

#include <array>
#include <utility>

namespace skein::social {
namespace {

template <class T, std::size_t n>
using Words = std::array<std::pair<T, std::string_view>, n>;

constexpr Words<Visibility, 4> visibilities{{{Visibility::public_, "public"},
                                             {Visibility::unlisted, "unlisted"},
                                             {Visibility::private_, "private"},
                                             {Visibility::direct, "direct"}}};
constexpr Words<MediaKind, 5> media_kinds{{{MediaKind::unknown, "unknown"},
                                           {MediaKind::image, "image"},
                                           {MediaKind::gifv, "gifv"},
                                           {MediaKind::video, "video"},
                                           {MediaKind::audio, "audio"}}};
constexpr Words<NotificationKind, 16> notification_kinds{{
    {NotificationKind::mention, "mention"},
    {NotificationKind::status, "status"},
    {NotificationKind::boost, "reblog"},
    {NotificationKind::follow, "follow"},
    {NotificationKind::follow_request, "follow_request"},
    {NotificationKind::favourite, "favourite"},
    {NotificationKind::poll, "poll"},
    {NotificationKind::update, "update"},
    {NotificationKind::admin_sign_up, "admin.sign_up"},
    {NotificationKind::admin_report, "admin.report"},
    {NotificationKind::severed_relationships, "severed_relationships"},
    {NotificationKind::moderation_warning, "moderation_warning"},
    {NotificationKind::quote, "quote"},
    {NotificationKind::quoted_update, "quoted_update"},
    {NotificationKind::added_to_collection, "added_to_collection"},
    {NotificationKind::collection_update, "collection_update"},
}};
constexpr Words<QuotePolicy, 3> quote_policies{{{QuotePolicy::public_, "public"},
                                                {QuotePolicy::followers, "followers"},
                                                {QuotePolicy::nobody, "nobody"}}};
constexpr Words<Role, 4> roles{{{Role::user, "user"},
                                {Role::moderator, "moderator"},
                                {Role::admin, "admin"},
                                {Role::owner, "owner"}}};
constexpr Words<Timeline, 2> timelines{
    {{Timeline::home, "home"}, {Timeline::notifications, "notifications"}}};

template <class T, std::size_t n>
std::string_view word_of(Words<T, n> const& words, T value, std::string_view otherwise) {
    for (auto const& [known, word] : words)
        if (known == value) return word;
    return otherwise;
}

template <class T, std::size_t n>
std::optional<T> value_of(Words<T, n> const& words, std::string_view text) {
    for (auto const& [value, word] : words)
        if (word == text) return value;
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Visibility visibility) {
    return word_of(visibilities, visibility, "private");
}
std::string_view to_string(MediaKind kind) { return word_of(media_kinds, kind, "unknown"); }
std::string_view to_string(NotificationKind kind) {
    return word_of(notification_kinds, kind, "unknown");
}
std::string_view to_string(QuotePolicy policy) { return word_of(quote_policies, policy, "nobody"); }
std::string_view to_string(QuoteState state) {
    switch (state) {
        case QuoteState::pending: return "pending";
        case QuoteState::accepted: return "accepted";
        case QuoteState::rejected: return "rejected";
        case QuoteState::revoked: return "revoked";
        case QuoteState::unverified: return "unauthorized";
    }
    return "pending";
}

std::string_view to_string(Role role) { return word_of(roles, role, "user"); }
std::string_view to_string(Timeline timeline) { return word_of(timelines, timeline, "home"); }

std::optional<Visibility> parse_visibility(std::string_view text) {
    return value_of(visibilities, text);
}
std::optional<QuotePolicy> parse_quote_policy(std::string_view text) {
    return value_of(quote_policies, text);
}
std::optional<Role> parse_role(std::string_view text) { return value_of(roles, text); }
std::optional<NotificationKind> parse_notification_kind(std::string_view text) {
    return value_of(notification_kinds, text);
}

}  // namespace skein::social
