// A connection to PostgreSQL over libpq, with its prepared statements. Of use to platform/db only.
//
// Values go both ways in binary. A failed statement leaves its transaction failed, and `failure()`
// says why until the next one begins; a lost or outdated connection is no longer `usable()`.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/connection.h"
#include "platform/db/postgres_values.h"

namespace skein::db {

class PostgresConnection final : public Connection {
  public:
    enum class Failure {
        none,
        serialization,  ///< Another transaction was in the way: run it again.
        other,
    };

    /// `schema` "" leaves the server's default.
    static Result<std::unique_ptr<PostgresConnection>> open(std::string const& url,
                                                            std::string const& schema);

    Result<std::int64_t> run(Sql const& sql, std::span<Value const> values) override;
    Result<void> visit(Sql const& sql, RowVisitor visitor, std::span<Value const> values) override;
    Result<void> execute(std::string const& text) override;
    Result<void> check_columns(Sql const& sql) override;

    /// The first column of the first row of a statement that is not kept; "" for none and NULL.
    Result<std::string> text_of(std::string const& text);
    /// The first column of every row.
    Result<std::vector<std::string>> texts_of(std::string const& text);
    /// Runs `COPY … TO STDOUT`; each piece goes to `sink`.
    Result<void> copy_out(std::string const& text,
                          std::function<Result<void>(std::string_view)> const& sink);
    /// Runs `COPY … FROM STDIN` with what `source` gives until it gives "".
    Result<void> copy_in(std::string const& text,
                         std::function<Result<std::string_view>()> const& source);

    bool usable() const;
    Failure failure() const { return failure_; }
    void forget_failure() { failure_ = Failure::none; }
    PGconn* raw() const { return connection_.get(); }

  private:
    struct Close {
        void operator()(PGconn* connection) const { PQfinish(connection); }
        void operator()(PGresult* result) const { PQclear(result); }
    };
    using Answer = std::unique_ptr<PGresult, Close>;
    struct Prepared {
        bool ready = false;
        std::string name;
        std::vector<Oid> parameter_types;
        std::vector<Oid> column_types;
    };

    explicit PostgresConnection(PGconn* connection) : connection_(connection) {}
    Result<Prepared*> prepared(Sql const& sql);
    Result<void> prepare(Prepared& statement, Sql const& sql, std::string const& text);
    Result<Answer> execute_prepared(Sql const& sql, std::span<Value const> values);
    Result<Answer> checked(PGresult* result, std::string_view where);
    Error error_of(PGresult const* result, std::string_view where);

    std::unique_ptr<PGconn, Close> connection_;
    std::vector<Prepared> statements_;
    PostgresParameters parameters_;
    Failure failure_ = Failure::none;
    bool outdated_ = false;
};

}  // namespace skein::db
