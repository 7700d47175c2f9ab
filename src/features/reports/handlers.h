// The requests and commands of this feature.
#pragma once

#include <string>
#include <vector>

#include "core/commands.h"
#include "core/endpoint.h"
#include "social/collections.h"

namespace skein::reports {

struct FileReport {
    AccountId account_id;
    std::vector<StatusId> status_ids;
    std::vector<social::CollectionId> collection_ids;
    std::string comment, category;
    bool forward = false;
    std::vector<RuleId> rule_ids;
    void read(Fields& in) {
        in.required("account_id", account_id, "Who is reported.");
        in("status_ids", status_ids, "Their posts that show it; at most 100.");
        in("collection_ids", collection_ids, "Their collections that show it.");
        in("comment", comment, "What is wrong, in at most 1000 characters.");
        in("forward", forward, "Tell their server as well, when it is another one.");
        in("category", category, "spam, legal, violation or other.");
        in("rule_ids", rule_ids, "The rules they break; makes it a violation unless told.");
    }
};
Result<Reply> file_report(Call& call, FileReport const& input);

/// `report list [--resolved] [--limit N]`: newest first.
Result<void> list_reports(Server& server, CommandCall& call);
/// `report resolve ID`.
Result<void> resolve_report(Server& server, CommandCall& call);

}  // namespace skein::reports
