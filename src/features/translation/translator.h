// The one service of this server, what it can do, and what it has answered: kept for a while, and
// bounded. A part of the board. Thread-safe; nobody waits for another's question.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "features/translation/provider.h"

namespace skein {
class Server;
}

namespace skein::translation {

inline constexpr auto languages_kept_for = std::chrono::hours(24);
/// A service that failed is not asked again for its languages at once.
inline constexpr auto failure_kept_for = std::chrono::minutes(1);
inline constexpr auto translation_kept_for = std::chrono::hours(24);
inline constexpr std::size_t translations_kept_max = 2000;
inline constexpr std::size_t translations_bytes_max = 16 << 20;
inline constexpr std::size_t translated_bytes_max = 256 << 10;

class Translator {
  public:
    /// Errc::not_found without a service; Errc::unavailable when it fails.
    Result<std::shared_ptr<Languages const>> languages(Server& server);

    /// What is kept under this key, if anything.
    std::shared_ptr<Translated const> find(std::string const& key, Time now);
    /// Asks the service, in the lane `fetch`. Errc::unavailable when it fails or answers with
    /// another number of texts.
    Result<std::shared_ptr<Translated const>> ask(Server& server, std::string key,
                                                  std::vector<std::string> const& texts,
                                                  std::string_view source, std::string_view target);

    std::unique_ptr<Provider> provider;  ///< None: this server does not translate.

  private:
    struct Kept {
        std::shared_ptr<Translated const> translated;
        Time until{};
        std::size_t bytes = 0;
    };
    Result<Languages> ask_languages(Server& server) const;
    void keep(std::string key, std::shared_ptr<Translated const> translated, Time now);

    std::mutex mutex_;
    std::shared_ptr<Languages const> languages_;
    Time languages_until_{};
    std::unordered_map<std::string, Kept> kept_;
    std::deque<std::string> order_;  // Of `kept_`, oldest first.
    std::size_t bytes_ = 0;
};

}  // namespace skein::translation
