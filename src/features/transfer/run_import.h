// The import as a job.
#pragma once

#include "features/transfer/imports.h"

namespace skein::transfer {

/// Takes the waiting lines one after the other, and asks other servers for whom it does not know;
/// then, where the file replaces what was there, takes away what it lacks. After a few seconds it
/// begins anew where it is, so that others have their turn; lines whose server does not answer are
/// put off, and it comes back for them. Lane `fetch`.
Result<void> run_import(JobRun& run, RunImport const& job);
/// A few times; a dead letter stands in nobody's way (imports.h).
std::optional<Duration> import_retry(std::int64_t failures);
/// Ends those that no job runs any more, and forgets old ones.
Result<void> sweep_imports(Server& server);

}  // namespace skein::transfer
