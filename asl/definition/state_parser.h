#pragma once

// From JSON to typed states. Inner to asl/definition; parse_definition() is the way in.

#include <memory>

#include "asl/definition/fields.h"
#include "asl/definition/states.h"

namespace cloudling::asl {

/// The States and StartAt of `fields`, with everything inside, its graph checked.
std::shared_ptr<const Program> parse_program(Fields& fields);

/// What is particular to the type; transitions are left as names in `links`.
struct Link {
  std::string target;
  std::string location;
  StateIndex* slot = nullptr;  ///< where the target's position goes
};

/// Reads one state of the type it says. Links point into `state`, which must not move afterwards.
void parse_state(Fields& fields, State& state, std::vector<Link>& links);

void parse_choice(Fields& fields, State& state, std::vector<Link>& links);

void parse_map(Fields& fields, State& state);

/// Resolves the links of a program and reports targets that are missing, ends that are, and states out of reach.
void connect(Program& program, std::vector<Link>& links, std::vector<std::vector<Link>>& by_state, Fields& fields);

}  // namespace cloudling::asl
