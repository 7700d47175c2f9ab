#include "platform/crypto/secret_keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/encoding.h"
#include "platform/crypto/digest.h"

namespace skein::crypto {
namespace {

constexpr std::size_t master_bytes = 32;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

unsigned char const* raw(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::unexpected<Error> not_written(std::string const& path) {
    return fail(Errc::storage_full, "The secret key cannot be written: " + path,
                std::generic_category().message(errno));
}

bool write_and_sync(std::string const& path, std::string_view bytes) {
    auto const fd =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return false;
    auto const good =
        ::fchmod(fd, 0600) == 0 &&
        ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fsync(fd) == 0;
    return ::close(fd) == 0 && good;
}

bool sync_directory_of(std::string const& path) {
    auto const parent = std::filesystem::path(path).parent_path();
    auto const fd =
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    auto const good = ::fsync(fd) == 0;
    return ::close(fd) == 0 && good;
}

/// Whole under its name or not there at all, also after a power cut: what is sealed with a key must
/// never outlive it. A file that somebody else made meanwhile is not replaced.
Result<void> write_new(std::string const& path, std::string_view bytes) {
    auto const beside = path + ".new";
    if (!write_and_sync(beside, bytes)) return not_written(path);
    auto const named = ::link(beside.c_str(), path.c_str()) == 0;
    auto const written = named ? ok() : Result<void>(not_written(path));
    ::unlink(beside.c_str());
    if (!written) return written;
    if (!sync_directory_of(path)) return not_written(path);
    return {};
}

}  // namespace

SecretKeys::SecretKeys(std::string master) : master_(std::move(master)) {
    expects(master_.size() == master_bytes);
    expects(sodium_init() >= 0);
    pepper_ = key_for("password pepper");
}

SecretKeys::~SecretKeys() {
    sodium_memzero(master_.data(), master_.size());
    sodium_memzero(pepper_.data(), pepper_.size());
}

Result<std::unique_ptr<SecretKeys>> SecretKeys::load_or_create(std::string const& path) {
    expects(sodium_init() >= 0);
    auto const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT)
        return fail(Errc::unavailable, "The secret key cannot be read: " + path,
                    std::generic_category().message(errno));
    if (fd < 0) {
        std::string fresh(master_bytes, '\0');
        randombytes_buf(fresh.data(), fresh.size());
        TRY_OK(write_new(path, fresh));
        return std::make_unique<SecretKeys>(std::move(fresh));
    }
    struct stat facts{};
    std::string master(master_bytes + 1, '\0');
    auto const known = ::fstat(fd, &facts) == 0;
    auto const size = ::read(fd, master.data(), master.size());
    ::close(fd);
    if (!known || size != static_cast<ssize_t>(master_bytes))
        return fail(Errc::unavailable,
                    "The secret key is damaged: " + path + ". Restore it from a backup.");
    if ((facts.st_mode & 077) != 0)
        return fail(Errc::unavailable,
                    "The secret key can be read by others: " + path + ". Run `chmod 600` on it.");
    master.resize(master_bytes);
    return std::make_unique<SecretKeys>(std::move(master));
}

std::string SecretKeys::key_for(std::string_view purpose) const {
    return hmac_sha256(master_, "skein/" + std::string(purpose));
}

std::string SecretKeys::seal(std::string_view purpose, std::string_view text,
                             std::string_view owner) const {
    auto const key = key_for(purpose);
    std::string out(nonce_bytes + text.size() + tag_bytes, '\0');
    randombytes_buf(out.data(), nonce_bytes);
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + nonce_bytes, nullptr, raw(text), text.size(),
                                               raw(owner), owner.size(), nullptr, bytes, raw(key));
    return out;
}

Result<std::string> SecretKeys::open(std::string_view purpose, std::string_view sealed,
                                     std::string_view owner) const {
    if (sealed.size() < nonce_bytes + tag_bytes)
        return fail(Errc::internal, "", "a sealed value is too short");
    auto const key = key_for(purpose);
    std::string out(sealed.size() - nonce_bytes - tag_bytes, '\0');
    auto const opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, raw(sealed) + nonce_bytes,
        sealed.size() - nonce_bytes, raw(owner), owner.size(), raw(sealed), raw(key));
    if (opened != 0)
        return fail(Errc::internal, "",
                    "a sealed value does not open: another key, or another owner");
    return out;
}

std::string SecretKeys::email_index(std::string_view email) const {
    return hmac_sha256(key_for("email index"), email);
}

std::string SecretKeys::sign(std::string_view purpose, std::string_view text) const {
    return to_base64url(hmac_sha256(key_for("sign/" + std::string(purpose)), text));
}

}  // namespace skein::crypto
