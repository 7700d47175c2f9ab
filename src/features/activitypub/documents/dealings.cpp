// Activities between two people: likes, follows and their answers, blocks, reports, votes, and
// taking each of them back (federation.md 3.2).

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/activities.h"
#include "features/activitypub/documents/context.h"

namespace skein::activitypub {
namespace {

struct DeedWords {
    std::string_view type, deed;
    AccountId account;
    std::int64_t about = 0;
    std::string_view object;
};
void write_deed(Server const& server, DeedWords const& words, json::Writer& out) {
    out.field("id", deed_address(server, words.account, words.deed, words.about));
    out.field("type", words.type);
    out.field("actor", actor_address(server, words.account));
    out.field("object", words.object);
}

/// Somebody may do, take back and do the same again within a day: each time is another activity,
/// though its address is the same so that it can be found.
std::string deed_activity(Server const& server, DeedWords const& words) {
    return document(plain_context, [&](json::Writer& out) {
        write_deed(server, words, out);
        out.field("published", server.clock().now());
    });
}

std::string deed_document(Server const& server, DeedWords const& words) {
    return document(plain_context, [&](json::Writer& out) { write_deed(server, words, out); });
}

/// The same without its `@context`, to be put into another one.
std::string inner_of(json::Document const& activity) {
    json::Writer out;
    out.object([&] {
        for (auto const& [key, value] : activity.root().members()) {
            if (key == "@context" || key == "proof") continue;
            out.key_escaped(key);
            out.raw(value.dump());
        }
    });
    return out.take();
}

}  // namespace

std::string like_document(Server const& server, AccountId account, StatusId status,
                          std::string_view object) {
    return deed_document(server, {"Like", "likes", account, status.value, object});
}

std::string follow_document(Server const& server, AccountId account, AccountId target,
                            std::string_view object) {
    return deed_document(server, {"Follow", "follows", account, target.value, object});
}

std::string like_activity(Server const& server, AccountId account, StatusId status,
                          std::string_view object) {
    return deed_activity(server, {"Like", "likes", account, status.value, object});
}

std::string follow_activity(Server const& server, AccountId account, AccountId target,
                            std::string_view object) {
    return deed_activity(server, {"Follow", "follows", account, target.value, object});
}

std::string block_activity(Server const& server, AccountId account, AccountId target,
                           std::string_view object) {
    return deed_activity(server, {"Block", "blocks", account, target.value, object});
}

std::string answer_follow_activity(Server const& server, std::string_view type, AccountId target,
                                   std::string_view follow_id, std::string_view follower) {
    auto const address = actor_address(server, target);
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", moment_address(server, address, type == "Accept" ? "accepts" : "rejects"));
        out.field("type", type);
        out.field("actor", address);
        write_list("to", {std::string(follower)}, out);
        out.key("object");
        out.object([&] {
            if (!follow_id.empty()) out.field("id", follow_id);
            out.field("type", "Follow");
            out.field("actor", follower);
            out.field("object", address);
        });
    });
}

std::string undo_activity(Server const& server, AccountId account, std::string_view inner) {
    auto const activity = json::Document::parse(inner);
    expects(activity && activity->root().is_object());
    auto const root = activity->root();
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", moment_address(server, root.get_text("id"), "undo"));
        out.field("type", "Undo");
        out.field("actor", actor_address(server, account));
        for (auto const* key : {"to", "cc"})
            if (auto const list = root.find(key)) out.raw_field(key, list->dump());
        out.raw_field("object", inner_of(*activity));
    });
}

std::string flag_activity(Server const& server, social::Report const& report,
                          std::vector<std::string> const& objects) {
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", deed_address(server, AccountId{}, "flags", report.id.value));
        out.field("type", "Flag");
        out.field("actor", instance_actor_address(server));
        // Who is told is the server, under the name of the person it is about.
        if (!objects.empty()) write_list("to", {objects.front()}, out);
        out.field("content", report.comment);
        write_list("object", objects, out);
    });
}

std::vector<std::string> vote_activities(Server const& server, AccountId voter,
                                         VotesIn const& votes) {
    std::vector<std::string> activities;
    auto const address = deed_address(server, voter, "votes", votes.poll.value);
    auto const actor = actor_address(server, voter);
    Addresses const to{votes.author_address};
    for (std::size_t i = 0; i < votes.titles.size(); ++i)
        activities.push_back(document(plain_context, [&](json::Writer& out) {
            auto const vote = fmt::format("{}#{}", address, i + 1);
            out.field("id", vote + "/activity");
            out.field("type", "Create");
            out.field("actor", actor);
            write_list("to", to, out);
            out.key("object");
            out.object([&] {
                out.field("id", vote);
                out.field("type", "Note");
                out.field("name", votes.titles[i]);
                out.field("attributedTo", actor);
                out.field("inReplyTo", votes.poll_address);
                write_list("to", to, out);
            });
        }));
    return activities;
}

}  // namespace skein::activitypub
