// The reference of the API's entities, for tests: what fields an entity has, and whether a piece of
// JSON is one. Reads `tests/fixtures/reference/mastodon-entities.tsv`.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace skein::testing {

class Reference {
  public:
    /// Reads the table below the project's own directory.
    explicit Reference(std::string const& source_directory);

    struct Field {
        std::string type;
        bool nullable = false, optional = false;
        std::vector<std::string> allowed;  ///< Of an enum.
    };
    /// The entity's own fields, those it takes over from another included; without nested ones.
    std::map<std::string, Field> fields(std::string_view entity) const;

    /// What is wrong with a value as this entity: a field that is missing, null, of another type or
    /// unknown. Empty when nothing is.
    std::vector<std::string> complaints(json::Value value, std::string_view entity) const;

  private:
    void check(json::Value value, std::string const& entity, std::string const& where,
               std::vector<std::string>& out) const;
    void check_value(json::Value value, Field const& field, std::string const& type,
                     std::string const& where, std::vector<std::string>& out) const;

    std::map<std::string, std::map<std::string, Field>, std::less<>> entities_;
};

}  // namespace skein::testing
