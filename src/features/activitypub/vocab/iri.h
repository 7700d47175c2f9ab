// The id of an actor, an object or an activity: an address of http(s), compared whole. Query,
// fragment, slashes and `://` inside the path stay as their owner wrote them; only the host is
// brought into its one form (base/url.h).
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/url.h"

namespace skein::activitypub {

class Iri {
  public:
    /// Nothing for what is no id: another scheme, user info, a backslash, control characters, an IP
    /// address, more than 2,048 bytes.
    static std::optional<Iri> parse(std::string_view text);

    std::string const& str() const { return text_; }
    Url const& url() const { return url_; }
    std::string const& host() const { return url_.host().str(); }
    /// Authority is the origin of the id: scheme, host and port.
    bool same_origin(Iri const& other) const { return url_.same_origin(other.url_); }
    /// The document it stands in: without the fragment.
    std::string document() const;

    bool operator==(Iri const& other) const { return text_ == other.text_; }
    auto operator<=>(Iri const& other) const { return text_ <=> other.text_; }

  private:
    std::string text_;
    Url url_;
};

}  // namespace skein::activitypub
