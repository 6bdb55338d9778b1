#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <future>
#include <stdexcept>

#include "emulators/store/engine.h"
#include "emulators/store/store.h"

namespace cloudling::store {

namespace {

using Done = std::function<void(std::exception_ptr)>;

/// A suspended coroutine: resumed once, on its own executor, which is kept busy until then.
template <class Handler>
struct Suspended {
  using Executor = boost::asio::associated_executor_t<Handler>;

  explicit Suspended(Handler handler)
      : executor(boost::asio::get_associated_executor(handler)), work(executor), handler(std::move(handler)) {}

  Executor executor;
  boost::asio::executor_work_guard<Executor> work;
  Handler handler;
};

template <class Handler>
Done resume_on_own_executor(Handler handler) {
  auto suspended = std::make_shared<Suspended<Handler>>(std::move(handler));
  return [suspended](std::exception_ptr error) {
    boost::asio::post(suspended->executor, [suspended, error] {
      Handler handler = std::move(suspended->handler);
      suspended->work.reset();
      std::move(handler)(error);
    });
  };
}

}  // namespace

boost::asio::awaitable<void> detail::until_done(std::function<void(Done)> start) {
  auto initiation = [&start](auto handler) { start(resume_on_own_executor(std::move(handler))); };
  auto waiting = boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(std::exception_ptr)>(
      initiation, boost::asio::use_awaitable);
  co_await std::move(waiting);
}

void wait_until_done(const std::function<void(Done)>& start) {
  if (on_store_thread) throw std::logic_error("a thread of the store must not wait for the store");
  // Shared: the thread that sets it may still be inside when the waiting one has gone on.
  auto promise = std::make_shared<std::promise<void>>();
  start([promise](std::exception_ptr error) {
    if (error)
      promise->set_exception(error);
    else
      promise->set_value();
  });
  promise->get_future().get();
}

}  // namespace cloudling::store
