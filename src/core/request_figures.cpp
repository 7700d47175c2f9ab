#include "core/request_figures.h"

namespace skein {

void RequestFigures::declare(Metrics& metrics) {
    for (std::size_t first = 1; first < by_class_.size(); ++first)
        by_class_[first] =
            &metrics.counter("skein_http_requests_total", "Requests answered, by class of status.",
                             fmt::format("class=\"{}xx\"", first));
    taken_ = &metrics.histogram("skein_http_request_seconds",
                                "From the last byte of a request to the last byte of its answer.");
}

void RequestFigures::count(int status, Duration taken) {
    if (!taken_) return;
    auto const first = static_cast<std::size_t>(std::clamp(status / 100, 1, 5));
    by_class_[first]->add();
    taken_->note(taken);
}

}  // namespace skein
