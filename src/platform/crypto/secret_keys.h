// The server's secret: 32 random bytes in a file beside the database (mode 0600), from which every
// purpose has a key of its own. Losing it loses the e-mail addresses and all pending links;
// `backup` carries it, encrypted.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace skein::crypto {

class SecretKeys {
  public:
    /// Reads `path`, or makes it when there is none. A file readable by others, or of another size,
    /// is an error.
    static Result<std::unique_ptr<SecretKeys>> load_or_create(std::string const& path);
    /// From 32 bytes; tests and restore.
    explicit SecretKeys(std::string master);
    SecretKeys(SecretKeys const&) = delete;
    SecretKeys& operator=(SecretKeys const&) = delete;
    ~SecretKeys();

    /// Authenticated encryption bound to `owner` (XChaCha20-Poly1305): a row copied to another
    /// owner does not open.
    std::string seal(std::string_view purpose, std::string_view text, std::string_view owner) const;
    Result<std::string> open(std::string_view purpose, std::string_view sealed,
                             std::string_view owner) const;

    std::string seal_email(std::string_view email, std::string_view owner) const {
        return seal("email", email, owner);
    }
    Result<std::string> open_email(std::string_view sealed, std::string_view owner) const {
        return open("email", sealed, owner);
    }
    /// A keyed digest by which an address is found without being stored.
    std::string email_index(std::string_view email) const;

    /// A MAC as base64url: for forms and signed addresses.
    std::string sign(std::string_view purpose, std::string_view text) const;
    std::string const& pepper() const { return pepper_; }
    /// For `backup`.
    std::string const& master() const { return master_; }

  private:
    std::string key_for(std::string_view purpose) const;

    std::string master_;
    std::string pepper_;
};

}  // namespace skein::crypto
