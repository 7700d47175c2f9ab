#include "features/search/documents.h"

#include <map>

#include "base/html.h"
#include "base/words.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/statuses.h"
#include "social/tags.h"

namespace skein::search {
namespace {

constexpr std::size_t words_max = 4000;

struct Author {
    AccountId id;
    bool local = false, indexable = false;
    auto row() { return std::tie(id, local, indexable); }
};
db::Query<Author> const list_authors{
    "search.list_authors", "SELECT id, network = 0, indexable FROM accounts WHERE id IN {list:$1}"};

struct Mentioned {
    StatusId status;
    AccountId account;
    auto row() { return std::tie(status, account); }
};
db::Query<Mentioned> const list_mentioned{
    "search.list_mentioned",
    "SELECT m.status_id, m.account_id FROM mentions m JOIN accounts a ON a.id = m.account_id WHERE "
    "m.status_id IN {list:$1} AND a.network = 0"};

/// A link that the author wrote, and not one that stands for a name or a tag.
bool has_link(std::string_view html) {
    for (auto at = html.find("<a "); at != std::string_view::npos; at = html.find("<a ", at + 1)) {
        auto const tag = html.substr(at, html.find('>', at) - at);
        if (!tag.contains("mention\"") && !tag.contains("hashtag\"") && !tag.contains("rel=\"tag"))
            return true;
    }
    return false;
}

std::string_view mark_of(social::MediaKind kind) {
    switch (kind) {
        case social::MediaKind::image: return "%image";
        case social::MediaKind::video:
        case social::MediaKind::gifv: return "%video";
        case social::MediaKind::audio: return "%audio";
        case social::MediaKind::unknown: break;
    }
    return {};
}

class Maker {
  public:
    static Result<Maker> read(db::Tx& tx, std::span<StatusId const> ids);
    Document make(social::Status const& status) const;
    std::vector<social::Status> statuses;

  private:
    void add_media(Document& document) const;
    static void add(std::vector<std::string>& marks, std::string_view mark) {
        if (!mark.empty() && std::ranges::find(marks, mark) == marks.end())
            marks.emplace_back(mark);
    }
    static void add_words(Document& document, std::string_view text) {
        auto words = search_words(text, words_max - std::min(words_max, document.words.size()));
        std::ranges::move(words, std::back_inserter(document.words));
    }

    std::map<AccountId, Author> authors_;
    std::multimap<StatusId, AccountId> mentioned_;
    std::multimap<StatusId, std::string> tags_;
    std::multimap<StatusId, social::Media> media_;
    std::map<StatusId, social::Poll> polls_;
};

Result<Maker> Maker::read(db::Tx& tx, std::span<StatusId const> ids) {
    Maker maker;
    TRY(maker.statuses, social::list_statuses(tx, ids));
    std::vector<AccountId> author_ids;
    for (auto const& status : maker.statuses) author_ids.push_back(status.account_id);
    TRY(auto const authors, tx.list(list_authors, author_ids));
    for (auto const& author : authors) maker.authors_[author.id] = author;
    TRY(auto const mentioned, tx.list(list_mentioned, ids));
    for (auto const& one : mentioned) maker.mentioned_.emplace(one.status, one.account);
    TRY(auto const tags, social::list_tags_of(tx, ids));
    for (auto const& tag : tags) maker.tags_.emplace(tag.status_id, tag.name);
    TRY(auto media, social::list_media_of(tx, ids));
    for (auto& one : media)
        if (one.status_id) maker.media_.emplace(*one.status_id, std::move(one));
    TRY(auto polls, social::list_polls_of(tx, ids));
    for (auto& poll : polls) maker.polls_.emplace(poll.status_id, std::move(poll));
    return maker;
}

void Maker::add_media(Document& document) const {
    auto const [begin, end] = media_.equal_range(document.status);
    for (auto at = begin; at != end; ++at) {
        add(document.marks, "%media");
        add(document.marks, mark_of(at->second.kind));
        add_words(document, at->second.description);
    }
}

Document Maker::make(social::Status const& status) const {
    Document document{.status = status.id, .author = status.account_id, .words = {}, .marks = {}};
    add_words(document, status.spoiler_text);
    add_words(document, plain_text_of(status.content));
    auto& marks = document.marks;
    marks = {std::string(any_mark), author_mark(status.account_id)};
    if (auto const found = authors_.find(status.account_id); found != authors_.end()) {
        document.indexable = found->second.indexable;
        if (found->second.local) marks.push_back(library_mark(status.account_id));
    }
    if (status.visibility == social::Visibility::public_ && document.indexable)
        add(marks, public_mark);
    if (status.in_reply_to_id || status.in_reply_to_account_id) add(marks, "%reply");
    if (status.sensitive || !status.spoiler_text.empty()) add(marks, "%sensitive");
    if ((status.marks & social::status_marks::has_quote) != 0) add(marks, "%quote");
    if (has_link(status.content)) {
        add(marks, "%link");
        // Which pages can be played where they are linked is known to previews alone.
        if (!media_.contains(status.id)) add(marks, "%embed");
    }
    add(marks, language_mark(status.language));
    auto const [first_tag, last_tag] = tags_.equal_range(status.id);
    for (auto at = first_tag; at != last_tag; ++at) add(marks, tag_mark(at->second));
    auto const [first, last] = mentioned_.equal_range(status.id);
    for (auto at = first; at != last; ++at) add(marks, library_mark(at->second));
    add_media(document);
    if (auto const poll = polls_.find(status.id); poll != polls_.end()) {
        add(marks, "%poll");
        for (auto const& option : poll->second.options) add_words(document, option.title);
    }
    return document;
}

}  // namespace

Result<std::vector<Document>> read_documents(db::Tx& tx, std::span<StatusId const> ids) {
    std::vector<Document> documents;
    if (ids.empty()) return documents;
    TRY(auto const maker, Maker::read(tx, ids));
    for (auto const& status : maker.statuses)
        if (!status.boost_of_id) documents.push_back(maker.make(status));
    return documents;
}

}  // namespace skein::search
