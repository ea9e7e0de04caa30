#include "synth/people.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "synth/internal/codes.hpp"
#include "synth/internal/world.hpp"

namespace sallyport::synth {
namespace {

namespace fs = std::filesystem;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

constexpr std::size_t kBlock = 65'536;  // records shuffled among one another
constexpr std::uint64_t kMostRecords = 100'000'000;
constexpr std::uint64_t kRecordSalt = 0x9eb1;  // apart from every feed's

struct Agency {
  std::string_view name;
  std::uint32_t slips_per_mille;
  std::uint32_t phone_per_mille, pnc_per_mille, prison_per_mille, crn_per_mille;
};
/// Prisons know the man and his number; the police write in a hurry; probation hears of addresses.
/// Each agency has its own number nearly always, the police's mostly, the others' sometimes.
constexpr std::array<Agency, 3> kAgencies = {{{"police", 60, 450, 850, 60, 0},
                                              {"prisons", 40, 300, 800, 970, 0},
                                              {"probation", 50, 650, 700, 400, 970}}};

/// One record as it stands in the file, without its number, and whose it is.
struct Row {
  std::uint64_t order = 0;
  std::string source, cells, cluster;
};

std::string slipped(std::string number, Stream& stream) {
  if (number.size() > 4 && stream.per_mille(12)) {
    const std::size_t at = 1 + stream.below(number.size() - 2);
    if (number[at] >= '0' && number[at] <= '9')
      number[at] = static_cast<char>('0' + stream.below(10));
  }
  return number;
}

class Writer {
 public:
  Writer(const PeopleOptions& options, const World& world) : options_(options), world_(world) {}

  Result<PeopleReport> run() {
    std::error_code problem;
    fs::create_directories(options_.out, problem);
    people_.reset(std::fopen((options_.out / "people.csv").c_str(), "wb"));
    truth_.reset(std::fopen((options_.out / "truth.csv").c_str(), "wb"));
    if (!people_ || !truth_)
      return fail(ErrorCode::kStorage, "could not write into " + options_.out.string());
    put(people_,
        "source,record_id,given_names,surname,date_of_birth,sex,address,town,postcode,"
        "phone,pnc_number,prison_number,crn\n");
    put(truth_, "source,record_id,cluster_id\n");
    for (std::uint32_t i = 0; report_.records + rows_.size() < options_.records; ++i) {
      person(world_.prisoner(i), i, 0);
      Stream draw = world_.stream(Tag::kRelations, i, kRecordSalt);
      if (draw.per_mille(400)) person(world_.contact(i, 0), i, 1);
      if (rows_.size() >= kBlock) flush();
    }
    flush();
    if (!good_ || std::fflush(people_.get()) != 0 || std::fflush(truth_.get()) != 0)
      return fail(ErrorCode::kStorage, "could not write into " + options_.out.string());
    return report_;
  }

 private:
  /// 45 % of people stand in one record, 30 % in two, 15 % in three, 7 % in four, 3 % in five.
  static std::uint64_t records_of(Stream& draw) {
    const auto at = draw.below(100);
    return at < 45 ? 1 : at < 75 ? 2 : at < 90 ? 3 : at < 97 ? 4 : 5;
  }

  void person(const Person& who, std::uint32_t i, std::uint32_t kin) {
    Stream draw = world_.stream(Tag::kRelations, i, kRecordSalt + 1 + kin);
    const std::uint64_t left = options_.records - report_.records - rows_.size();
    const std::uint64_t count = std::min<std::uint64_t>(records_of(draw), left);
    if (count == 0) return;
    ++report_.people;
    report_.pairs += count * (count - 1) / 2;
    for (std::uint64_t n = 0; n < count; ++n) {
      const auto agency = draw.below(kAgencies.size());
      Row row = record(who, kAgencies[agency], kRecordSalt + n, i * 2 + kin);
      row.order = derive(world_.seed(), Tag::kObserved, i, kin, n);
      rows_.push_back(std::move(row));
    }
  }

  Row record(const Person& who, const Agency& agency, std::uint64_t salt, std::uint32_t number) {
    const Observed seen = observe(world_, who, salt, agency.slips_per_mille);
    Stream draw = world_.stream(Tag::kObserved, who.index, who.sub + 1000, salt);
    const bool police = agency.name == "police";
    Row row{0, std::string(agency.name), {}, who.cluster()};
    const bool birth_known = !draw.per_mille(15);
    const bool address_known = !draw.per_mille(agency.name == "prisons" ? 300 : 60);
    const std::string birth = !birth_known ? ""
                              : police     ? uk_date(seen.birth)
                                           : iso_date(seen.birth);
    const auto maybe = [&](std::uint32_t per_mille, const std::string& text) {
      return draw.per_mille(per_mille) ? slipped(text, draw) : std::string();
    };
    const bool has_prison = who.kind == PersonKind::kPrisoner;
    std::string& out = row.cells;
    out = fmt::format("{},{},{},{},", seen.forenames, seen.surname, birth, who.female ? "F" : "M");
    out += address_known ? fmt::format("\"{}\",{},{},", seen.address, seen.town, seen.postcode)
                         : std::string(",,,");
    // a family's landline or a partner's mobile: contact 0 is whom he shares it with
    out += maybe(agency.phone_per_mille, world_.contact_number(who.index, kin_number(draw, who)));
    out += ',' + maybe(agency.pnc_per_mille, pnc_number(1990 + number % 36, number / 36 + 1));
    out += ',' + (has_prison ? maybe(agency.prison_per_mille, prison_number(who.index)) : "");
    out += ',' + (has_prison ? maybe(agency.crn_per_mille, crn(who.index)) : "");
    return row;
  }

  static std::uint32_t kin_number(Stream& draw, const Person& who) {
    if (draw.per_mille(60)) return 1;  // the household's
    return who.kind == PersonKind::kPrisoner ? 2 : 3;
  }

  void flush() {
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
      return a.order != b.order ? a.order < b.order : a.cells < b.cells;
    });
    for (const Row& row : rows_) {
      const std::string id = fmt::format("{}{:08}", row.source.substr(0, 2), ++report_.records);
      put(people_, row.source + ',' + id + ',' + row.cells + '\n');
      put(truth_, row.source + ',' + id + ',' + row.cluster + '\n');
    }
    rows_.clear();
  }

  void put(const File& file, const std::string& text) {
    good_ = good_ && std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
    report_.bytes += text.size();
  }

  const PeopleOptions& options_;
  const World& world_;
  File people_{nullptr, &std::fclose};
  File truth_{nullptr, &std::fclose};
  std::vector<Row> rows_;
  PeopleReport report_;
  bool good_ = true;
};

}  // namespace

Result<PeopleReport> synthesise_people(const PeopleOptions& options) {
  if (options.records == 0 || options.records > kMostRecords)
    return fail(ErrorCode::kBadValue, "people: 1 to 100,000,000 records");
  SynthOptions country;
  country.scale = Scale::kNational;  // the country with numbers for everybody
  country.people_in_custody = 1;
  country.seed = options.seed;
  const World world(country, 0, {});
  return Writer(options, world).run();
}

}  // namespace sallyport::synth
