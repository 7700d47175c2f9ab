#include "social/network.h"

namespace skein::social {

ProtocolNetwork* Networks::find(Network network) const {
    for (auto const& one : all)
        if (one->network() == network) return one.get();
    return nullptr;
}

}  // namespace skein::social
