#include "emulators/sqs/arrivals.h"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <limits>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace cloudling::sqs {

namespace asio = boost::asio;

namespace {

constexpr int64_t kAll = std::numeric_limits<int64_t>::max();

}  // namespace

/// All listeners by their queues. Lives as long as one of them does.
class Listeners : public std::enable_shared_from_this<Listeners> {
 public:
  explicit Listeners(aws::Clock& clock) : clock_(&clock) {}

  void add(Listener& listener);
  void forget(Listener& listener);
  void wake(int64_t queue, int64_t messages);
  void wake_everybody();
  void expect(int64_t queue, aws::TimeMs time);
  void close();

 private:
  struct Queue {
    std::list<Listener*> listeners;  ///< those that wait longest first
    aws::Clock::TimerId timer = 0;
    std::optional<aws::TimeMs> due;  ///< of the timer
  };

  static void wake_locked(Queue& queue, int64_t messages);
  void on_due(int64_t queue, aws::TimeMs due);
  void drop_timer(Queue& queue);

  std::mutex mutex_;
  aws::Clock* clock_;  ///< nullptr once closed
  std::unordered_map<int64_t, Queue> queues_;
};

/// A timer on a strand of its own, which a call makes expire at once, also when it comes before the wait.
class Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(std::shared_ptr<Listeners> all, int64_t queue, const asio::any_io_executor& executor,
           Arrivals::Deadline deadline)
      : all_(std::move(all)), queue_(queue), strand_(asio::make_strand(executor)), timer_(strand_, deadline) {}
  Listener(const Listener&) = delete;
  ~Listener() { all_->forget(*this); }

  static asio::awaitable<void> sleep(std::shared_ptr<Listener> listener) {
    auto token = asio::as_tuple(asio::use_awaitable);
    co_await listener->timer_.async_wait(token);
  }

  /// False where it is going away.
  bool wake() {
    auto self = weak_from_this().lock();
    if (!self) return false;
    called_ = true;
    asio::post(strand_, [self = std::move(self)] { self->timer_.expires_at(Arrivals::Deadline::min()); });
    return true;
  }

  void looked() { looked_ = true; }
  bool left_a_call() const { return called_ && !looked_; }
  int64_t queue() const { return queue_; }
  const auto& strand() const { return strand_; }

 private:
  const std::shared_ptr<Listeners> all_;
  const int64_t queue_;
  asio::strand<asio::any_io_executor> strand_;
  asio::steady_timer timer_;
  std::atomic<bool> called_ = false;
  std::atomic<bool> looked_ = false;
};

void Listeners::add(Listener& listener) {
  const std::lock_guard lock(mutex_);
  queues_[listener.queue()].listeners.push_back(&listener);
}

void Listeners::forget(Listener& listener) {
  const std::lock_guard lock(mutex_);
  const auto found = queues_.find(listener.queue());
  if (found == queues_.end()) return;
  found->second.listeners.remove(&listener);
  if (listener.left_a_call()) wake_locked(found->second, 1);
  if (!found->second.listeners.empty()) return;
  drop_timer(found->second);
  queues_.erase(found);
}

void Listeners::wake(int64_t queue, int64_t messages) {
  const std::lock_guard lock(mutex_);
  const auto found = queues_.find(queue);
  if (found != queues_.end()) wake_locked(found->second, messages);
}

void Listeners::wake_everybody() {
  const std::lock_guard lock(mutex_);
  for (auto& [id, queue] : queues_) wake_locked(queue, kAll);
}

void Listeners::wake_locked(Queue& queue, int64_t messages) {
  while (messages > 0 && !queue.listeners.empty()) {
    Listener* listener = queue.listeners.front();
    queue.listeners.pop_front();
    if (listener->wake()) --messages;
  }
}

void Listeners::expect(int64_t queue, aws::TimeMs time) {
  const std::lock_guard lock(mutex_);
  const auto found = queues_.find(queue);
  if (!clock_ || found == queues_.end() || (found->second.due && *found->second.due <= time)) return;
  drop_timer(found->second);
  found->second.due = time;
  auto on_time = [self = weak_from_this(), queue, time] {
    if (auto listeners = self.lock()) listeners->on_due(queue, time);
  };
  found->second.timer = clock_->call_at(time, std::move(on_time));
}

void Listeners::on_due(int64_t queue, aws::TimeMs due) {
  const std::lock_guard lock(mutex_);
  const auto found = queues_.find(queue);
  if (found == queues_.end() || found->second.due != due) return;
  found->second.due.reset();
  wake_locked(found->second, kAll);
}

void Listeners::drop_timer(Queue& queue) {
  if (queue.due && clock_) clock_->cancel(queue.timer);
  queue.due.reset();
}

void Listeners::close() {
  const std::lock_guard lock(mutex_);
  for (auto& [id, queue] : queues_) drop_timer(queue);
  clock_ = nullptr;
}

Arrivals::Arrivals(aws::Clock& clock) : listeners_(std::make_shared<Listeners>(clock)) {}
Arrivals::~Arrivals() { listeners_->close(); }

std::shared_ptr<Listener> Arrivals::listen(int64_t queue, asio::any_io_executor executor, Deadline deadline) {
  auto listener = std::make_shared<Listener>(listeners_, queue, executor, deadline);
  listeners_->add(*listener);
  return listener;
}

asio::awaitable<void> Arrivals::wait(std::shared_ptr<Listener> listener) {
  auto strand = listener->strand();
  auto sleeping = Listener::sleep(std::move(listener));
  co_await asio::co_spawn(strand, std::move(sleeping), asio::use_awaitable);
}

void Arrivals::looked(Listener& listener) { listener.looked(); }

void Arrivals::wake(int64_t queue, int64_t messages) { listeners_->wake(queue, messages); }
void Arrivals::wake_all(int64_t queue) { listeners_->wake(queue, kAll); }
void Arrivals::wake_everybody() { listeners_->wake_everybody(); }
void Arrivals::expect(int64_t queue, aws::TimeMs time) { listeners_->expect(queue, time); }

}  // namespace cloudling::sqs
