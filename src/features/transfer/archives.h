// Archives as they are stored: one for each that was asked for, with how far it has come.
//
//     begun ──▶ posts ──▶ rest ──▶ there ──▶ removed
//       └─────────┴─────────┴──── given up ────▲
//
// What is put together lies in two files beside the database, which exist no longer than the row is
// in the making: whoever ends that removes them, and the sweep what was left behind.
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "base/clock.h"
#include "base/ids.h"
#include "core/jobs.h"
#include "platform/db/tx.h"
#include "social/events.h"

namespace skein {
class Server;
}

namespace skein::transfer {

using ArchiveId = Id<struct ArchiveTag>;

inline constexpr auto archive_pause = std::chrono::days(7), archive_lifetime = std::chrono::days(7);

inline constexpr std::string_view archive_type = "application/zip";

/// Numbers are stored.
enum class ArchiveStage : std::int64_t { begun = 0, posts = 1, rest = 2, there = 3, removed = 4 };

struct Archive {
    ArchiveId id;
    AccountId account_id;
    ArchiveStage stage{};
    std::int64_t cursor = 0, posts = 0;
    std::int64_t zip_bytes = 0, outbox_bytes = 0;  ///< Of the files in the making.
    std::string file_key;                          ///< Of what is there.
    std::int64_t size_bytes = 0;
    Time created_at{}, finished_at{};
    auto row() {
        return std::tie(id, account_id, stage, cursor, posts, zip_bytes, outbox_bytes, file_key,
                        size_bytes, created_at, finished_at);
    }
    bool in_the_making() const { return stage < ArchiveStage::there; }
    /// It was removed without ever having been there.
    bool given_up() const { return stage == ArchiveStage::removed && finished_at == Time{}; }
};

struct BuildArchive {
    static constexpr std::string_view name = "transfer.build_archive";
    ArchiveId archive;
    std::int64_t tries = 0;  ///< How often there was no room.
    auto row() { return std::tie(archive, tries); }
};

/// How the newest one of an account stands.
struct ArchiveStanding {
    std::optional<Archive> newest;
    bool failed = false;  ///< Nobody makes it any more.
    bool may_ask = true;  ///< For another one.
};
Result<ArchiveStanding> find_standing(db::Tx& tx, AccountId account);
/// Asks for one. Errc::unprocessable within `archive_pause` of the last that did not fail.
Result<Archive> insert_archive(db::Tx& tx, AccountId account);
Result<std::optional<Archive>> find_archive(db::Tx& tx, ArchiveId id);
/// The newest of an account.
Result<std::optional<Archive>> find_archive_of(db::Tx& tx, AccountId account);
/// Errc::not_found also for somebody else's, and for one that is not there (any more).
Result<Archive> load_own_archive(db::Tx& tx, AccountId account, ArchiveId id);
Result<void> update_archive(db::Tx& tx, Archive const& archive);
/// Goes on with it, not earlier than `at`.
Result<void> build_later(db::Tx& tx, BuildArchive const& job, Time at = {});

/// Removes the file of an archive, which nobody can have any more.
Result<void> remove_archive(db::Tx& tx, Archive archive);
Result<void> forget_archives(db::Tx& tx, social::AccountRemoved const& event);
/// Removes those that outlived `archive_lifetime`, finished or not, and the files that no row in
/// the making has.
Result<void> sweep_archives(Server& server);

/// Where an archive is put together; `part` is "zip" or "outbox".
std::string archive_path(Server& server, ArchiveId id, std::string_view part);
void remove_archive_parts(Server& server, ArchiveId id);

}  // namespace skein::transfer
