// The requests of this feature.
#pragma once

#include <string>

#include "base/html.h"
#include "core/endpoint.h"
#include "platform/db/tx.h"
#include "social/locales.h"

namespace skein::domain_blocks {

struct DomainInput {
    std::string domain;
    void read(Fields& in) { in.required("domain", domain, "A domain, and all below it."); }
};
Result<Reply> list_blocks(Call& call);
Result<Reply> add_block(Call& call, DomainInput const& input);
Result<Reply> remove_block(Call& call, DomainInput const& input);
/// How many follows a block would end.
Result<Reply> preview_block(Call& call, DomainInput const& input);

/// What this server blocks or limits, as far as its settings tell.
Result<Reply> list_policies(Call& call);
/// The same on the page about this server.
Result<SafeHtml> draw_policies(Call const& call, db::Tx& tx, social::Locale const& say);

/// The page of what a person lost by blocks, and each loss as a file.
Result<Reply> show_severances(Call& call);
Result<Reply> download_severed(Call& call);

}  // namespace skein::domain_blocks
