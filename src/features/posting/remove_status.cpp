#include "core/server.h"
#include "features/posting/handlers.h"
#include "features/posting/own_status.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

/// The finished post with its source added, as a new draft of it needs.
std::string with_text(std::string status, std::string_view text) {
    status.pop_back();
    status += ",\"text\":";
    json::append_string(status, text);
    status += '}';
    return status;
}

}  // namespace

Result<Reply> remove_status(Call& call, RemoveStatus const& input) {
    auto const id = call.path_id<StatusId>("id");
    auto& db = call.server().db();
    TRY(auto body, db.read([&](db::Tx& tx) -> Result<std::string> {
        TRY(auto const status, load_own_status(tx, call.viewer(), id));
        json::Writer out;
        TRY_OK(social::write_status({call.server(), tx, call.viewer()}, id, out));
        return with_text(out.take(), status.text);
    }));
    TRY_OK(db.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, load_own_status(tx, call.viewer(), id));
        return social::remove_status(tx, status, input.delete_media);
    }));
    return http::json_response(200, std::move(body));
}

}  // namespace skein::posting
