// Sessions, feeds, imports, formats, vocabularies.
#include "api/internal/render_parts.hpp"
#include "service/teller.hpp"

namespace sallyport::api {

void put(JsonOut& out, const service::FeedLine& feed) {
  out.open();
  out.field("name", feed.name);
  out.field("title", feed.title);
  out.field("agency", feed.agency);
  out.field("tag", service::agency_tag(feed.agency));
  if (feed.last) {
    out.key("last");
    put_time(out, *feed.last);
  }
  out.field("age", feed.age);
  out.flag("late", feed.late);
  out.count("rejected", feed.rejected);
  out.close();
}

namespace {

void put(JsonOut& out, const intake::FieldChange& change) {
  out.open();
  out.field("key", change.source_key);
  out.field("property", change.field);
  out.field("before", change.before);
  out.field("after", change.after);
  out.close();
}

void put_reject(JsonOut& out, const ErrorPlace& place) {
  out.open();
  out.count("row", place.row);
  out.field("field", place.field);
  out.field("value", place.value);
  out.field("expected", place.expected);
  out.field("problem",
            place.field.empty() ? "The row could not be read" : "Not what this column holds");
  out.close();
}

void put(JsonOut& out, const service::AlikeLine& line) {
  constexpr std::string_view kLikeness[] = {"number", "text", "nearly"};
  out.open();
  out.field("number", line.number);
  if (line.other) put(out, "other", *line.other);
  out.field("likeness", kLikeness[static_cast<std::size_t>(line.likeness)]);
  put(out, "words", line.words);
  out.close();
}

void put(JsonOut& out, const service::ImportLine& line,
         const std::vector<service::AlikeLine>& alike = {}) {
  out.open();
  out.field("id", line.id);
  out.field("file", line.file);
  out.field("feed", line.feed);
  out.field("agency", line.agency);
  out.field("by", line.by);
  out.key("at");
  put_time(out, line.at);
  if (line.totals) {
    out.count("rows", line.totals->rows);
    out.count("taken", line.totals->taken);
    out.count("unchanged", line.totals->unchanged);
  }
  out.count("rejected", line.rejected);
  out.count("refused", line.refused);
  out.flag("committed", line.committed);
  out.optional("retracted", line.retracted);
  if (line.brought) {
    out.key("brought");
    out.open();
    out.count("records", line.brought->records);
    out.count("links", line.brought->links);
    out.count("events", line.brought->events);
    out.close();
  }
  if (line.dry_run) out.flag("dry_run", true);
  if (line.new_records) out.count("new_records", *line.new_records);
  if (!line.changes.empty())
    out.list("changes", line.changes,
             [](JsonOut& o, const intake::FieldChange& change) { put(o, change); });
  if (!line.rejects.empty()) out.list("rejects", line.rejects, put_reject);
  if (!alike.empty())
    out.list("alike", alike, [](JsonOut& o, const service::AlikeLine& one) { put(o, one); });
  out.close();
}

std::string_view type_words(intake::ColumnType type) {
  constexpr std::string_view kWords[] = {
      "text",  "id",        "date",           "time",          "phone", "plate", "postcode",
      "email", "sort code", "account number", "prison number", "PNC",   "CRO",   "CRN",
      "OCG",   "pounds",    "whole number",   "decimal",       "flag",  "list",  "code"};
  return kWords[static_cast<std::size_t>(type)];
}

}  // namespace

std::string render(const SessionFacts& facts) {
  JsonOut out;
  out.open();
  out.flag("signed_in", facts.session != nullptr);
  out.flag("setup_needed", facts.setup_needed);
  out.flag("practice", facts.settings->practice);
  if (facts.session != nullptr) {
    out.field("user", facts.grants->name);
    out.field("display_name", facts.grants->display_name);
    out.optional("agency", facts.grants->agency);
    out.optional("unit", facts.grants->unit);
    out.texts("may", facts.grants->roles);
    out.texts("purposes", facts.grants->purposes);
    out.optional("purpose", facts.session->purpose);
    out.optional("reason", facts.session->reason);
    const Instant until{facts.session->reason_given.us + service::Sessions::kReasonGoodUs};
    if (!facts.session->reason.empty() && facts.wall_now <= until) {
      out.key("reason_good_until");
      put_time(out, until);
    }
    out.key("business_now");
    put_time(out, facts.business_now);
    out.field("csrf", facts.session->csrf);
    out.count("codes_left", facts.codes_left);
  }
  out.field("duty_number", facts.settings->duty_number);
  out.close();
  return out.take();
}

std::string render_codes(const std::vector<std::string>& codes) {
  JsonOut out;
  out.open();
  out.texts("codes", codes);
  out.close();
  return out.take();
}

std::string render(const std::vector<service::FeedLine>& feeds) {
  JsonOut out;
  out.open();
  out.list("feeds", feeds, [](JsonOut& o, const service::FeedLine& feed) { put(o, feed); });
  out.close();
  return out.take();
}

std::string render(const service::ImportLine& line, const std::vector<service::AlikeLine>& alike) {
  JsonOut out;
  put(out, line, alike);
  return out.take();
}

std::string render(const service::AlikeAnswer& answer, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    out.count("more", answer.more);
    out.list("lines", answer.lines, [](JsonOut& o, const service::AlikeLine& one) { put(o, one); });
  });
}

std::string render(const std::vector<service::ImportLine>& lines) {
  JsonOut out;
  out.open_list();
  for (const auto& line : lines) put(out, line);
  out.close_list();
  return out.take();
}

std::string render(const service::RetractionPreview& preview, bool done) {
  JsonOut out;
  out.open();
  out.count("records", preview.records);
  out.count("links", preview.links);
  out.count("events", preview.events);
  out.count("stay", preview.stay);
  const auto words = [](JsonOut& o, const service::RestingLine& line) { put(o, line.words); };
  out.list("judgements", preview.judgements, words);
  out.list("citations", preview.citations, words);
  out.count("more", preview.more);
  out.flag("done", done);
  out.close();
  return out.take();
}

std::string render(const service::ExportedFile& file) {
  JsonOut out;
  out.open();
  out.field("marking", file.marking);
  out.count("things", file.things);
  out.count("ties", file.ties);
  out.flag("partial", file.partial);
  out.field("content", file.content);
  out.close();
  return out.take();
}

std::string render_log(const service::LogAnswer& answer) {
  JsonOut out;
  out.open();
  out.field("marking", answer.marking);
  out.flag("partial", answer.partial);
  if (!answer.older.empty()) out.field("older", answer.older);
  out.list("looks", answer.looks, [](JsonOut& o, const service::LogLine& line) {
    const model::Consultation& look = line.look;
    o.open();
    o.field("at", to_text(look.at));
    o.field("user", line.user);
    o.field("verb", look.verb);
    o.field("request", look.request);
    o.list("about", line.about, [](JsonOut& one, const service::LookedAt& about) {
      one.open();
      one.field("id", about.id);
      one.field("words", about.words);
      one.optional("kind", about.kind);
      one.close();
    });
    o.count("about_more", line.about_more);
    o.field("purpose", look.purpose);
    o.field("reason", look.reason);
    o.field("came_from", look.came_from);
    o.field("session", look.session);
    o.count("shown_count", look.shown_count);
    put_ids(o, "shown", look.shown);
    o.field("answer_digest", look.answer_digest);
    o.close();
  });
  out.close();
  return out.take();
}

std::string render_progress(std::string_view file, std::uint64_t rows, std::uint64_t file_bytes,
                            std::string_view state) {
  JsonOut out;
  out.open();
  out.field("file", file);
  out.field("state", state);
  out.count("rows", rows);
  out.count("file_bytes", file_bytes);
  out.close();
  return out.take();
}

std::string render(const VocabularyLine& vocabulary) {
  JsonOut out;
  out.open();
  out.field("name", vocabulary.name);
  out.field("title", vocabulary.title);
  out.field("version", vocabulary.version);
  out.list("codes", vocabulary.codes, [](JsonOut& o, const VocabularyLine::Code& code) {
    o.open();
    o.field("code", code.code);
    o.field("words", code.words);
    o.optional("from", code.from);
    o.optional("to", code.to);
    o.optional("note", code.note);
    o.close();
  });
  out.close();
  return out.take();
}

std::string render_formats(const std::vector<intake::Mapping>& mappings) {
  JsonOut out;
  out.open_list();
  for (const auto& mapping : mappings) {
    out.open();
    out.field("name", mapping.format);
    out.field("title", mapping.title);
    out.field("file", mapping.file);
    out.flag("marking", mapping.marking);
    out.list("columns", mapping.columns, [](JsonOut& o, const intake::Column& column) {
      o.open();
      o.field("name", column.name);
      o.field("type", type_words(column.type));
      o.flag("required", column.required);
      o.optional("example", column.example);
      if (!column.codes.empty()) o.texts("codes", column.codes);
      o.close();
    });
    out.close();
  }
  out.close_list();
  return out.take();
}

}  // namespace sallyport::api
