#include "features/instance/rules.h"

#include "core/server.h"
#include "features/instance/handlers.h"

namespace skein::instance {

void write_rules(std::vector<social::Rule> const& rules, json::Writer& out) {
    out.array([&] {
        for (auto const& rule : rules)
            out.object([&] {
                out.field("id", rule.id);
                out.field("text", rule.text);
                out.field("hint", rule.hint);
                out.key("translations");
                out.object([] {});
            });
    });
}

Result<Reply> list_rules(Call& call) {
    TRY(auto const rules, call.server().db().read(social::list_rules));
    json::Writer out;
    write_rules(rules, out);
    return json_reply(std::move(out));
}

}  // namespace skein::instance
