#include "social/instance.h"

#include "base/text.h"

namespace skein::social {
namespace {

db::Query<Rule> const list_all_rules{"rules.list",
                                     "SELECT id, position, text, hint FROM rules "
                                     "ORDER BY position, id"};
db::Sql const put_rule{"rules.put",
                       "INSERT INTO rules (id, position, text, hint) VALUES ($1, $2, $3, $4) "
                       "ON CONFLICT (id) DO UPDATE SET position = $2, text = $3, hint = $4"};
db::Sql const remove_other_rules{"rules.remove_others",
                                 "DELETE FROM rules WHERE id NOT IN {list:$1}"};

db::Query<InstanceText> const find_text{
    "instance_values.find", "SELECT value, updated_at FROM instance_values WHERE name = $1"};
db::Sql const put_text{"instance_values.put",
                       "INSERT INTO instance_values (name, value, updated_at) VALUES ($1, $2, $3) "
                       "ON CONFLICT (name) DO UPDATE SET value = $2, updated_at = $3"};

struct NamedText {
    std::string name, value;
    auto row() { return std::tie(name, value); }
};
db::Query<NamedText> const list_chosen_words{
    "instance_values.list_chosen",
    "SELECT name, value FROM instance_values WHERE name IN ('title', 'description', "
    "'registrations')"};

struct UserFigures {
    std::int64_t users = 0, active_month = 0, active_half_year = 0, statuses = 0;
    auto row() { return std::tie(users, active_month, active_half_year, statuses); }
};
db::Query<UserFigures> const count_people{
    "instance.count_users",
    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN u.last_active_at >= $1 THEN 1 ELSE 0 END), 0) "
    "AS BIGINT), CAST(COALESCE(SUM(CASE WHEN u.last_active_at >= $2 THEN 1 ELSE 0 END), 0) AS "
    "BIGINT), CAST(COALESCE(SUM(st.statuses_count), 0) AS BIGINT) FROM users u "
    "JOIN account_stats st ON st.account_id = u.account_id "
    "WHERE u.confirmed_at IS NOT NULL AND u.approved_at IS NOT NULL"};
// Jumps from domain to domain along the index instead of reading every account.
db::Query<std::int64_t> const count_domains{
    "instance.count_domains",
    "WITH RECURSIVE known (domain) AS (SELECT MIN(domain) FROM accounts WHERE domain > '' "
    "UNION ALL SELECT (SELECT MIN(a.domain) FROM accounts a WHERE a.domain > known.domain) "
    "FROM known WHERE known.domain IS NOT NULL) SELECT COUNT(domain) FROM known"};

constexpr std::size_t rules_max = 100;
constexpr std::size_t rule_characters_max = 1000;
constexpr auto month = std::chrono::days(30);
constexpr auto half_year = std::chrono::days(180);

}  // namespace

void InstanceConfig::declare(Settings& s) {
    s.text("instance.title", title, "The server's name, until its owner writes another.");
    s.text("instance.description", description, "What this server is, in a sentence or two.");
    s.text("instance.contact_email", contact_email, "Where people reach those who run the server.");
    s.text("instance.contact_account", contact_account,
           "The username of the account people may write to.");
    s.list("instance.languages", languages, "The languages mostly spoken here, as ISO 639 codes.");
    s.choice("instance.registrations", registrations, {"open", "approval", "closed"},
             "Who may sign up: everybody, those whom a moderator approves, or nobody.");
    s.number("posts.characters_max", status_characters_max, {1, 100'000},
             "The longest post, in characters; a link counts 23.");
    s.number("posts.media_max", media_per_status_max, {1, 16}, "The most files in one post.");
    s.number("media.image_bytes_max", image_bytes_max, {1 << 10, 1 << 30},
             "The largest picture, in bytes.");
    s.number("media.image_pixels_max", image_pixels_max, {1 << 10, 1 << 28},
             "The largest picture, in pixels.");
    s.number("media.video_bytes_max", video_bytes_max, {1 << 10, std::int64_t{4} << 30},
             "The largest video or sound, in bytes.");
    s.number("media.video_pixels_max", video_pixels_max, {1 << 10, 1 << 26},
             "The largest frame of a video, in pixels.");
    s.number("media.video_frame_rate_max", video_frame_rate_max, {1, 1000},
             "The most frames of a video in a second.");
    s.number("media.description_characters_max", description_characters_max, {1, 10'000},
             "The longest description of a file, in characters.");
}

Registrations InstanceConfig::registrations_mode() const {
    if (registrations == "open") return Registrations::open;
    return registrations == "closed" ? Registrations::closed : Registrations::approval;
}

Result<std::vector<Rule>> list_rules(db::Tx& tx) { return tx.list(list_all_rules); }

Result<void> set_rules(db::Tx& tx, std::vector<Rule> rules) {
    if (rules.size() > rules_max) return fail(Errc::unprocessable, "There may be 100 rules.");
    std::vector<RuleId> kept;
    for (auto& rule : rules) {
        if (trim(rule.text).empty())
            return fail(Errc::unprocessable, "Validation failed: Text can't be blank");
        if (count_graphemes(rule.text) > rule_characters_max ||
            count_graphemes(rule.hint) > rule_characters_max)
            return fail(Errc::unprocessable, "Validation failed: Text is too long");
        if (!rule.id) rule.id = tx.new_id<RuleId>();
        kept.push_back(rule.id);
    }
    TRY_OK(tx.run(remove_other_rules, kept));
    for (std::size_t i = 0; i < rules.size(); ++i)
        TRY_OK(tx.run(put_rule, rules[i].id, static_cast<std::int64_t>(i), rules[i].text,
                      rules[i].hint));
    return {};
}

Result<std::optional<InstanceText>> find_instance_text(db::Tx& tx, std::string_view name) {
    return tx.find(find_text, name);
}

Result<void> set_instance_text(db::Tx& tx, std::string_view name, std::string_view value) {
    if (value.size() > instance_text_bytes_max)
        return fail(Errc::unprocessable, "Validation failed: Text is too long");
    TRY_OK(tx.run(put_text, name, value, tx.now()));
    return {};
}

Result<ServerWords> load_server_words(db::Tx& tx, InstanceConfig const& config) {
    TRY(auto const chosen, tx.list(list_chosen_words));
    auto mode = config;
    for (auto const& [name, value] : chosen) {
        if (value.empty()) continue;
        if (name == "title") mode.title = value;
        else if (name == "description") mode.description = value;
        else mode.registrations = value;
    }
    return ServerWords{mode.title, mode.description, mode.registrations_mode()};
}

Result<InstanceFigures> count_instance(db::Tx& tx) {
    TRY(auto const people, tx.load(count_people, tx.now() - month, tx.now() - half_year));
    TRY(auto const domains, tx.load(count_domains));
    return InstanceFigures{people.users, people.active_month, people.active_half_year,
                           people.statuses, domains};
}

}  // namespace skein::social
