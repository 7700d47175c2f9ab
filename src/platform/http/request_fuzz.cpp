#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/request_reader.h"

namespace {

using namespace skein::http;
using Progress = RequestReader::Progress;

/// All requests in these bytes, as text; "refused" ends them.
std::string read(std::string_view bytes, std::size_t size) {
    static std::string const nowhere;
    RequestReader reader({4096, 20}, nowhere);
    std::string seen;
    while (!bytes.empty()) {
        auto piece = bytes.substr(0, size);
        auto const length = piece.size();
        switch (reader.read(piece)) {
            case Progress::refused: return seen + "refused";
            case Progress::head:
                if (reader.allow_body({1000, false}) == Progress::refused) return seen + "refused";
                break;
            case Progress::complete: {
                auto const& request = reader.request();
                if (request.path.empty() || request.body.size() > 1000) __builtin_trap();
                if (request.path != "*" && request.path[0] != '/') __builtin_trap();
                if (request.path.find("/../") != std::string::npos) __builtin_trap();
                if (request.headers.count("Host") > 1) __builtin_trap();
                seen += request.path + '?' + request.query + '|' + request.body + '\n';
                for (auto const& [name, value] : request.headers) seen += name + '=' + value + '\n';
                reader.reset();
                break;
            }
            case Progress::more:
                if (!piece.empty()) __builtin_trap();
        }
        bytes.remove_prefix(length - piece.size());
    }
    return seen;
}

}  // namespace

/// The pieces requests come in never matter. The first byte is their size.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
    if (read(bytes, data[0] + 1U) != read(bytes, size)) __builtin_trap();
    return 0;
}
