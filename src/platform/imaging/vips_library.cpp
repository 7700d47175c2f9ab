#include "platform/imaging/vips_library.h"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <string_view>

namespace skein::imaging {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t error_bytes_max = 400;

/// The readers is_picture() promises; each carries the name of its abstract class in libvips.
constexpr std::array loaders = {"VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp",
                                "VipsForeignLoadNsgif", "VipsForeignLoadHeif"};

std::unexpected<Error> missing(std::string detail) {
    return fail(Errc::unavailable, "Pictures cannot be processed just now.", std::move(detail));
}

std::string last_linker_error() {
    auto const* text = ::dlerror();
    return text != nullptr ? text : "unknown";
}

/// libvips and its codecs warn of every oddity of every picture.
void drop_log(char const*, GLogLevelFlags, char const*, void*) {}

/// Files that only look like pictures make each reader load what it had put off (libheif its
/// codecs), while files can still be opened.
void warm_up(Vips const& vips) {
    static constexpr std::array heads = {
        "\0\0\0\x1c"
        "ftypavif\0\0\0\0avifmif1miaf"sv,
        "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"sv,
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"sv,
        "RIFF\x1a\0\0\0WEBPVP8L\r\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"sv,
        "GIF89a\1\0\1\0\0\0\0"sv,
    };
    for (auto const head : heads) {
        auto* const image = vips.vips_image_new_from_buffer(head.data(), head.size(), "",
                                                            static_cast<void*>(nullptr));
        if (image != nullptr) vips.g_object_unref(image);
    }
    vips.vips_error_clear();
}

}  // namespace

std::string Vips::take_error() const {
    std::string text = vips_error_buffer();
    vips_error_clear();
    text.resize(std::min(text.size(), error_bytes_max));
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

Result<Vips> load_vips() {
    auto* const library = ::dlopen("libvips.so.42", RTLD_NOW | RTLD_GLOBAL);
    if (library == nullptr) return missing(last_linker_error());
    Vips vips;
#define SKEIN_VIPS_LOOK_UP(name)                                              \
    vips.name = reinterpret_cast<decltype(&::name)>(::dlsym(library, #name)); \
    if (vips.name == nullptr) return missing(last_linker_error());
    SKEIN_VIPS_FUNCTIONS(SKEIN_VIPS_LOOK_UP)
#undef SKEIN_VIPS_LOOK_UP

    vips.g_log_set_default_handler(drop_log, nullptr);
    // Big pictures stay in memory, which is limited: a temporary file could not be opened anyway.
    ::setenv("VIPS_DISC_THRESHOLD", "8g", 1);
    if (vips.vips_init("skein media-worker") != 0) return missing(vips.take_error());
    vips.vips_concurrency_set(1);
    vips.vips_cache_set_max(0);
    vips.vips_block_untrusted_set(TRUE);
    vips.vips_operation_block_set("VipsForeignLoad", TRUE);
    for (auto const* name : loaders) vips.vips_operation_block_set(name, FALSE);
    warm_up(vips);
    return vips;
}

}  // namespace skein::imaging
