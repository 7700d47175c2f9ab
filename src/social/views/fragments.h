// Fragments: rendered JSON that never changes, kept by what was rendered and in which version.
//
// A fragment is the beginning of an object, without its closing brace: what varies without an edit
// (its holes) is appended behind it for each request. A fragment is found only under the version
// that the asker's own snapshot names, so nobody is served another one; dropping is housekeeping.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace skein::social {

/// `filter_text`: what filters look through, of one post.
enum class FragmentKind : std::uint8_t { status, account, filter_text };

/// What a fragment was made from.
struct Stamp {
    std::int64_t version = 0;
    std::int64_t emoji_version = 0;
    bool operator==(Stamp const&) const = default;
};

using Fragment = std::shared_ptr<std::string const>;

/// A part of the board. Thread-safe, sharded, bounded in bytes; the idlest goes first.
class Fragments {
  public:
    Fragments();
    ~Fragments();

    /// Once, before the first use.
    void set_bytes_max(std::int64_t bytes);

    /// Nothing when it is not kept in just this version.
    Fragment find(FragmentKind kind, std::int64_t id, Stamp const& stamp);
    /// Keeps it instead of an older version; a late one does not replace a newer.
    void put(FragmentKind kind, std::int64_t id, Stamp const& stamp, Fragment fragment);

    std::size_t bytes() const;
    std::size_t count() const;

  private:
    struct Shard;
    std::unique_ptr<Shard[]> shards_;
    std::size_t shard_bytes_max_;
};

}  // namespace skein::social
