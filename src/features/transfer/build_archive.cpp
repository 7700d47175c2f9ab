#include "features/transfer/build_archive.h"

#include <fcntl.h>
#include <sys/statvfs.h>
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

constexpr std::int64_t posts_a_step = 20, marks_a_read = 1'000;
/// More than anybody has; a list is put together in memory.
constexpr std::int64_t marks_max = 300'000;
/// After so long a run gives its thread back.
constexpr auto run_time_max = std::chrono::seconds(3);
/// Left free on the disk for whatever else this server stores.
constexpr std::uint64_t spare_bytes = 64 << 20;
/// Where there is no room, it comes back after so long, and so often.
constexpr auto no_room_pause = std::chrono::hours(1);
constexpr std::int64_t no_room_tries_max = 24;

db::Query<std::int64_t> const sum_files{
    "archives.sum_files",
    "SELECT CAST(COALESCE(SUM(b.size_bytes), 0) AS BIGINT) FROM media_attachments m "
    "JOIN files f ON f.file_key = m.original_key JOIN blobs b ON b.id = f.blob_id "
    "WHERE m.account_id = $1 AND m.status_id IS NOT NULL"};
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
    return fail(is_full_disk(errno) ? Errc::storage_full : Errc::internal,
                "The archive could not be written.", std::strerror(errno));
}

Result<void> check_room(std::string const& directory, std::uint64_t bytes) {
    struct statvfs facts{};
    if (::statvfs(directory.c_str(), &facts) != 0) return fail_writing();
    if (facts.f_bavail * facts.f_frsize < bytes + spare_bytes)
        return fail(Errc::storage_full, "The archive could not be written.",
                    fmt::format("it needs {} bytes", bytes));
    return {};
}

/// One run: the row as it was stored, and the files beside it.
class Builder {
  public:
    Builder(Server& server, Archive archive, ZipFile zip)
        : server_(server), archive_(std::move(archive)), zip_(std::move(zip)) {}

    /// Opens the files where the row says they were; from the start when they are not there.
    static Result<Builder> open(Server& server, Archive archive) {
        TRY(auto const directory, make_directory(server));
        TRY_OK(check_room(directory, 0));
        if (archive.stage != ArchiveStage::begun && has_outbox(server, archive)) {
            auto zip = open_zip(server, archive);
            if (zip) return Builder(server, std::move(archive), *std::move(zip));
            if (zip.error().code != Errc::not_found) return fail(zip.error());
        }
        archive.stage = ArchiveStage::posts;
        archive.cursor = archive.posts = archive.zip_bytes = archive.outbox_bytes = 0;
        TRY(auto const files,
            server.db().read([&](db::Tx& tx) { return tx.load(sum_files, archive.account_id); }));
        // It lies there twice while it is stored.
        TRY_OK(check_room(directory, 2 * static_cast<std::uint64_t>(files)));
        TRY(auto zip, open_zip(server, archive));
        return Builder(server, std::move(archive), std::move(zip));
    }

    Archive const& archive() const { return archive_; }

    Result<void> step() {
        switch (archive_.stage) {
            case ArchiveStage::posts: return add_posts();
            case ArchiveStage::rest: return add_rest();
            case ArchiveStage::begun:
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
    static Result<std::string> make_directory(Server& server) {
        auto directory = server.config().data_dir + "/archives";
        std::error_code error;
        std::filesystem::create_directories(directory, error);
        if (!error) return directory;
        return fail(is_full_disk(error.value()) ? Errc::storage_full : Errc::internal,
                    "The archive could not be written.", error.message());
    }
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

    /// A file of ours under this name; false when it is not there any more.
    Result<bool> add_stored(std::string const& name, std::string const& key) {
        TRY(auto const file,
            server_.db().read([&](db::Tx& tx) { return social::find_file(tx, key); }));
        if (!file) return false;
        auto const local = server_.storage().open(file->sha256);
        if (!local && local.error().code == Errc::not_found) return false;
        TRY_OK(local);
        auto const added = zip_.add_file(name, local->path);
        if (!added && added.error().code == Errc::not_found) return false;
        TRY_OK(added);
        return true;
    }

    /// Adds the files of posts, and names them in the activities by their place in the archive.
    Result<void> add_files(std::vector<social::Media> const& files,
                           std::vector<std::string>& activities) {
        for (auto const& file : files) {
            if (file.original_key.empty()) continue;
            auto const name = "media_attachments/files/" + file.original_key;
            TRY(auto const added, add_stored(name, file.original_key));
            if (!added) continue;
            auto const address = "\"url\":\"" + media_prefix(server_) + file.original_key + "\"";
            for (auto& activity : activities)
                replace_all(activity, address, "\"url\":\"" + name + "\"");
        }
        return {};
    }

    /// A few more posts with their files, behind those that are there.
    Result<void> add_posts() {
        std::vector<StatusId> ids;
        std::vector<social::Media> files;
        std::vector<std::string> activities;
        TRY_OK(server_.db().read([&](db::Tx& tx) -> Result<void> {
            TRY(ids, tx.list(list_posts, owner(), archive_.cursor, posts_a_step));
            if (ids.empty()) return {};
            TRY(activities, documents().activities(server_, tx, ids));
            TRY(files, social::list_media_of(tx, ids));
            return {};
        }));
        if (ids.empty()) {
            go_on_with(ArchiveStage::rest);
            return {};
        }
        TRY_OK(add_files(files, activities));
        auto text = archive_.outbox_bytes == 0 ? list_head("outbox.json") : std::string();
        for (auto const& activity : activities) {
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
            TRY(auto const added, add_stored(file, key));
            if (!added) continue;
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

/// False when it was taken away, with the account or by the sweep.
Result<bool> is_wanted(db::Tx& tx, ArchiveId id) {
    TRY(auto const archive, find_archive(tx, id));
    return archive && archive->in_the_making();
}

Result<void> note(db::Tx& tx, Server& server, BuildArchive const& job, Builder const& builder) {
    TRY(auto const wanted, is_wanted(tx, job.archive));
    if (!wanted) return {};
    auto archive = builder.archive();
    auto const& blob = builder.blob();
    if (archive.in_the_making()) {
        TRY_OK(update_archive(tx, archive));
        return build_later(tx, job);
    }
    TRY(archive.file_key,
        social::insert_file(tx, social::new_file_key(server.random()), blob, archive_type, false));
    archive.size_bytes = static_cast<std::int64_t>(blob.size);
    archive.finished_at = tx.now();
    return update_archive(tx, archive);
}

Result<void> build_more(JobRun& run, BuildArchive const& job, Archive const& archive) {
    auto& server = run.server();
    TRY(auto builder, Builder::open(server, archive));
    TRY_OK(work(server, builder));
    return run.finish([&](db::Tx& tx) { return note(tx, server, job, builder); });
}

/// Gives back what was written and not noted: others need the room too.
void cut_parts(Server& server, Archive const& archive) {
    struct Part {
        std::string_view name;
        std::int64_t bytes;
    };
    for (auto const& part :
         {Part{"zip", archive.zip_bytes}, Part{"outbox", archive.outbox_bytes}}) {
        auto const path = archive_path(server, archive.id, part.name);
        auto const bytes = static_cast<std::uintmax_t>(part.bytes);
        std::error_code error;
        auto const size = std::filesystem::file_size(path, error);
        if (!error && size > bytes) std::filesystem::resize_file(path, bytes, error);
    }
}

/// Comes back later, or gives it up.
Result<void> wait_for_room(JobRun& run, BuildArchive const& job, Archive const& archive) {
    cut_parts(run.server(), archive);
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const wanted, is_wanted(tx, job.archive));
        if (!wanted) return {};
        if (job.tries + 1 >= no_room_tries_max) return remove_archive(tx, archive);
        return build_later(tx, {job.archive, job.tries + 1}, tx.now() + no_room_pause);
    });
}

}  // namespace

Result<void> build_archive(JobRun& run, BuildArchive const& job) {
    auto& server = run.server();
    TRY(auto const archive,
        server.db().read([&](db::Tx& tx) { return find_archive(tx, job.archive); }));
    if (archive && archive->in_the_making()) {
        auto const built = build_more(run, job, *archive);
        if (!built && built.error().code != Errc::storage_full) return built;
        if (!built && run.finished()) return built;
        if (!built) {
            log::failure(log::Level::warning, "archives.no_room", built.error());
            TRY_OK(wait_for_room(run, job, *archive));
        }
    }
    // Whoever took it away meanwhile left the files to us.
    TRY(auto const wanted,
        server.db().read([&](db::Tx& tx) { return is_wanted(tx, job.archive); }));
    if (!wanted) remove_archive_parts(server, job.archive);
    return {};
}

}  // namespace skein::transfer
