// What the index holds of a post, and how it is asked: words in order, then marks, which are words
// that nobody can type.
//
//     hello world #tea @17 %f17 %pub %media
//
// `#tea` a hashtag; `@17` the post belongs to the library of this account here (it wrote it, or is
// mentioned); `%f17` its author; `%pub` everybody may find it; `%all` every post; `%len` its
// language; the others are what `has:` and `is:` name. Words are letters and digits (base/words.h),
// so that nothing needs escaping in either dialect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace skein::search {

enum class Dialect : std::uint8_t { sqlite, postgres };

std::string tag_mark(std::string_view folded_name);
std::string library_mark(AccountId account);
std::string author_mark(AccountId account);
/// Of `en`, `pt-BR`; "" for what is no language.
std::string language_mark(std::string_view code);
inline constexpr std::string_view public_mark = "%pub", any_mark = "%all", no_mark = "%none";

/// The value of the column `words`.
std::string index_value(Dialect dialect, std::vector<std::string> const& words,
                        std::vector<std::string> const& marks);

/// What is asked of the index. A phrase is one word or several in a row.
struct Asked {
    using Phrase = std::vector<std::string>;
    std::vector<Phrase> all, none;

    /// As the index wants it, with one more mark that must be there.
    std::string expression(Dialect dialect, std::string_view mark) const;
};

/// Judges a post by its value in the embedded index, as that index would.
class Matcher {
  public:
    explicit Matcher(Asked const& asked);
    bool matches(std::string_view value) const;

  private:
    std::vector<std::string> all_, none_;
};

}  // namespace skein::search
