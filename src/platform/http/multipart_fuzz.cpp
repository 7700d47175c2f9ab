#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/multipart.h"

namespace {

using namespace skein;

class Recorder final : public http::PartReader {
  public:
    Result<void> begin_part(http::PartHead head) override {
        if (open_ || head.name.empty()) __builtin_trap();
        open_ = true;
        text += '(' + head.name + head.file_name.value_or("") + head.content_type + ':';
        return {};
    }
    Result<void> part_data(std::string_view bytes) override {
        if (!open_) __builtin_trap();
        text += bytes;
        return {};
    }
    Result<void> end_part() override {
        if (!open_) __builtin_trap();
        open_ = false;
        text += ')';
        return {};
    }
    std::string text;

  private:
    bool open_ = false;
};

/// What was understood, or nothing where the body is refused.
std::string read(std::string_view body, std::size_t size) {
    Recorder recorder;
    http::MultipartParser parser("b", 100, recorder);
    for (; !body.empty(); body.remove_prefix(size < body.size() ? size : body.size()))
        if (!parser.feed(body.substr(0, size))) return {};
    return parser.finish() ? recorder.text : std::string();
}

}  // namespace

/// The pieces a body comes in never matter. The first byte is their size.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view const body(reinterpret_cast<char const*>(data) + 1, size - 1);
    if (read(body, data[0] + 1U) != read(body, size)) __builtin_trap();
    (void)http::multipart_boundary(body);
    return 0;
}
