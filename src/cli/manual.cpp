#include "cli/manual.hpp"

#include <CLI/CLI.hpp>
#include <map>

#include "base/error.hpp"

namespace sallyport::cli {
namespace {

// A line of text in roff: no escape, no request, dashes that can be copied.
std::string roff(const std::string& text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    line_begins = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// "csv,ftm,jsonl" of an option that takes one of a few words; else nothing.
std::string choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto open = type.find('{');
  const auto close = type.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return {};
  return type.substr(open + 1, close - open - 1);
}

std::string signature_of(const CLI::Option& option) {
  std::string out = option.get_positional() ? option.get_name(true) : option.get_name(false, true);
  for (std::size_t at = 0; (at = out.find(',', at)) != std::string::npos; at += 2)
    out.insert(at + 1, " ");
  const std::string type = option.get_type_name();
  if (!option.get_positional() && option.get_items_expected_max() > 0 && !type.empty())
    out += ' ' + (choices_of(option).empty() ? type.substr(0, type.find(':')) : choices_of(option));
  return out;
}

std::vector<const CLI::App*> children_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* child) { return !child->get_name().empty(); });
}

void put_options(const CLI::App& app, std::string& out) {
  for (const CLI::Option* option : app.get_options()) {
    out += ".TP\n\\fB" + roff(signature_of(*option)) + "\\fR\n";
    std::string words = roff(option->get_description());
    if (!option->get_default_str().empty()) words += " (" + roff(option->get_default_str()) + ")";
    out += words + "\n";
  }
}

void put_command(const CLI::App& app, const std::string& path, std::string& out) {
  out += ".SS " + roff(path) + "\n" + roff(app.get_description()) + ".\n";
  put_options(app, out);
  const std::string footer = app.get_footer();
  const auto example = footer.find("Example:\n");
  if (example != std::string::npos)
    out += ".PP\n.nf\n" + roff(footer.substr(example + 9)) + "\n.fi\n";
  for (const CLI::App* child : children_of(app))
    put_command(*child, path + ' ' + child->get_name(), out);
}

struct Words {
  std::map<std::string, std::string> commands;  // path -> verbs and options
  std::map<std::string, std::string> choices;   // "path:--option" -> words
  std::string paths;                            // a pattern of every path but the first
};

void gather(const CLI::App& app, const std::string& path, Words& words) {
  std::string& all = words.commands[path];
  for (const CLI::App* child : children_of(app)) {
    all += (all.empty() ? "" : " ") + child->get_name();
    const std::string deeper = path + ' ' + child->get_name();
    words.paths += (words.paths.empty() ? "" : " | ") + quoted(deeper);
    gather(*child, deeper, words);
  }
  for (const CLI::Option* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      words.commands[path] += " --" + name;
      std::string choices = choices_of(*option);
      std::replace(choices.begin(), choices.end(), ',', ' ');
      if (!choices.empty()) words.choices[path + ":--" + name] = choices;
    }
  }
}

}  // namespace

std::string manual_page(const CLI::App& app) {
  std::string out = ".TH SALLYPORT 1 \"\" \"" + roff(app.version()) + "\"\n.SH NAME\n";
  out += "sallyport \\- " + roff(app.get_description()) + "\n";
  out += ".SH SYNOPSIS\n.B sallyport\n\\fIverb\\fR [\\fIoptions\\fR]\n.SH VERBS\n";
  for (const CLI::App* child : children_of(app))
    put_command(*child, "sallyport " + child->get_name(), out);
  out += ".SH EXIT STATUS\n.TP\n0\ndone\n";
  std::map<int, std::string> codes;
  for (const auto& line : error_table()) {
    std::string& titles = codes[line.exit_code];
    titles += (titles.empty() ? "" : "; ") + std::string(line.title);
  }
  for (const auto& [code, titles] : codes)
    out += ".TP\n" + std::to_string(code) + "\n" + roff(titles) + "\n";
  return out;
}

std::string bash_completion(const CLI::App& app) {
  Words words;
  gather(app, "sallyport", words);
  std::string out =
      "# Completion of sallyport for bash: source <(sallyport completion bash)\n"
      "_sallyport() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local path=sallyport words= i\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    case \"$path ${COMP_WORDS[i]}\" in\n"
      "      " +
      words.paths +
      ") path+=\" ${COMP_WORDS[i]}\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$path:$previous\" in\n";
  for (const auto& [option, choices] : words.choices)
    out += "    " + quoted(option) + ") words=" + quoted(choices) + " ;;\n";
  out += "  esac\n  [[ -n $words ]] || case $path in\n";
  for (const auto& [path, all] : words.commands)
    out += "    " + quoted(path) + ") words=" + quoted(all) + " ;;\n";
  out +=
      "  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "}\n"
      "complete -o bashdefault -o default -F _sallyport sallyport\n";
  return out;
}

}  // namespace sallyport::cli
