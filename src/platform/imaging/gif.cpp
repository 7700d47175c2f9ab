#include "platform/imaging/gif.h"

#include <utility>

namespace skein::imaging {

namespace {

constexpr unsigned char extension = 0x21;
constexpr unsigned char graphic_control = 0xf9;
constexpr unsigned char application = 0xff;
constexpr unsigned char plain_text = 0x01;
constexpr unsigned char image = 0x2c;
constexpr unsigned char trailer = 0x3b;

/// Takes pieces off the front; `whole` turns false for good when there was not enough.
struct Reader {
    std::string_view rest;
    bool whole = true;

    std::string_view take(std::size_t size) {
        if (size > rest.size()) {
            whole = false;
            rest = {};
            return {};
        }
        auto const part = rest.substr(0, size);
        rest.remove_prefix(size);
        return part;
    }
    unsigned char byte() {
        auto const part = take(1);
        return part.empty() ? 0 : static_cast<unsigned char>(part[0]);
    }
    /// Data sub-blocks up to and with the empty one that ends them.
    std::string_view sub_blocks() {
        auto const before = rest;
        std::size_t size = 0;
        while (true) {
            auto const length = byte();
            if (!whole) return {};
            take(length);
            if (!whole) return {};
            size += 1 + length;
            if (length == 0) return before.substr(0, size);
        }
    }
};

unsigned little_endian_16(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]) |
           static_cast<unsigned>(static_cast<unsigned char>(bytes[at + 1])) << 8;
}

std::size_t colour_table_bytes(unsigned char flags) {
    return (flags & 0x80) == 0 ? 0 : std::size_t{3} << ((flags & 0x07) + 1);
}

bool is_loop_count(std::string_view blocks) {
    return blocks.starts_with("\x0bNETSCAPE2.0") || blocks.starts_with(
                                                        "\x0b"
                                                        "ANIMEXTS1.0");
}

/// `control` is the graphic control block that waits for its frame.
void copy_extension(Reader& in, std::string& control, std::string& out) {
    auto const label = in.byte();
    auto const blocks = in.sub_blocks();
    if (!in.whole) return;
    if (label == graphic_control) {
        control = {static_cast<char>(extension), static_cast<char>(label)};
        control += blocks;
    } else if (label == plain_text) {
        control.clear();
    } else if (label == application && is_loop_count(blocks)) {
        out += {static_cast<char>(extension), static_cast<char>(label)};
        out += blocks;
    }
}

void copy_image(Reader& in, std::string& control, std::string& out) {
    auto const descriptor = in.take(9);
    if (!in.whole) return;
    auto const table = in.take(colour_table_bytes(static_cast<unsigned char>(descriptor[8])));
    auto const code_size = in.take(1);
    auto const blocks = in.sub_blocks();
    if (!in.whole) return;
    out += std::exchange(control, {});
    out += static_cast<char>(image);
    out += descriptor;
    out += table;
    out += code_size;
    out += blocks;
}

}  // namespace

std::optional<StrippedGif> strip_gif(std::string_view file) {
    Reader in{file};
    auto const head = in.take(13);
    if (!in.whole || !(head.starts_with("GIF87a") || head.starts_with("GIF89a"))) return {};
    StrippedGif gif;
    gif.width = little_endian_16(head, 6);
    gif.height = little_endian_16(head, 8);
    gif.bytes.reserve(file.size() + 1);
    gif.bytes += head;
    gif.bytes += in.take(colour_table_bytes(static_cast<unsigned char>(head[10])));
    std::string control;
    // Many encoders forget the trailer: the end of the file between two blocks will do.
    while (in.whole && !in.rest.empty()) {
        auto const kind = in.byte();
        if (kind == trailer) break;
        if (kind == extension) {
            copy_extension(in, control, gif.bytes);
        } else if (kind == image) {
            copy_image(in, control, gif.bytes);
            ++gif.frames;
        } else {
            return {};
        }
    }
    if (!in.whole || gif.frames == 0) return {};
    gif.bytes += static_cast<char>(trailer);
    return gif;
}

}  // namespace skein::imaging
