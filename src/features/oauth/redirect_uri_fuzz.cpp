// Any bytes are judged without harm, and what has no fault gives policies that are one word.
#include <cstdlib>

#include "features/oauth/redirect_uri.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string_view const uri(reinterpret_cast<char const*>(data), size);
    if (skein::oauth::find_uri_fault(uri)) return 0;
    if (skein::oauth::form_source(uri).find_first_of(" ;,\r\n\t'\"") != std::string::npos)
        std::abort();
    if (!skein::oauth::matches(uri, uri)) std::abort();
    skein::oauth::shown_target(uri);
    return 0;
}
