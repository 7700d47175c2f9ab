// Holes in the text of a shared decorator. The text is part of a cached fragment; accounts change
// without the post, and some fields are for one reader only. Such a place is marked by control
// bytes, which JSON never holds, and filled for each request.
//
//     out.raw_field("account", hole_of_account(author));       // the Account, or null
//     out.raw(text + hole_of_flag(author, "missing"));         // `,"missing":true` for that reader
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "social/views/account_view.h"

namespace skein::social {

/// One value: the whole Account entity, or `null` for one that is gone or suspended.
std::string hole_of_account(AccountId account);
/// A field behind another: true for the reader who is this account, false for other readers, and
/// left out for nobody in particular.
std::string hole_of_flag(AccountId whose, std::string_view field);

bool has_holes(std::string_view text);
/// The accounts whose entities a text wants, behind those already in the list.
void list_accounts_in_holes(std::string_view text, std::vector<AccountId>& accounts);

/// The accounts that texts want, loaded in a constant number of statements.
class HoleFiller {
  public:
    HoleFiller() = default;
    Result<void> load(ViewOf const& view, std::span<AccountId const> accounts);
    /// Appends the text with its holes filled.
    void append(std::string& out, std::string_view text, AccountId viewer) const;

  private:
    void append_account(std::string& out, AccountId id) const;

    std::vector<AccountHead> heads_;
    AccountPieces pieces_{0};
};

/// The same for one text on its own.
Result<std::string> fill_holes(ViewOf const& view, std::string_view text);

}  // namespace skein::social
