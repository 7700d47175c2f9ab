#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <mutex>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/encoding.h"
#include "platform/crypto/digest.h"
#include "platform/storage/files.h"
#include "platform/storage/storage.h"

namespace skein::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t sha256_digits = 64;
constexpr std::size_t copy_bytes = 256 * 1024;
constexpr Duration leftover_age = std::chrono::hours(1);

bool is_blob_name(std::string_view text) {
    return text.size() == sha256_digits &&
           std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

/// A file under a temporary name; removed unless it was renamed.
struct Incoming {
    std::string path;
    File file;

    Incoming(std::string at, File opened) : path(std::move(at)), file(std::move(opened)) {}
    Incoming(Incoming&& other) noexcept
        : path(std::exchange(other.path, {})), file(std::move(other.file)) {}
    Incoming& operator=(Incoming&&) = delete;
    ~Incoming() {
        if (!path.empty()) ::unlink(path.c_str());
    }
};

/// The names in a directory, sorted; none when it does not exist.
Result<std::vector<std::string>> names_in(std::string const& directory) {
    std::vector<std::string> names;
    std::error_code code;
    fs::directory_iterator entries(directory, code);
    if (code == std::errc::no_such_file_or_directory) return names;
    for (; !code && entries != fs::directory_iterator(); entries.increment(code)) {
        names.push_back(entries->path().filename().string());
    }
    if (code) {
        errno = code.value();
        return fail(system_error("list", directory));
    }
    std::ranges::sort(names);
    return names;
}

class LocalStorage final : public Storage {
  public:
    LocalStorage(std::string directory, Clock const& clock)
        : clock_(clock), blobs_(directory + "/blobs"), incoming_(blobs_ + "/incoming") {}

    Result<void> prepare(std::string const& directory);

    Result<Stored> put(std::string_view bytes) override;
    Result<Stored> put_file(std::string const& path) override;
    Result<LocalFile> open(std::string_view sha256) override;
    Result<void> remove(std::string_view sha256, Time not_put_since) override;
    Result<void> list(std::function<bool(Listed const&)> const& each) override;
    Result<std::uint64_t> total_bytes() override;
    Result<void> verify(std::string_view sha256) override;
    Result<std::size_t> sweep_leftovers(Time older_than) override;

  private:
    Result<Incoming> make_incoming();
    Result<Stored> keep(Incoming incoming, Stored stored);
    Result<void> make_home(std::string const& sha256);
    /// Lists what lies in one of the 65,536 directories; false when `each` wants no more.
    Result<bool> list_directory(std::string const& directory,
                                std::function<bool(Listed const&)> const& each);
    std::string home_of(std::string_view sha256) const;
    std::string path_of(std::string_view sha256) const;
    Result<std::string> checked_path(std::string_view sha256) const;

    Clock const& clock_;
    std::string blobs_;
    std::string incoming_;
    std::atomic<std::uint64_t> next_incoming_ = 0;
    // Held from "is it there already" to the rename, and while a blob is removed, so that the sweep
    // never takes what a put has just answered for.
    std::mutex mutex_;
    std::optional<std::uint64_t> total_bytes_;
};

Result<void> LocalStorage::prepare(std::string const& directory) {
    TRY_OK(make_directory(directory));
    TRY_OK(make_directory(blobs_));
    TRY_OK(make_directory(incoming_));
    TRY_OK(sync_directory(blobs_));
    TRY_OK(sync_directory(directory));
    TRY_OK(sweep_leftovers(clock_.now() - leftover_age));
    return ok();
}

std::string LocalStorage::home_of(std::string_view sha256) const {
    return fmt::format("{}/{}/{}", blobs_, sha256.substr(0, 2), sha256.substr(2, 2));
}

std::string LocalStorage::path_of(std::string_view sha256) const {
    return fmt::format("{}/{}", home_of(sha256), sha256);
}

Result<std::string> LocalStorage::checked_path(std::string_view sha256) const {
    if (!is_blob_name(sha256)) {
        return fail(Errc::not_found, "This file does not exist.", "not the name of a blob");
    }
    return path_of(sha256);
}

Result<Incoming> LocalStorage::make_incoming() {
    // The process id keeps processes that share the directory apart; an old file of an earlier
    // process with our number is skipped.
    while (true) {
        auto path = fmt::format("{}/{}-{}", incoming_, ::getpid(), next_incoming_++);
        File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (file.fd() >= 0) return Incoming(std::move(path), std::move(file));
        if (errno != EEXIST) return fail(system_error("create", path));
    }
}

Result<Stored> LocalStorage::put(std::string_view bytes) {
    crypto::Sha256 digest;
    digest.add(bytes);
    TRY(auto incoming, make_incoming());
    TRY_OK(write_all(incoming.file, bytes, incoming.path));
    return keep(std::move(incoming), {to_hex(digest.finish()), bytes.size()});
}

Result<Stored> LocalStorage::put_file(std::string const& path) {
    TRY(auto source, open_regular(path));
    TRY(auto incoming, make_incoming());
    crypto::Sha256 digest;
    std::uint64_t size = 0;
    std::vector<char> buffer(copy_bytes);
    // Copied, not linked: whoever made the file may still hold it open for writing.
    while (true) {
        TRY(auto count, read_some(source, buffer.data(), buffer.size(), path));
        if (count == 0) break;
        std::string_view const part(buffer.data(), count);
        digest.add(part);
        TRY_OK(write_all(incoming.file, part, incoming.path));
        size += count;
    }
    return keep(std::move(incoming), {to_hex(digest.finish()), size});
}

Result<void> LocalStorage::make_home(std::string const& sha256) {
    auto const outer = fmt::format("{}/{}", blobs_, sha256.substr(0, 2));
    TRY(auto new_outer, make_directory(outer));
    if (new_outer) TRY_OK(sync_directory(blobs_));
    TRY(auto new_inner, make_directory(home_of(sha256)));
    if (new_inner) TRY_OK(sync_directory(outer));
    return ok();
}

Result<Stored> LocalStorage::keep(Incoming incoming, Stored stored) {
    TRY_OK(touch(incoming.path, clock_.now()));
    TRY_OK(sync(incoming.file, incoming.path));
    auto const path = path_of(stored.sha256);
    {
        std::lock_guard lock(mutex_);
        TRY_OK(make_home(stored.sha256));
        auto const there = facts_of(path);
        // Renamed also over what is there: that heals a damaged blob and makes its age start anew.
        if (::rename(incoming.path.c_str(), path.c_str()) != 0) {
            return fail(system_error("rename to", path));
        }
        incoming.path.clear();
        if (total_bytes_) *total_bytes_ += stored.size - (there ? there->size : 0);
    }
    TRY_OK(sync_directory(home_of(stored.sha256)));
    return stored;
}

Result<LocalFile> LocalStorage::open(std::string_view sha256) {
    TRY(auto path, checked_path(sha256));
    TRY(auto facts, facts_of(path));
    return LocalFile{std::move(path), facts.size};
}

Result<void> LocalStorage::remove(std::string_view sha256, Time not_put_since) {
    TRY(auto path, checked_path(sha256));
    std::lock_guard lock(mutex_);
    auto const facts = facts_of(path);
    if (!facts) {
        if (facts.error().code == Errc::not_found) return ok();
        return fail(facts.error());
    }
    if (facts->modified_at >= not_put_since) return ok();
    TRY(auto removed, remove_file(path));
    if (removed && total_bytes_) *total_bytes_ -= std::min(*total_bytes_, facts->size);
    return ok();
}

Result<bool> LocalStorage::list_directory(std::string const& directory,
                                          std::function<bool(Listed const&)> const& each) {
    TRY(auto names, names_in(directory));
    for (auto& name : names) {
        if (!is_blob_name(name)) continue;
        auto const facts = facts_of(fmt::format("{}/{}", directory, name));
        if (!facts) {
            if (facts.error().code == Errc::not_found) continue;
            return fail(facts.error());
        }
        if (!each({std::move(name), facts->size, facts->modified_at})) return false;
    }
    return true;
}

Result<void> LocalStorage::list(std::function<bool(Listed const&)> const& each) {
    TRY(auto outer_names, names_in(blobs_));
    for (auto const& outer : outer_names) {
        if (outer.size() != 2) continue;
        auto const outer_path = fmt::format("{}/{}", blobs_, outer);
        TRY(auto inner_names, names_in(outer_path));
        for (auto const& inner : inner_names) {
            TRY(auto more, list_directory(fmt::format("{}/{}", outer_path, inner), each));
            if (!more) return ok();
        }
    }
    return ok();
}

Result<std::uint64_t> LocalStorage::total_bytes() {
    {
        std::lock_guard lock(mutex_);
        if (total_bytes_) return *total_bytes_;
    }
    // Counted without the lock: what is put meanwhile is missed or not, by its own few bytes.
    std::uint64_t total = 0;
    TRY_OK(list([&](Listed const& blob) {
        total += blob.size;
        return true;
    }));
    std::lock_guard lock(mutex_);
    if (!total_bytes_) total_bytes_ = total;
    return *total_bytes_;
}

Result<void> LocalStorage::verify(std::string_view sha256) {
    TRY(auto path, checked_path(sha256));
    TRY(auto file, open_regular(path));
    crypto::Sha256 digest;
    std::vector<char> buffer(copy_bytes);
    while (true) {
        TRY(auto count, read_some(file, buffer.data(), buffer.size(), path));
        if (count == 0) break;
        digest.add({buffer.data(), count});
    }
    if (to_hex(digest.finish()) == sha256) return ok();
    return fail(Errc::internal, "A stored file is damaged.", path);
}

Result<std::size_t> LocalStorage::sweep_leftovers(Time older_than) {
    TRY(auto names, names_in(incoming_));
    std::size_t swept = 0;
    for (auto const& name : names) {
        auto const path = fmt::format("{}/{}", incoming_, name);
        auto const facts = facts_of(path);
        if (!facts || facts->modified_at >= older_than) continue;
        TRY(auto removed, remove_file(path));
        if (removed) ++swept;
    }
    return swept;
}

}  // namespace

Result<std::unique_ptr<Storage>> open_local_storage(std::string directory, Clock const& clock) {
    auto storage = std::make_unique<LocalStorage>(directory, clock);
    TRY_OK(storage->prepare(directory));
    return storage;
}

}  // namespace skein::storage
