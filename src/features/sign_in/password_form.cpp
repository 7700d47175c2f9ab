#include "features/sign_in/password_form.h"

#include "social/accounts.h"
#include "social/passwords.h"

namespace skein::sign_in {

void add_new_password(social::Form& form, social::Locale const& say) {
    form.input({.name = "password",
                .label = say("sign_in.field.new_password"),
                .type = "password",
                .autocomplete = "new-password",
                .hint = say.html("sign_in.field.password_hint")});
}

Result<social::FieldErrors> judge_new_password(Call const& call, social::User const& user,
                                               std::string const& password) {
    auto& server = call.server();
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return social::load_account(tx, user.account_id); }));
    TRY(auto const email, social::email_of(user, server.keys()));
    std::vector<std::string> const own_words{account.username, account.display_name,
                                             email.substr(0, email.find('@')), server.domain()};
    social::FieldErrors errors;
    if (auto const fault = social::find_password_fault(password, own_words))
        errors.push_back({"password", social::locale_of(call)(social::words_for(*fault))});
    return errors;
}

Result<social::FieldErrors> judge_current_password(Call const& call, social::User const& user,
                                                   std::string const& password) {
    TRY(auto const right, social::verify_password(call.server(), password, user.password_hash));
    social::FieldErrors errors;
    if (!right)
        errors.push_back(
            {"current_password", social::locale_of(call)("pages.field.wrong_password")});
    return errors;
}

}  // namespace skein::sign_in
