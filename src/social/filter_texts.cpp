#include "social/filter_texts.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/html.h"
#include "base/json.h"
#include "base/phrases.h"

namespace skein::social {
namespace {

/// In the order in which they are read.
enum class Kind : std::int64_t { spoiler = 1, content = 2, options = 3, description = 4 };
struct Piece {
    StatusId status;
    Kind kind{};
    std::string text;
    auto row() { return std::tie(status, kind, text); }
};
db::Query<Piece> const list_pieces{
    "filter_texts.list",
    "SELECT id, 1, spoiler_text FROM statuses WHERE id IN {list:$1} AND spoiler_text <> '' UNION "
    "ALL SELECT id, 2, content FROM statuses WHERE id IN {list:$1} UNION ALL SELECT status_id, 3, "
    "titles FROM polls WHERE status_id IN {list:$1} UNION ALL SELECT status_id, 4, description "
    "FROM media_attachments WHERE status_id IN {list:$1} AND description <> ''"};

/// Nothing that is looked for goes over this.
constexpr std::string_view between = "\n\n";

void append(std::string& text, std::string_view piece) {
    if (!text.empty()) text += between;
    text += piece;
}

void append(std::string& text, Piece const& piece) {
    switch (piece.kind) {
        case Kind::content: return append(text, plain_text_of(piece.text));
        case Kind::options:
            if (auto const titles = json::Document::parse(piece.text))
                for (auto const title : titles->root().elements())
                    if (auto const name = title.text()) append(text, *name);
            return;
        case Kind::spoiler:
        case Kind::description: return append(text, piece.text);
    }
}

}  // namespace

Result<std::unordered_map<StatusId, std::string>> load_filter_texts(
    db::Tx& tx, std::span<StatusId const> posts) {
    std::unordered_map<StatusId, std::string> texts;
    if (posts.empty()) return texts;
    TRY(auto pieces, tx.list(list_pieces, posts));
    std::ranges::sort(pieces, {}, &Piece::kind);
    for (auto const& piece : pieces) append(texts[piece.status], piece);
    for (auto& [post, text] : texts) text = fold_for_phrases(text);
    return texts;
}

}  // namespace skein::social
