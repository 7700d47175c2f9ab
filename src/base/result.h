// How every function here says that it failed.
//
// `Result<T>` is a value or an `Error`. Our code does not throw: failure is the ordinary case for a
// server on the open internet, so the signature says it and the compiler insists that it is read.
// An error is logged once, where it is answered (request, job, socket, command line).
#pragma once

#include <expected>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace skein {

/// What kind of failure this is. One table (core/errors.h) turns it into an HTTP status, a job's
/// verdict (again later, or never) and a log level.
enum class Errc {
    bad_request,        ///< The input cannot be read at all, or a required part is missing.
    unauthenticated,    ///< Nobody, or not who they say.
    forbidden,          ///< Known, but not allowed.
    not_found,          ///< Not there, or not for this reader: the two are never told apart.
    gone,               ///< Was there, and will not come back.
    conflict,           ///< Somebody else changed it first.
    unprocessable,      ///< Readable, but breaks a rule; the message says which.
    too_large,          ///< Over a named limit.
    unsupported_media,  ///< A media type nobody here reads.
    rate_limited,       ///< Too often.
    range,              ///< A byte range outside the body.
    unavailable,        ///< This server cannot just now; trying later may work.
    storage_full,       ///< The disk is full or read-only; trying later may work.
    remote,             ///< Another server failed or refused.
    timeout,            ///< A deadline passed.
    cancelled,          ///< Shutdown came first.
    internal,           ///< Our own mistake.
};

/// The name of a kind of failure, as it stands in logs.
std::string_view to_string(Errc code);

/// One failure. `message` is safe to show to anybody; `detail` is for the log only.
struct [[nodiscard]] Error {
    Errc code = Errc::internal;
    std::string message;
    std::string detail;
    std::source_location where = std::source_location::current();
};

template <class T>
using Result = std::expected<T, Error>;

/// Makes the failing return value of a function: `return fail(Errc::not_found, "…");`
inline std::unexpected<Error> fail(Errc code, std::string message, std::string detail = {},
                                   std::source_location where = std::source_location::current()) {
    return std::unexpected(Error{code, std::move(message), std::move(detail), where});
}

/// Passes a failure on unchanged.
inline std::unexpected<Error> fail(Error error) { return std::unexpected(std::move(error)); }

/// Success without a value.
inline Result<void> ok() { return {}; }

/// Ends the program, with the place. See `expects`.
[[noreturn]] void broken_expectation(char const* condition,
                                     std::source_location where = std::source_location::current());

}  // namespace skein

#define SKEIN_CONCAT_INNER(a, b) a##b
#define SKEIN_CONCAT(a, b) SKEIN_CONCAT_INNER(a, b)

/// `TRY(auto status, load_status(tx, id));` declares `status`, or returns the failure.
#define TRY(declaration, ...) SKEIN_TRY(SKEIN_CONCAT(try_, __COUNTER__), declaration, __VA_ARGS__)
#define SKEIN_TRY(result, declaration, ...)                       \
    auto result = (__VA_ARGS__);                                  \
    if (!result) return ::skein::fail(std::move(result).error()); \
    declaration = *std::move(result)

/// `TRY_OK(write_it());` for results without a value: returns the failure, or goes on.
#define TRY_OK(...)                                              \
    do {                                                         \
        if (auto try_result = (__VA_ARGS__); !try_result)        \
            return ::skein::fail(std::move(try_result).error()); \
    } while (false)

/// States what only our own mistake could break; ends the program when it is broken. Never where a
/// person or another server can reach it.
#define expects(condition) ((condition) ? void() : ::skein::broken_expectation(#condition))
