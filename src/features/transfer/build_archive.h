// Putting an archive together, as Mastodon has it: the files, every post as an activity, what was
// favoured and bookmarked, the profile.
#pragma once

#include "core/jobs.h"
#include "features/transfer/archives.h"

namespace skein::transfer {

/// A stretch of it; comes back until it is there. What was noted in the row is on the disk:
/// whatever interrupts it, it goes on from there, and where the files are gone it begins again.
Result<void> build_archive(JobRun& run, BuildArchive const& job);

}  // namespace skein::transfer
