// For the tests of this folder: a server that tells others, people of other servers with inboxes,
// and a list of what was sent to whom.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "features/activitypub/actor_rows.h"
#include "features/activitypub/delivery/install.h"
#include "features/activitypub/network.h"
#include "features/activitypub/remote_actors.h"
#include "social/relations.h"
#include "testing/test_server.h"

namespace skein::activitypub {

class PostOffice {
  public:
    explicit PostOffice(testing::TestOptions options = {})
        : server(with_delivery(std::move(options))) {
        server.outside().answer_with(
            [this](http::Outgoing const& request) -> std::optional<Result<http::Answer>> {
                if (request.method != http::Method::post) return std::nullopt;
                auto const found = answers.find(request.url);
                if (found != answers.end()) return found->second;
                return http::Answer{202, {}, {}, request.url};
            });
    }

    /// Somebody of another server. `shared`: it has one inbox for all.
    testing::Person remote(std::string name, std::string host, bool shared = true) {
        auto person = server.make_account(name, {.domain = host});
        Actor actor;
        actor.account_id = person.id();
        actor.address = person.account.address;
        actor.inbox = person.account.address + "/inbox";
        if (shared) actor.shared_inbox = "https://" + host + "/inbox";
        actor.followers = person.account.address + "/followers";
        actor.also_known_as = "[]";
        actor.host = host;
        server.write([&](db::Tx& tx) { return put_actor(tx, actor, false); });
        return person;
    }
    testing::Person follower(testing::Person const& of, std::string name, std::string host,
                             bool shared = true) {
        auto person = remote(std::move(name), std::move(host), shared);
        server.write([&](db::Tx& tx) { return social::follow(tx, person.id(), of.id(), {}); });
        settle();
        return person;
    }

    void settle() { server.drain(); }
    void pass(Duration time) {
        server.clock().advance(time);
        settle();
    }
    /// From now on `sent` begins anew.
    void forget() { seen_ = server.outside().requests().size(); }
    std::vector<http::Outgoing> requests() {
        auto all = server.outside().requests();
        all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(seen_));
        std::erase_if(all, [](auto const& one) { return one.method != http::Method::post; });
        return all;
    }
    /// `Type https://inbox` of each, sorted.
    std::vector<std::string> sent() {
        std::vector<std::string> lines;
        for (auto const& request : requests())
            lines.push_back(type_of(request.body) + " " + request.url);
        std::ranges::sort(lines);
        return lines;
    }
    static std::string type_of(std::string const& body) {
        return std::string(json::Document::parse(body).value().root().get_text("type"));
    }
    static http::Answer answering(int status, std::string header = "", std::string value = "") {
        http::Answer answer{status, {}, {}, {}};
        if (!header.empty()) answer.headers.set(header, value);
        return answer;
    }

    /// By inbox: what it answers; others say 202. To be changed only while nothing runs.
    std::map<std::string, Result<http::Answer>> answers;
    testing::TestServer server;

  private:
    static void install(Server& server) {
        install_network(server);
        install_delivery(server);
    }
    static testing::TestOptions with_delivery(testing::TestOptions options) {
        options.features.push_back({"activitypub", install});
        return options;
    }
    std::size_t seen_ = 0;
};

}  // namespace skein::activitypub
