// The domains that one person blocks.

#include "core/server.h"
#include "features/domain_blocks/handlers.h"
#include "social/domains.h"

namespace skein::domain_blocks {

Result<Reply> list_blocks(Call& call) {
    TRY(auto const page, call.page({.usual = 100, .most = 200}));
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rows, social::list_blocked_domains(tx, call.viewer(), page));
        json::Writer out;
        out.array([&] {
            for (auto const& row : rows) out.value(row.domain);
        });
        return page_reply(call, page, rows, std::move(out));
    });
}

Result<Reply> add_block(Call& call, DomainInput const& input) {
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::block_domain(tx, call.viewer(), input.domain); }));
    return http::json_response(200, "{}");
}

Result<Reply> remove_block(Call& call, DomainInput const& input) {
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::unblock_domain(tx, call.viewer(), input.domain); }));
    return http::json_response(200, "{}");
}

Result<Reply> preview_block(Call& call, DomainInput const& input) {
    TRY(auto const ties, call.server().db().read([&](db::Tx& tx) {
        return social::count_ties(tx, call.viewer(), input.domain);
    }));
    json::Writer out;
    out.object([&] {
        out.field("following_count", ties.following);
        out.field("followers_count", ties.followers);
    });
    return json_reply(std::move(out));
}

}  // namespace skein::domain_blocks
