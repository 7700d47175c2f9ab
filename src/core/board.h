// The board of one server: who listens to which event, which jobs exist, and the parts that layers
// above hang on it. Filled once, at start, by `install` functions, then sealed: reading what was
// there by then needs no lock. A transaction carries it (db::Tx::board), which is how a plain
// function of a `Tx` reaches what the features plugged in.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/result.h"

namespace skein {

namespace db {
class Tx;
}

class Board {
  public:
    Board() = default;
    Board(Board const&) = delete;
    Board& operator=(Board const&) = delete;

    /// The part of type T, made (default-constructed) at the first call. Parts are how `social`
    /// offers its sockets (view decorators, policies, networks…) without the core knowing them.
    template <class T>
    T& part() {
        auto const* const type = &key_of<T>;
        if (auto const found = parts_.find(type); found != parts_.end())
            return *static_cast<T*>(found->second.get());
        std::unique_lock lock(mutex_, std::defer_lock);
        if (sealed_) lock.lock();
        auto& slot = (sealed_ ? late_ : parts_)[type];
        if (!slot) slot = std::make_shared<T>();
        return *static_cast<T*>(slot.get());
    }

    /// Hangs an object owned elsewhere, under its type. Before `seal`.
    template <class T>
    void lend(T& part) {
        expects(!sealed_);
        parts_[&key_of<T>] = std::shared_ptr<void>(std::shared_ptr<void>{}, &part);
    }

    /// From now on several threads read. A part first asked for later is kept apart, under a lock.
    void seal() { sealed_ = true; }

  private:
    /// One address for each type: a request looks up a dozen parts.
    template <class T>
    static constexpr char key_of = 0;
    using Parts = std::unordered_map<void const*, std::shared_ptr<void>>;
    Parts parts_, late_;
    std::mutex mutex_;
    bool sealed_ = false;
};

}  // namespace skein
