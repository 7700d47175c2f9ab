#include "features/activitypub/signature_memory.h"

#include "core/server.h"

namespace skein::activitypub {

void install_signature_memory(Server& server) {
    auto const& first = server.settings<SignatureConfig>().first_form;
    server.part<SignatureMemory>().set_first(first == "rfc9421" ? SignatureForm::rfc9421
                                                                : SignatureForm::cavage);
}

}  // namespace skein::activitypub
