#include "server/http/session.h"

#include <algorithm>
#include <boost/system/system_error.hpp>
#include <optional>

#include "server/http/request_body.h"
#include "server/http/response_writer.h"
#include "server/http/websocket.h"
#include "server/tls.h"

namespace cloudling::server {

namespace asio = boost::asio;

namespace {

constexpr char kTlsHandshake = 0x16;  // the first byte of a TLS connection: a record of type handshake
constexpr uint64_t kLingerBytes = 64 << 20;

/// A handler's answer, and what was read of its body to know that it can be.
struct Answer {
  aws::HttpResponse response;
  std::string first_chunk;
  std::shared_ptr<aws::WebSocketSession> upgraded;  ///< nullptr where the connection goes on as it was
};

struct Session {
  std::shared_ptr<Connection> connection;
  std::shared_ptr<Serving> serving;

  const HttpLimits& limits() const { return serving->options.limits; }
  void report(const std::string& what) const {
    if (serving->options.on_error) serving->options.on_error(what);
  }
};

/// Errors that no service has encoded, of this layer or thrown through it.
Answer error_answer(const aws::Error& error) {
  Answer answer;
  answer.response = plain_error(error);
  return answer;
}

asio::awaitable<bool> begin_connection(Session& session) {
  Connection& connection = *session.connection;
  connection.set_phase(Phase::kFresh);
  connection.set_deadline(session.limits().idle_timeout);
  bool more = co_await connection.fill(session.limits().head_bytes);
  connection.set_phase(Phase::kBusy);
  if (!more || connection.input().view().front() != kTlsHandshake) co_return more;
  if (!session.serving->options.tls) co_return false;
  connection.set_deadline(session.limits().head_timeout);
  auto context = session.serving->options.tls->context();
  bool ready = co_await connection.start_tls(std::move(context));
  co_return ready;
}

/// False where the connection ended, or was idle for too long, between requests.
asio::awaitable<bool> read_head(Session& session, Exchange& exchange) {
  Connection& connection = *session.connection;
  InputBuffer& input = connection.input();
  bool begun = false;
  while (true) {
    if (!input.empty()) {
      size_t used = exchange.parser().parse_head(input.view());
      input.consume(used);
      if (exchange.parser().head_done()) break;
      if (!begun) connection.set_deadline(session.limits().head_timeout);
      begun = true;
    } else if (!begun) {
      if (session.serving->stopping) co_return false;
      connection.set_deadline(session.limits().idle_timeout);
      connection.set_phase(Phase::kIdle);
    }
    bool more = co_await connection.fill(session.limits().head_bytes + 2);
    connection.set_phase(Phase::kBusy);
    if (more) continue;
    if (begun && connection.timed_out()) {
      throw aws::Error(408, "RequestTimeout", "The header fields of the request did not arrive in time.");
    }
    co_return false;
  }
  connection.clear_deadline();
  exchange.begin();
  co_return true;
}

/// The request with its body: bytes where they are few, else the stream.
asio::awaitable<aws::HttpRequest> take_request(Session& session, std::shared_ptr<Exchange> exchange) {
  RequestParser& parser = exchange->parser();
  aws::HttpRequest request = std::move(parser.request());
  request.peer = session.connection->peer();
  request.tls = session.connection->tls();
  if (!parser.has_body()) co_return request;
  bool small = !parser.chunked() && parser.content_length() <= session.limits().buffered_body_bytes;
  if (small && !exchange->awaits_continue()) {
    request.body = co_await exchange->read_buffered();
  } else {
    std::optional<uint64_t> size;
    if (!parser.chunked()) size = parser.content_length();
    request.body = aws::Body(Exchange::reader(exchange), size);
  }
  co_return request;
}

asio::awaitable<Answer> run_handler(Session& session, aws::HttpRequest request) {
  bool head = request.method == "HEAD";
  Answer answer;
  if (session.serving->options.on_upgrade && asks_for_websocket(request)) {
    auto opening = session.serving->options.on_upgrade(std::move(request));
    aws::UpgradeAnswer opened = co_await std::move(opening);
    answer.upgraded = std::move(opened.session);
    answer.response = std::move(opened.response);
    co_return answer;
  }
  auto handled = session.serving->handler(std::move(request));
  answer.response = co_await std::move(handled);
  if (answer.response.body.streamed() && answer.response.body.size() && !head && !bodiless(answer.response.status)) {
    answer.first_chunk = co_await answer.response.body.next();
  }
  co_return answer;
}

/// What the handler answers, or what its exception says.
asio::awaitable<Answer> answer_request(Session& session, aws::HttpRequest request) {
  session.connection->set_phase(Phase::kHandling);
  std::optional<aws::Error> failure;
  try {
    Answer answer = co_await run_handler(session, std::move(request));
    session.connection->set_phase(Phase::kBusy);
    co_return answer;
  } catch (const aws::Error& error) {
    failure = error;
  } catch (const std::exception& error) {
    failure = aws::Error(500, "InternalFailure", "The request could not be processed because of an internal failure.");
    if (!session.connection->abandoned()) session.report(error.what());
  }
  session.connection->set_phase(Phase::kBusy);
  co_return error_answer(*failure);
}

bool says_close(const aws::HttpResponse& response) {
  return aws::equals_ignoring_case(response.headers.get("Connection"), "close");
}

ResponsePlan plan_response(const Session& session, Exchange& exchange, const Answer& answer, std::string_view method) {
  const RequestParser& parser = exchange.parser();
  ResponsePlan plan;
  // botocore takes an answer without 100 Continue for that of the connection's next request, too.
  const bool expected_in_vain = parser.expects_continue() && !parser.has_body();
  plan.head_request = method == "HEAD";
  plan.http_1_1 = parser.http_1_1();
  plan.keep_alive = parser.keep_alive() && !session.serving->stopping && !says_close(answer.response) &&
                    !exchange.awaits_continue() && !expected_in_vain && !exchange.reading() &&
                    exchange.unread() <= session.limits().drained_bytes;
  if (plan.head_request || bodiless(answer.response.status)) {
    plan.framing = Framing::kNone;
  } else if (!answer.response.body.size()) {
    plan.framing = plan.http_1_1 ? Framing::kChunked : Framing::kToEnd;
    if (plan.framing == Framing::kToEnd) plan.keep_alive = false;
  }
  return plan;
}

/// Closes so that the client can still read its answer: bytes that it goes on sending would otherwise reset it.
asio::awaitable<void> linger(Session& session) {
  Connection& connection = *session.connection;
  connection.set_deadline(session.limits().linger_timeout);
  co_await connection.transport().finish_writing();
  std::string dropped(32 * 1024, '\0');
  uint64_t total = 0;
  while (total < kLingerBytes) {
    auto room = asio::buffer(dropped);
    size_t bytes = co_await connection.read_into(room);
    if (bytes == 0) break;
    total += bytes;
  }
}

/// True where the connection is ready for the next request.
asio::awaitable<bool> conclude(Session& session, Exchange& exchange, bool keep_alive) {
  if (keep_alive && exchange.body_done()) co_return true;
  if (keep_alive && !exchange.reading()) {
    bool drained = co_await exchange.drain(session.limits().drained_bytes);
    if (drained) co_return true;
  }
  if (!exchange.body_done() || session.connection->tls()) co_await linger(session);
  co_return false;
}

/// Keeps what the access log wants to know, where there is one.
class Recorder {
 public:
  Recorder(const Session& session, const aws::HttpRequest& request) : session_(session) {
    if (!session.serving->options.on_request) return;
    started_ = std::chrono::steady_clock::now();
    record_.method = request.method;
    record_.target = request.target;
    record_.peer = session.connection->peer();
    record_.tls = session.connection->tls();
  }

  void finish(int status, uint64_t received, uint64_t sent) {
    if (!session_.serving->options.on_request) return;
    record_.status = session_.connection->abandoned() ? 499 : status;
    record_.request_body_bytes = received;
    record_.response_body_bytes = sent;
    auto taken = std::chrono::steady_clock::now() - started_;
    record_.duration = std::chrono::duration_cast<std::chrono::microseconds>(taken);
    session_.serving->options.on_request(record_);
  }

 private:
  const Session& session_;
  AccessRecord record_;
  std::chrono::steady_clock::time_point started_;
};

/// Answers what could not be understood, and gives the connection up.
asio::awaitable<void> refuse(Session& session, Exchange& exchange, aws::Error error) {
  Recorder recorder(session, exchange.parser().request());
  Answer answer = error_answer(error);
  ResponsePlan plan;
  plan.keep_alive = false;
  ResponseWriter writer(*session.connection, session.limits().progress_timeout);
  co_await writer.send(answer.response, plan, std::string());
  recorder.finish(answer.response.status, 0, writer.body_bytes());
  co_await linger(session);
}

/// True where another request may follow.
asio::awaitable<bool> serve_request(Session& session) {
  std::shared_ptr<const HttpLimits> limits(session.serving, &session.limits());
  auto exchange = std::make_shared<Exchange>(session.connection, std::move(limits));
  std::optional<aws::Error> refused;
  aws::HttpRequest request;
  try {
    bool ready = co_await read_head(session, *exchange);
    if (!ready) co_return false;
    request = co_await take_request(session, exchange);
  } catch (const aws::Error& error) {
    refused = error;
  }
  if (refused) {
    if (refused->code == "RequestTimeout") refused->status = 408;
    co_await refuse(session, *exchange, *refused);
    co_return false;
  }

  Recorder recorder(session, request);
  std::string method = request.method;
  std::string key(request.headers.get("Sec-WebSocket-Key"));
  Answer answer = co_await answer_request(session, std::move(request));
  if (answer.upgraded) {
    recorder.finish(101, 0, 0);
    aws::UpgradeAnswer upgrade{std::move(answer.upgraded), std::move(answer.response)};
    co_await serve_websocket(session.connection, session.serving, std::move(key), std::move(upgrade));
    co_return false;
  }
  ResponsePlan plan = plan_response(session, *exchange, answer, method);
  exchange->forgo_continue();
  ResponseWriter writer(*session.connection, session.limits().progress_timeout);
  bool sent = false;
  std::string failure;
  try {
    sent = co_await writer.send(answer.response, plan, std::move(answer.first_chunk));
  } catch (const std::exception& error) {
    failure = error.what();
  }
  if (!failure.empty() && !session.connection->abandoned()) session.report(failure);
  recorder.finish(answer.response.status, exchange->bytes_read(), writer.body_bytes());
  if (!sent) co_return false;
  bool more = co_await conclude(session, *exchange, plan.keep_alive);
  exchange->end();
  co_return more;
}

}  // namespace

asio::awaitable<void> serve_connection(std::shared_ptr<Connection> connection, std::shared_ptr<Serving> serving) {
  Session session{connection, serving};
  try {
    bool more = co_await begin_connection(session);
    while (more) more = co_await serve_request(session);
  } catch (const std::exception& error) {
    if (!connection->abandoned()) session.report(error.what());
  }
  connection->close();
}

}  // namespace cloudling::server
