// Any bytes are a list or refused; what is in it is a domain.
#include <cstdlib>

#include "features/admin/domain_list.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    for (auto const& row : skein::admin::parse_csv(text))
        if (row.empty()) std::abort();
    auto const list = skein::admin::parse_domain_list(text);
    if (!list) return 0;
    for (auto const& policy : list->policies)
        if (!skein::social::domain_name(policy.domain)) std::abort();
    return 0;
}
