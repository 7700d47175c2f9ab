#include "social/views/warning_view.h"

namespace skein::social {

void write_warning(AccountWarning const& warning, AccountPieces const& accounts,
                   json::Writer& out) {
    out.object([&] {
        out.field("id", warning.id);
        out.field("action", to_string(warning.action));
        out.field("text", warning.text);
        out.key("status_ids");
        out.array([&] {
            for (auto const id : warning.statuses) out.value(id);
        });
        out.key("target_account");
        out.begin_value();
        accounts.append(out.buffer(), warning.account_id);
        // Who is warned answers by other ways.
        out.field("appeal", nullptr);
        out.field("created_at", warning.created_at);
    });
}

}  // namespace skein::social
