// Mail notices: people who are away are told by mail that somebody mentions or follows them, or
// asks to; moderators, that something was reported; and whoever wants it, once a week what waits.
//
// What always holds: a notice is mailed only after a while, and only if it is then still there and
// to be shown, unread, wanted, and its reader was not here meanwhile; only to an address that is
// proven, of somebody who may come in; and every mail says how such mails are ended with one click,
// which needs nobody to sign in. Apps have no requests for it: wishes are a page of the settings.
#pragma once

namespace skein {
class Server;
}

namespace skein::mail_notices {

void install(Server& server);

}  // namespace skein::mail_notices
