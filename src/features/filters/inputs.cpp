#include "features/filters/inputs.h"

#include <algorithm>

#include "base/text.h"

namespace skein::filters {
namespace {

/// Longer ones are for good.
constexpr std::int64_t expires_in_max = std::int64_t{100} * 366 * 24 * 3600;

}  // namespace

void Scope::read(Fields& in) {
    in("context", context, "home, notifications, public, thread and account.");
    in("expires_in", expires_in, "Seconds; null is for good.");
    auto const* const params = in.raw();
    if (!params) return;
    context_given = params->find("context") != nullptr;
    expiry_given = params->find("expires_in") != nullptr;
}

Result<void> Scope::apply(social::Filter& filter, Time now) const {
    if (context_given) {
        filter.contexts = 0;
        for (auto const& name : context) {
            auto const bit = social::parse_filter_context(name);
            if (!bit)
                return fail(Errc::unprocessable,
                            "Validation failed: Context None or invalid context supplied");
            filter.contexts |= *bit;
        }
    }
    if (!expiry_given) return {};
    filter.expires_at.reset();
    if (expires_in && *expires_in <= expires_in_max)
        filter.expires_at = now + std::chrono::seconds(std::max<std::int64_t>(*expires_in, 0));
    return {};
}

void FilterInput::read(Fields& in) {
    in("title", title, "Its name, up to 256 characters.");
    in("filter_action", filter_action,
       "`warn` shows that something is hidden, `hide` nothing, `blur` hides media only.");
    scope.read(in);
    in("keywords_attributes", keywords, "Keywords to add, change or remove.");
}

Result<void> FilterInput::apply(social::Filter& filter, Time now) const {
    if (title) filter.title = strip_controls(*title, false);
    if (filter_action) {
        auto const action = social::parse_filter_action(*filter_action);
        if (!action)
            return fail(Errc::unprocessable, fmt::format("'{}' is not a valid filter_action",
                                                         first_graphemes(*filter_action, 40)));
        filter.action = *action;
    }
    return scope.apply(filter, now);
}

void KeywordInput::apply(social::FilterKeyword& changed) const {
    if (keyword) changed.keyword = clean_keyword(*keyword);
    if (whole_word) changed.whole_word = *whole_word;
}

std::string clean_keyword(std::string_view typed) {
    return std::string(trim(strip_controls(typed, false)));
}

}  // namespace skein::filters
