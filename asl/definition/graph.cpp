#include <algorithm>

#include "asl/definition/state_parser.h"

namespace cloudling::asl {
namespace {

void resolve(Program& program, std::vector<Link>& links, Parsing& parsing) {
  for (Link& link : links) {
    const auto found = program.by_name.find(link.target);
    if (found != program.by_name.end()) {
      *link.slot = found->second;
    } else {
      parsing.error("MISSING_TRANSITION_TARGET", "Missing 'Next' target: " + link.target, link.location);
    }
  }
}

bool terminal(const State& state, const std::vector<Link>& links) {
  if (state.type == StateType::kSucceed || state.type == StateType::kFail) return true;
  if (state.type == StateType::kChoice) return false;
  const auto own = [&state](const Link& link) { return link.slot == &state.next; };
  return std::ranges::none_of(links, own);
}

std::vector<bool> reachable(const Program& program, const std::vector<std::vector<Link>>& by_state) {
  std::vector<bool> seen(program.states.size(), false);
  std::vector<StateIndex> pending;
  const auto reach = [&](StateIndex index) {
    if (index == kNoState || seen[static_cast<size_t>(index)]) return;
    seen[static_cast<size_t>(index)] = true;
    pending.push_back(index);
  };
  reach(program.start);
  while (!pending.empty()) {
    const auto at = static_cast<size_t>(pending.back());
    pending.pop_back();
    for (const Link& link : by_state[at]) reach(*link.slot);
  }
  return seen;
}

}  // namespace

void connect(Program& program, std::vector<Link>& links, std::vector<std::vector<Link>>& by_state, Fields& fields) {
  resolve(program, links, fields.parsing());
  bool ends = false;
  for (size_t i = 0; i < by_state.size(); ++i) {
    resolve(program, by_state[i], fields.parsing());
    ends = ends || terminal(program.states[i], by_state[i]);
  }
  if (program.states.empty()) return;
  if (!ends) return fields.parsing().error("MISSING_END_STATE", "Workflow has no terminal state", "");
  const std::vector<bool> seen = reachable(program, by_state);
  for (size_t i = 0; i < seen.size(); ++i) {
    if (seen[i]) continue;
    const std::string& name = program.states[i].name;
    fields.parsing().error("MISSING_TRANSITION_TARGET", "State \"" + name + "\" is not reachable.",
                           fields.below("States") + "/" + name);
  }
}

}  // namespace cloudling::asl
