#include "social/media_words.h"

#include "base/text.h"
#include "social/instance.h"
#include "social/pictures.h"

namespace skein::social {

Result<std::string> checked_description(Server& server, std::string_view text) {
    auto description = strip_controls(trim(text), true);
    auto const most = server.settings<InstanceConfig>().description_characters_max;
    if (has_more_graphemes(description, static_cast<std::size_t>(most)))
        return fail(
            Errc::unprocessable,
            fmt::format("Validation failed: Description is too long (maximum is {} characters)",
                        most));
    return description;
}

Result<imaging::Focus> checked_focus(std::string_view text) {
    auto const focus = parse_focus(text);
    if (!focus)
        return fail(Errc::unprocessable,
                    "Validation failed: Focus must be x,y with each between -1 and 1");
    return *focus;
}

}  // namespace skein::social
