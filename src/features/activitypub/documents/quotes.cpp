// Asking for consent to quote, giving it, and taking it back (FEP-044f, federation.md 3.4).

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/activities.h"
#include "features/activitypub/documents/context.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {

Result<std::string> quote_request_activity(Desk const& desk, StatusId quoting,
                                           std::string_view quoted) {
    auto const& server = desk.server;
    TRY(auto const parts, load_parts_of(desk, quoting));
    if (!parts.quote) return fail(Errc::not_found, "Record not found");
    TRY(auto const author, social::load_account(desk.tx, parts.quote->quoted_account_id));
    return document(object_context, [&](json::Writer& out) {
        out.field("id", deed_address(server, parts.author.id, "quote_requests", quoting.value));
        out.field("type", "QuoteRequest");
        out.field("actor", actor_address(server, parts.author.id));
        write_list("to", {address_of(server, author)}, out);
        out.field("object", quoted);
        out.key("instrument");
        out.object([&] { write_object(server, parts, out); });
    });
}

std::string answer_quote_activity(Server const& server, AccountId author,
                                  QuoteAnswer const& answer) {
    auto const actor = actor_address(server, author);
    auto const accepts = !answer.stamp.empty();
    return document(quote_context, [&](json::Writer& out) {
        out.field("id", moment_address(server, actor, accepts ? "accepts" : "rejects"));
        out.field("type", accepts ? "Accept" : "Reject");
        out.field("actor", actor);
        write_list("to", {answer.quoting_actor}, out);
        out.key("object");
        out.object([&] {
            if (!answer.request.empty()) out.field("id", answer.request);
            out.field("type", "QuoteRequest");
            out.field("actor", answer.quoting_actor);
            out.field("object", answer.quoted);
            out.field("instrument", answer.quoting);
        });
        if (accepts) out.field("result", answer.stamp);
    });
}

std::string delete_stamp_activity(Server const& server, AccountId author, StatusId quoting) {
    auto const stamp = stamp_address(server, author, quoting);
    return document(plain_context, [&](json::Writer& out) {
        out.field("id", stamp + "#delete");
        out.field("type", "Delete");
        out.field("actor", actor_address(server, author));
        write_list("to", {std::string(public_collection)}, out);
        out.field("object", stamp);
    });
}

std::string stamp_document(Server const& server, AccountId author, StatusId quoting,
                           std::string_view quoting_address, std::string_view quoted_address) {
    return document(quote_context, [&](json::Writer& out) {
        out.field("id", stamp_address(server, author, quoting));
        out.field("type", "QuoteAuthorization");
        out.field("attributedTo", actor_address(server, author));
        out.field("interactingObject", quoting_address);
        out.field("interactionTarget", quoted_address);
    });
}

}  // namespace skein::activitypub
