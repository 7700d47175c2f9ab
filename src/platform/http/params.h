// The parameters of a request as one tree, whichever way they came: query string, form, multipart
// or JSON (reference: Mastodon's conventions). `a[]=1&a[]=2`, `a=1&a=2`, `poll[options][0]=x`,
// `keywords_attributes[][keyword]=x` and the JSON shapes all give the same tree.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/http/message.h"

namespace skein::http {

/// An uploaded file part of a multipart body.
struct Upload {
    std::string name;          ///< The client's file name: for display only, never for a path.
    std::string content_type;  ///< As claimed; the content decides.
    std::shared_ptr<SpooledFile> file;
};

/// A value, a list or a set of named values. Limits: depth 32, 10,000 nodes, names of 1 KiB.
struct Member;
class Param {
  public:
    enum class Kind { null, boolean, number, text, list, object, upload };

    Kind kind = Kind::null;
    std::string text;  ///< Text, a number's digits, "true"/"false".
    std::vector<Param> list;
    std::vector<Member> object;  ///< In order; names are unique.
    std::optional<Upload> upload;

    bool is_null() const { return kind == Kind::null; }
    /// The member of that name, or nothing. A list member written `name[]` is found as `name`.
    Param const* find(std::string_view name) const;
    /// Elements in order: of a list; of an object its values (indexed arrays); of a single value
    /// itself.
    std::vector<Param const*> elements() const;
};

/// A named value of an object.
struct Member {
    std::string name;
    Param value;
};

struct ParamLimits {
    std::size_t depth_max = 32;
    std::size_t nodes_max = 10000;
    std::size_t parts_max = 1000;
    std::uint64_t field_bytes_max = 1 << 20;  ///< Of all text in a spooled or multipart body.
};

/// Query string and body together; the body wins where both name a parameter. Reads
/// `application/x-www-form-urlencoded`, `multipart/form-data` (from memory or from the spooled
/// file; file parts stay on disk) and JSON; documents of other protocols (`…+json`) are left to
/// their routes. NUL is dropped from text. An unknown body type is ignored when the body is empty,
/// else Errc::unsupported_media; what cannot be read is Errc::bad_request; invalid UTF-8 is
/// Errc::bad_request.
Result<Param> read_params(Request const& request, std::string const& spool_directory,
                          ParamLimits const& limits = {});

}  // namespace skein::http
