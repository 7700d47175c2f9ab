// The import as a job.
#pragma once

#include "features/transfer/imports.h"

namespace skein::transfer {

/// Takes the waiting lines one after the other, and asks other servers for whom it does not know;
/// then, where the file replaces what was there, takes away what it lacks. Lane `fetch`.
Result<void> run_import(JobRun& run, RunImport const& job);
Result<void> sweep_imports(Server& server);

}  // namespace skein::transfer
