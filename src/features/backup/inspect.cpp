#include "features/backup/commands.h"
#include "social/users.h"

namespace skein::backup {
namespace {

db::Query<std::string> const list_named_blobs{
    "backup.list_named_blobs",
    "SELECT DISTINCT b.sha256 FROM files f JOIN blobs b ON b.id = f.blob_id "
    "WHERE b.remote = FALSE ORDER BY b.sha256"};
db::Query<UserId> const find_a_user{"backup.find_a_user",
                                    "SELECT id FROM users ORDER BY id LIMIT 1"};

}  // namespace

std::optional<std::string> inspect_files(Server& server) {
    auto const named = server.db().read([](db::Tx& tx) { return tx.list(list_named_blobs); });
    if (!named) return named.error().message;
    std::size_t missing = 0, damaged = 0;
    for (auto const& sha256 : *named) {
        auto const verified = server.storage().verify(sha256);
        if (verified) continue;
        ++(verified.error().code == Errc::not_found ? missing : damaged);
    }
    if (missing + damaged == 0) return std::nullopt;
    return fmt::format("{} files are missing and {} are damaged. Restore them from a backup.",
                       missing, damaged);
}

std::optional<std::string> inspect_key(Server& server) {
    auto const opened = server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(auto const id, tx.find(find_a_user));
        if (!id) return {};
        TRY(auto const user, social::load_user(tx, *id));
        TRY_OK(social::email_of(user, server.keys()));
        return {};
    });
    if (opened) return std::nullopt;
    return "secret.key is not the key of this database: e-mail addresses do not open. Put the "
           "right file back.";
}

}  // namespace skein::backup
