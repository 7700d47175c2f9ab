// What clients ask for over a WebSocket, and whether they are still who they were.

#include <algorithm>

#include "features/streaming/deliver.h"
#include "social/lists.h"

namespace skein::streaming {

Result<void> check_list(db::Tx& tx, AccountId account, std::int64_t list) {
    auto const loaded = social::load_list(tx, account, social::ListId{list});
    if (!loaded && loaded.error().code == Errc::not_found)
        return fail(Errc::unauthenticated, "Not authorized to stream this list");
    if (!loaded) return fail(loaded.error());
    return {};
}

Result<void> deliver(Delivery const& to, Asked const& wish) {
    auto const socket = to.desk.find(wish.socket);
    if (!socket) return {};
    if (!wish.subscribe) {
        to.desk.unsubscribe(wish.socket, wish.stream);
        return {};
    }
    auto const allowed = check_list(to.tx, socket->who.account, wish.stream.list);
    if (!allowed && allowed.error().code != Errc::unauthenticated) return allowed;
    if (allowed) seat(to.desk, *socket, wish.stream);
    else (void)socket->session->send(error_message(allowed.error().message, 401));
    return {};
}

void seat(Desk& desk, Socket const& socket, Stream const& stream) {
    if (desk.subscribe(socket.id, stream) == Desk::Seated::too_many)
        (void)socket.session->send(error_message("Too many subscriptions", 429));
}

void prove(Server& server, Desk& desk, Doubted const& doubt) {
    auto const prove_one = [&](Socket const& socket) {
        auto const who = find_streamer(server, socket.credential);
        // When the database cannot say, the next doubt asks again.
        if (!who && who.error().code == Errc::unauthenticated) socket.session->close();
    };
    if (doubt.socket != 0) {
        if (auto const socket = desk.find(doubt.socket)) prove_one(*socket);
        return;
    }
    for (auto const& socket : desk.all())
        if (doubt.about(socket->who)) prove_one(*socket);
}

}  // namespace skein::streaming
