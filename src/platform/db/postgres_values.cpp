#include "platform/db/postgres_values.h"

#include <bit>
#include <concepts>
#include <cstring>
#include <limits>

#include "base/result.h"

namespace skein::db {
namespace {

constexpr std::size_t borrowed = static_cast<std::size_t>(-1);
constexpr std::size_t absent = static_cast<std::size_t>(-2);
constexpr int as_text = 0;
constexpr int as_binary = 1;

template <std::integral T>
T network_order(T value) {
    return std::endian::native == std::endian::little ? std::byteswap(value) : value;
}

template <std::integral T>
void append(std::string& out, T value) {
    auto const ordered = network_order(value);
    out.append(reinterpret_cast<char const*>(&ordered), sizeof(ordered));
}

template <std::integral T>
T read(char const* data) {
    T value;
    std::memcpy(&value, data, sizeof(value));
    return network_order(value);
}

bool is_text(Oid type) {
    return type == oid::text || type == oid::varchar || type == oid::name || type == oid::unknown;
}

template <std::integral T>
bool fits(std::int64_t value) {
    return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
}

/// array_recv: dimensions, whether there are NULLs, the type, then length and bound of the one
/// dimension.
void append_list_head(std::string& out, std::size_t count, Oid type) {
    append(out, std::int32_t{count > 0});
    append(out, std::int32_t{0});
    append(out, static_cast<std::int32_t>(type));
    if (count == 0) return;
    append(out, static_cast<std::int32_t>(count));
    append(out, std::int32_t{1});
}

/// numeric_send: digits of base 10,000, the weight of the first, the sign. What follows the point
/// is cut off; SUM and AVG of BIGINT answer with this type.
std::int64_t read_numeric(char const* data) {
    auto const digits = read<std::int16_t>(data);
    auto const weight = read<std::int16_t>(data + 2);
    auto const negative = read<std::uint16_t>(data + 4) == 0x4000;
    std::int64_t value = 0;
    for (int i = 0; i <= weight; ++i)
        value = value * 10'000 + (i < digits ? read<std::int16_t>(data + 8 + 2 * i) : 0);
    return negative ? -value : value;
}

}  // namespace

struct PostgresParameters::Encoder {
    PostgresParameters& out;
    Oid type;

    void text_in_scratch(std::string_view text) {
        add(as_text, text.size());
        out.scratch_ += text;
        out.scratch_ += '\0';
    }
    void add(int format, std::size_t size) {
        out.offsets_.push_back(out.scratch_.size());
        out.pointers_.push_back(nullptr);
        out.lengths_.push_back(static_cast<int>(size));
        out.formats_.push_back(format);
    }
    void borrow(std::string_view data) {
        out.offsets_.push_back(borrowed);
        out.pointers_.push_back(data.data() ? data.data() : "");
        out.lengths_.push_back(static_cast<int>(data.size()));
        out.formats_.push_back(as_binary);
    }
    template <std::integral T>
    void number(T value) {
        add(as_binary, sizeof(value));
        append(out.scratch_, value);
    }

    void operator()(std::monostate) {
        out.offsets_.push_back(absent);
        out.pointers_.push_back(nullptr);
        out.lengths_.push_back(0);
        out.formats_.push_back(as_binary);
    }
    void operator()(std::int64_t value) {
        if (type == oid::int8) number(value);
        else if (type == oid::int4 && fits<std::int32_t>(value))
            number(static_cast<std::int32_t>(value));
        else if (type == oid::int2 && fits<std::int16_t>(value))
            number(static_cast<std::int16_t>(value));
        else text_in_scratch(std::to_string(value));
    }
    void operator()(bool value) {
        if (type == oid::boolean) number(static_cast<std::int8_t>(value));
        else (*this)(std::int64_t{value});
    }
    void operator()(double value) {
        if (type == oid::float8) number(std::bit_cast<std::int64_t>(value));
        else text_in_scratch(fmt::format("{}", value));
    }
    void operator()(std::string_view value) {
        if (is_text(type)) borrow(value);
        else text_in_scratch(value);
    }
    void operator()(Bytes const* value) { borrow(value->data); }
    void operator()(std::span<std::int64_t const> values) {
        auto const start = out.scratch_.size();
        add(as_binary, 0);
        append_list_head(out.scratch_, values.size(), oid::int8);
        for (auto const value : values) {
            append(out.scratch_, std::int32_t{sizeof(value)});
            append(out.scratch_, value);
        }
        out.lengths_.back() = static_cast<int>(out.scratch_.size() - start);
    }
    void operator()(std::span<std::string const> values) {
        auto const start = out.scratch_.size();
        add(as_binary, 0);
        append_list_head(out.scratch_, values.size(), oid::text);
        for (auto const& value : values) {
            append(out.scratch_, static_cast<std::int32_t>(value.size()));
            out.scratch_ += value;
        }
        out.lengths_.back() = static_cast<int>(out.scratch_.size() - start);
    }
};

void PostgresParameters::encode(std::span<Value const> values, std::span<Oid const> types) {
    expects(values.size() == types.size());
    scratch_.clear();
    offsets_.clear();
    pointers_.clear();
    lengths_.clear();
    formats_.clear();
    for (std::size_t i = 0; i < values.size(); ++i) std::visit(Encoder{*this, types[i]}, values[i]);
    for (std::size_t i = 0; i < offsets_.size(); ++i)
        if (offsets_[i] != borrowed && offsets_[i] != absent)
            pointers_[i] = scratch_.data() + offsets_[i];
}

bool PostgresColumns::is_null(int column) const { return PQgetisnull(result_, row_, column) != 0; }

std::int64_t PostgresColumns::integer(int column) const {
    if (is_null(column)) return 0;
    auto const* data = PQgetvalue(result_, row_, column);
    switch (PQftype(result_, column)) {
        case oid::int8: return read<std::int64_t>(data);
        case oid::int4: return read<std::int32_t>(data);
        case oid::int2: return read<std::int16_t>(data);
        case oid::boolean: return *data != 0;
        case oid::numeric: return read_numeric(data);
        default: return 0;
    }
}

bool PostgresColumns::boolean(int column) const { return integer(column) != 0; }

double PostgresColumns::real(int column) const {
    if (is_null(column)) return 0;
    auto const* data = PQgetvalue(result_, row_, column);
    switch (PQftype(result_, column)) {
        case oid::float8: return std::bit_cast<double>(read<std::int64_t>(data));
        case oid::float4: return std::bit_cast<float>(read<std::int32_t>(data));
        default: return static_cast<double>(integer(column));
    }
}

std::string_view PostgresColumns::text(int column) const { return bytes(column); }

std::string_view PostgresColumns::bytes(int column) const {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
}

bool is_readable_as(Oid found, ColumnType type) {
    switch (type) {
        case ColumnType::integer:
            return found == oid::int8 || found == oid::int4 || found == oid::int2;
        case ColumnType::boolean: return found == oid::boolean;
        case ColumnType::real: return found == oid::float8 || found == oid::float4;
        case ColumnType::text: return is_text(found);
        case ColumnType::bytes: return found == oid::bytea;
    }
    return false;
}

}  // namespace skein::db
