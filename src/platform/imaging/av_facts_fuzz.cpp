// What a hostile ffprobe may write.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "platform/imaging/av_facts.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const facts = skein::imaging::read_av_facts({reinterpret_cast<char const*>(data), size});
    if (facts && (facts->duration < 0 || facts->video.width < 0 || facts->video.width > 65'535))
        std::abort();
    return 0;
}
