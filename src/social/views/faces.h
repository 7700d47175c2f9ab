// Faces: one post for many viewers at once, as streams need it. Nearly all of them see the same,
// since nearly nobody has left a mark on the post, filters it, or wrote it; they share one text,
// rendered by the same status_view for one of them.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/readers.h"
#include "social/status_heads.h"

namespace skein {
class Server;
}

namespace skein::social {

/// A post as JSON, and the viewers who see exactly this.
struct Face {
    std::string json;
    std::vector<AccountId> viewers;
};

/// Is given each face as soon as it is made.
using TakeFace = std::function<void(Face const&)>;

/// The post for each of these readers, who may see it: first what many share, then what is one's
/// alone, so that nobody waits for the filters of others. When one cannot be made, the rest are
/// still given, and the first failure is answered. The statements grow with those who see something
/// of their own, not with the readers.
Result<void> render_faces(Server& server, db::Tx& tx, StatusHead const& head,
                          std::span<Reader const> readers, TakeFace const& take);

}  // namespace skein::social
