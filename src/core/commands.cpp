#include "core/commands.h"

namespace skein {

std::string CommandCall::option(std::string_view name) const {
    auto const found = options.find(std::string(name));
    return found == options.end() ? std::string() : found->second;
}

}  // namespace skein
