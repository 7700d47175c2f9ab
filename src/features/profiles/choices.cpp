#include "features/profiles/choices.h"

#include <algorithm>

#include "core/server.h"
#include "features/profiles/handlers.h"

namespace skein::profiles {
namespace {

db::Query<std::string> const find_choices{"app_choices.find",
                                          "SELECT choices FROM app_choices WHERE account_id = $1"};
db::Sql const put_choices{"app_choices.put",
                          "INSERT INTO app_choices (account_id, choices) VALUES ($1, $2) "
                          "ON CONFLICT (account_id) DO UPDATE SET choices = $2"};
db::Sql const remove_choices{"app_choices.remove", "DELETE FROM app_choices WHERE account_id = $1"};

/// Is the value at most so many objects and arrays deep?
bool is_within(json::Value const& value, int depth) {
    if (!value.is_object() && !value.is_array()) return true;
    if (depth == 0) return false;
    if (value.is_array())
        return std::ranges::all_of(value.elements(), [&](json::Value const& inner) {
            return is_within(inner, depth - 1);
        });
    return std::ranges::all_of(
        value.members(), [&](auto const& member) { return is_within(member.second, depth - 1); });
}

/// The object as it is kept.
Result<std::string> checked_choices(std::string_view body) {
    auto const document = json::Document::parse(body);
    if (!document) return fail(Errc::unprocessable, "Validation failed: The body must be JSON");
    auto const choices = document->root().find("choices");
    if (!choices || !choices->is_object())
        return fail(Errc::unprocessable, "Validation failed: Choices must be an object");
    if (!is_within(*choices, choices_depth_max))
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: Choices are more than {} levels deep",
                                choices_depth_max));
    auto text = choices->dump();
    if (text.size() > choices_bytes_max)
        return fail(
            Errc::unprocessable,
            fmt::format("Validation failed: Choices take more than {} bytes", choices_bytes_max));
    return text;
}

Reply choices_reply(std::string_view choices) {
    json::Writer out;
    out.raw(choices);
    return json_reply(std::move(out));
}

}  // namespace

Result<Reply> show_choices(Call& call) {
    TRY(auto const kept,
        call.server().db().read([&](db::Tx& tx) { return tx.find(find_choices, call.viewer()); }));
    return choices_reply(kept ? std::string_view(*kept) : "{}");
}

Result<Reply> keep_choices(Call& call, KeepChoices const&) {
    TRY(auto const choices, checked_choices(call.request().body));
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(put_choices, call.viewer(), choices));
        return {};
    }));
    return choices_reply(choices);
}

Result<void> forget_choices(db::Tx& tx, social::AccountRemoved const& event) {
    TRY_OK(tx.run(remove_choices, event.account));
    return {};
}

}  // namespace skein::profiles
