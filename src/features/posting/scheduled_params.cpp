// What an author asked for, as ScheduledStatus shows it and as it is kept.

#include <unordered_map>

#include "features/posting/scheduled_statuses.h"
#include "social/kept_media.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

void write_poll(PollFields const& poll, json::Writer& out) {
    out.object([&] {
        out.key("options");
        out.array([&] {
            for (auto const& option : poll.options) out.value(option);
        });
        out.field("expires_in", poll.expires_in);
        out.field("multiple", poll.multiple);
        out.field("hide_totals", poll.hide_totals);
    });
}

std::optional<std::string> text_of(json::Value const& params, std::string_view name) {
    auto const value = params.find(name);
    auto const text = value ? value->text() : std::nullopt;
    return text ? std::optional(std::string(*text)) : std::nullopt;
}

template <class AnyId>
std::optional<AnyId> id_of(json::Value const& params, std::string_view name) {
    auto const id = parse_id(params.get_text(name));
    return id ? std::optional(AnyId{*id}) : std::nullopt;
}

std::vector<MediaId> media_of(json::Value const& params) {
    std::vector<MediaId> ids;
    if (auto const list = params.find("media_ids"))
        for (auto const& one : list->elements())
            if (auto const id = parse_id(one.text().value_or(""))) ids.push_back(MediaId{*id});
    return ids;
}

std::optional<PollFields> poll_of(json::Value const& params) {
    auto const poll = params.find("poll");
    if (!poll || !poll->is_object()) return std::nullopt;
    auto const flag = [&](std::string_view name) {
        auto const value = poll->find(name);
        return value && value->boolean().value_or(false);
    };
    PollFields fields;
    if (auto const options = poll->find("options"))
        for (auto const& one : options->elements())
            fields.options.emplace_back(one.text().value_or(""));
    if (auto const seconds = poll->find("expires_in")) fields.expires_in = seconds->integer();
    fields.multiple = flag("multiple");
    fields.hide_totals = flag("hide_totals");
    return fields;
}

}  // namespace

std::string params_of(CreateStatus const& input, AppId app, std::string_view idempotency_key) {
    json::Writer out;
    auto const text_or_null = [&](std::string_view name, std::string_view text) {
        out.key(name);
        text.empty() ? out.value(nullptr) : out.value(text);
    };
    out.object([&] {
        out.field("text", input.text);
        out.key("poll");
        input.poll ? write_poll(*input.poll, out) : out.value(nullptr);
        out.key("media_ids");
        if (input.media_ids.empty()) out.value(nullptr);
        else
            out.array([&] {
                for (auto const id : input.media_ids) out.value(id);
            });
        out.field("sensitive", input.sensitive);
        text_or_null("spoiler_text", input.spoiler_text);
        text_or_null("visibility", input.visibility.value_or(""));
        text_or_null("language", input.language.value_or(""));
        out.field("in_reply_to_id", input.in_reply_to_id);
        if (app) out.field("application_id", app);
        out.field("scheduled_at", nullptr);
        text_or_null("idempotency", idempotency_key);
        out.field("with_rate_limit", false);
        if (input.quoted_status_id) out.field("quoted_status_id", *input.quoted_status_id);
        if (input.quote_approval_policy)
            out.field("quote_approval_policy", *input.quote_approval_policy);
    });
    return out.take();
}

Result<CreateStatus> request_of(ScheduledStatus const& row) {
    TRY(auto const document, json::Document::parse(row.params));
    auto const params = document.root();
    CreateStatus input;
    input.text = params.get_text("text");
    input.spoiler_text = params.get_text("spoiler_text");
    input.visibility = std::string(social::to_string(row.visibility));
    input.language = text_of(params, "language");
    if (auto const sensitive = params.find("sensitive")) input.sensitive = sensitive->boolean();
    input.in_reply_to_id = id_of<StatusId>(params, "in_reply_to_id");
    input.media_ids = media_of(params);
    input.poll = poll_of(params);
    input.quoted_status_id = id_of<StatusId>(params, "quoted_status_id");
    input.quote_approval_policy = text_of(params, "quote_approval_policy");
    return input;
}

Result<void> write_scheduled(Server& server, db::Tx& tx, std::span<ScheduledStatus const> rows,
                             json::Writer& out) {
    std::vector<std::vector<MediaId>> media;
    std::vector<MediaId> all;
    for (auto const& row : rows) {
        TRY(auto const document, json::Document::parse(row.params));
        media.push_back(media_of(document.root()));
        all.insert(all.end(), media.back().begin(), media.back().end());
    }
    std::unordered_map<MediaId, social::Media> found;
    if (!all.empty()) {
        TRY(auto files, social::list_own_media(tx, rows.front().account_id, all));
        for (auto& file : files) found.emplace(file.id, std::move(file));
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        out.object([&] {
            out.field("id", rows[i].id);
            out.field("scheduled_at", rows[i].scheduled_at);
            out.raw_field("params", rows[i].params);
            out.key("media_attachments");
            out.array([&] {
                for (auto const id : media[i])
                    if (auto const file = found.find(id); file != found.end())
                        social::write_media(server, file->second, out);
            });
        });
    return {};
}

}  // namespace skein::posting
