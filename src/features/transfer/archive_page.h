// The part of the export page about archives of everything.
#pragma once

#include "core/endpoint.h"
#include "social/pages.h"

namespace skein::transfer {

/// How the asker's archive stands, and the form to ask for one, with what was wrong with it;
/// nothing where nobody writes any.
Result<SafeHtml> archive_section(Call const& call, social::PageWriter const& page,
                                 social::FieldErrors errors);

/// The whole page, with what was wrong with the form for an archive.
Result<Reply> export_page(Call& call, social::FieldErrors errors);

}  // namespace skein::transfer
