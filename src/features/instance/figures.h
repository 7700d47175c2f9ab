// Figures that anybody may ask for and that cost the database something: counted at most every few
// minutes, however often they are asked.
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

/// The newest figures. A part of the board. Thread-safe; nobody waits for another's counting.
class FigureBoard {
  public:
    Result<std::shared_ptr<Figures const>> get(Server& server);

  private:
    std::mutex mutex_;
    std::shared_ptr<Figures const> figures_;
    Time counted_at_{};
};

}  // namespace skein::instance
