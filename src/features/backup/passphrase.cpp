#include "features/backup/passphrase.h"

#include "base/text.h"
#include "platform/crypto/sealed_file.h"

namespace skein::backup {

Result<std::string> passphrase_of(CommandCall const& call) {
    if (!call.flag("passphrase-stdin"))
        return fail(
            Errc::bad_request,
            "Give the passphrase on standard input: add --passphrase-stdin and pipe it in.");
    auto const line = call.input.substr(0, call.input.find_first_of("\r\n"));
    if (count_graphemes(line) < crypto::passphrase_characters_min)
        return fail(Errc::bad_request, fmt::format("A passphrase has at least {} characters.",
                                                   crypto::passphrase_characters_min));
    return line;
}

}  // namespace skein::backup
