// The random country: who lives in it, who is in which prison and group, all derived on demand from
// (seed, kind, index), so that person 17 is the same at every scale and nothing is stored but one
// prison and cell a person in custody. Immutable after construction; any thread may read.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "synth/internal/names.hpp"
#include "synth/synth.hpp"

namespace sallyport::synth {

/// The story day, 15 October 2026, in days since 1970: files end with the evening before.
inline constexpr std::int32_t kStoryDay = 20'741;
inline constexpr std::int64_t kDaySeconds = 86'400;

enum class PrisonKind : std::uint8_t { kLocal, kTrainer, kHighSecurity, kWomen, kOpen };

struct PrisonInfo {
  std::string name;
  PrisonKind kind = PrisonKind::kTrainer;
  std::vector<std::string> wings;
  std::uint32_t weight = 0;        ///< share of the men or women in custody
  std::vector<std::string> cells;  ///< "B2-13", without the story's
};

enum class PersonKind : std::uint8_t { kPrisoner, kContact, kNominal };

/// Somebody as he is; what an agency has of him comes from observe().
struct Person {
  PersonKind kind = PersonKind::kPrisoner;
  std::uint32_t index = 0;
  std::uint32_t sub = 0;  ///< contact of prisoner `index`, nominal of group `index`
  std::size_t tradition = 0;
  bool female = false;
  std::int32_t birth = 0;  ///< days since 1970
  std::string surname, forename, middle, nickname, native;
  std::string address, town, postcode;
  std::string cluster() const;
};

/// What one agency wrote down.
struct Observed {
  std::string surname, forenames;
  std::int32_t birth = 0;
  std::string address, town, postcode;
};

struct Custody {
  std::int32_t reception = 0;
  std::int32_t release = 0;  ///< planned, or actual for people who left
  std::int32_t sentence_days = 0;
  std::uint32_t moves = 0;
  std::string_view offence;
  char category = 'C';
  std::string_view regime;
  bool remand = false;
};

enum class Standing : std::uint8_t { kPrincipal, kSignificant, kPeripheral };
std::string_view to_text(Standing standing);

struct Membership {
  std::uint32_t group = 0;
  std::uint32_t number = 0;  ///< within the group, from 1
  PersonKind kind = PersonKind::kPrisoner;
  std::uint32_t index = 0;  ///< prisoner index, or nominal number
  Standing standing = Standing::kPeripheral;
};

class World {
 public:
  World(const SynthOptions& options, std::uint32_t story_in_custody,
        const std::set<std::string>& story_cells);

  std::uint64_t seed() const { return seed_; }
  Scale scale() const { return scale_; }
  const Names& names() const { return names_; }
  Stream stream(Tag tag, std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) const {
    return {seed_, tag, a, b, c};
  }
  /// Days of calls and other daily events before the story day.
  std::int32_t call_days() const { return scale_ == Scale::kDemo ? 31 : year_days(); }
  std::int32_t year_days() const;

  // people with custody history: indexes 0 .. people()-1
  std::uint32_t people() const { return people_; }
  static bool in_custody(std::uint32_t i) { return i % 20 < 7; }
  static std::uint32_t custody_rank(std::uint32_t i) { return i / 20 * 7 + i % 20; }
  static std::uint32_t by_rank(std::uint32_t r) { return r / 7 * 20 + r % 7; }
  std::uint32_t in_custody_count() const { return static_cast<std::uint32_t>(prison_.size()); }
  Person prisoner(std::uint32_t i) const;
  Custody custody(std::uint32_t i) const;
  std::uint32_t contacts(std::uint32_t i) const;  ///< how many people he names: 1 to 7
  Person contact(std::uint32_t i, std::uint32_t k) const;
  static std::string_view relationship(const World& world, std::uint32_t i, std::uint32_t k);
  Person nominal(std::uint32_t group, std::uint32_t n) const;
  /// The number of contact k, empty where the country has none left (demo scale).
  std::string contact_number(std::uint32_t i, std::uint32_t k) const;
  std::string nominal_number(std::uint32_t group, std::uint32_t n) const;
  bool has_second_number(std::uint32_t i) const;

  // prisons
  const std::vector<PrisonInfo>& prisons() const { return prisons_; }
  const PrisonInfo& prison_of(std::uint32_t i) const { return prisons_[prison_[custody_rank(i)]]; }
  std::uint8_t prison_index(std::uint32_t i) const { return prison_[custody_rank(i)]; }
  /// Where he is, or for people who left, where he was.
  const PrisonInfo& last_prison(std::uint32_t i) const;
  std::string_view cell_of(std::uint32_t i) const;
  std::string_view some_cell(std::uint8_t prison, Stream& stream) const;

  // groups
  static constexpr std::uint32_t kGroupSpan = 56;  ///< people with history a group is drawn from
  std::uint32_t groups() const { return (people_ + kGroupSpan - 1) / kGroupSpan; }
  bool linked(std::uint32_t i) const;
  static std::uint32_t group_of(std::uint32_t i) { return i / kGroupSpan; }
  std::vector<Membership> members(std::uint32_t group) const;
  static std::string group_number(std::uint32_t group);
  std::string group_name(std::uint32_t group) const { return names_.group_name(group); }
  bool northmoor(std::uint32_t group) const;

 private:
  void make_prisons(const std::set<std::string>& story_cells);
  void house_people();
  void name_person(Person& person, Stream& stream) const;
  void house_person(Person& person, Stream& stream) const;

  std::uint64_t seed_;
  Scale scale_;
  std::uint32_t people_ = 0;
  Names names_;
  std::vector<PrisonInfo> prisons_;
  std::vector<std::uint8_t> prison_;  // by custody rank
  std::vector<std::uint16_t> slot_;   // by custody rank
};

/// The errors of one agency: `salt` names agency, feed and record; `per_mille` how often each of
/// name, date and address goes wrong.
Observed observe(const World& world, const Person& person, std::uint64_t salt,
                 std::uint32_t per_mille);

/// Local seconds as a clock shows them: where it goes forward (the last Sunday of March, 01:00 to
/// 02:00) nobody writes down the hour between.
std::int64_t on_the_clock(std::int64_t seconds);

std::string iso_date(std::int32_t day);
std::string uk_date(std::int32_t day);
std::string iso_time(std::int64_t seconds, bool with_seconds = false, char between = ' ');
std::string uk_time(std::int64_t seconds, bool with_seconds = false);

}  // namespace sallyport::synth
