#include "features/sign_in/password_form.h"

#include "social/accounts.h"
#include "social/passwords.h"

namespace skein::sign_in {

void add_new_password(social::Form& form) {
    form.input({.name = "password",
                .label = "New password",
                .type = "password",
                .autocomplete = "new-password",
                .hint = "At least 12 characters. Four ordinary words in a row are easy to "
                        "remember."});
}

Result<social::FieldErrors> judge_new_password(Server& server, social::User const& user,
                                               std::string const& password) {
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return social::load_account(tx, user.account_id); }));
    TRY(auto const email, social::email_of(user, server.keys()));
    std::vector<std::string> const own_words{account.username, account.display_name,
                                             email.substr(0, email.find('@')), server.domain()};
    social::FieldErrors errors;
    if (auto const fault = social::find_password_fault(password, own_words))
        errors.push_back({"password", std::string(social::words_for(*fault))});
    return errors;
}

Result<social::FieldErrors> judge_current_password(Server& server, social::User const& user,
                                                   std::string const& password) {
    TRY(auto const right, social::verify_password(server, password, user.password_hash));
    social::FieldErrors errors;
    if (!right)
        errors.push_back({"current_password",
                          "This is not your password. Enter the one you use "
                          "now."});
    return errors;
}

}  // namespace skein::sign_in
