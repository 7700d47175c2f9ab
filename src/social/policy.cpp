#include "social/policy.h"

#include "core/board.h"

namespace skein::social {

Result<std::vector<PolicyAnswer>> judge(db::Tx& tx, std::span<StatusDraft const> drafts) {
    std::vector<PolicyAnswer> strictest(drafts.size());
    for (auto const& policy : tx.board().part<Policies>().statuses) {
        TRY(auto answers, policy(tx, drafts));
        expects(answers.size() == drafts.size());
        for (std::size_t i = 0; i < answers.size(); ++i)
            if (answers[i].ruling > strictest[i].ruling) strictest[i] = std::move(answers[i]);
    }
    return strictest;
}

}  // namespace skein::social
