// NodeInfo (schemas 2.0 and 2.1 of nodeinfo.diaspora.software).

#include "base/version.h"
#include "core/server.h"
#include "features/instance/figures.h"
#include "features/instance/handlers.h"
#include "social/network.h"

namespace skein::instance {
namespace {

constexpr std::string_view schema = "http://nodeinfo.diaspora.software/ns/schema/";

/// The protocols this program speaks, under the schema's names.
std::vector<std::string_view> protocols(Server& server) {
    std::vector<std::string_view> spoken;
    for (auto const& network : server.part<social::Networks>().all)
        if (network->network() == social::Network::activitypub) spoken.push_back("activitypub");
    return spoken;
}

void write_usage(social::InstanceFigures const& figures, json::Writer& out) {
    out.object([&] {
        out.key("users");
        out.object([&] {
            out.field("total", figures.users);
            out.field("activeMonth", figures.active_month);
            out.field("activeHalfyear", figures.active_half_year);
        });
        out.field("localPosts", figures.local_statuses);
    });
}

void write_metadata(social::ServerWords const& words, json::Writer& out) {
    out.object([&] {
        out.field("nodeName", words.title);
        out.field("nodeDescription", words.description);
        // Clients that know software by name alone read here whose API this is.
        out.key("upstream");
        out.object([&] { out.field("name", "mastodon"); });
    });
}

Result<Reply> nodeinfo(Call& call, std::string_view number) {
    auto& server = call.server();
    TRY(auto const figures, server.part<FigureBoard>().get(server));
    TRY(auto const words, server.db().read([&](db::Tx& tx) {
        return social::load_server_words(tx, server.settings<social::InstanceConfig>());
    }));
    json::Writer out;
    out.object([&] {
        out.field("version", number);
        out.key("software");
        out.object([&] {
            out.field("name", "skein");
            out.field("version", version);
        });
        out.key("protocols");
        out.array([&] {
            for (auto const protocol : protocols(server)) out.value(protocol);
        });
        out.key("services");
        out.object([&] {
            out.key("inbound");
            out.array([] {});
            out.key("outbound");
            out.array([] {});
        });
        out.field("openRegistrations", words.registrations == social::Registrations::open);
        out.key("usage");
        write_usage(figures->server, out);
        out.key("metadata");
        write_metadata(words, out);
    });
    auto reply = json_reply(std::move(out));
    reply.headers.set("Content-Type", fmt::format("application/json; profile=\"{}{}#\"; "
                                                  "charset=utf-8",
                                                  schema, number));
    reply.headers.set("Cache-Control", "public, max-age=300");
    return reply;
}

}  // namespace

Result<Reply> show_nodeinfo_links(Call& call) {
    json::Writer out;
    out.object([&] {
        out.key("links");
        out.array([&] {
            for (auto const* number : {"2.0", "2.1"})
                out.object([&] {
                    out.field("rel", std::string(schema) + number);
                    out.field("href", call.server().public_url() + "/nodeinfo/" + number);
                });
            // FEP-2677.
            for (auto const& network : call.server().part<social::Networks>().all)
                if (auto const actor = network->own_actor(call.server()); !actor.empty())
                    out.object([&] {
                        out.field("rel", "https://www.w3.org/ns/activitystreams#Application");
                        out.field("href", actor);
                    });
        });
    });
    return json_reply(std::move(out));
}

Result<Reply> show_nodeinfo_2_0(Call& call) { return nodeinfo(call, "2.0"); }
Result<Reply> show_nodeinfo_2_1(Call& call) { return nodeinfo(call, "2.1"); }

}  // namespace skein::instance
