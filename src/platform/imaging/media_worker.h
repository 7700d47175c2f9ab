// `skein media-worker`: the child that turns hostile files into pictures. Started by Imaging only.
#pragma once

namespace skein::imaging {

/// Serves requests on descriptor 3 until the other end closes. The exit code is 2 when a person
/// started it, 1 when it could not begin. Never returns into code that has static state to destroy:
/// it ends the process itself.
[[noreturn]] void media_worker_main();

}  // namespace skein::imaging
