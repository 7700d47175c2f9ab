#include "platform/imaging/blurhash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include <fmt/format.h>

#include "base/result.h"

namespace skein::imaging {

namespace {

constexpr std::string_view alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
constexpr unsigned side_max = 128;
constexpr unsigned components_max = 9;

struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
};

std::array<double, 256> make_linear_table() {
    std::array<double, 256> table{};
    for (unsigned i = 0; i < table.size(); ++i) {
        double const v = i / 255.0;
        table[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    }
    return table;
}

unsigned to_srgb(double linear) {
    double const v = std::clamp(linear, 0.0, 1.0);
    double const s = v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
    return static_cast<unsigned>(s * 255 + 0.5);
}

void append_base83(std::string& out, unsigned value, unsigned digits) {
    unsigned divisor = 1;
    for (unsigned i = 1; i < digits; ++i) divisor *= 83;
    for (; divisor > 0; divisor /= 83) out.push_back(alphabet[value / divisor % 83]);
}

/// The share of one pair of cosine waves in the picture.
Colour component(std::vector<Colour> const& pixels, unsigned width, unsigned height, unsigned i,
                 unsigned j) {
    Colour sum;
    for (unsigned y = 0; y < height; ++y) {
        double const row = std::cos(std::numbers::pi * j * y / height);
        for (unsigned x = 0; x < width; ++x) {
            double const basis = row * std::cos(std::numbers::pi * i * x / width);
            auto const& pixel = pixels[y * width + x];
            sum.red += basis * pixel.red;
            sum.green += basis * pixel.green;
            sum.blue += basis * pixel.blue;
        }
    }
    double const scale = (i == 0 && j == 0 ? 1.0 : 2.0) / (static_cast<double>(width) * height);
    return {sum.red * scale, sum.green * scale, sum.blue * scale};
}

unsigned quantised(double value, double largest) {
    double const share = value / largest;
    double const root = std::copysign(std::sqrt(std::abs(share)), share);
    return static_cast<unsigned>(std::clamp(std::floor(root * 9 + 9.5), 0.0, 18.0));
}

}  // namespace

std::string blurhash(std::span<std::uint8_t const> rgb, unsigned width, unsigned height,
                     unsigned components_x, unsigned components_y) {
    expects(width >= 1 && width <= side_max && height >= 1 && height <= side_max);
    expects(components_x >= 1 && components_x <= components_max);
    expects(components_y >= 1 && components_y <= components_max);
    expects(rgb.size() == std::size_t{3} * width * height);

    static std::array<double, 256> const linear = make_linear_table();
    std::vector<Colour> pixels(std::size_t{width} * height);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        pixels[i] = {linear[rgb[3 * i]], linear[rgb[3 * i + 1]], linear[rgb[3 * i + 2]]};
    }
    std::vector<Colour> waves;
    double strongest = 0;
    for (unsigned j = 0; j < components_y; ++j) {
        for (unsigned i = 0; i < components_x; ++i) {
            auto const wave = component(pixels, width, height, i, j);
            waves.push_back(wave);
            if (waves.size() == 1) continue;
            strongest = std::max(
                {strongest, std::abs(wave.red), std::abs(wave.green), std::abs(wave.blue)});
        }
    }
    std::string out;
    append_base83(out, components_x - 1 + (components_y - 1) * 9, 1);
    double largest = 1;
    unsigned quantised_largest = 0;
    if (waves.size() > 1) {
        quantised_largest =
            static_cast<unsigned>(std::clamp(std::floor(strongest * 166 - 0.5), 0.0, 82.0));
        largest = (quantised_largest + 1) / 166.0;
    }
    append_base83(out, quantised_largest, 1);
    auto const& average = waves.front();
    append_base83(
        out, to_srgb(average.red) << 16 | to_srgb(average.green) << 8 | to_srgb(average.blue), 4);
    for (std::size_t i = 1; i < waves.size(); ++i) {
        append_base83(
            out,
            (quantised(waves[i].red, largest) * 19 + quantised(waves[i].green, largest)) * 19 +
                quantised(waves[i].blue, largest),
            2);
    }
    return out;
}

bool is_blurhash(std::string_view text) {
    if (text.size() < 6 || text.find_first_not_of(alphabet) != std::string_view::npos) return false;
    auto const size = alphabet.find(text.front());
    return size < 81 && text.size() == 4 + 2 * (size % 9 + 1) * (size / 9 + 1);
}

std::string average_colour(std::string_view blurhash) {
    expects(is_blurhash(blurhash));
    std::size_t value = 0;
    for (char const c : blurhash.substr(2, 4)) value = value * 83 + alphabet.find(c);
    return fmt::format("#{:06x}", value & 0xffffff);
}

}  // namespace skein::imaging
