#include "features/activitypub/documents/archive.h"

#include "core/server.h"
#include "features/activitypub/documents/activities.h"
#include "features/activitypub/documents/context.h"
#include "features/activitypub/documents/documents.h"
#include "features/activitypub/documents/writing.h"
#include "features/activitypub/keys.h"
#include "social/archive_documents.h"

namespace skein::activitypub {
namespace {

Result<void> prepare(Server& server, AccountId account) {
    TRY_OK(load_own_keys(server, account));
    return {};
}

Result<std::string> write_actor_of(Server& server, db::Tx& tx, AccountId account) {
    return actor_document({server, tx}, account);
}

Result<std::vector<std::string>> write_activities(Server& server, db::Tx& tx,
                                                  std::span<StatusId const> ids) {
    TRY(auto const posts, load_parts({server, tx}, ids));
    std::vector<std::string> activities;
    for (auto const& post : posts) {
        json::Writer out(2048);
        out.object([&] { write_creation(server, post, out); });
        activities.push_back(out.take());
    }
    return activities;
}

}  // namespace

void install_archive_documents(Server& server) {
    server.part<social::ArchiveDocuments>() = {prepare, write_actor_of, write_activities,
                                               std::string(object_context)};
}

}  // namespace skein::activitypub
