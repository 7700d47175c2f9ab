#include "testing/answer.h"

namespace skein::testing {

std::string Answer::at(std::string_view path) const {
    auto value = root();
    while (!path.empty()) {
        auto const end = std::min(path.find('.'), path.size());
        auto const step = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        std::optional<json::Value> found;
        if (value.is_array()) {
            auto const elements = value.elements();
            auto const index = parse_id(std::string(step) + "0").value_or(0) / 10;
            if (std::cmp_less(index, elements.size()))
                found = elements[static_cast<std::size_t>(index)];
        } else {
            found = value.find(step);
        }
        if (!found) return "absent";
        value = *found;
    }
    return value.is_text() ? std::string(*value.text()) : value.dump();
}

std::vector<std::string> Answer::ids() const {
    std::vector<std::string> ids;
    for (auto const& element : root().elements()) ids.emplace_back(element.get_text("id"));
    return ids;
}

std::string Answer::link(std::string_view rel) const {
    auto const header = response_.headers.get("Link");
    auto const mark = fmt::format(">; rel=\"{}\"", rel);
    auto const end = header.find(mark);
    if (end == std::string_view::npos) return {};
    auto const begin = header.rfind('<', end) + 1;
    auto const url = header.substr(begin, end - begin);
    return std::string(url.substr(url.find('/', url.find("://") + 3)));
}

}  // namespace skein::testing
