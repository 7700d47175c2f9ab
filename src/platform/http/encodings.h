// Content codings of bodies that were compressed beforehand: static files, made at build time.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "platform/http/message.h"

namespace skein::http {

/// One form of a body. `coding` is `gzip`, `br`, `zstd` or "" for the plain form.
struct Variant {
    std::string_view coding;
    std::uint64_t size = 0;
};

/// The variant to send for an `Accept-Encoding`: what the client likes best, the smallest of what
/// it likes equally. The plain form is the first of `variants` without a coding, and is sent
/// when nothing else is acceptable. `variants` is not empty.
std::size_t negotiate_encoding(std::string_view accept_encoding, std::span<Variant const> variants);

/// Writes the headers of the chosen variant: `Content-Encoding`, `Vary`, and an entity tag of its
/// own, so that no cache mixes the forms. Call it after the tag of the plain form has been set.
void mark_variant(Headers& headers, Variant const& chosen);

}  // namespace skein::http
