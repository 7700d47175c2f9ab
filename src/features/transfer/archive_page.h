// The part of the export page about archives of everything.
#pragma once

#include "core/endpoint.h"
#include "social/pages.h"

namespace skein::transfer {

/// How the asker's archive stands, and the form to ask for one; nothing where nobody writes any.
Result<SafeHtml> archive_section(Call const& call, social::PageWriter const& page);

}  // namespace skein::transfer
