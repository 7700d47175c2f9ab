#include "base/phrases.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "base/text.h"

namespace skein {
namespace {

/// Below, words are parted by what is no letter; from here on there are scripts without spaces.
constexpr char32_t first_without_spaces = 0x0E00;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

char32_t code_point_before(std::string_view text, std::size_t at) {
    do --at;
    while (at > 0 && is_continuation(text[at]));
    return next_code_point(text, at);
}

char32_t code_point_at(std::string_view text, std::size_t at) { return next_code_point(text, at); }

icu::BreakIterator* breaker() {
    thread_local std::unique_ptr<icu::BreakIterator> const iterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::BreakIterator>(
            icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    }();
    return iterator.get();
}

/// Where words begin and end in one text. ICU is asked only where a script without spaces stands.
class Boundaries {
  public:
    explicit Boundaries(std::string_view text) : text_(text) {}
    ~Boundaries() {
        if (open_) utext_close(&open_text_);
    }
    Boundaries(Boundaries const&) = delete;
    Boundaries& operator=(Boundaries const&) = delete;

    bool at(std::size_t place) {
        if (place == 0 || place == text_.size()) return true;
        auto const before = code_point_before(text_, place), after = code_point_at(text_, place);
        if (!is_word_character(before) || !is_word_character(after)) return true;
        if (before < first_without_spaces && after < first_without_spaces) return false;
        auto* const iterator = breaker();
        if (!iterator || !open(*iterator)) return false;
        return iterator->isBoundary(static_cast<std::int32_t>(place));
    }

  private:
    bool open(icu::BreakIterator& iterator) {
        if (open_) return true;
        UErrorCode status = U_ZERO_ERROR;
        utext_openUTF8(&open_text_, text_.data(), static_cast<std::int64_t>(text_.size()), &status);
        if (U_FAILURE(status)) return false;
        open_ = true;
        iterator.setText(&open_text_, status);
        return U_SUCCESS(status);
    }

    std::string_view text_;
    UText open_text_ = UTEXT_INITIALIZER;
    bool open_ = false;
};

}  // namespace

std::string fold_for_phrases(std::string_view text) { return fold_tag(text); }

/// The tree of the phrases while it grows.
struct Phrases::Draft {
    std::vector<std::map<unsigned char, std::uint32_t>> children{1};
};

Phrases::Phrases(std::span<Phrase const> phrases) : nodes_(1) {
    Draft draft;
    for (auto const& phrase : phrases) {
        auto const text = fold_for_phrases(phrase.text);
        Known known;
        known.bytes = text.size();
        std::uint32_t at = 0;
        for (auto const c : text) {
            auto const fresh = static_cast<std::uint32_t>(nodes_.size());
            auto const [edge, added] =
                draft.children[at].emplace(static_cast<unsigned char>(c), fresh);
            at = edge->second;
            if (!added) continue;
            nodes_.emplace_back();
            draft.children.emplace_back();
        }
        if (!text.empty()) {
            known.word_begins = phrase.whole_word && is_word_character(code_point_at(text, 0));
            known.word_ends =
                phrase.whole_word && is_word_character(code_point_before(text, text.size()));
            known.number = static_cast<std::int32_t>(same_.size());
        }
        same_.push_back(-1);
        if (known.number >= 0) add(at, known);
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        nodes_[i].first_edge = static_cast<std::uint32_t>(edges_.size());
        nodes_[i].edges = static_cast<std::uint32_t>(draft.children[i].size());
        for (auto const& [byte, node] : draft.children[i]) edges_.push_back({byte, node});
    }
    link();
}

/// Puts a phrase where it ends, or to one that is found exactly where it is.
void Phrases::add(std::uint32_t node, Known const& known) {
    for (auto which = nodes_[node].first_known; which >= 0;) {
        auto& other = known_[static_cast<std::size_t>(which)];
        if (other.word_begins == known.word_begins && other.word_ends == known.word_ends) {
            same_[static_cast<std::size_t>(known.number)] =
                std::exchange(other.number, known.number);
            return;
        }
        which = other.next;
    }
    known_.push_back(known);
    known_.back().next =
        std::exchange(nodes_[node].first_known, static_cast<std::int32_t>(known_.size() - 1));
}

/// Level by level: where a node falls to is nearer to the root than itself.
void Phrases::link() {
    std::vector<std::uint32_t> level{0};
    while (!level.empty()) {
        std::vector<std::uint32_t> below;
        for (auto const node : level) {
            auto const first = nodes_[node].first_edge;
            for (auto i = first; i < first + nodes_[node].edges; ++i) {
                auto const [byte, next] = edges_[i];
                below.push_back(next);
                auto const fall = node == 0 ? 0 : step(nodes_[node].fall, byte);
                nodes_[next].fall = fall;
                nodes_[next].next_end =
                    nodes_[fall].first_known >= 0 ? fall : nodes_[fall].next_end;
            }
        }
        level = std::move(below);
    }
}

std::uint32_t Phrases::child(std::uint32_t node, unsigned char byte) const {
    auto const edges = std::span(edges_).subspan(nodes_[node].first_edge, nodes_[node].edges);
    auto const at = std::ranges::lower_bound(edges, byte, {}, &Edge::byte);
    return at != edges.end() && at->byte == byte ? at->node : 0;
}

std::uint32_t Phrases::step(std::uint32_t from, unsigned char byte) const {
    for (;;) {
        auto const next = child(from, byte);
        if (next != 0 || from == 0) return next;
        from = nodes_[from].fall;
    }
}

std::vector<std::size_t> Phrases::find_in(std::string_view folded) const {
    std::vector<std::size_t> found;
    if (known_.empty()) return found;
    std::vector<bool> seen(known_.size());
    Boundaries boundaries(folded);
    std::uint32_t state = 0;
    for (std::size_t i = 0; i < folded.size(); ++i) {
        state = step(state, static_cast<unsigned char>(folded[i]));
        auto const ends_here = nodes_[state].first_known >= 0;
        std::optional<bool> word_ends;  // Here; asked at most once.
        for (auto node = ends_here ? state : nodes_[state].next_end; node != 0;
             node = nodes_[node].next_end)
            for (auto which = nodes_[node].first_known; which >= 0;
                 which = known_[static_cast<std::size_t>(which)].next) {
                auto const& phrase = known_[static_cast<std::size_t>(which)];
                if (seen[static_cast<std::size_t>(which)]) continue;
                if (phrase.word_ends) {
                    if (!word_ends) word_ends = boundaries.at(i + 1);
                    if (!*word_ends) continue;
                }
                if (phrase.word_begins && !boundaries.at(i + 1 - phrase.bytes)) continue;
                seen[static_cast<std::size_t>(which)] = true;
                for (auto number = phrase.number; number >= 0;
                     number = same_[static_cast<std::size_t>(number)])
                    found.push_back(static_cast<std::size_t>(number));
            }
    }
    std::ranges::sort(found);
    return found;
}

std::size_t Phrases::bytes() const {
    return nodes_.capacity() * sizeof(Node) + edges_.capacity() * sizeof(Edge) +
           known_.capacity() * sizeof(Known) + same_.capacity() * sizeof(std::int32_t);
}

}  // namespace skein
