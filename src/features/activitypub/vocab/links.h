// Addresses inside documents: of pages to show and of files to fetch, in all the forms in which
// they are written (text, Link, object with `url`, lists of these).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "features/activitypub/vocab/actor.h"
#include "features/activitypub/vocab/iri.h"

namespace skein::activitypub {

/// One address a property gives.
struct FileLink {
    std::string url;
    std::string media_type;  ///< Lower case, without parameters; "".
    std::int64_t width = 0;
};

/// Those that can be asked for: http(s), a host with a name.
std::vector<FileLink> links_of(json::Value object, std::string_view key);
/// The same for a value that is one or has some.
std::vector<FileLink> links_in(json::Value value);

/// The page among `url`: of the id's own host, or of one above or below it. "" when there is none.
std::string page_of(json::Value object, Iri const& id);

/// The first picture among the properties' values; nothing to show is "".
PictureLink picture_of(json::Value object, std::string_view key);

bool is_picture_type(std::string_view media_type);

}  // namespace skein::activitypub
