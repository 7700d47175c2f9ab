#include "app/features.h"

#include "features/activitypub/feature.h"
#include "features/annual_reports/feature.h"
#include "features/backup/feature.h"
#include "features/mail_notices/feature.h"
#include "features/previews/feature.h"
#include "features/public_pages/feature.h"
#include "features/sample/feature.h"
#include "features/search/feature.h"
#include "features/transfer/feature.h"
#include "features/trends/feature.h"
#include "features/web_app/feature.h"

namespace skein {

std::vector<Feature> features() {
    auto list = required_features();
    list.push_back({"activitypub", activitypub::install});
    list.push_back({"annual_reports", annual_reports::install});
    list.push_back({"backup", backup::install});
    list.push_back({"mail_notices", mail_notices::install});
    list.push_back({"previews", previews::install});
    list.push_back({"public_pages", public_pages::install});
    list.push_back({"sample", sample::install});
    list.push_back({"search", search::install});
    list.push_back({"transfer", transfer::install});
    list.push_back({"trends", trends::install});
    list.push_back({"web_app", web_app::install});
    return list;
}

}  // namespace skein
