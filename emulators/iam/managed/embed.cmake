# Makes the definition of kManagedPolicies (managed_policies.h) from policies.txt: one string a line.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/policies.txt)
file(READ ${CMAKE_CURRENT_LIST_DIR}/policies.txt text)
string(REPLACE "\narn:" ")~~\",\nR\"~~(arn:" text "${text}")
set(definition "#include \"emulators/iam/managed_policies.h\"\n\nnamespace cloudling::iam {\n\n")
string(APPEND definition "const std::vector<std::string_view>& managed_policy_lines() {\n")
string(APPEND definition "  static const std::vector<std::string_view> lines = {\nR\"~~(${text})~~\"};\n  return lines;\n}\n\n")
string(APPEND definition "}  // namespace cloudling::iam\n")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/managed_policy_lines.cpp CONTENT "${definition}" @ONLY)
