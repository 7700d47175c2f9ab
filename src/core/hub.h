// The hub: tells whoever listens in this process that something has changed, after the commit. It
// carries ids, never content: a listener asks the database, so losing a message loses nothing but
// time.
//
//     tx.after_commit([&hub, id] { hub.tell({"home", reader, id}); });
//     auto const ear = hub.listen("home", reader, [](Hub::News const& news) { … });
//
// Thread-safe. Listeners are called on the teller's thread and must be short: queue, wake, return.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace skein {

class Hub {
  public:
    struct News {
        std::string_view topic;  ///< "home", "notifications", "public", "tag"…
        std::int64_t owner = 0;  ///< Whose: an account's id, or 0 where the topic has no owner.
        std::int64_t id = 0;     ///< What changed.
        std::string_view what = "update";
    };
    using Listener = std::function<void(News const&)>;

    /// Ends the listening when it goes. May outlive the hub.
    class Ear {
      public:
        Ear() = default;
        Ear(Ear&&) noexcept;
        Ear& operator=(Ear&&) noexcept;
        ~Ear();

      private:
        friend class Hub;
        struct Place;
        explicit Ear(std::shared_ptr<Place> place);
        std::shared_ptr<Place> place_;
    };

    Hub();
    ~Hub();

    [[nodiscard]] Ear listen(std::string topic, std::int64_t owner, Listener listener);
    void tell(News const& news);
    std::size_t listeners() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace skein
