// What is read by the id of one thing: people, groups, places, things, reports.
#include <charconv>

#include "api/internal/site.hpp"

namespace sallyport::api {
namespace {

template <class Page>
Result<Answered> page_of(const Asked& asked,
                         Result<Page> (*verb)(service::Look&, std::string_view)) {
  TRY_ASSIGN(const Page page, verb(asked.look, asked.request.param("id")));
  return Answered{render(page, marked(asked.look))};
}

Result<Answered> thing(const Asked& asked) {
  std::size_t from = 0;
  if (const auto text = asked.request.query_value("from")) {
    const auto read = std::from_chars(text->data(), text->data() + text->size(), from);
    if (read.ec != std::errc{} || read.ptr != text->data() + text->size() || text->empty())
      return fail(ErrorCode::kBadValue, "from: expected the number of a contact, from 0");
  }
  TRY_ASSIGN(const auto page, service::thing_page(asked.look, asked.request.param("id"), from));
  return Answered{render(page, marked(asked.look))};
}

}  // namespace

void add_page_routes(Site& site) {
  using http::Method;
  site.add_look({Method::kGet, "/api/today", "What needs me now, where I work", "", "Today"},
                {.verb = "today", .reason_otherwise = "the start of a shift"},
                [&site](const Asked& asked) -> Result<Answered> {
                  const auto& options = site.options();
                  TRY_ASSIGN(const auto page,
                             service::today(asked.look, options.feeds, options.clock->wall_now()));
                  return Answered{render(page, marked(asked.look))};
                });
  site.add_look({Method::kGet, "/api/people/{id}", "A person, from all that may be seen", "",
                 "PersonPage", "person"},
                {.verb = "person"},
                [](const Asked& a) { return page_of(a, &service::person_page); });
  site.add_look({Method::kGet, "/api/people/{id}/identity", "Why these records are one person", "",
                 "IdentityPage", "person"},
                {.verb = "identity"},
                [](const Asked& a) { return page_of(a, &service::identity_page); });
  site.add_look(
      {Method::kGet, "/api/people/{id}/timeline", "A person's time line", "", "Timeline", "person"},
      {.verb = "timeline"}, [](const Asked& a) { return page_of(a, &service::person_timeline); });
  site.add_look({Method::kGet, "/api/groups/{id}", "A group", "", "GroupPage", "group"},
                {.verb = "group"}, [](const Asked& a) { return page_of(a, &service::group_page); });
  site.add_look({Method::kGet, "/api/places/{id}", "A place", "", "PlacePage", "place"},
                {.verb = "place"}, [](const Asked& a) { return page_of(a, &service::place_page); });
  site.add_look(
      {Method::kGet,
       "/api/things/{id}",
       "A number, account, vehicle, device, organisation or incident; a crowd's contacts in parts",
       "",
       "ThingPage",
       "thing",
       {"from"}},
      {.verb = "thing"}, thing);
  site.add_look({Method::kGet, "/api/reports/{id}", "A report", "", "ReportPage", "report"},
                {.verb = "report"},
                [](const Asked& a) { return page_of(a, &service::report_page); });
  site.add_look({Method::kGet, "/api/reports/{id}/standard", "A report as text to print and paste",
                 "", "text", "report"},
                {.verb = "standard-report"}, [](const Asked& a) -> Result<Answered> {
                  TRY_ASSIGN(std::string text,
                             service::standard_report(a.look, a.request.param("id")));
                  return Answered{std::move(text), "text/plain; charset=utf-8"};
                });
}

}  // namespace sallyport::api
