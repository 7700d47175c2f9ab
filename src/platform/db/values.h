// What may cross between C++ and the database, and as what.
//
// | C++                                   | SQL              |
// |---------------------------------------|------------------|
// | integers, `Id<>`, enum class, `Time`  | BIGINT           |
// | bool                                  | BOOLEAN          |
// | double                                | DOUBLE PRECISION |
// | std::string, string_view, literals    | TEXT             |
// | Bytes                                 | BYTEA            |
// | std::optional<T>, std::nullopt        | T or NULL        |
// | vector or span of integers/ids/text   | {list:$n}, in only |
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"

namespace skein::db {

/// Bytes that are not text.
struct Bytes {
    std::string data;
    auto operator<=>(Bytes const&) const = default;
};

enum class ColumnType { integer, boolean, real, text, bytes };

/// One parameter, borrowed for the length of the call.
using Value =
    std::variant<std::monostate, std::int64_t, bool, double, std::string_view, Bytes const*,
                 std::span<std::int64_t const>, std::span<std::string const>>;

template <class T>
struct is_id : std::false_type {};
template <class Tag>
struct is_id<Id<Tag>> : std::true_type {};
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
concept HasRow = requires(T& t) { t.row(); };

/// The one row of the current statement, read column by column. Implemented by each database.
class Columns {
  public:
    virtual ~Columns() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  ///< 0 for NULL.
    virtual bool boolean(int column) const = 0;
    virtual double real(int column) const = 0;
    /// Valid until the next step of the statement.
    virtual std::string_view text(int column) const = 0;
    virtual std::string_view bytes(int column) const = 0;
};

/// A function called for each row, without its type; it answers whether to go on.
struct RowVisitor {
    void* self;
    bool (*call)(void*, Columns const&);
};

template <class T>
constexpr ColumnType column_type() {
    if constexpr (is_optional<T>::value) return column_type<typename T::value_type>();
    else if constexpr (std::is_same_v<T, bool>) return ColumnType::boolean;
    else if constexpr (std::is_same_v<T, double>) return ColumnType::real;
    else if constexpr (std::is_same_v<T, std::string>) return ColumnType::text;
    else if constexpr (std::is_same_v<T, Bytes>) return ColumnType::bytes;
    else {
        static_assert(std::is_integral_v<T> || std::is_enum_v<T> || std::is_same_v<T, Time> ||
                          is_id<T>::value,
                      "this type has no column type");
        return ColumnType::integer;
    }
}

template <class Row>
std::vector<ColumnType> column_types() {
    if constexpr (HasRow<Row>) {
        return []<class... Fields>(std::type_identity<std::tuple<Fields&...>>) {
            return std::vector<ColumnType>{column_type<Fields>()...};
        }(std::type_identity<decltype(std::declval<Row&>().row())>{});
    } else {
        return {column_type<Row>()};
    }
}

template <class T>
void read_column(Columns const& columns, int index, T& out) {
    if constexpr (is_optional<T>::value) {
        if (columns.is_null(index)) out.reset();
        else read_column(columns, index, out.emplace());
    } else if constexpr (std::is_same_v<T, bool>) out = columns.boolean(index);
    else if constexpr (std::is_same_v<T, double>) out = columns.real(index);
    else if constexpr (std::is_same_v<T, std::string>) out.assign(columns.text(index));
    else if constexpr (std::is_same_v<T, Bytes>) out.data.assign(columns.bytes(index));
    else if constexpr (std::is_same_v<T, Time>) out = Time(Duration(columns.integer(index)));
    else if constexpr (is_id<T>::value) out.value = columns.integer(index);
    else out = static_cast<T>(columns.integer(index));
}

template <class Row>
Row read_row(Columns const& columns) {
    Row row{};
    if constexpr (HasRow<Row>) {
        std::apply(
            [&](auto&... fields) {
                int i = 0;
                (read_column(columns, i++, fields), ...);
            },
            row.row());
    } else {
        read_column(columns, 0, row);
    }
    return row;
}

template <class T>
Value to_value(T const& value) {
    if constexpr (std::is_same_v<T, std::nullopt_t>) return std::monostate{};
    else if constexpr (is_optional<T>::value)
        return value ? to_value(*value) : Value{std::monostate{}};
    else if constexpr (std::is_same_v<T, bool>) return value;
    else if constexpr (std::is_floating_point_v<T>) return static_cast<double>(value);
    else if constexpr (std::is_convertible_v<T const&, std::string_view>)
        return std::string_view(value);
    else if constexpr (std::is_same_v<T, Bytes>) return &value;
    else if constexpr (std::is_same_v<T, Time>) return value.time_since_epoch().count();
    else if constexpr (is_id<T>::value) return value.value;
    else if constexpr (std::is_convertible_v<T const&, std::span<std::string const>>)
        return std::span<std::string const>(value);
    else if constexpr (std::is_convertible_v<T const&, std::span<std::int64_t const>>)
        return std::span<std::int64_t const>(value);
    else if constexpr (requires {
                           value.data();
                           value.size();
                           value.data()->value;
                       }) {
        // A list of ids: an Id is one std::int64_t and nothing else.
        static_assert(sizeof(*value.data()) == sizeof(std::int64_t));
        return std::span<std::int64_t const>(reinterpret_cast<std::int64_t const*>(value.data()),
                                             value.size());
    } else {
        static_assert(std::is_integral_v<T> || std::is_enum_v<T>,
                      "this type cannot be a parameter");
        return static_cast<std::int64_t>(value);
    }
}

}  // namespace skein::db
