#include "social/standing.h"

#include <algorithm>

#include "core/server.h"
#include "social/domains.h"
#include "social/policy.h"

namespace skein::social {
namespace {

struct Author {
    AccountId id;
    Network network{};
    std::string domain;
    AccountState state{};
    bool moved = false, memorial = false;
    auto row() { return std::tie(id, network, domain, state, moved, memorial); }
};
db::Query<Author> const find_author{"standing.find",
                                    "SELECT id, network, domain, state, moved_to_id IS NOT NULL, "
                                    "memorial FROM accounts WHERE id = $1"};
db::Query<Author> const list_authors{"standing.list",
                                     "SELECT id, network, domain, state, moved_to_id IS NOT NULL, "
                                     "memorial FROM accounts WHERE id IN {list:$1}"};

db::Query<bool> const find_acting{
    "standing.find_acting",
    "SELECT TRUE FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.account_id = $1 "
    "AND " SKEIN_MAY_ACT("u", "a")};
db::Query<std::int64_t> const count_owners{
    "standing.count_owners",
    "SELECT COUNT(*) FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.role = 3 AND "
    "u.account_id <> $1 AND " SKEIN_MAY_ACT("u", "a")};

Result<void> refuse_moved(Author const& author) {
    if (author.network != Network::local || !(author.moved || author.memorial)) return {};
    return fail(Errc::forbidden, "Your login is currently disabled");
}

Result<std::vector<Author>> list_of(db::Tx& tx, std::span<StatusDraft const> drafts) {
    if (drafts.size() == 1) {
        // As nearly always; a list of one costs several times as much.
        TRY(auto author, tx.find(find_author, drafts.front().author));
        std::vector<Author> authors;
        if (author) authors.push_back(*std::move(author));
        return authors;
    }
    std::vector<AccountId> ids;
    for (auto const& draft : drafts) ids.push_back(draft.author);
    return tx.list(list_authors, ids);
}

Result<std::vector<PolicyAnswer>> judge_authors(db::Tx& tx, std::span<StatusDraft const> drafts) {
    TRY(auto const authors, list_of(tx, drafts));
    auto const& book = tx.board().part<DomainBook>();
    std::vector<PolicyAnswer> answers(drafts.size());
    for (auto const& author : authors) {
        TRY_OK(refuse_moved(author));
        auto const silent =
            author.state == AccountState::suspended || book.verdict(author.domain).refused();
        if (!silent) continue;
        for (std::size_t i = 0; i < drafts.size(); ++i)
            if (drafts[i].author == author.id)
                answers[i] = {Ruling::reject, "This account is suspended."};
    }
    return answers;
}

}  // namespace

bool is_shut_out(User const& user, Account const& account) {
    return is_shut_out(user.disabled_at.has_value(), account.state, account.memorial);
}

bool may_act(User const& user, Account const& account) {
    return user.confirmed_at && user.approved_at && !is_shut_out(user, account);
}

Result<bool> may_act(db::Tx& tx, AccountId account) {
    TRY(auto const acting, tx.find(find_acting, account));
    return acting.value_or(false);
}

Result<std::int64_t> count_other_owners(db::Tx& tx, AccountId without) {
    return tx.load(count_owners, without);
}

Result<void> check_not_moved(db::Tx& tx, AccountId account) {
    TRY(auto const author, tx.find(find_author, account));
    return author ? refuse_moved(*author) : ok();
}

void install_standing(Server& server) { server.part<Policies>().statuses.push_back(judge_authors); }

}  // namespace skein::social
