#include "features/activitypub/signatures/followers_digest.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "base/encoding.h"
#include "base/text.h"
#include "base/url.h"
#include "features/activitypub/signatures/signature_parameters.h"
#include "platform/crypto/digest.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t header_bytes_max = 6 << 10;

bool is_of_origin(std::string_view address, std::string_view signer) {
    auto const left = Url::parse(address), right = Url::parse(signer);
    return left && right && left->same_origin(*right);
}

}  // namespace

void FollowersDigest::toggle(std::string_view follower_id) {
    auto const digest = crypto::sha256(follower_id);
    for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] ^= static_cast<unsigned char>(digest[i]);
}

std::string FollowersDigest::hex() const {
    return to_hex({reinterpret_cast<char const*>(sum_.data()), sum_.size()});
}

std::string to_header(CollectionSynchronization const& about) {
    return fmt::format("collectionId=\"{}\", url=\"{}\", digest=\"{}\"", about.collection_id,
                       about.url, about.digest);
}

std::optional<CollectionSynchronization> read_collection_synchronization(
    std::string_view header, std::string_view signer, std::string_view signer_followers) {
    if (header.size() > header_bytes_max) return std::nullopt;
    auto const parameters = parse_signature_parameters(header);
    if (!parameters) return std::nullopt;
    CollectionSynchronization about{std::string(parameters->get("collectionId")),
                                    std::string(parameters->get("url")),
                                    ascii_lower(parameters->get("digest"))};
    auto const digest = from_hex(about.digest);
    if (!digest || digest->size() != 32) return std::nullopt;
    if (about.collection_id.empty() || about.collection_id != signer_followers) return std::nullopt;
    if (!is_of_origin(about.url, signer)) return std::nullopt;
    return about;
}

}  // namespace skein::activitypub
