#include "features/async_refreshes/feature.h"

#include "core/server.h"
#include "features/async_refreshes/handlers.h"

namespace skein::async_refreshes {

void install(Server& server) {
    server.get("/api/v1_alpha/async_refreshes/{id}", show_refresh,
               {.scope = "read",
                .returns = "WrappedAsyncRefresh",
                .summary = "Whether work in the background, named by a header, has ended."});
    server.every("async_refreshes.sweep", std::chrono::minutes(10), sweep_refreshes);
}

}  // namespace skein::async_refreshes
