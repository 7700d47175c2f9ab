// What concerns one account alone: its notifications, and that something of its own has changed.

#include <algorithm>

#include "features/streaming/deliver.h"
#include "social/notifications.h"
#include "social/views/conversation_view.h"
#include "social/views/views.h"

namespace skein::streaming {
namespace {

/// Streams of the account that carry its notifications.
std::vector<Seat> list_notice_seats(Desk const& desk, AccountId account) {
    auto seats = desk.seats(StreamKind::user, account.value);
    auto const more = desk.seats(StreamKind::user_notification, account.value);
    seats.insert(seats.end(), more.begin(), more.end());
    std::erase_if(seats, [](Seat const& seat) {
        return !carries_notifications(seat.socket->who.scopes, StreamKind::user);
    });
    return seats;
}

void send_all(std::vector<Seat> const& seats, Frames frames) {
    for (auto const& seat : seats) seat.send(frames);
}

}  // namespace

Result<void> deliver(Delivery const& to, Noticed const& news) {
    auto const seats = list_notice_seats(to.desk, news.account);
    if (seats.empty()) return {};
    TRY(auto const notice, social::load_notification(to.tx, news.account, news.notification));
    json::Writer out;
    TRY_OK(
        social::write_notifications({to.server, to.tx, news.account}, std::span(&notice, 1), out));
    // Nothing is written of what cannot be shown.
    if (!out.text().empty()) send_all(seats, Frames("notification", out.take()));
    return {};
}

Result<void> deliver(Delivery const& to, NoticesMerged const& news) {
    send_all(list_notice_seats(to.desk, news.account), Frames("notifications_merged", "1"));
    return {};
}

Result<void> deliver(Delivery const& to, FiltersChanged const& news) {
    send_all(to.desk.seats(StreamKind::user, news.account.value),
             Frames("filters_changed", std::nullopt));
    return {};
}

Result<void> deliver(Delivery const& to, ConversationTold const& news) {
    auto const seats = to.desk.seats(StreamKind::direct, news.account.value);
    if (seats.empty()) return {};
    TRY(auto const row, social::load_shown_conversation(to.tx, news.account, news.conversation));
    json::Writer out;
    TRY_OK(social::write_conversations({to.server, to.tx, news.account}, std::span(&row, 1), out));
    send_all(seats, Frames("conversation", out.take()));
    return {};
}

}  // namespace skein::streaming
