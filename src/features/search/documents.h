// Posts as the index holds them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "features/search/index_words.h"
#include "platform/db/tx.h"

namespace skein::search {

struct Document {
    StatusId status;
    AccountId author;
    bool indexable = false;  ///< What the author said when this was read.
    std::vector<std::string> words, marks;
};

/// Of these posts, those that can be found at all: no boosts. A constant number of statements.
Result<std::vector<Document>> read_documents(db::Tx& tx, std::span<StatusId const> ids);

}  // namespace skein::search
