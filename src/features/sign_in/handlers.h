// The requests of this feature.
#pragma once

#include <optional>
#include <string>

#include "core/endpoint.h"
#include "features/sign_in/new_member.h"

namespace skein::sign_in {

/// The page at `/`: what this server is, and where to go from here.
Result<Reply> show_start(Call& call);

// --- The first set-up ---

struct SetUp {
    Candidate candidate;
    std::string title, description, registrations;
    void read(Fields& in) {
        candidate.read(in);
        in("title", title, "The server's name.");
        in("description", description, "What it is, in a sentence or two.");
        in("registrations", registrations, "open, approval or closed.");
    }
};
Result<Reply> show_set_up(Call& call);
/// Makes the owner's account, once.
Result<Reply> set_up(Call& call, SetUp const& input);

// --- Joining ---

Result<Reply> show_sign_up(Call& call);
/// The same form, by an invite: 404 for no code of ours, 410 for one that lets nobody in any more.
Result<Reply> show_invite(Call& call);
/// For apps: whether a code lets somebody in.
Result<Reply> check_invite(Call& call);
Result<Reply> sign_up(Call& call, Candidate const& input);
/// The same for an app: answers with a token that works fully once the address is confirmed.
Result<Reply> sign_up_by_app(Call& call, Candidate const& input);

Result<Reply> show_confirm(Call& call);
Result<Reply> confirm(Call& call);

struct Address {
    std::string email;
    void read(Fields& in) {
        in("email", email, "An e-mail address.");
        email = std::string(trim(email));
    }
};
Result<Reply> show_resend(Call& call);
Result<Reply> resend(Call& call, Address const& input);
Result<Reply> resend_by_app(Call& call, Address const& input);
Result<Reply> check_confirmation(Call& call);

// --- In and out ---

struct ShowSignIn {
    std::string next;
    void read(Fields& in) { in("next", next, "Where to go afterwards: a path on this server."); }
};
Result<Reply> show_sign_in(Call& call, ShowSignIn const& input);

struct SignIn {
    std::string login, password, next;
    void read(Fields& in) {
        in("login", login, "Username or e-mail address.");
        login = std::string(trim(login));
        in("password", password, "The password.");
        in("next", next, "Where to go afterwards: a path on this server.");
    }
};
Result<Reply> sign_in(Call& call, SignIn const& input);
Result<Reply> sign_out(Call& call);

// --- A forgotten password ---

Result<Reply> show_ask_reset(Call& call);
Result<Reply> ask_reset(Call& call, Address const& input);

struct NewPassword {
    std::string password;
    void read(Fields& in) { in("password", password, "The new password."); }
};
Result<Reply> show_reset(Call& call);
Result<Reply> reset(Call& call, NewPassword const& input);

// --- Settings ---

Result<Reply> show_password(Call& call);

struct ChangePassword {
    std::string current_password, password;
    bool sign_out_apps = false;
    void read(Fields& in) {
        in("current_password", current_password, "The password so far.");
        in("password", password, "The new one.");
        in("sign_out_apps", sign_out_apps, "Also end the access of all apps.");
    }
};
Result<Reply> change_password(Call& call, ChangePassword const& input);

Result<Reply> show_email(Call& call);

struct ChangeEmail {
    std::string current_password, email;
    void read(Fields& in) {
        in("current_password", current_password, "The password.");
        in("email", email, "The new address.");
        email = std::string(trim(email));
    }
};
Result<Reply> change_email(Call& call, ChangeEmail const& input);
Result<Reply> show_confirm_email_change(Call& call);
Result<Reply> confirm_email_change(Call& call);

Result<Reply> show_sessions(Call& call);
Result<Reply> end_session(Call& call);
Result<Reply> end_all_sessions(Call& call);

Result<Reply> show_delete_account(Call& call);

struct DeleteAccount {
    std::string current_password;
    void read(Fields& in) { in("current_password", current_password, "The password."); }
};
/// For good.
Result<Reply> delete_account(Call& call, DeleteAccount const& input);

// --- Well-known addresses ---

Result<Reply> lead_to_change_password(Call& call);
Result<Reply> show_security_txt(Call& call);

}  // namespace skein::sign_in
