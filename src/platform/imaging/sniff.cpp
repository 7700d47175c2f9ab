#include "platform/imaging/sniff.h"

#include <algorithm>
#include <array>

namespace skein::imaging {

using namespace std::string_view_literals;

namespace {

constexpr std::size_t brands_max = 32;

std::uint32_t big_endian_32(std::string_view bytes) {
    std::uint32_t number = 0;
    for (char const c : bytes.substr(0, 4)) number = number << 8 | static_cast<unsigned char>(c);
    return number;
}

unsigned char byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

/// What one ISO base media brand stands for; unknown for the generic ones.
FileType type_of_brand(std::string_view brand) {
    static constexpr std::array heic = {"heic"sv, "heix"sv, "heim"sv, "heis"sv,
                                        "hevc"sv, "hevx"sv, "hevm"sv, "hevs"sv};
    static constexpr std::array mp4 = {"isom"sv, "iso2"sv, "iso3"sv, "iso4"sv, "iso5"sv, "iso6"sv,
                                       "mp41"sv, "mp42"sv, "avc1"sv, "dash"sv, "M4V "sv, "M4VH"sv,
                                       "M4VP"sv, "MSNV"sv, "3gp4"sv, "3gp5"sv, "3gp6"sv, "f4v "sv};
    if (brand == "avif" || brand == "avis") return FileType::avif;
    if (std::ranges::find(heic, brand) != heic.end()) return FileType::heic;
    if (brand == "qt  ") return FileType::mov;
    if (brand == "M4A " || brand == "M4B ") return FileType::m4a;
    if (std::ranges::find(mp4, brand) != mp4.end()) return FileType::mp4;
    return FileType::unknown;
}

/// ISO 14496-12, 4.3: the file type box with a major brand and a list of compatible ones.
FileType sniff_base_media(std::string_view head) {
    if (head.size() < 16 || head.substr(4, 4) != "ftyp") return FileType::unknown;
    auto const size = big_endian_32(head);
    if (size < 16) return FileType::unknown;
    auto const major = head.substr(8, 4);
    if (auto const type = type_of_brand(major); type != FileType::unknown) return type;
    auto const box = head.substr(0, size);
    // A still picture says `mif1` first and its codec among the compatible brands; an AVIF that
    // also claims to be an MP4 is a picture.
    auto found = FileType::unknown;
    for (std::size_t i = 0; i < brands_max && 16 + 4 * i + 4 <= box.size(); ++i) {
        auto const type = type_of_brand(box.substr(16 + 4 * i, 4));
        if (type == FileType::avif || type == FileType::heic) return type;
        if (found == FileType::unknown) found = type;
    }
    return found;
}

FileType sniff_riff(std::string_view head) {
    if (!head.starts_with("RIFF") || head.size() < 12) return FileType::unknown;
    auto const kind = head.substr(8, 4);
    if (kind == "WEBP") return FileType::webp;
    if (kind == "WAVE") return FileType::wav;
    return FileType::unknown;
}

FileType sniff_matroska(std::string_view head) {
    if (!head.starts_with("\x1a\x45\xdf\xa3"sv)) return FileType::unknown;
    // The document type stands among the first few elements of the EBML header.
    auto const at = head.substr(0, 128).find("\x42\x82"sv);
    if (at == std::string_view::npos) return FileType::unknown;
    return head.size() > at + 3 && head.substr(at + 3, 4) == "webm" ? FileType::webm
                                                                    : FileType::unknown;
}

/// An MPEG audio frame without a tag before it: its header has fields that only few values fill.
FileType sniff_mpeg_audio(std::string_view head) {
    if (head.starts_with("ID3") && head.size() >= 10) return FileType::mp3;
    if (head.size() < 4 || byte_at(head, 0) != 0xff) return FileType::unknown;
    auto const second = byte_at(head, 1);
    if ((second & 0xf6) == 0xf0) return FileType::aac;
    auto const third = byte_at(head, 2);
    bool const sync = (second & 0xe0) == 0xe0;
    bool const version = (second & 0x18) != 0x08;
    bool const layer_3 = (second & 0x06) == 0x02;
    bool const bit_rate = (third & 0xf0) != 0xf0 && (third & 0xf0) != 0x00;
    bool const sample_rate = (third & 0x0c) != 0x0c;
    return sync && version && layer_3 && bit_rate && sample_rate ? FileType::mp3
                                                                 : FileType::unknown;
}

bool starts_with_any_case(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::ranges::equal(text.substr(0, lower.size()), lower, [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
           });
}

bool contains_any_case(std::string_view text, std::string_view lower) {
    for (; text.size() >= lower.size(); text.remove_prefix(1)) {
        if (starts_with_any_case(text, lower)) return true;
    }
    return false;
}

FileType sniff_markup(std::string_view head) {
    if (head.starts_with("\xef\xbb\xbf"sv)) head.remove_prefix(3);
    auto const start = head.find_first_not_of(" \t\r\n\f"sv);
    if (start == std::string_view::npos || head[start] != '<') return FileType::unknown;
    head.remove_prefix(start);
    if (starts_with_any_case(head, "<!doctype html") || starts_with_any_case(head, "<html") ||
        starts_with_any_case(head, "<script") || starts_with_any_case(head, "<head") ||
        starts_with_any_case(head, "<body")) {
        return FileType::html;
    }
    if (contains_any_case(head, "<svg")) return FileType::svg;
    return contains_any_case(head, "<html") ? FileType::html : FileType::unknown;
}

FileType sniff_signature(std::string_view head) {
    struct Signature {
        std::string_view bytes;
        FileType type;
    };
    static constexpr std::array signatures = {
        Signature{"\xff\xd8\xff"sv, FileType::jpeg},
        Signature{"\x89PNG\r\n\x1a\n"sv, FileType::png},
        Signature{"GIF87a"sv, FileType::gif},
        Signature{"GIF89a"sv, FileType::gif},
        Signature{"II*\0"sv, FileType::tiff},
        Signature{"MM\0*"sv, FileType::tiff},
        Signature{"OggS"sv, FileType::ogg},
        Signature{"fLaC"sv, FileType::flac},
        Signature{"%PDF-"sv, FileType::pdf},
    };
    for (auto const& signature : signatures) {
        if (head.starts_with(signature.bytes)) return signature.type;
    }
    // "BM" alone begins too many texts: the reserved fields of the header are zero as well.
    if (head.starts_with("BM") && head.size() >= 14 && head.substr(6, 4) == "\0\0\0\0"sv) {
        return FileType::bmp;
    }
    return FileType::unknown;
}

}  // namespace

FileType sniff(std::string_view head) {
    head = head.substr(0, sniffed_bytes);
    for (auto* const look : {sniff_signature, sniff_riff, sniff_base_media, sniff_matroska,
                             sniff_mpeg_audio, sniff_markup}) {
        if (auto const type = look(head); type != FileType::unknown) return type;
    }
    return FileType::unknown;
}

std::string_view content_type(FileType type) {
    switch (type) {
        case FileType::unknown: return "application/octet-stream";
        case FileType::jpeg: return "image/jpeg";
        case FileType::png: return "image/png";
        case FileType::gif: return "image/gif";
        case FileType::webp: return "image/webp";
        case FileType::avif: return "image/avif";
        case FileType::heic: return "image/heic";
        case FileType::bmp: return "image/bmp";
        case FileType::tiff: return "image/tiff";
        case FileType::svg: return "image/svg+xml";
        case FileType::html: return "text/html";
        case FileType::pdf: return "application/pdf";
        case FileType::mp4: return "video/mp4";
        case FileType::mov: return "video/quicktime";
        case FileType::webm: return "video/webm";
        case FileType::mp3: return "audio/mpeg";
        case FileType::aac: return "audio/aac";
        case FileType::ogg: return "audio/ogg";
        case FileType::wav: return "audio/wav";
        case FileType::flac: return "audio/flac";
        case FileType::m4a: return "audio/mp4";
    }
    return "application/octet-stream";
}

bool is_picture(FileType type) { return type >= FileType::jpeg && type <= FileType::heic; }

bool is_video(FileType type) { return type >= FileType::mp4 && type <= FileType::webm; }

bool is_audio(FileType type) { return type >= FileType::mp3 && type <= FileType::m4a; }

}  // namespace skein::imaging
