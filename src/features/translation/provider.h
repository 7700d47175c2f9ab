// A service that translates: what it is asked and what it answers, in its own words.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "features/translation/config.h"
#include "platform/http/client.h"

namespace skein::translation {

/// From a language (ISO 639; "und" when the service finds it out) to those it can become.
using Languages = std::map<std::string, std::set<std::string>>;
inline constexpr std::string_view unknown_language = "und";
inline constexpr std::size_t languages_max = 500;

struct Translated {
    std::vector<std::string> texts;  ///< HTML from outside, one for each text asked.
    std::string source;              ///< The language it was in, as the service says or was told.
};

class Provider {
  public:
    virtual ~Provider() = default;
    /// As it is shown with every translation.
    virtual std::string_view name() const = 0;

    virtual http::Outgoing languages_request(bool targets) const = 0;
    /// Whether sources and targets are asked for one by one.
    virtual bool asks_twice() const { return false; }
    /// From the answers to `languages_request(false)` and, where it asks twice, to the other.
    virtual Result<Languages> read_languages(std::string_view sources,
                                             std::string_view targets) const = 0;

    /// `source` is "und" when it is not known. The texts are HTML.
    virtual http::Outgoing request(std::vector<std::string> const& texts, std::string_view source,
                                   std::string_view target) const = 0;
    virtual Result<Translated> read(std::string_view body, std::string_view source) const = 0;
};

std::unique_ptr<Provider> make_libretranslate(TranslationConfig const& config);
std::unique_ptr<Provider> make_deepl(TranslationConfig const& config);

/// `https://host/path` with `more` behind it, whatever slash is between them.
std::string join_address(std::string_view base, std::string_view more);
/// Errc::unavailable: the service answered something else than it says it does.
std::unexpected<Error> strange_answer(std::string detail);

}  // namespace skein::translation
