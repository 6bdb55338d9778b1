#include "emulators/aws/xml.h"

#include <cstdint>

#include "emulators/aws/utf8.h"

namespace cloudling::aws {

namespace {

void append_reference(std::string& out, unsigned char c) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  out += "&#x";
  if (c >= 16) out += kDigits[c >> 4];
  out += kDigits[c & 15];
  out += ';';
}

void append_character(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\t':
    case '\n':
      out += c;
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20)
    append_reference(out, static_cast<unsigned char>(c));
  else
    out += c;
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const size_t length = utf8_sequence(text);
    if (length == 0)
      out += "\xef\xbf\xbd";
    else if (length == 1)
      append_character(out, text[0]);
    else
      out += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

void XmlWriter::end_tag() {
  if (in_tag_) out_ += '>';
  in_tag_ = false;
}

void XmlWriter::open(std::string_view name) {
  end_tag();
  out_ += '<';
  out_ += name;
  in_tag_ = true;
}

void XmlWriter::attribute(std::string_view name, std::string_view value) {
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  append_xml_text(out_, value);
  out_ += '"';
}

void XmlWriter::text(std::string_view text) {
  if (text.empty()) return;
  end_tag();
  append_xml_text(out_, text);
}

void XmlWriter::close(std::string_view name) {
  if (in_tag_) {
    out_ += "/>";
    in_tag_ = false;
    return;
  }
  out_ += "</";
  out_ += name;
  out_ += '>';
}

void XmlWriter::element(std::string_view name, std::string_view content) {
  open(name);
  text(content);
  close(name);
}

}  // namespace cloudling::aws
