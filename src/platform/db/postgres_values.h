// Parameters and columns in PostgreSQL's binary form. Of use to platform/db only.
#pragma once

#include <libpq-fe.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/values.h"

namespace skein::db {

/// The types of pg_type.h that statements meet.
namespace oid {
constexpr Oid boolean = 16, bytea = 17, name = 19, int8 = 20, int2 = 21, int4 = 23, text = 25,
              float4 = 700, float8 = 701, unknown = 705, varchar = 1043, numeric = 1700,
              text_list = 1009, int8_list = 1016;
}

/// The parameters of one call as libpq wants them. Kept by a connection and used again, so that a
/// call allocates nothing once warm.
class PostgresParameters {
  public:
    /// `types` are those the server has worked out; a value is sent as that type, in binary where
    /// the two fit and as text where the server must convert. The texts in `values` are borrowed.
    void encode(std::span<Value const> values, std::span<Oid const> types);

    int count() const { return static_cast<int>(pointers_.size()); }
    char const* const* pointers() const { return pointers_.data(); }
    int const* lengths() const { return lengths_.data(); }
    int const* formats() const { return formats_.data(); }

  private:
    struct Encoder;
    std::string scratch_;
    std::vector<std::size_t> offsets_;
    std::vector<char const*> pointers_;
    std::vector<int> lengths_, formats_;
};

/// One row of a result in binary form.
class PostgresColumns final : public Columns {
  public:
    PostgresColumns(PGresult const* result, int row) : result_(result), row_(row) {}
    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    bool boolean(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;
    std::string_view bytes(int column) const override;

  private:
    PGresult const* result_;
    int row_;
};

/// Whether a column of this type may be read as `type`.
bool is_readable_as(Oid found, ColumnType type);

}  // namespace skein::db
