// Figures that anybody may ask for and that cost the database something: kept a hundred times as
// long as it took to count them, and no longer than a few minutes. So a small server is always up
// to date, and a large one counts for a hundredth of the time at most, however often it is asked.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/server.h"
#include "social/instance.h"

namespace skein::instance {

/// One week.
struct WeekFigures {
    std::int64_t week = 0;  ///< Its first moment, in seconds since 1970.
    std::int64_t statuses = 0, logins = 0, registrations = 0;
};

struct Figures {
    social::InstanceFigures server;
    std::vector<WeekFigures> weeks;  ///< Twelve, newest first.
    std::vector<std::string> peers;  ///< In order of name, at most `peers_max`.
};
inline constexpr std::int64_t peers_max = 20'000;

/// How long figures are kept that took so long to count.
Duration lifetime_of(Duration counting);

/// The newest figures. A part of the board. Thread-safe; nobody waits for another's counting.
class FigureBoard {
  public:
    Result<std::shared_ptr<Figures const>> get(Server& server);

  private:
    std::mutex mutex_;
    std::shared_ptr<Figures const> figures_;
    Time fresh_until_{};
};

}  // namespace skein::instance
