// Whom a page may name as its author: only somebody who listed the page's site in their profile.
// People here choose it in their settings (users.h); of others, their own server says it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/url.h"
#include "platform/db/tx.h"

namespace skein::social {

/// What somebody listed has changed. (That an account is gone for good is AccountRemoved.)
struct AttributionsChanged {
    static constexpr std::string_view name = "AttributionsChanged";
    AccountId account;
};

/// May one be listed: the name of a site? Not that of everything below a name without a dot.
bool may_be_listed(Host const& site);

/// The sites an account listed, separated by spaces; "" for none, and for nobody.
Result<std::string> load_attribution_domains(db::Tx& tx, AccountId account);

/// Is a host one of these sites, or below one of them? The rule.
bool may_attribute(std::string_view domains, std::string_view host);

/// What the server of an account that is not from here says; answers whether that is new. The
/// caller raises the account's version if it is (`update_account`). Publishes AttributionsChanged.
Result<bool> put_attribution_domains(db::Tx& tx, AccountId account,
                                     std::vector<std::string> const& domains);
Result<void> remove_attribution_domains(db::Tx& tx, AccountId account);

}  // namespace skein::social
