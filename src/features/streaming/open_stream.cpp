// Opening a stream: a WebSocket for as many as a client asks for, or Server-Sent Events for one.

#include "base/json.h"
#include "features/streaming/deliver.h"
#include "features/streaming/handlers.h"
#include "features/streaming/pump.h"
#include "platform/http/tokens.h"

namespace skein::streaming {
namespace {

/// What a client may say in a while; more is no conversation.
constexpr int said_max = 200;
constexpr auto said_window = std::chrono::seconds(10);
/// Wishes of one socket that wait until the database was asked.
constexpr long wishes_max = 64;

/// A connection that is about to become a stream.
struct Opening {
    Principal who;
    Credential credential;
    std::shared_ptr<void> place;
    std::optional<Stream> stream;
    std::string first_words;
};

Result<Opening> open(Call& call, std::string const& access_token) {
    auto& server = call.server();
    Opening opening;
    TRY(opening.credential, read_credential(server, call.request(), access_token));
    TRY(opening.who, find_streamer(server, opening.credential));
    auto const address = call.request().loopback ? std::string() : call.request().client_address;
    opening.place = server.part<Desk>().take_place(opening.who.account, address);
    if (!opening.place) return fail(Errc::rate_limited, "Too many open streams");
    return opening;
}

Result<Stream> allowed_stream(Call& call, Principal const& who, StreamWish const& wish) {
    TRY(auto stream, read_stream(wish));
    TRY_OK(check_scopes(who.scopes, stream.kind));
    if (stream.kind == StreamKind::list)
        TRY_OK(call.server().db().read(
            [&](db::Tx& tx) { return check_list(tx, who.account, stream.list); }));
    return stream;
}

std::string text_of(json::Value const& object, std::string_view key) {
    auto value = object.find(key);
    if (value && value->is_array()) {
        auto const elements = value->elements();
        if (elements.empty()) return {};
        value = elements.front();
    }
    if (!value) return {};
    if (auto const number = value->integer()) return std::to_string(*number);
    return std::string(value->text().value_or(""));
}

/// Whose a list is, the database says; all else is done at once.
void grant(Server& server, Socket const& socket, bool subscribe, Stream stream) {
    auto& desk = server.part<Desk>();
    if (stream.kind != StreamKind::list) {
        if (subscribe) seat(desk, socket, stream);
        else desk.unsubscribe(socket.id, stream);
        return;
    }
    if (socket.wishes.use_count() > wishes_max) {
        (void)socket.session->send(error_message("Too many subscriptions", 429));
        return;
    }
    server.part<Pump>().tell(Asked{socket.id, subscribe, std::move(stream), socket.wishes});
}

/// One message of a client, on an I/O thread. What is no wish of ours is ignored, as Mastodon does:
/// some clients send words to keep the connection alive.
void listen(Server& server, Socket& socket, std::string_view message) {
    auto const now = server.clock().now();
    if (now - socket.window_began >= said_window) {
        socket.window_began = now;
        socket.said_in_window = 0;
    }
    if (++socket.said_in_window > said_max) return socket.session->close();
    auto const document = json::Document::parse(message);
    if (!document) return;
    auto const said = document->root();
    auto const type = said.get_text("type");
    if (type != "subscribe" && type != "unsubscribe") return;
    auto stream =
        read_stream({text_of(said, "stream"), text_of(said, "tag"), text_of(said, "list")});
    auto const refuse = [&](Error const& error) {
        (void)socket.session->send(
            error_message(error.message, error.code == Errc::unauthenticated ? 401 : 400));
    };
    if (!stream) return refuse(stream.error());
    if (auto const granted = check_scopes(socket.who.scopes, stream->kind); !granted)
        return refuse(granted.error());
    grant(server, socket, type == "subscribe", *std::move(stream));
}

/// The connection is a stream now.
void begin(Server& server, Opening const& opening, std::shared_ptr<http::StreamSession> session) {
    auto& desk = server.part<Desk>();
    auto const socket = desk.add(session, opening.who, opening.credential, opening.place);
    if (!opening.first_words.empty()) (void)session->send(opening.first_words);
    if (opening.stream) desk.subscribe(socket->id, *opening.stream);
    session->on_message([&server, heard = std::weak_ptr(socket)](std::string const& message) {
        if (auto const it = heard.lock()) listen(server, *it, message);
    });
    // Between the look at the token and this moment it may have been revoked.
    server.part<Pump>().tell(Doubted{socket->id, {}});
    session->on_close([&desk, id = socket->id] { desk.remove(id); });
}

Reply become_stream(Server& server, int status, Opening opening) {
    Reply reply;
    reply.status = status;
    reply.take_over = [&server,
                       opening = std::move(opening)](std::shared_ptr<http::StreamSession> session) {
        begin(server, opening, std::move(session));
    };
    return reply;
}

}  // namespace

Result<Reply> show_health(Call&) { return http::text_response(200, "OK"); }

Result<Reply> open_socket(Call& call, SocketInput const& input) {
    auto const& headers = call.request().headers;
    // There is no other host to send anybody to.
    if (!http::list_has(headers.get("Upgrade"), "websocket")) return fail(Errc::not_found, "");
    TRY(auto opening, open(call, input.access_token));
    if (!input.stream.empty()) {
        auto stream = allowed_stream(call, opening.who, {input.stream, input.tag, input.list});
        if (!stream && stream.error().code != Errc::bad_request &&
            stream.error().code != Errc::unauthenticated)
            return fail(std::move(stream).error());
        if (stream) opening.stream = *std::move(stream);
        else
            opening.first_words = error_message(
                stream.error().message, stream.error().code == Errc::unauthenticated ? 401 : 400);
    }
    auto reply = become_stream(call.server(), 101, std::move(opening));
    http::for_each_element(headers.get("Sec-WebSocket-Protocol"), [&](std::string_view name) {
        // Browsers drop a connection that does not take up what they offered.
        reply.headers.set("Sec-WebSocket-Protocol", name);
        return false;
    });
    return reply;
}

Result<Reply> open_events(Call& call, EventsInput const& input) {
    auto const name = stream_of_path(call.request().path, input.only_media);
    if (!name) return fail(Errc::bad_request, "Unknown channel requested");
    TRY(auto opening, open(call, input.access_token));
    TRY(opening.stream, allowed_stream(call, opening.who, {*name, input.tag, input.list}));
    // Tells both ends that the stream is there.
    opening.first_words = ":)\n";
    auto reply = become_stream(call.server(), 200, std::move(opening));
    reply.headers.set("Content-Type", "text/event-stream");
    // Proxies would wait for more.
    reply.headers.set("X-Accel-Buffering", "no");
    return reply;
}

}  // namespace skein::streaming
