#include <array>
#include <charconv>
#include <stdexcept>

#include "asl/execution/frame.h"

namespace cloudling::asl {
namespace {

// A version (older ones are read too), then numbers and texts in a fixed order: a number ends with a space, a text
// follows its length.
constexpr int64_t kVersion = 2;

class Writer {
 public:
  void number(int64_t value) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    out_.append(digits.begin(), end);
    out_ += ' ';
  }

  void numbers(const auto& list) {
    number(static_cast<int64_t>(list.size()));
    for (const auto item : list) number(static_cast<int64_t>(item));
  }

  void text(std::string_view bytes) {
    number(static_cast<int64_t>(bytes.size()));
    out_ += bytes;
  }

  void data(const std::optional<Data>& data) {
    number(data ? 1 : 0);
    if (data) text(data->text());
  }

  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    version_ = number();
    if (version_ < 1 || version_ > kVersion) fail("is of an unknown version");
  }

  int64_t version() const { return version_; }

  int64_t number() {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc() || end == text_.data() + text_.size() || *end != ' ') fail("is damaged");
    text_.remove_prefix(static_cast<size_t>(end - text_.data()) + 1);
    return value;
  }

  size_t count() {
    const int64_t value = number();
    if (value < 0 || static_cast<uint64_t>(value) > text_.size()) fail("is damaged");
    return static_cast<size_t>(value);
  }

  template <class T>
  std::vector<T> numbers() {
    std::vector<T> out(count());
    for (T& item : out) item = static_cast<T>(number());
    return out;
  }

  std::string text() {
    const size_t size = count();
    std::string out(text_.substr(0, size));
    text_.remove_prefix(size);
    return out;
  }

  std::optional<Data> data() { return number() != 0 ? std::optional(Data::from_text(text())) : std::nullopt; }

  void done() const {
    if (!text_.empty()) fail("is damaged");
  }

  [[noreturn]] static void fail(const std::string& what) {
    throw std::runtime_error("the stored state of an execution " + what);
  }

 private:
  std::string_view text_;
  int64_t version_ = 0;
};

}  // namespace

std::string store_frame(const Frame& frame) {
  Writer out;
  out.number(kVersion);
  out.number(static_cast<int64_t>(frame.parent));
  out.number(frame.index);
  out.number(frame.state);
  out.number(static_cast<int64_t>(frame.phase));
  out.number(frame.last_event);
  out.number(frame.entered_event);
  out.number(frame.entered_time);
  out.number(frame.retry_count);
  out.numbers(frame.retries);
  out.number(static_cast<int64_t>(frame.task));
  out.number(frame.task_started ? 1 : 0);
  out.number(frame.submitted ? 1 : 0);
  out.number(static_cast<int64_t>(frame.timer));
  out.number(frame.timer_at);
  out.number(static_cast<int64_t>(frame.heartbeat));
  out.number(frame.heartbeat_at);
  out.number(frame.heartbeat_s);
  out.text(frame.token);
  out.text(frame.input.text());
  out.data(frame.item);
  out.data(frame.parameters);
  out.data(frame.credentials);
  out.data(frame.early);
  out.data(frame.variables);
  out.number(frame.entered_previous);
  return out.take();
}

Frame load_frame(FrameId id, std::string_view text) {
  Reader in(text);
  Frame frame;
  frame.id = id;
  frame.parent = static_cast<FrameId>(in.number());
  frame.index = in.number();
  frame.state = static_cast<StateIndex>(in.number());
  const int64_t phase = in.number();
  if (phase < 0 || phase > static_cast<int64_t>(Phase::kRedriven)) Reader::fail("is damaged");
  frame.phase = static_cast<Phase>(phase);
  frame.last_event = in.number();
  frame.entered_event = in.number();
  frame.entered_time = in.number();
  frame.retry_count = in.number();
  frame.retries = in.numbers<int64_t>();
  frame.task = static_cast<TaskId>(in.number());
  frame.task_started = in.number() != 0;
  if (in.version() >= 2) frame.submitted = in.number() != 0;
  frame.timer = static_cast<TimerId>(in.number());
  frame.timer_at = in.number();
  frame.heartbeat = static_cast<TimerId>(in.number());
  frame.heartbeat_at = in.number();
  frame.heartbeat_s = in.number();
  frame.token = in.text();
  frame.input = Data::from_text(in.text());
  frame.item = in.data();
  frame.parameters = in.data();
  frame.credentials = in.data();
  if (in.version() >= 2) {
    frame.early = in.data();
    frame.variables = in.data();
    frame.entered_previous = in.number();
  }
  in.done();
  frame.dirty = false;
  frame.stored = true;
  return frame;
}

std::string store_header(const Header& header) {
  Writer out;
  out.number(kVersion);
  out.number(header.next_event);
  out.number(static_cast<int64_t>(header.next_task));
  out.number(static_cast<int64_t>(header.next_timer));
  out.number(static_cast<int64_t>(header.next_frame));
  out.number(header.ended ? 1 : 0);
  out.number(static_cast<int64_t>(header.timeout));
  out.number(header.timeout_at);
  out.number(static_cast<int64_t>(header.turn));
  out.number(header.turn_at);
  out.numbers(header.ready);
  return out.take();
}

Header load_header(std::string_view text) {
  Reader in(text);
  Header header;
  header.next_event = in.number();
  header.next_task = static_cast<TaskId>(in.number());
  header.next_timer = static_cast<TimerId>(in.number());
  header.next_frame = static_cast<FrameId>(in.number());
  header.ended = in.number() != 0;
  header.timeout = static_cast<TimerId>(in.number());
  header.timeout_at = in.number();
  header.turn = static_cast<TimerId>(in.number());
  header.turn_at = in.number();
  header.ready = in.numbers<FrameId>();
  in.done();
  return header;
}

}  // namespace cloudling::asl
