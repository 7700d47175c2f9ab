// People come in here: the first set-up, sign-up, proof of an address, sign-in and out, a forgotten
// password, and what they may change about all that. Pages without JavaScript, and the same sign-up
// for apps.
//
// Nobody learns from it whether an e-mail address has an account: answers are the same in words and
// in work, and what differs is only the mail that goes to the address (security.md 6.1).
#pragma once

namespace skein {
class Server;
}

namespace skein::sign_in {

void install(Server& server);

}  // namespace skein::sign_in
