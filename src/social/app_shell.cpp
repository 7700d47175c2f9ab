#include "social/app_shell.h"

#include "core/server.h"

namespace skein::social {

std::optional<Result<Reply>> app_page(Call& call) {
    auto const& shell = call.server().part<AppShell>();
    if (!shell.draw || !call.who().session || !call.who().active()) return std::nullopt;
    return shell.draw(call);
}

void vary_by_session(Call const& call, Reply& reply) {
    if (call.server().part<AppShell>().draw) reply.headers.add("Vary", "Cookie");
}

}  // namespace skein::social
