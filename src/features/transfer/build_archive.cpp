#include "features/transfer/build_archive.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/json.h"
#include "base/log.h"
#include "core/server.h"
#include "features/transfer/zip_file.h"
#include "social/accounts.h"
#include "social/archive_documents.h"
#include "social/media.h"
#include "social/views/views.h"

namespace skein::transfer {
namespace {

constexpr std::int64_t files_a_step = 20, posts_a_step = 50, marks_a_read = 1'000;
/// More than anybody has; a list is put together in memory.
constexpr std::int64_t marks_max = 300'000;
/// After so long a run gives its thread back.
constexpr auto run_time_max = std::chrono::seconds(3);

struct Attached {
    MediaId id;
    std::string key;
    auto row() { return std::tie(id, key); }
};
db::Query<Attached> const list_files{"archives.list_files",
                                     "SELECT id, original_key FROM media_attachments WHERE "
                                     "account_id = $1 AND id > $2 AND status_id "
                                     "IS NOT NULL AND original_key <> '' ORDER BY id LIMIT $3"};
db::Query<StatusId> const list_posts{
    "archives.list_posts",
    "SELECT id FROM statuses WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3"};

struct Mark {
    StatusId status;
    AccountId author;
    std::optional<std::string> address;
    auto row() { return std::tie(status, author, address); }
};
db::Query<Mark> const list_favourites{
    "archives.list_favourites",
    "SELECT s.id, s.account_id, s.address FROM favourites m JOIN statuses s ON s.id = m.status_id "
    "WHERE m.account_id = $1 AND m.status_id > $2 ORDER BY m.status_id LIMIT $3"};
db::Query<Mark> const list_bookmarks{
    "archives.list_bookmarks",
    "SELECT s.id, s.account_id, s.address FROM bookmarks m JOIN statuses s ON s.id = m.status_id "
    "WHERE m.account_id = $1 AND m.status_id > $2 ORDER BY m.status_id LIMIT $3"};

/// What addresses of files begin with.
std::string media_prefix(Server const& server) {
    auto prefix = server.public_url() + social::file_path("x");
    prefix.pop_back();
    return prefix;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

std::string extension_of(std::string_view key) {
    auto const dot = key.rfind('.');
    return dot == std::string_view::npos ? std::string() : std::string(key.substr(dot));
}

std::string key_of(std::string const& stored) {
    auto const document = json::Document::parse(stored.empty() ? "{}" : stored);
    return document ? std::string(document->root().get_text("key")) : std::string();
}

std::unexpected<Error> fail_writing() {
    auto const full = errno == ENOSPC || errno == EDQUOT || errno == EROFS;
    return fail(full ? Errc::storage_full : Errc::internal, "The archive could not be written.",
                std::strerror(errno));
}

/// One run: the row as it was stored, and the files beside it.
class Builder {
  public:
    Builder(Server& server, Archive archive, ZipFile zip)
        : server_(server), archive_(std::move(archive)), zip_(std::move(zip)) {}

    /// Opens the files where the row says they were; from the start when they are not there.
    static Result<Builder> open(Server& server, Archive archive) {
        std::error_code error;
        std::filesystem::create_directories(server.config().data_dir + "/archives", error);
        auto zip = open_zip(server, archive);
        if ((!zip && zip.error().code == Errc::not_found) || !has_outbox(server, archive)) {
            archive.stage = ArchiveStage::files;
            archive.cursor = archive.posts = archive.zip_bytes = archive.outbox_bytes = 0;
            zip = open_zip(server, archive);
        }
        if (!zip) return fail(zip.error());
        return Builder(server, std::move(archive), *std::move(zip));
    }

    Archive const& archive() const { return archive_; }

    Result<void> step() {
        switch (archive_.stage) {
            case ArchiveStage::files: return add_files();
            case ArchiveStage::posts: return add_posts();
            case ArchiveStage::rest: return add_rest();
            case ArchiveStage::there:
            case ArchiveStage::removed: break;
        }
        return {};
    }
    Result<void> sync() {
        archive_.zip_bytes = static_cast<std::int64_t>(zip_.bytes());
        return archive_.stage == ArchiveStage::there ? Result<void>{} : zip_.sync();
    }
    storage::Stored const& blob() const { return blob_; }

  private:
    static Result<ZipFile> open_zip(Server& server, Archive const& archive) {
        return ZipFile::open(archive_path(server, archive.id, "zip"),
                             static_cast<std::uint64_t>(archive.zip_bytes), archive.created_at);
    }
    static bool has_outbox(Server& server, Archive const& archive) {
        std::error_code error;
        auto const size =
            std::filesystem::file_size(archive_path(server, archive.id, "outbox"), error);
        return archive.outbox_bytes == 0 ||
               (!error && size >= static_cast<std::uintmax_t>(archive.outbox_bytes));
    }

    AccountId owner() const { return archive_.account_id; }
    social::ArchiveDocuments const& documents() const {
        return server_.part<social::ArchiveDocuments>();
    }
    void go_on_with(ArchiveStage stage) {
        archive_.stage = stage;
        archive_.cursor = 0;
    }

    /// A file of ours under this name; one that is not there any more is left out.
    Result<void> add_stored(std::string const& name, std::string const& key) {
        TRY(auto const file,
            server_.db().read([&](db::Tx& tx) { return social::find_file(tx, key); }));
        if (!file) return {};
        auto const local = server_.storage().open(file->sha256);
        if (!local && local.error().code == Errc::not_found) return {};
        TRY_OK(local);
        auto const added = zip_.add_file(name, local->path);
        return !added && added.error().code == Errc::not_found ? Result<void>{} : added;
    }

    Result<void> add_files() {
        TRY(auto const files, server_.db().read([&](db::Tx& tx) {
            return tx.list(list_files, owner(), archive_.cursor, files_a_step);
        }));
        for (auto const& file : files) {
            TRY_OK(add_stored("media_attachments/files/" + file.key, file.key));
            archive_.cursor = file.id.value;
        }
        if (files.empty()) go_on_with(ArchiveStage::posts);
        return {};
    }

    /// The activities of a few more posts, behind those that are there.
    Result<void> add_posts() {
        std::vector<StatusId> ids;
        std::vector<std::string> activities;
        TRY_OK(server_.db().read([&](db::Tx& tx) -> Result<void> {
            TRY(ids, tx.list(list_posts, owner(), archive_.cursor, posts_a_step));
            if (ids.empty()) return {};
            TRY(activities, documents().activities(server_, tx, ids));
            return {};
        }));
        if (ids.empty()) {
            go_on_with(ArchiveStage::rest);
            return {};
        }
        auto text = archive_.outbox_bytes == 0 ? list_head("outbox.json") : std::string();
        for (auto& activity : activities) {
            // What the archive holds is named by its place in it.
            replace_all(activity, "\"url\":\"" + media_prefix(server_),
                        "\"url\":\"media_attachments/files/");
            text += archive_.posts++ == 0 ? "" : ",";
            text += activity;
        }
        archive_.cursor = ids.back().value;
        TRY(archive_.outbox_bytes, write_outbox(text));
        return {};
    }

    std::string list_head(std::string_view name) const {
        return fmt::format(
            R"({{"@context":{},"id":"{}","type":"OrderedCollection","orderedItems":[)",
            documents().context, name);
    }
    static std::string list_tail(std::int64_t count) {
        return fmt::format(R"(],"totalItems":{}}})", count);
    }

    /// Writes behind what the row says is there, or over what was written and not noted.
    Result<std::int64_t> write_outbox(std::string_view text) {
        Descriptor const file(::open(archive_path(server_, archive_.id, "outbox").c_str(),
                                     O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
        auto at = archive_.outbox_bytes;
        if (!file || ::ftruncate(file.fd(), at) != 0) return fail_writing();
        while (!text.empty()) {
            auto const put = ::pwrite(file.fd(), text.data(), text.size(), at);
            if (put < 0 && errno == EINTR) continue;
            if (put <= 0) return fail_writing();
            at += put;
            text.remove_prefix(static_cast<std::size_t>(put));
        }
        if (::fdatasync(file.fd()) != 0) return fail_writing();
        return at;
    }

    Result<void> add_outbox() {
        auto const head = archive_.outbox_bytes == 0 ? list_head("outbox.json") : std::string();
        TRY_OK(write_outbox(head + list_tail(archive_.posts)));
        return zip_.add_file("outbox.json", archive_path(server_, archive_.id, "outbox"));
    }

    Result<void> add_marks(std::string const& name, db::Query<Mark> const& query) {
        auto text = list_head(name);
        std::int64_t count = 0;
        StatusId last{};
        for (std::vector<Mark> marks; count < marks_max;) {
            TRY(marks, server_.db().read([&](db::Tx& tx) {
                return tx.list(query, owner(), last, marks_a_read);
            }));
            for (auto const& mark : marks) {
                json::Writer address;
                address.value(mark.address ? *mark.address
                                           : social::status_uri(server_, mark.author, mark.status));
                text += count++ == 0 ? "" : ",";
                text += address.take();
                last = mark.status;
            }
            if (std::ssize(marks) < marks_a_read) break;
        }
        return zip_.add_text(name, text + list_tail(count));
    }

    Result<void> add_actor() {
        TRY_OK(documents().prepare(server_, owner()));
        social::Account account;
        std::string actor;
        TRY_OK(server_.db().read([&](db::Tx& tx) -> Result<void> {
            TRY(account, social::load_account(tx, owner()));
            TRY(actor, documents().actor(server_, tx, owner()));
            return {};
        }));
        struct Shown {
            std::string_view name;
            std::string key;
        };
        for (auto const& [name, key] :
             {Shown{"avatar", key_of(account.avatar)}, Shown{"header", key_of(account.header)}}) {
            if (key.empty()) continue;
            auto const file = std::string(name) + extension_of(key);
            TRY_OK(add_stored(file, key));
            replace_all(actor, "\"" + media_prefix(server_) + key + "\"", "\"" + file + "\"");
        }
        replace_all(actor,
                    fmt::format(R"("outbox":"{}/outbox")", social::account_uri(server_, owner())),
                    R"("outbox":"outbox.json","likes":"likes.json","bookmarks":"bookmarks.json")");
        return zip_.add_text("actor.json", actor);
    }

    Result<void> add_rest() {
        TRY_OK(add_outbox());
        TRY_OK(add_marks("likes.json", list_favourites));
        TRY_OK(add_marks("bookmarks.json", list_bookmarks));
        TRY_OK(add_actor());
        TRY_OK(zip_.finish());
        TRY(blob_, server_.storage().put_file(archive_path(server_, archive_.id, "zip")));
        archive_.stage = ArchiveStage::there;
        return {};
    }

    Server& server_;
    Archive archive_;
    ZipFile zip_;
    storage::Stored blob_;
};

/// Goes on until it is there, or the time is over. What was added is on the disk then.
Result<void> work(Server& server, Builder& builder) {
    auto const until = server.clock().now() + run_time_max;
    while (builder.archive().in_the_making() && server.clock().now() < until)
        TRY_OK(builder.step());
    return builder.sync();
}

Result<void> note(db::Tx& tx, Server& server, Archive archive, storage::Stored const& blob) {
    TRY(auto const now_stored, find_archive(tx, archive.id));
    // Taken away meanwhile, with the account.
    if (!now_stored || !now_stored->in_the_making()) return {};
    if (archive.in_the_making()) {
        TRY_OK(update_archive(tx, archive));
        return build_later(tx, archive.id);
    }
    TRY(archive.file_key,
        social::insert_file(tx, social::new_file_key(server.random()), blob, archive_type, false));
    archive.size_bytes = static_cast<std::int64_t>(blob.size);
    archive.finished_at = tx.now();
    return update_archive(tx, archive);
}

}  // namespace

Result<void> build_archive(JobRun& run, BuildArchive const& job) {
    auto& server = run.server();
    TRY(auto const archive,
        server.db().read([&](db::Tx& tx) { return find_archive(tx, job.archive); }));
    if (!archive || !archive->in_the_making()) {
        remove_archive_parts(server, job.archive);
        return {};
    }
    TRY(auto builder, Builder::open(server, *archive));
    TRY_OK(work(server, builder));
    TRY_OK(run.finish(
        [&](db::Tx& tx) { return note(tx, server, builder.archive(), builder.blob()); }));
    if (!builder.archive().in_the_making()) remove_archive_parts(server, job.archive);
    return {};
}

}  // namespace skein::transfer
