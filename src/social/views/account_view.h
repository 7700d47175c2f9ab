// Account, CredentialAccount, MutedAccount. Every field of the API stands in one of two columns: in
// the fragment, rendered once per version, or a hole, filled for each request.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "social/status_heads.h"
#include "social/views/fragments.h"
#include "social/views/views.h"

namespace skein::social {

inline constexpr auto account_fragment_fields =
    std::to_array<std::string_view>({"id",
                                     "username",
                                     "acct",
                                     "url",
                                     "uri",
                                     "display_name",
                                     "note",
                                     "avatar",
                                     "avatar_static",
                                     "avatar_description",
                                     "skein_has_avatar",
                                     "header",
                                     "header_static",
                                     "header_description",
                                     "skein_has_header",
                                     "locked",
                                     "fields",
                                     "emojis",
                                     "bot",
                                     "group",
                                     "discoverable",
                                     "indexable",
                                     "noindex",
                                     "memorial",
                                     "suspended",
                                     "limited",
                                     "created_at",
                                     "hide_collections",
                                     "show_media",
                                     "show_media_replies",
                                     "show_featured",
                                     "roles",
                                     "feature_approval"});
inline constexpr auto account_hole_fields = std::to_array<std::string_view>(
    {"statuses_count", "followers_count", "following_count", "last_status_at", "moved"});

/// `verified_at` of a row of the profile's table, as stored.
void write_verified_at(json::Value const& field, json::Writer& out);

/// One account on its way into an answer.
struct AccountPiece {
    AccountHead head;
    Fragment fragment;
    std::string holes;  ///< Written once, however often the account occurs.
};

/// The accounts of one answer, with those they have moved to: collected first, then loaded in a
/// constant number of statements, then written as often as they occur.
class AccountPieces {
  public:
    explicit AccountPieces(std::int64_t emoji_version) : emoji_version_(emoji_version) {}

    /// The head is not copied, and must stay until `load` has returned.
    void add(AccountHead const& head) { added_.push_back(&head); }
    Result<void> load(ViewOf const& view);
    /// Appends the whole object, or without its closing brace for `open`.
    void append(std::string& out, AccountId id) const;
    void append_open(std::string& out, AccountId id) const;
    std::size_t bytes(AccountId id) const;
    bool has(AccountId id) const { return find(id) != nullptr; }

  private:
    AccountPiece const* find(AccountId id) const;
    void make_pieces();
    Result<void> load_fragments(ViewOf const& view);

    std::int64_t emoji_version_;
    std::vector<AccountHead const*> added_;
    std::vector<AccountHead> moved_to_;
    std::vector<AccountPiece> pieces_;  // In order of id.
};

}  // namespace skein::social
