#include "rejig/stats.h"

#include <fmt/format.h>

#include "base/terminal.h"
#include "json/text.h"

namespace rejig {

void add(Totals& all, const Totals& some) {
  all.records += some.records;
  all.changed += some.changed;
  all.dropped += some.dropped;
  all.bad += some.bad;
  for (size_t i = 0; i < some.rules.size(); ++i) all.rules[i] += some.rules[i];
}

std::string stats_text(const lang::Program& program, const Totals& totals) {
  std::string text = fmt::format("{} record{}, {} changed, {} dropped, {} bad\n", totals.records,
                                 totals.records == 1 ? "" : "s", totals.changed, totals.dropped, totals.bad);
  for (size_t i = 0; i < program.rules.size(); ++i)
    text += fmt::format("  {:>10}  {}{}\n", totals.rules[i].fired, printable(rule_name(program, i)),
                        totals.rules[i].fired == 0 ? "  (never fired)" : "");
  return text;
}

std::string stats_json(const lang::Program& program, const Totals& totals) {
  std::string rules;
  for (size_t i = 0; i < program.rules.size(); ++i) {
    rules += i == 0 ? "{\"rule\":" : ",{\"rule\":";
    json::write_string(rule_name(program, i), rules);
    rules += fmt::format(",\"fired\":{}}}", totals.rules[i].fired);
  }
  return fmt::format("{{\"records\":{},\"changed\":{},\"dropped\":{},\"bad\":{},\"rules\":[{}]}}\n", totals.records,
                     totals.changed, totals.dropped, totals.bad, rules);
}

}  // namespace rejig
