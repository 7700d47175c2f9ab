// A server that streams, three people, and sessions that say what they hear: the world of this
// folder's tests.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "core/events.h"
#include "features/streaming/deliver.h"
#include "features/streaming/fake_session_test.h"
#include "features/streaming/feature.h"
#include "features/streaming/pump.h"
#include "social/access.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::streaming {

using social::Visibility;
using testing::Answer;
using testing::Person;
using testing::TestServer;

/// A frame of a WebSocket, taken apart.
struct Message {
    std::string stream, event, payload, error;

    explicit Message(std::string const& frame) {
        auto const document = json::Document::parse(frame);
        if (!document) return;
        auto const root = document->root();
        if (auto const labels = root.find("stream")) stream = labels->dump();
        event = root.get_text("event");
        payload = root.get_text("payload");
        error = root.get_text("error");
    }
    std::string id() const {
        auto const document = json::Document::parse(payload);
        return document ? std::string(document->root().get_text("id")) : "";
    }
    std::string said() const { return event + " " + (event == "delete" ? payload : id()); }
};

/// A session hears of its end before the desk forgets it.
inline bool comes_true(std::function<bool()> const& what) {
    for (int i = 0; i < 1000 && !what(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return what();
}

class Streaming : public ::testing::Test {
  protected:
    using Session = std::shared_ptr<FakeSession>;

    http::Response ask(std::string const& query, testing::Ask how) {
        how.headers.emplace_back("Upgrade", "websocket");
        return server.request(http::Method::get, "/api/v1/streaming" + query, how);
    }
    Session socket(std::string const& query, std::string const& token) {
        return take(ask(query, {.token = token}), true);
    }
    Session socket(std::string const& query, Person const& who) {
        return socket(query, server.token(who));
    }
    Session events(std::string const& path, std::string const& token) {
        auto const session = take(server.get("/api/v1/streaming/" + path, token), false);
        if (session) EXPECT_EQ(session->next(), ":)\n");
        return session;
    }
    static Session take(http::Response const& response, bool websocket) {
        EXPECT_EQ(response.status, websocket ? 101 : 200);
        if (!response.take_over) return nullptr;
        auto const session = std::make_shared<FakeSession>(websocket);
        response.take_over(session);
        return session;
    }
    /// The next thing said: the event and which post it is about.
    static std::string heard(Session const& session) { return Message(session->next()).said(); }
    static std::string update(social::Status const& post) { return "update " + to_string(post.id); }

    template <class Deed>
    void write(Deed deed) {
        server.write([&](db::Tx& tx) -> Result<void> { return deed(tx); });
    }
    void edit(social::Status const& post) {
        write([&](db::Tx& tx) -> Result<void> {
            social::StatusEdit edit;
            edit.text = edit.content = "Second";
            edit.tags = {"cats"};
            TRY_OK(social::edit_status(tx, post, edit));
            return {};
        });
    }
    void follow(Person const& who, Person const& whom) {
        write([&](db::Tx& tx) { return social::follow(tx, who.id(), whom.id(), {}); });
    }
    /// Something only this account's own stream is told: what came before it has been carried.
    void mark(Person const& who) {
        write([&](db::Tx& tx) { return publish(tx, social::FiltersChanged{who.id()}); });
    }
    bool is_quiet(Session const& session, Person const& who) {
        mark(who);
        return Message(session->next()).event == "filters_changed";
    }

    TestServer server{{.features = {{"streaming", install}},
                       .settings = {{"streaming.sockets_per_account_max", "4"},
                                    {"streaming.subscriptions_per_socket_max", "5"}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = server.make_account("eve");
};

}  // namespace skein::streaming
