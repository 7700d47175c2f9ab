#include "core/events.h"

#include <algorithm>
#include <random>

namespace skein {
namespace {

constexpr int depth_max = 3;

/// How deep this thread is in events that cause events. A transaction never leaves its thread, so
/// the depth of the thread is the depth of the transaction.
thread_local int depth = 0;

struct Deeper {
    Deeper() { ++depth; }
    ~Deeper() { --depth; }
    Deeper(Deeper const&) = delete;
    Deeper& operator=(Deeper const&) = delete;
};

}  // namespace

Result<void> Events::publish(db::Tx& tx, std::type_index type, std::string_view name,
                             void const* event) const {
    auto const found = handlers_.find(type);
    if (found == handlers_.end()) return {};
    Deeper const deeper;
    if (depth > depth_max)
        return fail(Errc::internal, "", fmt::format("{} is caused too deep by events", name));
    for (auto const& handler : found->second) TRY_OK(handler(tx, event));
    return {};
}

void Events::shuffle(std::uint64_t seed) {
    std::mt19937_64 order(seed);
    for (auto& [type, handlers] : handlers_) std::ranges::shuffle(handlers, order);
}

std::vector<std::pair<std::string, std::size_t>> Events::list() const {
    std::vector<std::pair<std::string, std::size_t>> events;
    for (auto const& [type, handlers] : handlers_)
        events.emplace_back(names_.at(type), handlers.size());
    std::ranges::sort(events);
    return events;
}

}  // namespace skein
