#include "platform/imaging/render.h"

#include <algorithm>
#include <span>

#include "platform/imaging/blurhash.h"
#include "platform/imaging/geometry.h"
#include "platform/imaging/gif.h"
#include "platform/imaging/webp.h"

namespace skein::imaging {

namespace {

/// libvips ends its lists of options with a null pointer.
constexpr void* end = nullptr;

constexpr unsigned blurhash_side_max = 32;
/// All frames of an animation together; over it only the first is kept.
constexpr std::uint64_t decoded_pixels_max = 512'000'000;
constexpr std::uint64_t animated_pixels_max = 64'000'000;
constexpr double white = 255;
constexpr int png_compression = 6;
constexpr int webp_effort = 3;
constexpr int gif_effort = 4;

/// Bytes that GLib allocated.
class Encoded {
  public:
    explicit Encoded(Vips const& vips) : vips_(vips) {}
    Encoded(Encoded const&) = delete;
    Encoded& operator=(Encoded const&) = delete;
    ~Encoded() { vips_.g_free(data); }

    std::string_view bytes() const { return {static_cast<char const*>(data), size}; }

    void* data = nullptr;
    std::size_t size = 0;

  private:
    Vips const& vips_;
};

class Renderer {
  public:
    Renderer(Vips const& vips, Request const& request, std::string_view input)
        : vips_(vips), request_(request), input_(input) {}

    Reply run(Deliver const& deliver);

  private:
    /// Fails with the reason in the reply.
    std::unexpected<Error> refuse(Refusal why) {
        reply_.refusal = why;
        return fail(Errc::unprocessable, {});
    }
    Result<void> read_header();
    Result<void> make_all(Deliver const& deliver);
    Result<void> make_base();
    Result<void> hash();

    bool moves(Task const& task) const;
    FileType output_type(Task const& task) const;
    /// The GIF itself, when the task changes nothing about it.
    Result<std::optional<std::string>> unchanged_gif(Task const& task, Plan const& plan);
    Result<Made> make(std::size_t index, Deliver const& deliver);
    Result<Picture> make_still(Plan const& plan);
    Result<Picture> make_moving(Plan const& plan);
    Result<Picture> crop_frames(Picture const& frames, Plan const& plan, int count);

    Result<Picture> decode(Size size, bool all_frames);
    Result<Picture> decode_in(Size size, bool all_frames, char const* profile);
    Result<Picture> checked(int failed, VipsImage* image);
    Result<Picture> in_memory(Picture picture);
    Result<Picture> without_alpha(Picture picture);
    Result<void> encode(Picture picture, FileType type, unsigned quality, Encoded& out);

    Vips const& vips_;
    Request const& request_;
    std::string_view input_;
    Reply reply_;
    Size size_;
    bool profiled_ = false;
    std::optional<Picture> base_;
    Size base_size_;
};

Result<Picture> Renderer::checked(int failed, VipsImage* image) {
    if (failed != 0 || image == nullptr) return refuse(Refusal::unreadable);
    return Picture(vips_, image);
}

Result<Picture> Renderer::in_memory(Picture picture) {
    return checked(0, vips_.vips_image_copy_memory(picture.get()));
}

Result<void> Renderer::read_header() {
    auto const type = sniff(input_);
    if (!is_picture(type)) return refuse(Refusal::unsupported);
    auto* const opened = vips_.vips_image_new_from_buffer(input_.data(), input_.size(), "", end);
    TRY(auto header, checked(0, opened));
    auto* const image = header.get();
    auto width = static_cast<unsigned>(vips_.vips_image_get_width(image));
    auto height = static_cast<unsigned>(vips_.vips_image_get_page_height(image));
    // Five to eight lie on their side.
    if (vips_.vips_image_get_orientation(image) >= 5) std::swap(width, height);
    bool const may_move = type == FileType::gif || type == FileType::webp;
    auto const frames = may_move ? vips_.vips_image_get_n_pages(image) : 1;
    reply_.type = type;
    reply_.width = width;
    reply_.height = height;
    reply_.frames = static_cast<unsigned>(std::max(frames, 1));
    size_ = {width, height};
    profiled_ = vips_.vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0 ||
                vips_.vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK;
    if (size_.area() == 0) return refuse(Refusal::unreadable);
    if (size_.area() > request_.limits.pixels_max) {
        return refuse(Refusal::too_many_pixels);
    }
    if (reply_.frames > request_.limits.frames_max) {
        return refuse(Refusal::too_many_frames);
    }
    return ok();
}

bool Renderer::moves(Task const& task) const {
    return !task.still && reply_.frames > 1 && task.format == OutputFormat::same &&
           size_.area() * reply_.frames <= decoded_pixels_max &&
           plan(size_, task, request_.focus).scaled.area() * reply_.frames <= animated_pixels_max;
}

FileType Renderer::output_type(Task const& task) const {
    switch (task.format) {
        case OutputFormat::jpeg: return FileType::jpeg;
        case OutputFormat::png: return FileType::png;
        case OutputFormat::webp: return FileType::webp;
        case OutputFormat::same: break;
    }
    if (reply_.type == FileType::gif) return moves(task) ? FileType::gif : FileType::png;
    if (reply_.type == FileType::png || reply_.type == FileType::webp) return reply_.type;
    return FileType::jpeg;
}

Result<Picture> Renderer::decode(Size size, bool all_frames) {
    // Decoding, turning upright, sRGB and scaling in one: JPEG and WebP decode straight to a
    // smaller size. A colour profile that makes no sense is no reason to refuse a picture.
    if (profiled_) {
        if (auto decoded = decode_in(size, all_frames, "srgb")) return decoded;
        reply_.refusal = Refusal::none;
    }
    return decode_in(size, all_frames, nullptr);
}

Result<Picture> Renderer::decode_in(Size size, bool all_frames, char const* profile) {
    vips_.vips_error_clear();
    VipsImage* image = nullptr;
    auto const failed = vips_.vips_thumbnail_buffer(
        const_cast<char*>(input_.data()), input_.size(), &image, static_cast<int>(size.width),
        "height", static_cast<int>(size.height), "size", VIPS_SIZE_FORCE, "no_rotate",
        all_frames ? TRUE : FALSE, "option_string",
        all_frames ? "[n=-1,fail_on=error]" : "[fail_on=error]",
        profile != nullptr ? "export_profile" : nullptr, profile, end);
    TRY(auto lazy, checked(failed, image));
    TRY(auto decoded, in_memory(std::move(lazy)));
    // What fails in the middle of a picture is painted black and only complained about. AVIF and
    // HEIC fail as a whole, and their reader complains without need.
    bool const in_parts = reply_.type != FileType::avif && reply_.type != FileType::heic;
    if (in_parts && *vips_.vips_error_buffer() != '\0') return refuse(Refusal::unreadable);
    if (vips_.vips_image_get_format(decoded.get()) == VIPS_FORMAT_UCHAR) return decoded;
    VipsImage* bytes = nullptr;
    auto const not_cast = vips_.vips_cast_uchar(decoded.get(), &bytes, end);
    return checked(not_cast, bytes);
}

Result<void> Renderer::make_base() {
    base_size_ = fit_side(size_, blurhash_side_max);
    for (auto const& task : request_.tasks) {
        auto const scaled = plan(size_, task, request_.focus).scaled;
        if (!moves(task) && scaled.area() > base_size_.area()) base_size_ = scaled;
    }
    TRY(auto base, decode(base_size_, false));
    base_.emplace(std::move(base));
    return ok();
}

Result<Picture> Renderer::make_still(Plan const& plan) {
    auto* picture = base_->get();
    VipsImage* scaled = nullptr;
    int failed = 0;
    if (plan.scaled == base_size_) {
        failed = vips_.vips_copy(picture, &scaled, end);
    } else {
        failed = vips_.vips_thumbnail_image(picture, &scaled, static_cast<int>(plan.scaled.width),
                                            "height", static_cast<int>(plan.scaled.height), "size",
                                            VIPS_SIZE_FORCE, "no_rotate", TRUE, end);
    }
    TRY(auto whole, checked(failed, scaled));
    if (plan.kept == plan.scaled) return whole;
    VipsImage* kept = nullptr;
    failed = vips_.vips_extract_area(whole.get(), &kept, static_cast<int>(plan.left),
                                     static_cast<int>(plan.top), static_cast<int>(plan.kept.width),
                                     static_cast<int>(plan.kept.height), end);
    return checked(failed, kept);
}

Result<Picture> Renderer::crop_frames(Picture const& frames, Plan const& plan, int count) {
    std::vector<Picture> cut;
    std::vector<VipsImage*> pointers;
    for (int i = 0; i < count; ++i) {
        VipsImage* one = nullptr;
        auto const failed = vips_.vips_extract_area(
            frames.get(), &one, static_cast<int>(plan.left),
            static_cast<int>(plan.top) + i * static_cast<int>(plan.scaled.height),
            static_cast<int>(plan.kept.width), static_cast<int>(plan.kept.height), end);
        TRY(auto frame, checked(failed, one));
        pointers.push_back(frame.get());
        cut.push_back(std::move(frame));
    }
    VipsImage* joined = nullptr;
    auto const failed = vips_.vips_arrayjoin(pointers.data(), &joined, count, "across", 1, end);
    TRY(auto column, checked(failed, joined));
    return in_memory(std::move(column));
}

Result<Picture> Renderer::make_moving(Plan const& plan) {
    TRY(auto frames, decode(plan.scaled, true));
    auto const height = vips_.vips_image_get_height(frames.get());
    auto const count = height / static_cast<int>(plan.scaled.height);
    if (count < 1 ||
        vips_.vips_image_get_width(frames.get()) != static_cast<int>(plan.scaled.width)) {
        return refuse(Refusal::unreadable);
    }
    if (plan.kept == plan.scaled) return frames;
    TRY(auto column, crop_frames(frames, plan, count));
    vips_.vips_image_set_int(column.get(), VIPS_META_PAGE_HEIGHT,
                             static_cast<int>(plan.kept.height));
    return column;
}

Result<Picture> Renderer::without_alpha(Picture picture) {
    if (vips_.vips_image_hasalpha(picture.get()) == FALSE) return picture;
    auto* const background = vips_.vips_array_double_newv(1, white);
    VipsImage* flat = nullptr;
    auto const failed = vips_.vips_flatten(picture.get(), &flat, "background", background, end);
    vips_.vips_area_unref(reinterpret_cast<VipsArea*>(background));
    return checked(failed, flat);
}

Result<void> Renderer::encode(Picture picture, FileType type, unsigned quality, Encoded& out) {
    auto const q = static_cast<int>(quality);
    int failed = 1;
    if (type == FileType::jpeg) {
        TRY(auto flat, without_alpha(std::move(picture)));
        failed = vips_.vips_jpegsave_buffer(flat.get(), &out.data, &out.size, "Q", q, "strip", TRUE,
                                            "optimize_coding", TRUE, end);
    } else if (type == FileType::png) {
        failed = vips_.vips_pngsave_buffer(picture.get(), &out.data, &out.size, "strip", TRUE,
                                           "compression", png_compression, end);
    } else if (type == FileType::webp) {
        failed = vips_.vips_webpsave_buffer(picture.get(), &out.data, &out.size, "Q", q, "strip",
                                            TRUE, "effort", webp_effort, end);
    } else if (type == FileType::gif) {
        failed = vips_.vips_gifsave_buffer(picture.get(), &out.data, &out.size, "strip", TRUE,
                                           "effort", gif_effort, end);
    }
    if (failed != 0) return refuse(Refusal::unreadable);
    return ok();
}

Result<std::optional<std::string>> Renderer::unchanged_gif(Task const& task, Plan const& plan) {
    std::optional<std::string> kept;
    bool const keeps_frames = !task.still || reply_.frames == 1;
    if (reply_.type != FileType::gif || task.format != OutputFormat::same || !keeps_frames ||
        plan.kept != size_) {
        return kept;
    }
    auto stripped = strip_gif(input_);
    if (!stripped) return refuse(Refusal::unreadable);
    kept = std::move(stripped->bytes);
    return kept;
}

Result<Made> Renderer::make(std::size_t index, Deliver const& deliver) {
    auto const& task = request_.tasks[index];
    auto const how = plan(size_, task, request_.focus);
    Made made;
    made.width = how.kept.width;
    made.height = how.kept.height;
    TRY(auto unchanged, unchanged_gif(task, how));
    if (unchanged) {
        made.type = FileType::gif;
        made.animated = reply_.frames > 1;
        if (!deliver(index, *unchanged)) return refuse(Refusal::no_room);
        return made;
    }
    made.type = output_type(task);
    made.animated = moves(task) && (made.type == FileType::gif || made.type == FileType::webp);
    TRY(auto picture, made.animated ? make_moving(how) : make_still(how));
    Encoded out(vips_);
    TRY_OK(encode(std::move(picture), made.type, task.quality, out));
    if (made.type == FileType::webp) {
        // The writer of some releases keeps what "strip" should have it drop.
        auto const stripped = strip_webp(out.bytes());
        if (!stripped) return refuse(Refusal::unreadable);
        if (!deliver(index, *stripped)) return refuse(Refusal::no_room);
        return made;
    }
    if (!deliver(index, out.bytes())) return refuse(Refusal::no_room);
    return made;
}

Result<void> Renderer::hash() {
    auto const size = fit_side(base_size_, blurhash_side_max);
    TRY(auto small, make_still({size, size}));
    TRY(auto flat, without_alpha(std::move(small)));
    VipsImage* colours = nullptr;
    auto failed = vips_.vips_colourspace(flat.get(), &colours, VIPS_INTERPRETATION_sRGB, end);
    TRY(auto coloured, checked(failed, colours));
    VipsImage* bands = nullptr;
    failed = vips_.vips_extract_band(coloured.get(), &bands, 0, "n", 3, end);
    TRY(auto three, checked(failed, bands));
    VipsImage* bytes = nullptr;
    failed = vips_.vips_cast_uchar(three.get(), &bytes, end);
    TRY(auto pixels, checked(failed, bytes));
    Encoded memory(vips_);
    memory.data = vips_.vips_image_write_to_memory(pixels.get(), &memory.size);
    if (memory.data == nullptr || memory.size != 3 * size.area()) {
        return refuse(Refusal::unreadable);
    }
    reply_.blurhash = blurhash({static_cast<std::uint8_t const*>(memory.data), memory.size},
                               size.width, size.height);
    return ok();
}

Result<void> Renderer::make_all(Deliver const& deliver) {
    TRY_OK(read_header());
    TRY_OK(make_base());
    TRY_OK(hash());
    for (std::size_t i = 0; i < request_.tasks.size(); ++i) {
        TRY(auto made, make(i, deliver));
        reply_.made.push_back(made);
    }
    return ok();
}

Reply Renderer::run(Deliver const& deliver) {
    if (!make_all(deliver)) {
        reply_.detail = vips_.take_error();
        reply_.made.clear();
    }
    vips_.vips_error_clear();
    return std::move(reply_);
}

}  // namespace

Reply render(Vips const& vips, Request const& request, std::string_view input,
             Deliver const& deliver) {
    return Renderer(vips, request, input).run(deliver);
}

}  // namespace skein::imaging
