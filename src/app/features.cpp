#include "app/features.h"

#include "features/backup/feature.h"
#include "features/sample/feature.h"
#include "features/search/feature.h"

namespace skein {

std::vector<Feature> features() {
    auto all = required_features();
    std::vector<Feature> const optional{
        {"backup", backup::install},
        {"sample", sample::install},
        {"search", search::install},
    };
    all.insert(all.end(), optional.begin(), optional.end());
    return all;
}

}  // namespace skein
