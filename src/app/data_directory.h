// The data directory: one process owns it. The owner holds the lock and listens on the control
// socket; other processes of the program find it there, have commands run by it, or take over its
// sockets for a restart.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"
#include "core/commands.h"

namespace skein {

/// Ownership of a data directory, until destruction.
class DirectoryLock {
  public:
    /// Makes the directory (0700) when there is none. Errc::conflict when another process owns it;
    /// with `wait`, waits that long for it to let go.
    static Result<DirectoryLock> take(std::string const& directory, std::chrono::seconds wait = {});

  private:
    explicit DirectoryLock(int fd) : file_(fd) {}
    Descriptor file_;
};

/// As many sockets can be handed over.
inline constexpr std::size_t sockets_handed_over_max = 16;

/// What a control connection may ask of the owner.
struct ControlHandlers {
    /// Runs a command by its name; lines go to `call.out`.
    std::function<Result<void>(std::string const& name, CommandCall& call)> run;
    /// The listening sockets, for a process that takes over.
    std::function<std::vector<int>()> listening_sockets;
    /// Stops the process; called once the sockets are sent, since a process that stops closes them.
    std::function<void()> stop;
};

/// The owner's end: a Unix socket in the directory, readable by its user only.
class ControlSocket {
  public:
    static Result<std::unique_ptr<ControlSocket>> listen(std::string const& directory,
                                                         ControlHandlers handlers);
    ~ControlSocket();

  private:
    struct State;
    explicit ControlSocket(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Has the owner run a command. Nothing when nobody owns the directory.
std::optional<Result<void>> run_at_owner(std::string const& directory, std::string const& name,
                                         CommandCall& call);

/// Asks the owner for its listening sockets; it stops after that. Nothing when nobody owns the
/// directory.
std::optional<Result<std::vector<int>>> take_over_sockets(std::string const& directory);

}  // namespace skein
