// Events: something happened, told to whoever subscribed, inside the same transaction.
//
// An event is a struct with `static constexpr std::string_view name`. Handlers only insert or
// enqueue; they run in no promised order (tests shuffle it), and an event may cause events at most
// three deep. When a handler fails, the transaction fails: what must happen after a change is
// thereby stored with it or not at all.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "core/board.h"
#include "platform/db/tx.h"

namespace skein {

/// The subscriptions of one server. A part of the board.
class Events {
  public:
    template <class Event>
    void on(std::function<Result<void>(db::Tx&, Event const&)> handler) {
        names_.emplace(std::type_index(typeid(Event)), Event::name);
        handlers_[std::type_index(typeid(Event))].push_back(
            [handler = std::move(handler)](db::Tx& tx, void const* event) {
                return handler(tx, *static_cast<Event const*>(event));
            });
    }

    template <class Event>
    Result<void> publish(db::Tx& tx, Event const& event) const {
        return publish(tx, std::type_index(typeid(Event)), Event::name, &event);
    }

    /// Puts the handlers of every event into another order. For tests.
    void shuffle(std::uint64_t seed);

    /// Event names with the number of their subscribers, for the reference.
    std::vector<std::pair<std::string, std::size_t>> list() const;

  private:
    using Handler = std::function<Result<void>(db::Tx&, void const*)>;
    Result<void> publish(db::Tx& tx, std::type_index type, std::string_view name,
                         void const* event) const;

    std::unordered_map<std::type_index, std::vector<Handler>> handlers_;
    std::unordered_map<std::type_index, std::string_view> names_;
};

/// Tells everybody who subscribed, in this transaction.
template <class Event>
Result<void> publish(db::Tx& tx, Event const& event) {
    return tx.board().part<Events>().publish(tx, event);
}

}  // namespace skein
