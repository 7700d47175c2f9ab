#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "features/instance/commands.h"
#include "features/instance/rules.h"
#include "social/instance.h"
#include "social/languages.h"

namespace skein::instance {
namespace {

constexpr std::size_t rule_characters_max = 1000;
constexpr std::array<std::string_view, 6> names{"title",          "description",
                                                "registrations",  "extended_description",
                                                "privacy_policy", "terms_of_service"};

Result<std::string> words_of(CommandCall const& call) {
    if (call.input.size() > social::instance_text_bytes_max || !is_valid_utf8(call.input))
        return fail(Errc::bad_request, fmt::format("Give text in UTF-8, at most {} bytes.",
                                                   social::instance_text_bytes_max));
    return strip_controls(trim(call.input), true);
}

std::vector<social::Rule> rules_in(std::string_view text) {
    std::vector<social::Rule> rules;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        auto const bar = std::min(line.find('|'), line.size());
        social::Rule rule;
        rule.text = trim(line.substr(0, bar));
        rule.hint = bar < line.size() ? trim(line.substr(bar + 1)) : std::string_view();
        rules.push_back(std::move(rule));
    }
    return rules;
}

/// The rules in another language, line by line in the same order.
Result<void> translate_rules(Server& server, CommandCall& call,
                             std::vector<social::Rule> const& lines) {
    auto const language = social::language_code(call.option("language"));
    if (language.empty()) return fail(Errc::bad_request, "--language is an ISO 639 code, like de.");
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const rules, social::list_rules(tx));
        if (!lines.empty() && lines.size() != rules.size())
            return fail(Errc::unprocessable,
                        fmt::format("Give {} lines, one for each rule.", rules.size()));
        std::vector<RuleTranslation> translations;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (has_more_graphemes(lines[i].text, rule_characters_max) ||
                has_more_graphemes(lines[i].hint, rule_characters_max))
                return fail(Errc::unprocessable, "Validation failed: Text is too long");
            translations.push_back({rules[i].id, language, lines[i].text, lines[i].hint});
        }
        return set_rule_translations(tx, language, translations);
    }));
    call.out(fmt::format("{} rules in {}.", lines.size(), language));
    return {};
}

}  // namespace

Result<void> write_rules(Server& server, CommandCall& call) {
    TRY(auto const text, words_of(call));
    auto const rules = rules_in(text);
    if (!call.option("language").empty()) return translate_rules(server, call, rules);
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const before, social::list_rules(tx));
        auto written = rules;
        for (auto& rule : written) {
            auto const same = std::ranges::find(before, rule.text, &social::Rule::text);
            if (same != before.end()) rule.id = same->id;
        }
        return social::set_rules(tx, std::move(written));
    }));
    call.out(fmt::format("{} rules.", rules.size()));
    return {};
}

Result<void> write_text(Server& server, CommandCall& call) {
    auto const& name = call.arguments[0];
    if (std::ranges::find(names, name) == names.end())
        return fail(Errc::bad_request, fmt::format("There is no such text: {}. Write one of: {}.",
                                                   name, fmt::join(names, ", ")));
    TRY(auto const text, words_of(call));
    if (name == "registrations" && text != "open" && text != "approval" && text != "closed")
        return fail(Errc::bad_request, "Registrations are open, approval or closed.");
    TRY_OK(
        server.db().write([&](db::Tx& tx) { return social::set_instance_text(tx, name, text); }));
    call.out(text.empty() ? "Taken away." : "Written.");
    return {};
}

}  // namespace skein::instance
