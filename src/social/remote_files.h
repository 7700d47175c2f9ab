// Files of other servers, shown through this one, so that nobody who reads here is seen there. What
// is shown of a file is an address of ours that never changes; the file is fetched when somebody
// asks for that address (features/media) and kept in a cache that may let it go again.
//
// An address names a row that names the file: it ends when the row does. It carries a proof that
// this server made it, because rows are numbered and posts may be private; and so no one can make
// this server fetch what they like.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "platform/imaging/job.h"
#include "social/emojis.h"
#include "social/vocabulary.h"

namespace skein {
class Server;
}

namespace skein::social {

struct Account;

/// A file of another server, as a row names it.
struct RemoteFile {
    std::string url;
    std::string domain;  ///< Of whoever showed it: its policy decides as well as that of the host.
    MediaKind kind = MediaKind::image;
};

/// A kind of rows that name files. `find` answers nothing for a row that names none.
struct RemoteSource {
    std::string_view name;  ///< In addresses.
    Result<std::optional<RemoteFile>> (*find)(db::Tx& tx, std::int64_t id);
    /// What is made of a picture: the first is shown whole, the last is its small or still form.
    std::vector<imaging::Task> (*tasks)();
};

/// A part of the board: attachments, avatars, headers and emojis, and what features add in
/// `install`.
struct RemoteSources {
    std::vector<RemoteSource> list;
    RemoteSource const* find(std::string_view name) const;
};

/// `whole` as it is, or its `small` form: the preview of an attachment, the still of what moves.
enum class RemoteForm { whole, small };

/// Which row names the file, and what it names.
struct RemoteName {
    std::string_view source;
    std::int64_t id = 0;
    std::string_view url;
};
/// `https://example.org/media/remote/avatars/42/whole/Xy…`; "" for no url.
std::string remote_url_here(Server const& server, RemoteName const& name, RemoteForm form);
/// Was this proof made by this server for this row and this file?
bool proves(Server const& server, std::string_view proof, RemoteName const& name);

/// The keys of a copy. `small_key` is that of the file itself where there is no small form.
struct RemoteCopy {
    std::string file_key, small_key;
    auto row() { return std::tie(file_key, small_key); }
};
/// The copy of a file made for this kind of rows, if both of its files are there.
Result<std::optional<RemoteCopy>> find_remote_copy(db::Tx& tx, std::string_view source,
                                                   std::string_view url);
Result<void> put_remote_copy(db::Tx& tx, std::string_view source, std::string_view url,
                             RemoteCopy const& copy);
/// Part of letting files go.
Result<void> forget_remote_copies(db::Tx& tx, std::vector<std::string> const& keys);

void install_remote_files(Server& server);

}  // namespace skein::social
