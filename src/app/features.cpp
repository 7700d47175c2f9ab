#include "app/features.h"

#include "features/backup/feature.h"
#include "features/sample/feature.h"
#include "features/search/feature.h"

namespace skein {

std::vector<Feature> features() {
    auto all = required_features();
    all.push_back({"search", search::install});
    all.push_back({"monitoring", monitoring::install});
    all.push_back({"backup", backup::install});
    all.push_back({"sample", sample::install});
    return all;
}

}  // namespace skein
