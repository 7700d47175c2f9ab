// Static files of the program itself: style sheets, icons, pictures. Gathered from every `assets/`
// folder when the program is built (cmake/assets.cmake), compressed there once, and served under
// `/assets/` from memory. An address made by `asset_path` carries a digest of the content, so that
// browsers may keep the file for ever.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/endpoint.h"

namespace skein {

class Server;

struct Asset {
    std::string_view name;  ///< `skein.css`
    std::string_view content_type;
    std::string_view digest;              ///< Of `identity`, 16 hex digits.
    std::string_view identity;            ///< As it is.
    std::string_view gzip, brotli, zstd;  ///< Empty where it would not be smaller.
};

/// Every asset, by name.
std::span<Asset const> all_assets();

/// Null for an unknown name.
Asset const* find_asset(std::string_view name);

/// `/assets/skein.css?v=0123456789abcdef`. The asset must exist.
std::string asset_path(std::string_view name);

/// What is kept for ever must have its content in its address.
enum class Keep : std::uint8_t { for_ever, an_hour, ask_again };
/// The file in the form that suits `Accept-Encoding`, or 304 when the browser has it.
Reply asset_reply(Call const& call, Asset const& asset, Keep keep);

/// Serves `/assets/{name}` and `/favicon.ico`.
void install_assets(Server& server);

}  // namespace skein
