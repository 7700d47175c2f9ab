// What anybody may type: found, counted and rendered without harm.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/encoding.h"
#include "social/post_text.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace skein;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    std::vector<social::MentionedAccount> mentioned;
    for (auto const& handle : social::handles_in(text))
        mentioned.push_back({handle, AccountId{1}, "https://a.example/@\"<", "<\">"});
    expects(mentioned.size() <= social::mentions_max);
    expects(social::tags_in(text).size() <= social::tags_max);
    auto const html = social::render_post(text, mentioned, "https://skein.example");
    expects(is_valid_utf8(html.str()));
    expects(html.str().find("<script") == std::string_view::npos);
    expects(social::render_field(text).str().find("<p>") == std::string_view::npos);
    expects(social::post_length(text, "") >= 0);
    expects(is_valid_utf8(social::clean_post_text(text)));
    return 0;
}
