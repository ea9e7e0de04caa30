// A footprint as a table: bytes by column (those of a thousandth of all and more), then bytes for
// each record, statement, link, event. For benchmarks only.
#pragma once

#include <cstdio>
#include <initializer_list>
#include <string>

#include "picture/picture.hpp"

namespace sallyport::picture::testing {

inline void print_footprint(const Footprint& f) {
  constexpr double kMiB = 1024.0 * 1024.0;
  for (const auto& part : f.parts) {
    if (part.bytes < f.total_bytes / 1000) continue;
    std::printf("  %-12s %-18s %9.2f MiB\n", std::string(part.segment).c_str(), part.name.c_str(),
                static_cast<double>(part.bytes) / kMiB);
  }
  const auto row = [&](const char* what, std::initializer_list<std::string_view> segments,
                       std::uint64_t count) {
    std::uint64_t bytes = 0;
    for (const auto& [name, of_it] : f.segments) {
      for (const auto& wanted : segments) bytes += name == wanted ? of_it : 0;
    }
    std::printf("%-26s %9.1f MiB %12llu rows %8.1f B each\n", what,
                static_cast<double>(bytes) / kMiB, static_cast<unsigned long long>(count),
                count == 0 ? 0.0 : static_cast<double>(bytes) / static_cast<double>(count));
  };
  row("records", {"records"}, f.records);
  row("statements", {"statements"}, f.statements);
  row("links", {"links"}, f.links);
  row("events and their indexes", {"event-ids", "events", "event-chains"}, f.events);
  row("pairs and judgements", {"pairs"}, f.pairs);
  row("texts, a statement", {"strings"}, f.statements);
  row("tokens, a statement", {"tokens"}, f.statements);
  row("blocking, a record", {"blocking"}, f.records);
  std::printf(
      "%-26s %9.1f MiB %12llu rows %8.1f B each\n", "everything, a record",
      static_cast<double>(f.total_bytes) / kMiB, static_cast<unsigned long long>(f.records),
      f.records == 0 ? 0.0 : static_cast<double>(f.total_bytes) / static_cast<double>(f.records));
}

}  // namespace sallyport::picture::testing
