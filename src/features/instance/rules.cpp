#include "features/instance/rules.h"

#include "core/server.h"
#include "features/instance/handlers.h"

namespace skein::instance {
namespace {

db::Query<RuleTranslation> const list_all{
    "rule_translations.list",
    "SELECT t.rule_id, t.language, t.text, t.hint FROM rule_translations t JOIN rules r ON r.id = "
    "t.rule_id ORDER BY t.rule_id, t.language"};
db::Sql const put{"rule_translations.put",
                  "INSERT INTO rule_translations (rule_id, language, text, hint) VALUES ($1, $2, "
                  "$3, $4)"};
db::Sql const remove_language{
    "rule_translations.remove",
    "DELETE FROM rule_translations WHERE language = $1 OR rule_id NOT IN (SELECT id FROM rules)"};

}  // namespace

Result<std::vector<RuleTranslation>> list_rule_translations(db::Tx& tx) {
    return tx.list(list_all);
}

Result<void> set_rule_translations(db::Tx& tx, std::string_view language,
                                   std::span<RuleTranslation const> translations) {
    TRY_OK(tx.run(remove_language, language));
    for (auto const& one : translations)
        if (!one.text.empty()) TRY_OK(tx.run(put, one.rule_id, language, one.text, one.hint));
    return {};
}

void write_rules(std::vector<social::Rule> const& rules,
                 std::vector<RuleTranslation> const& translations, json::Writer& out) {
    out.array([&] {
        for (auto const& rule : rules)
            out.object([&] {
                out.field("id", rule.id);
                out.field("text", rule.text);
                out.field("hint", rule.hint);
                out.key("translations");
                out.object([&] {
                    for (auto const& one : translations) {
                        if (one.rule_id != rule.id) continue;
                        out.key_escaped(one.language);
                        out.object([&] {
                            out.field("text", one.text);
                            out.field("hint", one.hint);
                        });
                    }
                });
            });
    });
}

Result<Reply> list_rules(Call& call) {
    return call.server().db().read([](db::Tx& tx) -> Result<Reply> {
        TRY(auto const rules, social::list_rules(tx));
        TRY(auto const translations, list_rule_translations(tx));
        json::Writer out;
        write_rules(rules, translations, out);
        return json_reply(std::move(out));
    });
}

}  // namespace skein::instance
