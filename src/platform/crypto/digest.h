// Digests and MACs. Results are raw bytes.
#pragma once

#include <string>
#include <string_view>

namespace skein::crypto {

std::string sha256(std::string_view bytes);
std::string sha512(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// In a time that does not depend on where they differ.
bool constant_time_equal(std::string_view a, std::string_view b);

/// SHA-256 of something that comes in pieces.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 const&) = delete;
    Sha256& operator=(Sha256 const&) = delete;
    void add(std::string_view bytes);
    /// The digest; nothing may be added afterwards.
    std::string finish();

  private:
    void* context_;
};

}  // namespace skein::crypto
