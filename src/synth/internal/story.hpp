// The story of story.md as rows of the agencies' files: the fixed layer over the random country.
// No randomness, no scale: make_story() gives the same bytes for ever. Serial numbers 4000 to 4399
// of every feed, prison numbers Z9000 to Z9199 and Z8877, CRNs X9000xx, group numbers 991/0010xxx,
// mobiles 07700 9004xx, 9006xx, 9007xx and lines 01632 9601xx to 9603xx are its own.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "synth/internal/feeds.hpp"
#include "synth/internal/incident.hpp"
#include "synth/internal/report.hpp"

namespace sallyport::synth {

struct Story {
  std::vector<StoryRow> rows;
  std::set<std::string> cells;  ///< "Wexmoor/B1-05": the random layer keeps out
  std::uint32_t in_custody = 0;
};

Story make_story();

using PeopleKeys = std::vector<std::pair<std::string, std::string>>;

struct Man {
  const char* cluster;
  const char* number;
  const char* surname;
  const char* forenames;
  CivilDate born;
  const char* prison;
  const char* location;
  char category = 'C';
  CivilDate reception = {2025, 3, 10};
  CivilDate release = {2028, 6, 14};
  const char* offence = "Conspiracy to supply a controlled drug";
  const char* aliases = "";
};

class StoryBuilder {
 public:
  Story story;

  void add(std::string_view agency, std::string_view feed, std::uint64_t key, std::string line,
           PeopleKeys people = {}, std::string_view part = {});
  void roll(const Man& man);
  /// A call on the prison telephone; the next free serial number of its month.
  void call(const Man& man, std::string_view number, std::int64_t at, int seconds);
  void credit(const Man& man, std::int64_t at, std::int64_t pence, std::string_view method,
              std::string_view last4, std::string_view name);
  void incident(const Incident& incident, PeopleKeys people = {});
  void report(std::string_view feed, const Report& report, PeopleKeys people = {});
  void visitor(std::string_view line, std::string_view id, std::string_view cluster);
  void activity(const Man& man, std::string_view activity, std::string_view place,
                std::string_view slot);
  std::uint64_t next(std::string_view feed);  ///< 4000, 4001, ... a feed

 private:
  std::vector<std::pair<std::string, std::uint64_t>> serials_;
};

/// A PNC number of the story's own: the police's and the prison's record of a man carry the same.
std::string story_pnc(CivilDate born, char salt);
std::int32_t day_of(CivilDate date);
std::int64_t at(CivilDate date, int hour, int minute, int second = 0);

// The named people of the story in custody.
extern const Man kRenn, kPrill, kDzurik, kVarley, kAstbury, kFoss, kTolley, kCousin, kPloverMan;
extern const Man kJonah, kMicah, kDocklineOne, kDocklineTwo;

void story_people(StoryBuilder& builder);   ///< rolls, hostel callers, legal register, staff, cards
void story_picture(StoryBuilder& builder);  ///< A, B: groups, mapping, Kessell, Dzurik
void story_debt(StoryBuilder& builder);     ///< C
void story_thursdays(StoryBuilder& builder);    ///< D
void story_false_leads(StoryBuilder& builder);  ///< E
void story_sealed(StoryBuilder& builder);       ///< F and the sealed part of B

}  // namespace sallyport::synth
