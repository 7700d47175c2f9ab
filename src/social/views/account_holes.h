// Holes in the text of a shared decorator. The text is part of a cached fragment; accounts change
// without the post, and some fields are for one reader only. Such a place is marked by control
// bytes, which JSON never holds, and filled for each request.
//
//     out.raw_field("account", hole_of_account(author));       // the Account, or null
//     out.raw(text + hole_of_flag(author, "missing"));         // `,"missing":true` for that reader
//     out.raw_field("tagged", hole_of_collections(ids));       // those the reader is shown
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "social/collections.h"
#include "social/views/account_view.h"

namespace skein::social {

/// One value: the whole Account entity, or `null` for one that is gone or suspended.
std::string hole_of_account(AccountId account);
/// A field behind another: true for the reader who is this account, false for other readers, and
/// left out for nobody in particular.
std::string hole_of_flag(AccountId whose, std::string_view field);
/// One value: an array of those of these Collection entities that the reader is shown, as they are
/// now.
std::string hole_of_collections(std::span<CollectionId const> ids);

bool has_holes(std::string_view text);
/// The accounts whose entities a text wants, behind those already in the list.
void list_accounts_in_holes(std::string_view text, std::vector<AccountId>& accounts);
/// The same of collections.
void list_collections_in_holes(std::string_view text, std::vector<CollectionId>& collections);

/// The accounts and collections that texts want, loaded in a constant number of statements.
class HoleFiller {
  public:
    HoleFiller() = default;
    Result<void> load(ViewOf const& view, std::span<AccountId const> accounts,
                      std::span<CollectionId const> collections = {});
    /// Appends the text with its holes filled.
    void append(std::string& out, std::string_view text, AccountId viewer) const;

  private:
    Result<void> load_accounts(ViewOf const& view, std::span<AccountId const> accounts);
    void append_account(std::string& out, AccountId id) const;
    void append_collections(std::string& out, std::string_view ids) const;

    std::vector<AccountHead> heads_;
    AccountPieces pieces_{0};
    std::unordered_map<CollectionId, std::string> collections_;
};

/// The same for one text on its own.
Result<std::string> fill_holes(ViewOf const& view, std::string_view text);

}  // namespace skein::social
