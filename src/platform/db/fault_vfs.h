// A file system for SQLite that fails on demand, for tests only: a full disk, a disk that became
// read-only, a write torn in two, a sync that fails.
//
// It passes everything on to the system's and looks into a control file before each change. The
// file holds one word and may be rewritten at any time, also by another process:
//
// | word      | what fails                                               |
// |-----------|----------------------------------------------------------|
// | none      | nothing; so does a missing file                          |
// | full      | every write, as on a full disk                           |
// | read-only | every write and every change of length, as when the file |
// |           | system was remounted read-only                           |
// | torn      | every write, after its first half reached the disk       |
// | unsynced  | every sync                                               |
#pragma once

#include <string>

#include "base/result.h"

namespace skein::db {

/// The name under which SQLite finds the file system `vfs`. `fault:/path/of/the/control/file` is
/// the one above, made at its first use and kept until the program ends; every other name, "" too,
/// is returned unchanged.
Result<std::string> use_fault_vfs(std::string vfs);

}  // namespace skein::db
