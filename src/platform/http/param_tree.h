// Builds the tree of parameters from names with brackets, as forms write them.
//
// `a[b]` is the member b of a; `a[]` an element of a; `a[][b]` the member b of an element, a new
// one when the last element already has it. A bare name that repeats becomes a list.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/http/params.h"

namespace skein::http {

class ParamTree {
  public:
    explicit ParamTree(ParamLimits const& limits);
    ~ParamTree();

    /// Puts a value at the place its name says. Errc::bad_request when the name is no UTF-8 or says
    /// two shapes at once, Errc::too_large over a limit.
    Result<void> add(std::string_view name, Param value);

    /// The finished tree.
    Param take();

    struct Node;

  private:
    Result<Node*> count(Node* made);

    ParamLimits limits_;
    std::size_t nodes_ = 0;
    std::unique_ptr<Node> root_;
};

/// A text from outside as a value: Errc::bad_request for invalid UTF-8; NUL is dropped.
Result<Param> text_param(std::string text);

}  // namespace skein::http
