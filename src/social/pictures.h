// Pictures on their way in: what the media worker made of an upload, stored as files and named by
// keys. For everything that takes pictures: attachments, avatars, headers, emojis.
//
// Two steps, because no transaction may wait for a decoder or a disk: `make_pictures` first, then
// `insert_pictures` in the transaction that uses them. Files that no transaction names are swept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/db/tx.h"
#include "platform/imaging/imaging.h"
#include "platform/storage/storage.h"

namespace skein {
class Server;
}

namespace skein::social {

/// One picture that was made; its bytes are on the disk.
struct Picture {
    std::string name;  ///< The task's.
    std::string key;   ///< The name in URLs; final only once it is inserted.
    storage::Stored blob;
    std::string content_type;
    std::int64_t width = 0, height = 0;
};

struct Pictures {
    imaging::FileType type = imaging::FileType::unknown;  ///< Of what they were made of.
    unsigned frames = 1;                                  ///< The same.
    std::string blurhash;
    std::vector<Picture> made;  ///< One per task, in their order.
};

/// Makes and stores what `tasks` ask of the file; lanes `slow` and `jobs` only. What is wrong with
/// the file is Errc::unprocessable in the words of the API; what is wrong here keeps its own code.
Result<Pictures> make_pictures(Server& server, std::string const& input_path,
                               std::vector<imaging::Task> tasks, std::int64_t bytes_max);

/// Names the stored bytes; answers the pictures with their final keys. `remote`: as insert_file.
Result<Pictures> insert_pictures(db::Tx& tx, Pictures pictures, bool remote = false);

/// Reads "x,y", each -1 to 1.
std::optional<imaging::Focus> parse_focus(std::string_view text);

}  // namespace skein::social
