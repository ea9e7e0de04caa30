// The first page of a shift.
#include "api/internal/render_parts.hpp"

namespace sallyport::api {
namespace {

void put(JsonOut& out, const service::ReleaseLine& release) {
  out.open();
  put(out, "person", release.person);
  put(out, "place", release.place);
  put(out, "day", release.day);
  out.flag("planned", release.planned);
  out.field("release", release.release);
  put(out, "told", release.told);
  out.close();
}

void put(JsonOut& out, const service::MatchLine& match) {
  out.open();
  put(out, "person", match.person);
  out.field("why", match.why);
  put(out, "may_be", match.may_be);
  out.count("others", match.others);
  out.close();
}

void put(JsonOut& out, const service::NewsLine& line) {
  out.open();
  put(out, "about", line.about);
  out.optional("why", line.why);
  put(out, "words", line.words);
  out.close();
}

void put(JsonOut& out, const service::News& news) {
  out.open();
  put(out, "since", news.since);
  out.list("lines", news.lines, [](JsonOut& o, const service::NewsLine& one) { put(o, one); });
  out.count("more", news.more);
  out.close();
}

}  // namespace

std::string render(const service::TodayPage& page, Marked marked) {
  return document(marked, [&](JsonOut& out) {
    put(out, "at", page.now);
    put_list(out, "places", page.places);
    put_list(out, "arrivals", page.arrivals);
    out.list("releases", page.releases,
             [](JsonOut& o, const service::ReleaseLine& one) { put(o, one); });
    out.list("matches", page.matches,
             [](JsonOut& o, const service::MatchLine& one) { put(o, one); });
    out.count("matches_more", page.matches_more);
    if (page.news) {
      out.key("news");
      put(out, *page.news);
    }
    put_list(out, "feeds", page.feeds);
  });
}

}  // namespace sallyport::api
