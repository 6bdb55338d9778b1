#include "emulators/s3/form_reader.h"

#include <algorithm>

#include "emulators/aws/error.h"
#include "emulators/policy/matching.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kMaxFields = 20 * 1024;
constexpr size_t kMaxHead = 8 * 1024;  ///< of one part's headers

aws::Error malformed() {
  return aws::Error(400, "MalformedPOSTRequest",
                    "The body of your POST request is not well-formed multipart/form-data.");
}

/// A body that is looked through for delimiters: what was read and not given out yet stands in `buffer`.
struct Window {
  aws::Body body;
  std::string buffer;
  bool ended = false;

  boost::asio::awaitable<void> more() {
    std::string piece = co_await body.next();
    ended = piece.empty();
    buffer += piece;
  }
};

/// Everything up to the delimiter, which stays unread but has to come.
class PartReader : public aws::BodyReader {
 public:
  PartReader(Window window, std::string delimiter) : window_(std::move(window)), delimiter_(std::move(delimiter)) {}

  boost::asio::awaitable<std::string> next() override {
    while (!done_) {
      const size_t found = window_.buffer.find(delimiter_);
      done_ = found != std::string::npos;
      const size_t safe = done_ ? found : window_.buffer.size() - std::min(window_.buffer.size(), delimiter_.size());
      if (safe > 0) {
        std::string piece = window_.buffer.substr(0, safe);
        window_.buffer.erase(0, safe);
        co_return piece;
      }
      if (done_) break;
      if (window_.ended) throw malformed();
      co_await window_.more();
    }
    co_return std::string();
  }

 private:
  Window window_;
  std::string delimiter_;
  bool done_ = false;
};

/// A parameter of a header, quoted or not.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  for (size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at)) {
    at = header.find_first_not_of(" \t;", at);
    if (at == std::string_view::npos) break;
    const size_t equals = header.find('=', at);
    if (equals == std::string_view::npos) break;
    const bool wanted = policy::lower_case(header.substr(at, equals - at)) == name;
    std::string_view value = header.substr(equals + 1);
    const bool quoted = value.starts_with('"');
    if (quoted) value.remove_prefix(1);
    const size_t end = std::min(value.find_first_of(quoted ? "\"" : "; \t"), value.size());
    if (wanted) return std::string(value.substr(0, end));
    at = header.size() - value.size() + end;
  }
  return std::nullopt;
}

FormPart read_head(std::string_view block) {
  FormPart part;
  bool named = false;
  while (!block.empty()) {
    const std::string_view line = block.substr(0, block.find("\r\n"));
    block.remove_prefix(std::min(block.size(), line.size() + 2));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) throw malformed();
    const std::string name = policy::lower_case(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    if (name == "content-type") part.content_type = value;
    if (name != "content-disposition") continue;
    auto given = parameter(value, "name");
    if (!given) throw malformed();
    part.name = *given;
    part.filename = parameter(value, "filename").value_or("");
    named = true;
  }
  if (!named) throw malformed();
  return part;
}

/// The text up to `mark`, taken out of the window with it.
boost::asio::awaitable<std::string> take_until(Window& window, std::string mark, size_t limit) {
  size_t found = window.buffer.find(mark);
  while (found == std::string::npos) {
    if (window.buffer.size() > limit)
      throw aws::Error(400, "MaxPostPreDataLengthExceeded",
                       "Your POST request fields preceding the upload file were too large.");
    if (window.ended) throw malformed();
    co_await window.more();
    found = window.buffer.find(mark);
  }
  std::string text = window.buffer.substr(0, found);
  window.buffer.erase(0, found + mark.size());
  co_return text;
}

}  // namespace

std::optional<std::string> form_boundary(std::string_view content_type) {
  if (policy::lower_case(content_type.substr(0, content_type.find(';'))) != "multipart/form-data") return std::nullopt;
  auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
  return boundary;
}

boost::asio::awaitable<Form> read_form(aws::Body body, std::string boundary) {
  Form form;
  Window window{.body = std::move(body), .buffer = "\r\n"};
  const std::string delimiter = "\r\n--" + boundary;
  co_await take_until(window, delimiter, kMaxHead);
  size_t taken = 0;
  while (true) {
    while (window.buffer.size() < 2 && !window.ended) co_await window.more();
    if (!window.buffer.starts_with("\r\n")) break;
    window.buffer.erase(0, 2);
    const std::string head = co_await take_until(window, "\r\n\r\n", kMaxHead);
    FormPart part = read_head(head);
    if (policy::lower_case(part.name) == "file") {
      form.file = std::move(part);
      auto reader = std::make_unique<PartReader>(std::move(window), delimiter);
      form.body = aws::Body(std::move(reader), std::nullopt);
      break;
    }
    part.value = co_await take_until(window, delimiter, kMaxFields);
    taken += head.size() + part.value.size();
    if (taken > kMaxFields)
      throw aws::Error(400, "MaxPostPreDataLengthExceeded",
                       "Your POST request fields preceding the upload file were too large.");
    form.fields.push_back(std::move(part));
  }
  co_return form;
}

}  // namespace cloudling::s3
