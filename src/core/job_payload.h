// A job's `row()` as a JSON array and back. Included by jobs.h.
#pragma once

#include <tuple>
#include <type_traits>

#include "base/json.h"
#include "core/jobs.h"

namespace skein {

template <class T>
void write_job_value(json::Writer& out, T const& value) {
    if constexpr (std::is_enum_v<T>) out.value(static_cast<std::int64_t>(value));
    else if constexpr (std::is_same_v<T, Time>) out.value(value.time_since_epoch().count());
    else if constexpr (requires { out.value(value); }) out.value(value);
    else
        out.array([&] {
            for (auto const& element : value) write_job_value(out, element);
        });
}

template <class T>
bool read_job_value(json::Value const& value, T& out) {
    if constexpr (db::is_optional<T>::value) {
        if (value.is_null()) return out.reset(), true;
        return read_job_value(value, out.emplace());
    } else if constexpr (std::is_same_v<T, std::string>) {
        auto const text = value.text();
        if (text) out.assign(*text);
        return text.has_value();
    } else if constexpr (std::is_same_v<T, bool>) {
        auto const truth = value.boolean();
        if (truth) out = *truth;
        return truth.has_value();
    } else if constexpr (std::is_same_v<T, Time>) {
        auto const number = value.integer();
        if (number) out = Time(Duration(*number));
        return number.has_value();
    } else if constexpr (db::is_id<T>::value) {
        auto const id = parse_id(value.text().value_or(""));
        if (id) out.value = *id;
        else if (value.text() == "0") out.value = 0;
        else return false;
        return true;
    } else if constexpr (requires { out.emplace_back(); }) {
        for (auto const& element : value.elements())
            if (!read_job_value(element, out.emplace_back())) return false;
        return value.is_array();
    } else {
        auto const number = value.integer();
        if (number) out = static_cast<T>(*number);
        return number.has_value();
    }
}

template <class Job>
std::string job_payload(Job job) {
    json::Writer out;
    out.array([&] {
        std::apply([&](auto const&... values) { (write_job_value(out, values), ...); }, job.row());
    });
    return out.take();
}

template <class Job>
Result<Job> read_job(StoredJob const& stored) {
    TRY(auto const document, json::Document::parse(stored.payload));
    auto const values = document.root().elements();
    Job job{};
    std::size_t index = 0;
    auto readable = true;
    std::apply(
        [&](auto&... fields) {
            ((index < values.size() ? readable = read_job_value(values[index++], fields) && readable
                                    : true),
             ...);
        },
        job.row());
    if (!readable) return fail(Errc::internal, "", "unreadable payload of " + stored.name);
    return job;
}

}  // namespace skein
