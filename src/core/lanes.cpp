#include "core/lanes.h"

namespace skein {

std::string_view to_string(LaneName lane) {
    switch (lane) {
        case LaneName::read: return "read";
        case LaneName::write: return "write";
        case LaneName::slow: return "slow";
        case LaneName::fetch: return "fetch";
        case LaneName::jobs: return "jobs";
        case LaneName::cpu: return "cpu";
    }
    return "unknown";
}

}  // namespace skein
