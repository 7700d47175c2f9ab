#include "features/transfer/run_import.h"

#include <set>

#include "base/log.h"
#include "base/text.h"
#include "base/url.h"
#include "core/server.h"
#include "features/transfer/holdings.h"
#include "social/admission.h"
#include "social/domains.h"
#include "social/lists.h"
#include "social/network.h"
#include "social/relations.h"
#include "social/standing.h"
#include "social/statuses.h"

namespace skein::transfer {
namespace {

constexpr std::int64_t rows_a_read = 100;
/// After so long a run gives its thread back.
constexpr auto run_time_max = std::chrono::seconds(3);
/// A line that names nobody: how often it is tried, first again after this, then after twice as
/// long each time, under two minutes in all. Not every network says whether there is nobody.
constexpr std::int64_t tries_max = 4;
constexpr auto pause_min = std::chrono::seconds(15);
/// One whose server does not answer, or wants to be left alone: how often it is put off, after as
/// long, but never longer than this. In all it is longer than servers are left alone (ten minutes),
/// and under a quarter of an hour.
constexpr std::int64_t waits_max = 6;
constexpr Duration pause_max = std::chrono::minutes(5);
/// A line during which the job failed so often is given up.
constexpr std::int64_t takes_max = 2;
/// How often the job may fail in a row, whatever the reason: a slice that came to its end begins to
/// count anew.
constexpr std::int64_t runs_max = 5;
constexpr std::string_view nobody = "There is no such account, or its server does not answer.";
constexpr std::string_view broken = "This did not work.";

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

/// What may be well in some minutes: a server out there that is down, busy or slow, or a budget of
/// questions that is spent.
bool is_passing(Error const& error) {
    return error.code == Errc::unavailable || error.code == Errc::timeout ||
           error.code == Errc::remote;
}

/// Nobody goes by that name, as far as a network can tell.
bool is_absent(Error const& error) { return error.code == Errc::gone; }

/// What is no fault of the line: it stays open, and the job runs again.
bool is_ours(Error const& error) {
    return error.code == Errc::storage_full || error.code == Errc::cancelled;
}

/// What came of a line.
struct Taken {
    std::int64_t target = 0;  ///< What it names, where that is known.
    Result<void> result;
};

class Importer {
  public:
    Importer(Server& server, Import const& import) : server_(server), import_(import) {}

    /// Does what a line says. What cannot be done is the failure's message.
    Taken take(CsvRow const& cells) {
        switch (import_.kind) {
            case Kind::domain_blocks: return {0, block_domain(cell(cells, 0))};
            case Kind::bookmarks: return bookmark(cell(cells, 0));
            default: break;
        }
        auto const target = resolve(cell(cells, import_.kind == Kind::lists ? 1 : 0));
        if (!target) return {0, fail(target.error())};
        return {target->value,
                server_.db().write([&](db::Tx& tx) { return relate(tx, *target, cells); },
                                   db::Urgency::background)};
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
        auto const& networks = server_.part<social::Networks>().all;
        if (handle->host.empty() || networks.empty() ||
            server_.part<social::DomainBook>().verdict(handle->host).refused())
            return fail(Errc::not_found, std::string(nobody));
        return ask_networks(*handle);
    }

    Result<AccountId> ask_networks(Handle const& handle) {
        auto why = Errc::gone;
        for (auto const& network : server_.part<social::Networks>().all) {
            auto const found = network->resolve_handle(server_, handle);
            if (found) return *found;
            if (is_passing(found.error()) || is_ours(found.error())) why = found.error().code;
        }
        return fail(why, std::string(nobody));
    }

    /// Errc::cancelled once the owner may not act any more: the next run ends the import.
    Result<void> check_owner(db::Tx& tx) const {
        TRY(auto const goes_on, social::may_act(tx, owner()));
        return goes_on ? ok() : fail(Errc::cancelled, "", "the owner is gone or shut out");
    }

    Result<void> relate(db::Tx& tx, AccountId target, CsvRow const& cells) {
        TRY_OK(check_owner(tx));
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
            [&](db::Tx& tx) -> Result<void> {
                TRY_OK(check_owner(tx));
                return social::block_domain(tx, owner(), domain);
            },
            db::Urgency::background);
    }

    Taken bookmark(std::string const& address) {
        auto const url = Url::parse(address);
        if (!url) return {0, fail(Errc::unprocessable, "This is no address of a post.")};
        auto const status = find_status(*url);
        if (!status) return {0, fail(status.error())};
        auto const marked = server_.db().write(
            [&](db::Tx& tx) -> Result<StatusId> {
                TRY_OK(check_owner(tx));
                TRY(auto const shown, social::load_visible_status(tx, owner(), *status));
                TRY_OK(social::add_bookmark(tx, owner(), shown));
                // What is kept of a boost is the post itself.
                return shown.boost_of_id.value_or(shown.id);
            },
            db::Urgency::background);
        if (!marked) return {status->value, fail(marked.error())};
        return {marked->value, {}};
    }

    Result<StatusId> find_status(Url const& url) {
        for (auto const& network : server_.part<social::Networks>().all) {
            TRY(auto const known,
                server_.db().read([&](db::Tx& tx) { return network->find(server_, tx, url); }));
            if (known.status) return *known.status;
        }
        auto why = Errc::not_found;
        for (auto const& network : server_.part<social::Networks>().all) {
            auto const found = network->resolve_status(server_, url);
            if (found && *found) return **found;
            if (!found && (is_passing(found.error()) || is_ours(found.error())))
                why = found.error().code;
        }
        return fail(why, "There is no such post, or its server does not answer.");
    }

    Server& server_;
    Import const& import_;
};

/// When to take a line again that failed so, which this counts; nothing when it was enough.
std::optional<Duration> pause_of(ImportRow& row, Error const& error) {
    std::int64_t before = 0;
    if (is_absent(error) && row.tries + 1 < tries_max) before = row.tries++;
    else if (is_passing(error) && row.waits < waits_max) before = row.waits++;
    else return std::nullopt;
    return std::min<Duration>(pause_min * (std::int64_t{1} << before), pause_max);
}

/// Takes one line and closes it, or puts it off.
Result<void> take_row(Server& server, Importer& importer, Import const& import, ImportRow row) {
    auto const write = [&](auto const& closure) {
        return server.db().write(closure, db::Urgency::background);
    };
    auto const close = [&] {
        return write([&](db::Tx& tx) { return close_row(tx, import.id, row); });
    };
    if (row.takes >= takes_max) {
        row.problem = broken;
        return close();
    }
    TRY_OK(write([&](db::Tx& tx) { return note_taken(tx, import.id, row); }));
    auto const taken = importer.take(row.read());
    if (!taken.result && is_ours(taken.result.error())) {
        TRY_OK(write([&](db::Tx& tx) { return put_off_row(tx, import.id, row, tx.now()); }));
        return fail(taken.result.error());
    }
    if (!taken.result)
        if (auto const pause = pause_of(row, taken.result.error()))
            return write(
                [&](db::Tx& tx) { return put_off_row(tx, import.id, row, tx.now() + *pause); });
    row.target_id = taken.target;
    if (!taken.result) row.problem = taken.result.error().message;
    if (!taken.result && row.problem.empty()) row.problem = broken;
    return close();
}

/// Takes lines until `until`; says whether none is due any more.
Result<bool> take_rows(Server& server, Import const& import, Time until) {
    Importer importer(server, import);
    for (;;) {
        TRY(auto const rows,
            server.db().read([&](db::Tx& tx) { return list_due(tx, import.id, rows_a_read); }));
        if (rows.empty()) return true;
        for (auto const& row : rows) {
            TRY_OK(take_row(server, importer, import, row));
            if (server.clock().now() >= until) return false;
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
            auto const list = social::load_list(tx, owner, social::ListId{held.list_id});
            // Removed meanwhile, and its members with it.
            if (!list && list.error().code == Errc::not_found) return {};
            if (!list) return fail(list.error());
            return social::remove_list_members(tx, *list, std::span(&account, 1));
        }
        case Kind::bookmarks: {
            TRY(auto const status, social::find_status(tx, StatusId{held.id}));
            return status ? social::remove_bookmark(tx, owner, *status) : Result<void>{};
        }
    }
    return {};
}

/// What the lines of a file name.
class Named {
  public:
    Named(Server const& server, Kind kind, std::vector<ImportRow> const& rows)
        : server_(server), kind_(kind) {
        for (auto const& row : rows) {
            auto const cells = row.read();
            if (row.target_id != 0) targets_.emplace(title_of(kind, cells), row.target_id);
            else texts_.insert(key_of(server, kind, cells));
        }
    }
    bool contains(Holding const& held) const {
        return targets_.contains({title_of(kind_, held.cells), held.id}) ||
               texts_.contains(key_of(server_, kind_, held.cells));
    }

  private:
    Server const& server_;
    Kind kind_;
    std::set<std::pair<std::string, std::int64_t>> targets_;
    /// Of domains, and of lines nobody knows more about: what they may mean stays.
    std::set<std::string> texts_;
};

/// Takes away what the file lacks, until `until`; says whether all is done. A line that failed
/// keeps what it names.
Result<bool> take_away(Server& server, Import const& import, Time until) {
    TRY(auto const rows, server.db().read([&](db::Tx& tx) { return list_all(tx, import.id); }));
    if (std::ssize(rows) != import.total) {
        // What the file had cannot be told any more.
        log::warning(
            "transfer.lines_lost",
            {{"import", import.id.value}, {"lines", std::ssize(rows)}, {"total", import.total}});
        return true;
    }
    Named const named(server, import.kind, rows);
    TRY(auto const holdings, server.db().read([&](db::Tx& tx) {
        return list_holdings(server, tx, import.account_id, import.kind);
    }));
    for (auto const& held : holdings) {
        if (named.contains(held)) continue;
        TRY_OK(server.db().write([&](db::Tx& tx) { return let_go(tx, import, held); },
                                 db::Urgency::background));
        if (server.clock().now() >= until) return false;
    }
    return true;
}

}  // namespace

Result<void> run_import(JobRun& run, RunImport const& job) {
    auto& server = run.server();
    TRY(auto const import,
        server.db().read([&](db::Tx& tx) { return find_import(tx, job.import); }));
    if (!import || import->finished) return {};
    TRY(auto const goes_on,
        server.db().read([&](db::Tx& tx) { return social::may_act(tx, import->account_id); }));
    if (!goes_on) return run.finish([&](db::Tx& tx) { return break_off_import(tx, import->id); });
    auto const until = server.clock().now() + run_time_max;
    auto const taken = take_rows(server, *import, until);
    // The server stops: whoever starts next goes on.
    if (!taken && taken.error().code == Errc::cancelled) return run.start_anew_in(run.lane());
    if (!taken) return fail(taken.error());
    // A new job: what failed before this slice is forgotten.
    auto const go_on_at = [&](Time moment) {
        return run.finish([&](db::Tx& tx) { return run_later(tx, import->id, moment); });
    };
    if (!*taken) return go_on_at({});
    TRY(auto const next,
        server.db().read([&](db::Tx& tx) { return find_next_due(tx, import->id); }));
    if (next) return go_on_at(*next);
    if (import->overwrite) {
        TRY(auto const away, take_away(server, *import, until));
        if (!away) return go_on_at({});
    }
    return run.finish([&](db::Tx& tx) { return finish_import(tx, import->id); });
}

std::optional<Duration> import_retry(std::int64_t failures) {
    return failures < runs_max ? default_retry(failures) : std::nullopt;
}

Result<void> sweep_imports(Server& server) {
    TRY_OK(server.db().write(break_off_lost, db::Urgency::background));
    constexpr int writes_a_run_max = 100;
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const rows,
            server.db().write([](db::Tx& tx) { return remove_old(tx); }, db::Urgency::background));
        if (rows == 0) return {};
    }
    return {};
}

}  // namespace skein::transfer
