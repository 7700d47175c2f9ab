// The board of one server: who listens to which event, which jobs exist, and the parts that layers
// above hang on it. Filled once, at start, by `install` functions; read-only afterwards, so reading
// needs no lock. A transaction carries it (db::Tx::board), which is how a plain function of a `Tx`
// reaches what the features plugged in.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <typeindex>
#include <unordered_map>
#include <vector>

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
        auto& slot = parts_[std::type_index(typeid(T))];
        if (!slot) slot = std::make_shared<T>();
        return *static_cast<T*>(slot.get());
    }

    /// Hangs an object owned elsewhere, under its type.
    template <class T>
    void lend(T& part) {
        parts_[std::type_index(typeid(T))] = std::shared_ptr<void>(std::shared_ptr<void>{}, &part);
    }

  private:
    std::unordered_map<std::type_index, std::shared_ptr<void>> parts_;
};

}  // namespace skein
