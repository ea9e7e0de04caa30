#include "linkage/internal/ingest.hpp"

#include <algorithm>
#include <bit>

#include "base/limits.hpp"
#include "linkage/internal/csv.hpp"
#include "linkage/internal/values.hpp"

namespace sallyport::linkage {
namespace {

constexpr std::size_t kRowsAskedForDateOrder = 20'000;
constexpr std::size_t kMostRecords = 200'000'000;
constexpr std::uint8_t kNoSlot = 0xff;

/// What a cell of a column stands for, kept for cells that come again.
struct Meaning {
  std::array<std::uint32_t, 3> codes = {};
  Generation generation = 0;
};

class Ingest {
 public:
  explicit Ingest(const IngestOptions& options) : options_(options) {
    slot_.fill(kNoSlot);
    out_.files.resize(options.files.size());
  }

  Result<Ingested> run() {
    std::vector<MappedFile> files(options_.files.size());
    for (std::size_t f = 0; f < files.size(); ++f) {
      if (!files[f].open(options_.files[f].string()))
        return fail(ErrorCode::kStorage, "could not read " + options_.files[f].string());
      if (files[f].bytes().size() > limits::kImportFileBytes)
        return fail(ErrorCode::kTooLarge, options_.files[f].string() + ": larger than 4 GiB");
      TRY(read_heading(files[f], f));
    }
    if (std::popcount(present_) == 0)
      return fail(ErrorCode::kBadValue, "no column is one that can be compared; give a mapping");
    for (std::size_t field = 0; field < kFields; ++field)
      if ((present_ >> field & 1) != 0) {
        slot_[field] = static_cast<std::uint8_t>(out_.data.fields.size());
        out_.data.fields.push_back(static_cast<Field>(field));
      }
    for (std::size_t f = 0; f < files.size(); ++f) TRY(read_rows(files[f], f));
    out_.data.number_kinds = number_kinds_;
    out_.data.arrange();
    return std::move(out_);
  }

 private:
  void announce(Field field) { present_ |= 1U << index_of(field); }

  void announce(Column& column) {
    switch (column.role) {
      case Role::full_name:
        announce(Field::surname);
        [[fallthrough]];
      case Role::given:
        announce(Field::given);
        [[fallthrough]];
      case Role::middle:
        return announce(Field::middle);
      case Role::surname:
        return announce(Field::surname);
      case Role::address:
        announce(Field::house);
        announce(Field::street);
        announce(Field::town);
        return announce(Field::postcode);
      case Role::number: {
        auto known = std::find(number_kinds_.begin(), number_kinds_.end(), column.kind);
        if (known == number_kinds_.end())
          known = std::find(number_kinds_.begin(), number_kinds_.end(), std::string());
        if (known == number_kinds_.end()) {
          column = {};
          return;
        }
        *known = column.kind;
        return announce(number_field(column.kind));
      }
      default:
        if (const Field field = plain_field(column.role); index_of(field) < kFields)
          announce(field);
    }
  }

  Field number_field(const std::string& kind) const {
    const auto at = std::find(number_kinds_.begin(), number_kinds_.end(), kind);
    return static_cast<Field>(index_of(Field::number_0) +
                              static_cast<std::size_t>(at - number_kinds_.begin()));
  }

  static Field plain_field(Role role) {
    switch (role) {
      case Role::birth:
        return Field::birth;
      case Role::sex:
        return Field::sex;
      case Role::house:
        return Field::house;
      case Role::locality:
        return Field::locality;
      case Role::town:
        return Field::town;
      case Role::postcode:
        return Field::postcode;
      case Role::region:
        return Field::region;
      case Role::phone:
        return Field::phone;
      case Role::email:
        return Field::email;
      case Role::birthplace:
        return Field::birthplace;
      case Role::occupation:
        return Field::occupation;
      case Role::organisation:
        return Field::organisation;
      default:
        return static_cast<Field>(kFields);
    }
  }

  Status read_heading(const MappedFile& file, std::size_t number) {
    CsvScanner scanner(file.bytes());
    std::vector<std::string_view> cells;
    FileColumns& columns = out_.files[number];
    columns.file = options_.files[number].stem().string();
    if (!scanner.next(cells))
      return fail(ErrorCode::kMalformedFile, options_.files[number].string() + " is empty");
    for (const std::string_view cell : cells) {
      const std::string heading(trim(cell));
      const auto mapped = options_.mapping.find(heading);
      Column column = mapped != options_.mapping.end() ? mapped->second : recognise_column(heading);
      if (heading == options_.truth_column && column.role != Role::record_id) column = {};
      announce(column);
      columns.columns.emplace_back(heading, std::move(column));
    }
    return ok();
  }

  bool month_first(const MappedFile& file, const FileColumns& columns) const {
    CsvScanner scanner(file.bytes());
    std::vector<std::string_view> cells;
    DateOrder order;
    for (std::size_t row = 0; row < kRowsAskedForDateOrder && scanner.next(cells); ++row)
      for (std::size_t c = 0; c < std::min(cells.size(), columns.columns.size()); ++c)
        if (columns.columns[c].second.role == Role::birth) order.look_at(cells[c]);
    return order.month_first();
  }

  std::uint16_t source_number(std::string_view name) {
    auto& sources = out_.data.sources;
    if (last_source_ < sources.size() && sources[last_source_] == name) return last_source_;
    auto at = std::find(sources.begin(), sources.end(), name);
    if (at == sources.end()) at = sources.insert(sources.end(), std::string(name));
    last_source_ = static_cast<std::uint16_t>(at - sources.begin());
    return last_source_;
  }

  Status read_rows(MappedFile& file, std::size_t number) {
    FileColumns& columns = out_.files[number];
    month_first_ = month_first(file, columns);
    std::vector<Dictionary> seen(columns.columns.size());
    std::vector<std::vector<Meaning>> meanings(columns.columns.size());
    CsvScanner scanner(file.bytes());
    std::vector<std::string_view> cells;
    scanner.next(cells);
    Dataset& data = out_.data;
    const bool has_town = has(columns, Role::town);
    has_postcode_ = has(columns, Role::postcode);
    has_town_ = has_town;
    while (scanner.next(cells)) {
      if (data.size() >= kMostRecords) return fail(ErrorCode::kLimitExceeded, "records of a run");
      ++columns.records;
      row_.assign(data.fields.size(), 0);
      std::string_view id, truth;
      std::string_view source = columns.file;
      full_name_ = {};
      generation_ = 0;
      for (std::size_t c = 0; c < std::min(cells.size(), columns.columns.size()); ++c) {
        const auto& [heading, column] = columns.columns[c];
        const std::string_view cell = trim(cells[c]);
        if (!options_.truth_column.empty() && heading == options_.truth_column) truth = cell;
        if (column.role == Role::record_id && id.empty()) id = cell;
        if (column.role == Role::source && !cell.empty()) source = cell;
        if (column.role > Role::source && !cell.empty()) take(column, cell, seen[c], meanings[c]);
      }
      use_full_name();
      data.rows.insert(data.rows.end(), row_.begin(), row_.end());
      data.source_of.push_back(source_number(source));
      data.generation_of.push_back(generation_);
      data.ids.add(id.empty() ? std::string_view(std::to_string(columns.records)) : id);
      if (!options_.truth_column.empty()) data.truths.add(truth);
      file.release_before(scanner.position());
    }
    return ok();
  }

  static bool has(const FileColumns& columns, Role role) {
    return std::any_of(columns.columns.begin(), columns.columns.end(),
                       [&](const auto& one) { return one.second.role == role; });
  }

  void put(Field field, std::uint32_t code) {
    if (code == 0) return;
    std::uint32_t& cell = row_[slot_[index_of(field)]];
    cell = out_.data.space(field).with(cell, code);
  }
  std::uint32_t code(Field field, std::string_view text) {
    return out_.data.space(field).dictionary.code(text);
  }

  void take(const Column& column, std::string_view cell, Dictionary& seen,
            std::vector<Meaning>& meanings) {
    if (cell.find_first_of("|;") != std::string_view::npos) {
      for (const std::string_view part : parts_of(cell)) take_one(column, part, seen, meanings);
    } else if (!says_nothing(cell)) {
      take_one(column, cell, seen, meanings);
    }
  }

  /// Names, dates and places come again and again: their meaning is found once.
  void take_one(const Column& column, std::string_view cell, Dictionary& seen,
                std::vector<Meaning>& meanings) {
    switch (column.role) {
      case Role::full_name:
        full_name_ = cell;
        if (const bool native =
                std::any_of(cell.begin(), cell.end(), [](char c) { return (c & 0x80) != 0; });
            native)
          put_name(split_name(cell));
        return;
      case Role::address:
        return put_address(cell);
      case Role::phone:
        return put(Field::phone, code(Field::phone, plain_phone(cell)));
      case Role::email:
        return put(Field::email, code(Field::email, plain_email(cell)));
      case Role::number: {
        const Field field = number_field(column.kind);
        return put(field, code(field, plain_mark(cell)));
      }
      default:
        break;
    }
    const std::uint32_t raw = seen.code(cell);
    if (raw >= meanings.size()) {
      meanings.resize(raw + 1);
      meanings[raw] = meaning_of(column, cell);
    }
    const Meaning& meaning = meanings[raw];
    if (generation_ == 0) generation_ = meaning.generation;
    if (column.role == Role::generation) return;
    if (column.role == Role::given || column.role == Role::surname || column.role == Role::middle) {
      put(Field::given, meaning.codes[0]);
      put(Field::middle, meaning.codes[1]);
      put(Field::surname, meaning.codes[2]);
    } else {
      put(plain_field(column.role), meaning.codes[0]);
    }
  }

  Meaning meaning_of(const Column& column, std::string_view cell) {
    switch (column.role) {
      case Role::given: {
        const NameParts parts = split_given(cell);
        return {{code(Field::given, parts.given), code(Field::given, parts.middle), 0},
                parts.generation};
      }
      case Role::middle:
        return {{0, code(Field::given, plain_words(cell)), 0}, 0};
      case Role::surname: {
        const NameParts parts = split_surname(cell);
        return {{0, 0, code(Field::given, parts.surname)}, parts.generation};
      }
      case Role::generation:
        return {{}, generation_of(cell)};
      case Role::birth:
        return {{code(Field::birth, plain_date(cell, month_first_)), 0, 0}, 0};
      case Role::sex:
        return {{code(Field::sex, plain_sex(cell)), 0, 0}, 0};
      case Role::postcode:
        return {{code(Field::postcode, plain_mark(cell)), 0, 0}, 0};
      default: {
        const Field field = plain_field(column.role);
        return {{code(field, plain_words(cell)), 0, 0}, 0};
      }
    }
  }

  void put_name(const NameParts& parts) {
    put(Field::given, code(Field::given, parts.given));
    put(Field::middle, code(Field::given, parts.middle));
    put(Field::surname, code(Field::given, parts.surname));
    if (generation_ == 0) generation_ = parts.generation;
  }

  /// A whole name speaks where its parts are not given.
  void use_full_name() {
    if (full_name_.empty()) return;
    if (row_[slot_[index_of(Field::given)]] == 0 && row_[slot_[index_of(Field::surname)]] == 0)
      put_name(split_name(full_name_));
  }

  void put_address(std::string_view cell) {
    const AddressParts parts = split_address(cell);
    put(Field::house, code(Field::house, parts.house));
    put(Field::street, code(Field::street, parts.street));
    if (!has_town_) put(Field::town, code(Field::town, parts.town));
    if (!has_postcode_) put(Field::postcode, code(Field::postcode, parts.postcode));
  }

  const IngestOptions& options_;
  Ingested out_;
  std::uint32_t present_ = 0;
  std::array<std::uint8_t, kFields> slot_ = {};
  std::array<std::string, kNumberFields> number_kinds_;
  std::vector<std::uint32_t> row_;
  std::string_view full_name_;
  Generation generation_ = 0;
  std::uint16_t last_source_ = 0;
  bool month_first_ = false;
  bool has_town_ = false;
  bool has_postcode_ = false;
};

}  // namespace

Result<Ingested> ingest(const IngestOptions& options) {
  return Ingest(options).run();
}

}  // namespace sallyport::linkage
