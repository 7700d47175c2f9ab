// Report, and RelationshipSeveranceEvent: what moderators and people are told of.
#pragma once

#include "social/domains.h"
#include "social/reports.h"
#include "social/views/account_view.h"

namespace skein::social {

/// `accounts` holds the target.
void write_report(Report const& report, AccountPieces const& accounts, json::Writer& out);
/// One report as one value.
Result<void> write_report(ViewOf const& view, Report const& report, json::Writer& out);
void write_severance(Severance const& severance, json::Writer& out);

}  // namespace skein::social
