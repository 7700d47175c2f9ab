// The requests of this feature.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::transfer {

Result<Reply> show_export(Call& call);
Result<Reply> download_export(Call& call);

/// Asks for an archive of everything, with the password: it holds what no page shows at once.
struct AskArchive {
    std::string current_password;
    void read(Fields& in) { in("current_password", current_password, "The password."); }
};
Result<Reply> ask_archive(Call& call, AskArchive const& input);
Result<Reply> download_archive(Call& call);

Result<Reply> show_import(Call& call);
struct StartImport {
    std::string kind, mode = "merge";
    http::Upload data;
    void read(Fields& in) {
        in("kind", kind, "following, lists, blocking, muting, domain_blocking or bookmarks.");
        in("mode", mode, "merge, or overwrite: what the file lacks goes away.");
        in("data", data, "The file.");
    }
};
Result<Reply> start_import(Call& call, StartImport const& input);
Result<Reply> download_failures(Call& call);

}  // namespace skein::transfer
