#include "features/activitypub/backfill/collections.h"

#include <set>

#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

using Visit = std::function<Result<bool>(Fetched const&, json::Value)>;

/// What stands in a collection or one of its pages; both spellings, whatever its type says.
std::vector<json::Value> items_of(json::Value page, std::size_t limit) {
    auto items = list_of(page, "orderedItems", limit);
    if (items.empty()) items = list_of(page, "items", limit);
    return items;
}

/// One walk through a collection.
class Walk {
  public:
    Walk(Visit const& visit, int items_left) : visit_(visit), items_left_(items_left) {}

    /// False when the walk has ended.
    Result<bool> take(Fetched const& source, json::Value page) {
        // One more than there is room for: it tells that the page goes on.
        for (auto const& item : items_of(page, static_cast<std::size_t>(items_left_) + 1)) {
            if (items_left_ <= 0) return stop();
            --items_left_;
            TRY(auto const more, visit_(source, item));
            if (!more) return stop();
        }
        return items_left_ > 0;
    }
    /// Items of a page were left out.
    bool cut() const { return cut_; }

  private:
    bool stop() {
        cut_ = true;
        return false;
    }

    Visit const& visit_;
    int items_left_;
    bool cut_ = false;
};

}  // namespace

Result<bool> read_collection(Server& server, Iri const& id, FetchBudget& budget,
                             CollectionLimits const& limits, Visit const& visit) {
    TRY(auto fetched, fetch_document(server, id, budget));
    Walk walk(visit, limits.items);
    std::set<std::string, std::less<>> seen{id.str()};
    TRY(auto more, walk.take(fetched, fetched.document.root()));
    auto next = first_of(fetched.document.root(), "first");
    if (!next) next = first_of(fetched.document.root(), "next");
    auto pages_left = limits.pages;
    // A first page may stand inside the collection; then it is read where it stands.
    while (more && next && next->is_object() && pages_left-- > 0) {
        TRY(more, walk.take(fetched, *next));
        next = first_of(*next, "next");
    }
    while (more && next && pages_left-- > 0) {
        auto const address = id_of(*next);
        if (!address || !address->same_origin(id) || !seen.insert(address->str()).second) break;
        auto page = fetch_document(server, *address, budget);
        if (!page) break;
        TRY(more, walk.take(*page, page->document.root()));
        // The next page's address stands in this one, which goes away with it.
        fetched = *std::move(page);
        next = first_of(fetched.document.root(), "next");
    }
    return !walk.cut() && !next;
}

}  // namespace skein::activitypub
