#include "features/transfer/run_import.h"

#include <set>

#include "base/text.h"
#include "base/url.h"
#include "core/server.h"
#include "features/transfer/holdings.h"
#include "social/admission.h"
#include "social/domains.h"
#include "social/lists.h"
#include "social/network.h"
#include "social/relations.h"
#include "social/statuses.h"

namespace skein::transfer {
namespace {

constexpr std::int64_t rows_a_read = 100;
constexpr std::string_view nobody = "There is no such account, or its server does not answer.";

std::string cell(CsvRow const& cells, std::size_t at) {
    return at < cells.size() ? std::string(trim(cells[at])) : std::string();
}

/// `true` unless it says something else; nothing for an empty cell.
std::optional<bool> truth(std::string const& text) {
    if (text.empty()) return std::nullopt;
    auto const folded = fold_case(text);
    return folded == "true" || folded == "1" || folded == "yes" || folded == "t";
}

std::optional<std::vector<std::string>> languages_of(std::string const& text) {
    if (text.empty()) return std::nullopt;
    std::vector<std::string> languages(1);
    for (auto const c : text) {
        if (c == ',' || c == ' ') languages.emplace_back();
        else languages.back() += c;
    }
    std::erase(languages, "");
    return languages;
}

class Importer {
  public:
    Importer(Server& server, Import const& import) : server_(server), import_(import) {}

    /// Does what a line says. What cannot be done is the failure's message.
    Result<void> take(CsvRow const& cells) {
        switch (import_.kind) {
            case Kind::domain_blocks: return block_domain(cell(cells, 0));
            case Kind::bookmarks: return bookmark(cell(cells, 0));
            default: break;
        }
        TRY(auto const target, resolve(cell(cells, import_.kind == Kind::lists ? 1 : 0)));
        return server_.db().write([&](db::Tx& tx) { return relate(tx, target, cells); },
                                  db::Urgency::background);
    }

  private:
    AccountId owner() const { return import_.account_id; }

    Result<AccountId> resolve(std::string const& name) {
        auto handle = Handle::parse(name);
        if (!handle) return fail(Errc::unprocessable, "This is no address of an account.");
        if (handle->host == server_.domain()) handle->host.clear();
        TRY(auto const known, server_.db().read([&](db::Tx& tx) {
            return social::find_shown_account_by_name(tx, owner(), handle->user, handle->host);
        }));
        if (known && known->state == social::AccountState::suspended)
            return fail(Errc::not_found, std::string(nobody));
        if (known) return known->id;
        if (handle->host.empty()) return fail(Errc::not_found, std::string(nobody));
        for (auto const& network : server_.part<social::Networks>().all)
            for (auto const& found : network->resolve_handles(server_, {*handle}))
                if (found) return *found;
        return fail(Errc::not_found, std::string(nobody));
    }

    Result<void> relate(db::Tx& tx, AccountId target, CsvRow const& cells) {
        if (target == owner()) return fail(Errc::unprocessable, "This is your own account.");
        switch (import_.kind) {
            case Kind::follows:
                return social::follow(tx, owner(), target,
                                      {.show_boosts = truth(cell(cells, 1)),
                                       .notify = truth(cell(cells, 2)),
                                       .languages = languages_of(cell(cells, 3))});
            case Kind::blocks: return social::block(tx, owner(), target);
            case Kind::mutes:
                return social::mute(tx, owner(), target, truth(cell(cells, 1)).value_or(true), {});
            case Kind::lists: return put_on_list(tx, target, cell(cells, 0));
            default: return {};
        }
    }

    Result<void> put_on_list(db::Tx& tx, AccountId target, std::string const& title) {
        TRY(auto const lists, social::list_lists(tx, owner()));
        auto list = std::ranges::find(lists, title, &social::List::title);
        social::List chosen;
        if (list == lists.end()) {
            chosen.account_id = owner();
            chosen.title = title;
            TRY(chosen, social::insert_list(tx, chosen));
        } else {
            chosen = *list;
        }
        TRY(auto const with, social::list_lists_with(tx, owner(), target));
        if (std::ranges::find(with, chosen.id, &social::List::id) != with.end()) return {};
        TRY(auto const relations, social::list_relationships(tx, owner(), std::span(&target, 1)));
        if (!relations[0].following && !relations[0].requested)
            return fail(Errc::unprocessable, "You do not follow this account.");
        return social::add_list_members(tx, chosen, std::span(&target, 1));
    }

    Result<void> block_domain(std::string const& domain) {
        return server_.db().write(
            [&](db::Tx& tx) { return social::block_domain(tx, owner(), domain); },
            db::Urgency::background);
    }

    Result<void> bookmark(std::string const& address) {
        auto const url = Url::parse(address);
        if (!url) return fail(Errc::unprocessable, "This is no address of a post.");
        TRY(auto const status, find_status(*url));
        return server_.db().write(
            [&](db::Tx& tx) -> Result<void> {
                TRY(auto const shown, social::load_visible_status(tx, owner(), status));
                return social::add_bookmark(tx, owner(), shown);
            },
            db::Urgency::background);
    }

    Result<StatusId> find_status(Url const& url) {
        for (auto const& network : server_.part<social::Networks>().all) {
            TRY(auto const known,
                server_.db().read([&](db::Tx& tx) { return network->find(server_, tx, url); }));
            if (known.status) return *known.status;
        }
        for (auto const& network : server_.part<social::Networks>().all) {
            auto const found = network->resolve_status(server_, url);
            if (found && *found) return **found;
        }
        return fail(Errc::not_found, "There is no such post, or its server does not answer.");
    }

    Server& server_;
    Import const& import_;
};

/// What may be well in a moment: the line waits, and the job runs again.
bool is_passing(Error const& error) {
    return error.code == Errc::unavailable || error.code == Errc::storage_full ||
           error.code == Errc::cancelled;
}

Result<void> take_rows(Server& server, Import const& import) {
    Importer importer(server, import);
    for (;;) {
        TRY(auto const rows,
            server.db().read([&](db::Tx& tx) { return list_waiting(tx, import.id, rows_a_read); }));
        if (rows.empty()) return {};
        for (auto const& row : rows) {
            auto const taken = importer.take(row.read());
            if (!taken && is_passing(taken.error())) return fail(taken.error());
            auto problem = taken ? std::string() : taken.error().message;
            if (!taken && problem.empty()) problem = "This did not work.";
            TRY_OK(server.db().write(
                [&](db::Tx& tx) { return close_row(tx, import.id, row.place, problem); },
                db::Urgency::background));
        }
    }
}

Result<void> let_go(db::Tx& tx, Import const& import, Holding const& held) {
    auto const owner = import.account_id;
    AccountId const account{held.id};
    switch (import.kind) {
        case Kind::follows: return social::unfollow(tx, owner, account);
        case Kind::blocks: return social::unblock(tx, owner, account);
        case Kind::mutes: return social::unmute(tx, owner, account);
        case Kind::domain_blocks: return social::unblock_domain(tx, owner, held.cells[0]);
        case Kind::lists: {
            TRY(auto const list, social::load_list(tx, owner, social::ListId{held.list_id}));
            return social::remove_list_members(tx, list, std::span(&account, 1));
        }
        case Kind::bookmarks: {
            TRY(auto const status, social::find_status(tx, StatusId{held.id}));
            return status ? social::remove_bookmark(tx, owner, *status) : Result<void>{};
        }
    }
    return {};
}

/// Takes away what the file lacks. A line that failed keeps what it names.
Result<void> take_away(Server& server, Import const& import) {
    std::set<std::string> kept;
    TRY(auto const rows, server.db().read([&](db::Tx& tx) { return list_all(tx, import.id); }));
    for (auto const& row : rows) kept.insert(key_of(import.kind, row.read()));
    TRY(auto const holdings, server.db().read([&](db::Tx& tx) {
        return list_holdings(server, tx, import.account_id, import.kind);
    }));
    for (auto const& held : holdings) {
        if (kept.contains(key_of(import.kind, held.cells))) continue;
        TRY_OK(server.db().write([&](db::Tx& tx) { return let_go(tx, import, held); },
                                 db::Urgency::background));
    }
    return {};
}

}  // namespace

Result<void> run_import(JobRun& run, RunImport const& job) {
    auto& server = run.server();
    TRY(auto const import,
        server.db().read([&](db::Tx& tx) { return find_import(tx, job.import); }));
    if (!import || import->finished) return {};
    TRY_OK(take_rows(server, *import));
    if (import->overwrite) TRY_OK(take_away(server, *import));
    return run.finish([&](db::Tx& tx) { return finish_import(tx, import->id); });
}

Result<void> sweep_imports(Server& server) {
    constexpr int writes_a_run_max = 100;
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const rows,
            server.db().write(
                [&](db::Tx& tx) { return remove_old(tx, tx.now() - import_lifetime); },
                db::Urgency::background));
        if (rows == 0) return {};
    }
    return {};
}

}  // namespace skein::transfer
