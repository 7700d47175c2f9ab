#include "platform/crypto/sealed_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace skein::crypto {
namespace {

constexpr std::string_view magic = "SKEINBK1";
constexpr std::size_t chunk_bytes = 64 << 10;
constexpr std::size_t read_bytes_max = 1 << 20;
constexpr std::size_t salt_bytes = crypto_pwhash_SALTBYTES;
constexpr std::size_t header_bytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t tag_bytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned long long passes = 3;
constexpr std::size_t memory_bytes = 256 << 20;

using Stream = crypto_secretstream_xchacha20poly1305_state;
using Bytes = std::vector<unsigned char>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Result<Bytes> key_of(std::string_view passphrase, unsigned char const* salt) {
    expects(sodium_init() >= 0);
    Bytes key(crypto_secretstream_xchacha20poly1305_KEYBYTES);
    if (crypto_pwhash(key.data(), key.size(), passphrase.data(), passphrase.size(), salt, passes,
                      memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(Errc::unavailable,
                    "There is not enough memory to derive the key: 256 MiB are needed.");
    return key;
}

Error cannot_write(std::string const& path) {
    return {Errc::storage_full, "The file cannot be written: " + path + ". Is the disk full?", {}};
}

Error damaged() {
    return {Errc::unprocessable,
            "The file is damaged or cut short, or this is not its passphrase.",
            {}};
}

/// A new file, held as long as it is open: another process that writes to the same name leaves it
/// alone. What a process left behind that was killed is removed.
Result<int> create_part(std::string const& path) {
    auto const taken = [&] {
        return fail(Errc::conflict, "Another backup is being written, or this is no file: " + path +
                                        ". Wait for it, or move it away.");
    };
    auto const create = [&] {
        return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    };
    auto fd = create();
    if (fd < 0 && errno == EEXIST) {
        auto const left = ::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        auto const free = left >= 0 && ::flock(left, LOCK_EX | LOCK_NB) == 0;
        if (free) ::unlink(path.c_str());
        if (left >= 0) ::close(left);
        if (!free) return taken();
        fd = create();
    }
    if (fd < 0) return fail(cannot_write(path));
    // Until now it could be taken for what a killed one left, and be removed.
    struct stat facts{};
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0 && ::fstat(fd, &facts) == 0 && facts.st_nlink > 0)
        return fd;
    ::close(fd);
    return taken();
}

}  // namespace

struct SealedWriter::State {
    std::string path, part;
    File file{nullptr, std::fclose};
    Stream stream{};
    std::string pending;
    bool finished = false;

    Result<void> push(std::string_view bytes, unsigned char tag) {
        Bytes sealed(bytes.size() + tag_bytes);
        crypto_secretstream_xchacha20poly1305_push(
            &stream, sealed.data(), nullptr, reinterpret_cast<unsigned char const*>(bytes.data()),
            bytes.size(), nullptr, 0, tag);
        if (std::fwrite(sealed.data(), 1, sealed.size(), file.get()) != sealed.size())
            return fail(cannot_write(part));
        return {};
    }
};

SealedWriter::SealedWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

SealedWriter::~SealedWriter() {
    if (!state_->finished) ::unlink(state_->part.c_str());
}

Result<std::unique_ptr<SealedWriter>> SealedWriter::create(std::string path,
                                                           std::string_view passphrase) {
    auto state = std::make_unique<State>();
    state->part = path + ".part";
    state->path = std::move(path);
    std::array<unsigned char, salt_bytes> salt;
    expects(sodium_init() >= 0);
    randombytes_buf(salt.data(), salt.size());
    TRY(auto const key, key_of(passphrase, salt.data()));
    TRY(auto const fd, create_part(state->part));
    state->file.reset(::fdopen(fd, "wb"));
    std::array<unsigned char, header_bytes> header;
    crypto_secretstream_xchacha20poly1305_init_push(&state->stream, header.data(), key.data());
    auto* const file = state->file.get();
    if (std::fwrite(magic.data(), 1, magic.size(), file) != magic.size() ||
        std::fwrite(salt.data(), 1, salt.size(), file) != salt.size() ||
        std::fwrite(header.data(), 1, header.size(), file) != header.size())
        return fail(cannot_write(state->part));
    return std::unique_ptr<SealedWriter>(new SealedWriter(std::move(state)));
}

Result<void> SealedWriter::write(std::string_view bytes) {
    state_->pending += bytes;
    std::string_view rest = state_->pending;
    while (rest.size() >= chunk_bytes) {
        TRY_OK(state_->push(rest.substr(0, chunk_bytes), 0));
        rest.remove_prefix(chunk_bytes);
    }
    state_->pending.erase(0, state_->pending.size() - rest.size());
    return {};
}

Result<void> SealedWriter::finish() {
    TRY_OK(state_->push(state_->pending, crypto_secretstream_xchacha20poly1305_TAG_FINAL));
    auto* const file = state_->file.get();
    if (std::fflush(file) != 0 || ::fsync(::fileno(file)) != 0)
        return fail(cannot_write(state_->part));
    if (::rename(state_->part.c_str(), state_->path.c_str()) != 0)
        return fail(cannot_write(state_->path));
    state_->finished = true;
    return {};
}

struct SealedReader::State {
    File file{nullptr, std::fclose};
    Stream stream{};
    std::string opened;  ///< Decrypted and not yet handed out.
    std::size_t taken = 0;
    bool ended = false;

    Result<void> pull() {
        if (ended) return fail(damaged());
        Bytes sealed(chunk_bytes + tag_bytes);
        auto const got = std::fread(sealed.data(), 1, sealed.size(), file.get());
        if (got < tag_bytes) return fail(damaged());
        opened.erase(0, taken);
        taken = 0;
        auto const before = opened.size();
        opened.resize(before + got - tag_bytes);
        unsigned char tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(
                &stream, reinterpret_cast<unsigned char*>(opened.data()) + before, nullptr, &tag,
                sealed.data(), got, nullptr, 0) != 0)
            return fail(damaged());
        ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        return {};
    }
};

SealedReader::SealedReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedReader::~SealedReader() = default;

Result<std::unique_ptr<SealedReader>> SealedReader::open(std::string const& path,
                                                         std::string_view passphrase) {
    auto state = std::make_unique<State>();
    auto const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail(Errc::not_found, "The file cannot be read: " + path);
    state->file.reset(::fdopen(fd, "rb"));
    std::array<unsigned char, magic.size() + salt_bytes + header_bytes> head;
    if (std::fread(head.data(), 1, head.size(), state->file.get()) != head.size() ||
        std::memcmp(head.data(), magic.data(), magic.size()) != 0)
        return fail(Errc::unprocessable, "This is no backup of Skein: " + path);
    TRY(auto const key, key_of(passphrase, head.data() + magic.size()));
    if (crypto_secretstream_xchacha20poly1305_init_pull(
            &state->stream, head.data() + magic.size() + salt_bytes, key.data()) != 0)
        return fail(damaged());
    TRY_OK(state->pull());
    return std::unique_ptr<SealedReader>(new SealedReader(std::move(state)));
}

Result<std::string> SealedReader::read(std::size_t size) {
    if (size > read_bytes_max) return fail(damaged());
    while (state_->opened.size() - state_->taken < size) TRY_OK(state_->pull());
    auto out = state_->opened.substr(state_->taken, size);
    state_->taken += size;
    return out;
}

Result<void> SealedReader::expect_end() {
    if (!state_->ended || state_->taken != state_->opened.size()) return fail(damaged());
    return {};
}

}  // namespace skein::crypto
