// Linked instead of features.cpp into `skein_required`.

#include "app/features.h"

namespace skein {

std::vector<Feature> features() { return required_features(); }

}  // namespace skein
