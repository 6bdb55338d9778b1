# Makes the definition of actions_text() (actions.h) from actions.txt.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/actions.txt)
file(READ ${CMAKE_CURRENT_LIST_DIR}/actions.txt text)
string(CONCAT definition "#include \"emulators/iam/actions.h\"\n\nnamespace cloudling::iam {\n\n"
  "std::string_view actions_text() { return R\"~~(" "${text}" ")~~\"; }\n\n}  // namespace cloudling::iam\n")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/actions_text.cpp CONTENT "${definition}" @ONLY)
