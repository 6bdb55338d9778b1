#pragma once

// One value on its way from any thread to one coroutine.

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace cloudling::aws {

/// The first set() counts, whoever it comes from: so a race between an answer, an end and a timer needs no more than
/// this. Thread-safe. Held by shared_ptr where setters may outlive the one who waits. A wait can't be cancelled: who
/// holds it sees to it that something is set.
template <class T>
class OneShot {
 public:
  /// False where a value was there already.
  bool set(T value) {
    std::function<void()> resume;
    {
      const std::lock_guard lock(mutex_);
      if (value_) return false;
      value_.emplace(std::move(value));
      resume = std::move(resume_);
    }
    if (resume) resume();
    return true;
  }

  /// Resumes on the coroutine's own executor. To be awaited once.
  boost::asio::awaitable<T> get() {
    auto initiation = [this](auto handler) { wait(resumption(std::move(handler))); };
    auto waiting = boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
        initiation, boost::asio::use_awaitable);
    co_await std::move(waiting);
    co_return std::move(*value_);
  }

 private:
  template <class Handler>
  static std::function<void()> resumption(Handler handler) {
    auto executor = boost::asio::get_associated_executor(handler);
    auto work = std::make_shared<boost::asio::executor_work_guard<decltype(executor)>>(executor);
    auto kept = std::make_shared<Handler>(std::move(handler));
    return [executor, work, kept] { boost::asio::post(executor, [work, kept] { std::move (*kept)(); }); };
  }

  void wait(std::function<void()> resume) {
    {
      const std::lock_guard lock(mutex_);
      if (!value_) {
        resume_ = std::move(resume);
        return;
      }
    }
    resume();
  }

  std::mutex mutex_;
  std::optional<T> value_;
  std::function<void()> resume_;
};

}  // namespace cloudling::aws
