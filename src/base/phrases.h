// Phrases looked for in a text all at once, as filters do: without regard to case and width and to
// characters that nobody sees, anywhere or as whole words. The cost grows with the text, not with
// the number of phrases. Over ICU.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skein {

/// A text as phrases are looked for in it: NFKC, case folded, without what is invisible.
std::string fold_for_phrases(std::string_view text);

/// Immutable; shared between threads.
class Phrases {
  public:
    struct Phrase {
        std::string text;
        /// Where it begins and ends with a letter, a digit or a mark, a word does; in scripts
        /// without spaces that is where the dictionaries of ICU part words.
        bool whole_word = false;
    };

    Phrases() = default;
    /// Phrases of which nothing is left when they are folded are found nowhere.
    explicit Phrases(std::span<Phrase const> phrases);

    /// Which of them stand in a text that `fold_for_phrases` gave, by number, in order.
    std::vector<std::size_t> find_in(std::string_view folded) const;
    std::size_t bytes() const;

  private:
    // The automaton of Aho and Corasick over bytes.
    struct Node {
        std::uint32_t first_edge = 0, edges = 0;
        std::uint32_t fall = 0;      ///< The longest proper end of this text that is a node.
        std::uint32_t next_end = 0;  ///< The nearest of those where a phrase ends, or 0.
        std::int32_t first_known = -1;
    };
    struct Edge {
        unsigned char byte = 0;
        std::uint32_t node = 0;
    };
    // All phrases that are the same when they are looked for.
    struct Known {
        std::size_t bytes = 0;
        bool word_begins = false, word_ends = false;
        std::int32_t next = -1;    ///< Others that end at the same node; there are few.
        std::int32_t number = -1;  ///< Of one of them; `same_` tells the others.
    };
    struct Draft;

    std::uint32_t step(std::uint32_t from, unsigned char byte) const;
    std::uint32_t child(std::uint32_t node, unsigned char byte) const;
    void add(std::uint32_t node, Known const& known);
    void link();

    std::vector<Node> nodes_;
    std::vector<Edge> edges_;  // Of each node together, in order.
    std::vector<Known> known_;
    std::vector<std::int32_t> same_;  // By number: another phrase that is the same, or -1.
};

}  // namespace skein
