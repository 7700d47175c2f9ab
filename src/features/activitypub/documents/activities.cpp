// Activities about posts and actors (federation.md 3.2).

#include "features/activitypub/documents/activities.h"

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/actor.h"
#include "features/activitypub/documents/context.h"
#include "features/activitypub/documents/sealing.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

using social::Visibility;

/// The author of what is boosted hears of it.
Addressees boost_addressees(Server const& server, PostParts const& parts,
                            std::string_view original_author) {
    Addresses others;
    if (!original_author.empty()) others.emplace_back(original_author);
    return addressees_of(server, parts.status.visibility, parts.author.id, others);
}

Result<std::string> author_of(Desk const& desk, PostLink const& post) {
    TRY(auto const author, social::find_account(desk.tx, post.account_id));
    return author ? address_of(desk.server, *author) : std::string();
}

void write_boost(Server const& server, PostParts const& parts, std::string_view original_author,
                 json::Writer& out) {
    out.field("id", status_address(server, parts.author.id, parts.status.id, "activity"));
    out.field("type", "Announce");
    out.field("actor", actor_address(server, parts.author.id));
    out.field("published", to_timestamp(parts.status.created_at));
    write_addressees(boost_addressees(server, parts, original_author), out);
    if (parts.boosted) out.field("object", address_of(server, *parts.boosted));
}

Result<std::string> seal_for_all(Desk const& desk, PostParts const& parts, std::string activity,
                                 Time at) {
    if (!social::counts_for_all(parts.status.visibility)) return activity;
    return sealed(desk, parts.author.id, std::move(activity), at);
}

}  // namespace

std::string moment_address(Server const& server, std::string_view about, std::string_view what) {
    auto const now = server.clock().now().time_since_epoch();
    auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    auto const joint = about.contains('#') ? '/' : '#';
    return fmt::format("{}{}{}/{}", about, joint, what, ms);
}

void write_creation(Server const& server, PostParts const& parts, json::Writer& out) {
    auto const& status = parts.status;
    // Lists name no author of what is boosted: it would have to be looked up for each.
    if (status.boost_of_id) return write_boost(server, parts, {}, out);
    out.field("id", status_address(server, parts.author.id, status.id, "activity"));
    out.field("type", "Create");
    out.field("actor", actor_address(server, parts.author.id));
    out.field("published", to_timestamp(status.created_at));
    write_addressees(addressees_of(server, parts), out);
    out.key("object");
    out.object([&] { write_object(server, parts, out); });
}

Result<std::string> creation_document(Desk const& desk, PostParts const& parts) {
    auto const& status = parts.status;
    if (status.boost_of_id) return announce_activity(desk, status.id);
    auto activity = document(object_context,
                             [&](json::Writer& out) { write_creation(desk.server, parts, out); });
    return seal_for_all(desk, parts, std::move(activity),
                        status.edited_at.value_or(status.created_at));
}

Result<std::string> create_activity(Desk const& desk, StatusId status) {
    TRY(auto const parts, load_parts_of(desk, status));
    if (parts.status.boost_of_id) return fail(Errc::not_found, "Record not found");
    return creation_document(desk, parts);
}

Result<std::string> update_status_activity(Desk const& desk, StatusId id) {
    auto const& server = desk.server;
    TRY(auto const parts, load_parts_of(desk, id));
    if (parts.status.boost_of_id) return fail(Errc::not_found, "Record not found");
    auto activity = document(object_context, [&](json::Writer& out) {
        out.field("id",
                  moment_address(server, status_address(server, parts.author.id, id), "updates"));
        out.field("type", "Update");
        out.field("actor", actor_address(server, parts.author.id));
        out.field("published", to_timestamp(server.clock().now()));
        write_addressees(addressees_of(server, parts), out);
        out.key("object");
        out.object([&] { write_object(server, parts, out); });
    });
    return seal_for_all(desk, parts, std::move(activity), server.clock().now());
}

std::string delete_status_activity(Server const& server, AccountId author, StatusId status,
                                   Visibility visibility) {
    auto const address = status_address(server, author, status);
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", address + "#delete");
        out.field("type", "Delete");
        out.field("actor", actor_address(server, author));
        write_addressees(addressees_of(server, visibility, author, {}), out);
        out.key("object");
        out.object([&] {
            out.field("id", address);
            out.field("type", "Tombstone");
        });
    });
}

Result<std::string> announce_activity(Desk const& desk, StatusId boost) {
    TRY(auto const parts, load_parts_of(desk, boost));
    if (!parts.boosted) return fail(Errc::not_found, "Record not found");
    TRY(auto const original_author, author_of(desk, *parts.boosted));
    auto activity = document(plain_context, [&](json::Writer& out) {
        write_boost(desk.server, parts, original_author, out);
    });
    return seal_for_all(desk, parts, std::move(activity), parts.status.created_at);
}

std::string undo_announce_activity(Server const& server, AccountId account, StatusId boost,
                                   Visibility visibility, std::string_view original) {
    return undo_activity(server, account, document(plain_context, [&](json::Writer& out) {
                             out.field("id", status_address(server, account, boost, "activity"));
                             out.field("type", "Announce");
                             out.field("actor", actor_address(server, account));
                             write_addressees(addressees_of(server, visibility, account, {}), out);
                             out.field("object", original);
                         }));
}

Result<std::string> update_actor_activity(Desk const& desk, AccountId account) {
    auto const& server = desk.server;
    TRY(auto const parts, load_actor_parts(desk, account));
    auto const address = actor_address(server, account);
    auto activity = document(actor_context, [&](json::Writer& out) {
        out.field("id", moment_address(server, address, "updates"));
        out.field("type", "Update");
        out.field("actor", address);
        write_addressees(addressees_of(server, Visibility::public_, account, {}), out);
        out.key("object");
        out.object([&] { write_actor(server, parts, out); });
    });
    return sealed(desk, account, std::move(activity), server.clock().now());
}

std::string delete_actor_activity(Server const& server, AccountId account) {
    auto const address = actor_address(server, account);
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", address + "#delete");
        out.field("type", "Delete");
        out.field("actor", address);
        write_list("to", {std::string(public_collection)}, out);
        out.field("object", address);
    });
}

std::string move_activity(Server const& server, AccountId account, std::string_view target) {
    auto const address = actor_address(server, account);
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", moment_address(server, address, "moves"));
        out.field("type", "Move");
        out.field("actor", address);
        write_list("to", {collection_address(server, account, "followers")}, out);
        out.field("object", address);
        out.field("target", target);
    });
}

std::string pin_activity(Server const& server, AccountId account, StatusId status, bool add) {
    auto const address = status_address(server, account, status);
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", moment_address(server, address, add ? "pins" : "unpins"));
        out.field("type", add ? "Add" : "Remove");
        out.field("actor", actor_address(server, account));
        write_addressees(addressees_of(server, Visibility::public_, account, {}), out);
        out.field("object", address);
        out.field("target", collection_address(server, account, "collections/featured"));
    });
}

}  // namespace skein::activitypub
