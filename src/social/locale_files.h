// The files of `locales/`, as the build packs them into the program (cmake/locales.cmake).
#pragma once

#include <span>
#include <string_view>

namespace skein::social {

struct LocaleFile {
    std::string_view language, json;
};
std::span<LocaleFile const> all_locale_files();

}  // namespace skein::social
