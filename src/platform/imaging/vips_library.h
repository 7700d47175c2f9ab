// libvips, loaded when asked: the server itself is not linked with it, so its hundred libraries are
// mapped by the media worker alone. The types of the functions come from libvips' own headers.
//
// Only the media worker's sources include this.
#pragma once

#include <vips/vips.h>

#include <memory>
#include <string>

#include "base/result.h"

// Every function used of libvips, and of GLib, which it brings along.
#define SKEIN_VIPS_FUNCTIONS(each)                                                                 \
    each(vips_init) each(vips_error_buffer) each(vips_error_clear) each(vips_concurrency_set)      \
        each(vips_cache_set_max) each(vips_block_untrusted_set) each(vips_operation_block_set)     \
            each(vips_image_new_from_buffer) each(vips_image_copy_memory) each(                    \
                vips_image_get_width) each(vips_image_get_height) each(vips_image_get_page_height) \
                each(vips_image_get_n_pages) each(vips_image_get_format)                           \
                    each(vips_image_get_interpretation) each(vips_image_get_orientation) each(     \
                        vips_image_get_typeof) each(vips_image_hasalpha) each(vips_image_set_int)  \
                        each(vips_image_write_to_memory) each(vips_thumbnail_buffer)               \
                            each(vips_thumbnail_image) each(vips_copy) each(vips_extract_area)     \
                                each(vips_extract_band) each(vips_arrayjoin) each(vips_flatten)    \
                                    each(vips_colourspace) each(vips_cast_uchar)                   \
                                        each(vips_jpegsave_buffer) each(vips_pngsave_buffer)       \
                                            each(vips_webpsave_buffer) each(vips_gifsave_buffer)   \
                                                each(vips_array_double_newv) each(vips_area_unref) \
                                                    each(g_object_unref) each(g_free)              \
                                                        each(g_log_set_default_handler)

namespace skein::imaging {

/// The functions, under their own names: `vips.vips_flatten(…)`.
struct Vips {
#define SKEIN_VIPS_MEMBER(name) decltype(&::name) name = nullptr;
    SKEIN_VIPS_FUNCTIONS(SKEIN_VIPS_MEMBER)
#undef SKEIN_VIPS_MEMBER

    /// What libvips complained about last, and forgets it.
    std::string take_error() const;
};

/// Loads libvips, sets it up for hostile input (one thread, no cache, only the six loaders that
/// is_picture() names) and makes it load lazily opened parts. Errc::unavailable when it is not
/// installed.
Result<Vips> load_vips();

/// An owned picture.
class Picture {
  public:
    Picture(Vips const& vips, VipsImage* image) : vips_(&vips), image_(image) {}
    Picture(Picture&& other) noexcept
        : vips_(other.vips_), image_(std::exchange(other.image_, nullptr)) {}
    Picture& operator=(Picture&& other) noexcept {
        std::swap(vips_, other.vips_);
        std::swap(image_, other.image_);
        return *this;
    }
    ~Picture() {
        if (image_ != nullptr) vips_->g_object_unref(image_);
    }

    VipsImage* get() const { return image_; }

  private:
    Vips const* vips_;
    VipsImage* image_;
};

}  // namespace skein::imaging
