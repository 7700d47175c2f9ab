// FEP-8fcf: a header by which a receiver sees whether it and the sender agree on who of its people
// follows the sender, without naming them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace skein::activitypub {

/// XOR of the SHA-256 of each follower's id: in no order, and adding one again takes it out.
class FollowersDigest {
  public:
    void toggle(std::string_view follower_id);
    std::string hex() const;

  private:
    std::array<unsigned char, 32> sum_{};
};

struct CollectionSynchronization {
    std::string collection_id;  ///< The sender's followers.
    std::string url;            ///< Where those of the receiver are listed.
    std::string digest;         ///< Lower-case hex.
};

/// The value of `Collection-Synchronization`.
std::string to_header(CollectionSynchronization const& about);

/// Nothing unless it is whole, about the signer's own followers, and lists them at the signer's own
/// origin.
std::optional<CollectionSynchronization> read_collection_synchronization(
    std::string_view header, std::string_view signer, std::string_view signer_followers);

}  // namespace skein::activitypub
