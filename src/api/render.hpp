// The answers of the API as JSON, one function a shape of web/src/lib/api/types.ts.
// Byte-determined: the same values make the same bytes (LT-00), keys stand in the order of the
// shape, lists in the order the service gave them; optional fields are left out when empty. Pure
// functions of their input. Threads: any. Failure: none. Cost: linear.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/alike.hpp"
#include "service/connections.hpp"
#include "service/exporting.hpp"
#include "service/feeds.hpp"
#include "service/filing.hpp"
#include "service/judge.hpp"
#include "service/log.hpp"
#include "service/pages.hpp"
#include "service/person.hpp"
#include "service/sessions.hpp"
#include "service/settings.hpp"
#include "service/timeline.hpp"
#include "service/today.hpp"
#include "service/undoing.hpp"

namespace sallyport::api {

/// On every answer about people, things and reports.
struct Marked {
  std::string_view marking;
  bool partial = false;
};

std::string render(const service::PersonPage& page, Marked marked);
std::string render(const service::IdentityPage& page, Marked marked);
std::string render(const service::GroupPage& page, Marked marked);
std::string render(const service::PlacePage& page, Marked marked);
std::string render(const service::ThingPage& page, Marked marked);
std::string render(const service::ReportPage& page, Marked marked);
std::string render(const std::vector<service::TimelineEntry>& entries, Marked marked);
std::string render(const service::PersonTimeline& line, Marked marked);
std::string render(const service::SearchAnswer& answer, Marked marked);
std::string render(const service::PathAnswer& answer, Marked marked);
std::string render(const service::NeighbourhoodAnswer& answer, Marked marked);
std::string render_arrivals(Date day, const std::vector<service::ArrivalLine>& arrivals,
                            Marked marked);
std::string render(const service::TodayPage& page, Marked marked);
std::string render(const service::Receipt& receipt);

/// What a browser is told of its sign-in. Null pointers: nobody is signed in.
struct SessionFacts {
  bool setup_needed = false;
  const service::Settings* settings = nullptr;
  const service::Session* session = nullptr;
  const access::Grants* grants = nullptr;
  Instant business_now;
  Instant wall_now;
  std::size_t codes_left = 0;
};
std::string render(const SessionFacts& facts);
std::string render_codes(const std::vector<std::string>& codes);

std::string render(const std::vector<service::FeedLine>& feeds);

/// `alike`: reports that a dry run knows again.
std::string render(const service::ImportLine& line,
                   const std::vector<service::AlikeLine>& alike = {});
std::string render(const service::AlikeAnswer& answer, Marked marked);
std::string render(const std::vector<service::ImportLine>& lines);
std::string render(const service::RetractionPreview& preview, bool done);
std::string render(const service::ExportedFile& file);
std::string render_log(const service::LogAnswer& answer);
/// The data of one progress event.
std::string render_progress(std::string_view file, std::uint64_t rows, std::uint64_t file_bytes,
                            std::string_view state);

std::string render_formats(const std::vector<intake::Mapping>& mappings);

/// A controlled list: codes with their words.
struct VocabularyLine {
  struct Code {
    std::string code, words, from, to, note;
  };
  std::string name, title, version;
  std::vector<Code> codes;
};
std::string render(const VocabularyLine& vocabulary);

}  // namespace sallyport::api
