#include "social/app_shell.h"

#include "core/server.h"

namespace skein::social {

std::optional<Result<Reply>> app_page(Call& call) {
    auto const& shell = call.server().part<AppShell>();
    if (!shell.draw || !call.who().session || !call.who().active()) return std::nullopt;
    return shell.draw(call);
}

}  // namespace skein::social
