// What the server counts of every request. A part of the board.
#pragma once

#include "core/metrics.h"

namespace skein {

class RequestFigures {
  public:
    /// Declares the figures; once, before the first request.
    void declare(Metrics& metrics);
    void count(int status, Duration taken);

  private:
    std::array<Counter*, 6> by_class_{};  // 1xx … 5xx at 1 … 5.
    Histogram* taken_ = nullptr;
};

}  // namespace skein
