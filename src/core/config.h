// Settings, declared once. One struct per owner, one line per setting: name, default, limits, and
// the sentence an admin reads. From that line come the key in the file (`media.upload_bytes_max`),
// the variable (`SKEIN_MEDIA_UPLOAD_BYTES_MAX`), the flag (`--media.upload_bytes_max`),
// `skein config` and the reference.
//
//     struct MediaConfig {
//         std::int64_t upload_bytes_max = 16 << 20;
//         void declare(Settings& s) {
//             s.number("media.upload_bytes_max", upload_bytes_max, {1 << 10, 1 << 30},
//                      "The largest picture …");
//         }
//     };
//     auto const& config = server.settings<MediaConfig>();
//
// A flag wins over a variable, a variable over the file, the file over the default. Wrong or
// unknown settings stop the start, all reported at once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace skein {

struct SettingInfo {
    std::string key, type, fallback, value, limits, help, source;
    bool secret = false;
};

/// Where values come from, and what has been declared so far. One per server; used at start only.
class Settings {
  public:
    struct Range {
        std::int64_t least = 0, most = INT64_MAX;
    };

    /// `file` is TOML text (or ""), `variables` and `flags` are by setting key or variable name.
    static Result<Settings> read(std::string_view file,
                                 std::map<std::string, std::string> variables,
                                 std::map<std::string, std::string> flags);

    /// Each fills `out` when the setting is given, else leaves the default, and notes what was
    /// wrong.
    void text(std::string_view key, std::string& out, std::string_view help);
    void secret(std::string_view key, std::string& out, std::string_view help);
    void choice(std::string_view key, std::string& out, std::vector<std::string> allowed,
                std::string_view help);
    void number(std::string_view key, std::int64_t& out, Range range, std::string_view help);
    void flag(std::string_view key, bool& out, std::string_view help);
    /// `30s`, `5m`, `12h`, `14d`.
    void duration(std::string_view key, Duration& out, std::string_view help);
    void list(std::string_view key, std::vector<std::string>& out, std::string_view help);

    /// Keys nobody declared.
    std::vector<std::string> unknown() const;
    /// Every complaint so far, unknown keys included; empty when all is well.
    std::vector<std::string> problems() const;
    /// What was declared, in order, with values (secrets masked) and where they came from.
    std::vector<SettingInfo> const& declared() const { return declared_; }

  private:
    /// The given text of a key, and where it came from.
    std::optional<std::string> take(std::string_view key, SettingInfo& info);
    SettingInfo& declare(std::string_view key, std::string_view type, std::string fallback,
                         std::string_view help);
    void complain(SettingInfo const& info, std::string_view what);

    std::map<std::string, std::string> file_, variables_, flags_;
    std::vector<SettingInfo> declared_;
    std::vector<std::string> problems_;
    std::map<std::string, bool> used_;
};

/// `media.upload_bytes_max` → `SKEIN_MEDIA_UPLOAD_BYTES_MAX`.
std::string variable_of(std::string_view key);

/// The settings of the core itself.
struct ServerConfig {
    std::string data_dir = "data";
    std::string database = "";  ///< "" is SQLite in the data directory.
    std::string database_vfs = "";
    std::int64_t database_cache_bytes = 6 << 20, database_connections_max = 24;
    Duration database_request_read_max = std::chrono::seconds(5);
    std::vector<std::string> listen = {"127.0.0.1:3000"};
    std::string public_url = "http://127.0.0.1:3000";
    bool allow_plain_http = false;
    std::int64_t node = 0;
    std::vector<std::string> trusted_proxies = {};
    std::int64_t io_threads = 1, read_threads = 2, write_threads = 64, slow_threads = 2,
                 fetch_threads = 16, job_threads = 4, cpu_threads = 2;
    std::string metrics_listen, metrics_token;
    std::string log_level = "info", log_format = "text";
    bool log_requests = false;
    std::vector<std::string> connect_to;
    std::string extra_ca;
    bool allow_private = false;
    std::int64_t per_host_max = 4, jobs_in_memory_max = 16384;
    std::string smtp_url, smtp_user, smtp_password, mail_from;

    void declare(Settings& s);
};

}  // namespace skein
