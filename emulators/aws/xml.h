#pragma once

// Writing XML: appends to one text, escapes what must be. Names are ours and are not checked.

#include <string>
#include <string_view>

namespace cloudling::aws {

/// Appends `text` as character data, also fit for attributes in double quotes. Control characters become numeric
/// references as S3 writes them; bytes that are not UTF-8 become U+FFFD.
void append_xml_text(std::string& out, std::string_view text);

class XmlWriter {
 public:
  /// Begins with the prolog that AWS sends.
  void prolog() { out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"; }

  /// Opens an element; attributes may follow until its first content.
  void open(std::string_view name);
  void attribute(std::string_view name, std::string_view value);
  void text(std::string_view text);
  /// Closes the element, as <name/> where it has no content.
  void close(std::string_view name);

  /// <name>text</name>.
  void element(std::string_view name, std::string_view text);

  std::string take() { return std::move(out_); }

 private:
  void end_tag();

  std::string out_;
  bool in_tag_ = false;  ///< an opening tag lacks its '>'
};

}  // namespace cloudling::aws
