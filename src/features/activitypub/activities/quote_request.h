// Answering those who ask to quote a post of ours (FEP-044f): once the author's policy, or the
// author, has decided.
#pragma once

namespace skein {
class Server;
}

namespace skein::activitypub {

void install_quote_answers(Server& server);

}  // namespace skein::activitypub
