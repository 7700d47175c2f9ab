// The server's own words and figures: title, description, contact, rules, policies, counts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/config.h"
#include "platform/db/tx.h"

namespace skein::social {

enum class Registrations { open, approval, closed };

/// Settings that describe the server and bound what people may write.
struct InstanceConfig {
    std::string title = "Skein";
    std::string description = "A Skein server.";
    std::string contact_email;
    std::string contact_account;
    std::vector<std::string> languages = {"en"};
    std::string registrations = "approval";  ///< open, approval or closed.
    std::int64_t status_characters_max = 500;
    std::int64_t media_per_status_max = 4;
    std::int64_t image_bytes_max = 16 << 20;
    std::int64_t image_pixels_max = 33177600;
    std::int64_t video_bytes_max = 99 << 20;
    std::int64_t video_pixels_max = 8294400;
    std::int64_t video_frame_rate_max = 120;
    std::int64_t description_characters_max = 1500;

    void declare(Settings& s);
    Registrations registrations_mode() const;
};

struct Rule {
    RuleId id;
    std::int64_t position = 0;
    std::string text, hint;
    auto row() { return std::tie(id, position, text, hint); }
};
Result<std::vector<Rule>> list_rules(db::Tx& tx);
Result<void> set_rules(db::Tx& tx, std::vector<Rule> rules);

/// A longer text kept in the database ("extended_description", "privacy_policy",
/// "terms_of_service", and the title and description chosen in the first set-up), with the time it
/// was last changed.
struct InstanceText {
    std::string value;
    Time updated_at{};
    auto row() { return std::tie(value, updated_at); }
};
Result<std::optional<InstanceText>> find_instance_text(db::Tx& tx, std::string_view name);
inline constexpr std::size_t instance_text_bytes_max = 200'000;
Result<void> set_instance_text(db::Tx& tx, std::string_view name, std::string_view value);

/// What the server says of itself and who may join: as its owner chose in the first set-up, else as
/// set.
struct ServerWords {
    std::string title, description;
    Registrations registrations{};
};
Result<ServerWords> load_server_words(db::Tx& tx, InstanceConfig const& config);

struct InstanceFigures {
    std::int64_t users = 0, active_month = 0, active_half_year = 0, local_statuses = 0,
                 known_domains = 0;
};
Result<InstanceFigures> count_instance(db::Tx& tx);

}  // namespace skein::social
