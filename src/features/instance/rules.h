// The rules of the server as the API shows them, in every language they were put into.
#pragma once

#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/json.h"
#include "social/instance.h"

namespace skein::instance {

struct RuleTranslation {
    RuleId rule_id;
    std::string language, text, hint;
    auto row() { return std::tie(rule_id, language, text, hint); }
};
inline constexpr std::size_t rule_languages_max = 100;

/// In the order of rule and language.
Result<std::vector<RuleTranslation>> list_rule_translations(db::Tx& tx);
/// Every rule in this language; those without a text have none. What belongs to no rule goes.
Result<void> set_rule_translations(db::Tx& tx, std::string_view language,
                                   std::span<RuleTranslation const> translations);

/// The rules as one array.
void write_rules(std::vector<social::Rule> const& rules,
                 std::vector<RuleTranslation> const& translations, json::Writer& out);

}  // namespace skein::instance
