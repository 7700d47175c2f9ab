#include "features/backup/feature.h"

#include "features/backup/commands.h"

namespace skein::backup {

void install(Server& server) {
    CommandOption const passphrase{
        "passphrase-stdin", "Read the passphrase from the first line of standard input.", false};
    server.command({"backup",
                    "Write the whole server into one encrypted file.",
                    {{"file", "Where to write it.", true, true}},
                    {passphrase},
                    true,
                    back_up});
    Command restoring{"restore",
                      "Make a data directory from a backup.",
                      {{"file", "The backup.", true, true}},
                      {passphrase},
                      true,
                      restore};
    restoring.always_here = true;
    restoring.before_data = true;
    server.command(std::move(restoring));
    server.inspection("files", inspect_files);
    server.inspection("secret key", inspect_key);
}

}  // namespace skein::backup
