// What a machine asks to know how the server is: `/health` (is the process there?), `/readyz` (can
// it serve, and if not, why?) and `/metrics` (its figures in Prometheus' text format).
//
// `/metrics` is nobody's business but the owner's: it stands on a listener of its own
// (`metrics.listen`), or answers to a bearer token (`metrics.token`); else it is not there.
#pragma once

namespace skein {
class Server;
}

namespace skein::monitoring {

void install(Server& server);

}  // namespace skein::monitoring
