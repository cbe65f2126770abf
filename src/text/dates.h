// Dates that stand in fixed places of a report: its header line and its dateline.
#pragma once

#include <optional>
#include <string_view>

#include "text/text.h"

namespace readout {

// "date 2022-04-30", "Published: 30 April 2022" at the start of a line.
std::optional<HeaderDate> find_header_date(std::string_view text, Span line);

// A line that is a date and nothing else but a clock time: "Wednesday, March 30, 2022 10:15 GMT".
std::optional<HeaderDate> find_date_line(std::string_view text, Span line);

// "TUNXI, March 30 (Agency) —" at the start of a paragraph.
std::optional<Dateline> find_dateline(std::string_view text, Span paragraph);

}  // namespace readout
