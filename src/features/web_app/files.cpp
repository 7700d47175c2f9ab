#include "features/web_app/files.h"

#include <algorithm>
#include <array>

namespace skein::web_app {

Asset const* find_file(std::string_view path) {
    auto const files = all_web_files();
    auto const found = std::ranges::lower_bound(files, path, {}, &Asset::name);
    return found != files.end() && found->name == path ? &*found : nullptr;
}

bool is_served(Asset const& file) {
    constexpr auto ours =
        std::to_array<std::string_view>({"index.html", "manifest.json", "routes.json"});
    return std::ranges::find(ours, file.name) == ours.end();
}

}  // namespace skein::web_app
