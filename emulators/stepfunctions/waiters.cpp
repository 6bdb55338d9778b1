#include "emulators/stepfunctions/waiters.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace cloudling::stepfunctions {

namespace asio = boost::asio;

/// A timer on a strand of its own, which a notification makes expire at once, also when it comes before the wait.
class Waiter {
 public:
  Waiter(const asio::any_io_executor& executor, Waiters::Deadline deadline)
      : strand_(asio::make_strand(executor)), timer_(strand_, deadline) {}

  static asio::awaitable<void> sleep(std::shared_ptr<Waiter> waiter) {
    auto token = asio::as_tuple(asio::use_awaitable);
    co_await waiter->timer_.async_wait(token);
  }

  static void wake(const std::shared_ptr<Waiter>& waiter) {
    asio::post(waiter->strand_, [waiter] { waiter->timer_.expires_at(Waiters::Deadline::min()); });
  }

  const auto& strand() const { return strand_; }

 private:
  asio::strand<asio::any_io_executor> strand_;
  asio::steady_timer timer_;
};

std::shared_ptr<Waiter> Waiters::listen(const std::string& execution_arn, asio::any_io_executor executor,
                                        Deadline deadline) {
  auto waiter = std::make_shared<Waiter>(executor, deadline);
  const std::lock_guard lock(mutex_);
  waiting_.emplace(execution_arn, waiter);
  return waiter;
}

asio::awaitable<void> Waiters::wait(std::shared_ptr<Waiter> waiter) {
  auto strand = waiter->strand();
  auto sleeping = Waiter::sleep(std::move(waiter));
  co_await asio::co_spawn(strand, std::move(sleeping), asio::use_awaitable);
}

void Waiters::notify(const std::string& execution_arn) {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = waiting_.equal_range(execution_arn);
  for (auto at = first; at != last; ++at) {
    if (auto waiter = at->second.lock()) Waiter::wake(waiter);
  }
  waiting_.erase(first, last);
}

void Waiters::notify_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [arn, waiting] : waiting_) {
    if (auto waiter = waiting.lock()) Waiter::wake(waiter);
  }
  waiting_.clear();
}

}  // namespace cloudling::stepfunctions
