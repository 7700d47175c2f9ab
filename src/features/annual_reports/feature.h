// Annual reports: in the last days of a year people may have theirs worked out: how many posts, how
// many new followers, which hashtag, which post went furthest, and what kind of writer that makes.
// Made once, in the background, when its owner asks; read by its owner alone, and by whoever they
// give the address of its page to. An address that was given cannot be taken back, since the API of
// Mastodon has no request for it; the page therefore tells only of what everybody may read, and
// goes with its owner's account.
#pragma once

namespace skein {
class Server;
}

namespace skein::annual_reports {

void install(Server& server);

}  // namespace skein::annual_reports
