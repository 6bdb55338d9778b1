#include "emulators/lambda/worker_pool.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "emulators/lambda/errors.h"

namespace cloudling::lambda {

namespace asio = boost::asio;
using asio::awaitable;

namespace {

void end_all(const std::vector<std::shared_ptr<Worker>>& workers) {
  for (const auto& worker : workers) worker->end();
}

}  // namespace

WorkerPool::~WorkerPool() {
  for (const auto& [key, fleet] : fleets_) end_all(fleet.idle);
}

awaitable<std::shared_ptr<Worker>> WorkerPool::acquire(WorkerKey key, std::optional<int64_t> reserved, Start start) {
  {
    const std::lock_guard lock(mutex_);
    int& busy = busy_[key.function_arn];
    if (reserved && busy >= *reserved) throw too_many_requests("ReservedFunctionConcurrentInvocationLimitExceeded");
    ++busy;
  }
  for (;;) {
    std::shared_ptr<Room> room;
    {
      const std::lock_guard lock(mutex_);
      if (auto worker = take_idle(key)) co_return worker;
      if (workers_ < limits_.workers || make_room()) {
        ++workers_;
        ++fleets_[key].busy;
        break;
      }
      room = waiting_.emplace_back(std::make_shared<Room>());
    }
    co_await room->get();
  }
  std::exception_ptr failure;
  try {
    auto starting = start();
    std::shared_ptr<Worker> worker = co_await std::move(starting);
    co_return worker;
  } catch (...) {
    failure = std::current_exception();
  }
  release(key, nullptr);
  std::rethrow_exception(failure);
}

void WorkerPool::release(const WorkerKey& key, std::shared_ptr<Worker> worker) {
  std::shared_ptr<Room> next;
  {
    const std::lock_guard lock(mutex_);
    Fleet& fleet = fleets_[key];
    --fleet.busy;
    if (--busy_[key.function_arn] == 0) busy_.erase(key.function_arn);
    if (worker && worker->alive() && !fleet.retired) {
      worker->idle_since = std::chrono::steady_clock::now();
      fleet.idle.push_back(std::move(worker));
      sweep_later();
    } else {
      if (worker) worker->end();
      --workers_;
      if (fleet.busy == 0 && fleet.idle.empty()) fleets_.erase(key);
    }
    if (!waiting_.empty()) {
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
  }
  if (next) next->set(true);
}

/// Under the mutex. The fleet's former revisions are of no use any more.
std::shared_ptr<Worker> WorkerPool::take_idle(const WorkerKey& key) {
  const auto fleet = fleets_.find(key);
  if (fleet == fleets_.end()) return nullptr;
  while (!fleet->second.idle.empty()) {
    std::shared_ptr<Worker> worker = std::move(fleet->second.idle.back());
    fleet->second.idle.pop_back();
    if (worker->alive()) {
      ++fleet->second.busy;
      return worker;
    }
    worker->end();
    --workers_;
  }
  return nullptr;
}

/// Under the mutex: ends the worker that has idled longest. False where all are busy.
bool WorkerPool::make_room() {
  Fleet* longest = nullptr;
  for (auto& [key, fleet] : fleets_) {
    const bool longer =
        !fleet.idle.empty() && (!longest || fleet.idle.front()->idle_since < longest->idle.front()->idle_since);
    if (longer) longest = &fleet;
  }
  if (!longest) return false;
  longest->idle.front()->end();
  longest->idle.erase(longest->idle.begin());
  --workers_;
  return true;
}

void WorkerPool::retire(const std::string& function_arn) {
  retire_where([&](const WorkerKey& key) { return key.function_arn == function_arn; });
}

void WorkerPool::retire_all() {
  retire_where([](const WorkerKey&) { return true; });
}

void WorkerPool::retire_others(const WorkerKey& key) {
  retire_where([&](const WorkerKey& other) {
    return other.function_arn == key.function_arn && other.version == key.version && other.revision != key.revision;
  });
}

void WorkerPool::retire_where(const std::function<bool(const WorkerKey&)>& match) {
  auto ended = std::make_shared<std::vector<std::shared_ptr<Worker>>>();
  const std::lock_guard lock(mutex_);
  for (auto at = fleets_.begin(); at != fleets_.end();) {
    Fleet& fleet = at->second;
    if (match(at->first)) {
      workers_ -= static_cast<int>(fleet.idle.size());
      std::ranges::move(fleet.idle, std::back_inserter(*ended));
      fleet.idle.clear();
      fleet.retired = fleet.busy > 0;
    }
    at = fleet.busy == 0 && fleet.idle.empty() ? fleets_.erase(at) : std::next(at);
  }
  // Their files are deleted on a thread that has time for it.
  if (!ended->empty()) asio::post(host_.executor(), [ended] { end_all(*ended); });
}

int WorkerPool::busy(const std::string& function_arn) const {
  const std::lock_guard lock(mutex_);
  const auto found = busy_.find(function_arn);
  return found == busy_.end() ? 0 : found->second;
}

int WorkerPool::size() const {
  const std::lock_guard lock(mutex_);
  return workers_;
}

/// Under the mutex.
void WorkerPool::sweep_later() {
  if (std::exchange(sweeping_, true)) return;
  asio::co_spawn(host_.executor(), sweep(this, alive_), asio::detached);
}

awaitable<void> WorkerPool::sweep(WorkerPool* pool, std::weak_ptr<bool> alive) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(std::chrono::seconds(1));
    auto token = asio::as_tuple(asio::use_awaitable);
    co_await timer.async_wait(token);
    if (alive.expired() || !pool->end_idle()) co_return;
  }
}

/// False where there is nothing left to watch.
bool WorkerPool::end_idle() {
  std::vector<std::shared_ptr<Worker>> ended;
  const std::lock_guard lock(mutex_);
  const auto longest = std::chrono::steady_clock::now() - limits_.idle;
  const auto useless = [&](const auto& worker) { return !worker->alive() || worker->idle_since < longest; };
  bool left = false;
  for (auto at = fleets_.begin(); at != fleets_.end();) {
    Fleet& fleet = at->second;
    for (auto& worker : fleet.idle) {
      if (useless(worker)) ended.push_back(worker);
    }
    workers_ -= static_cast<int>(std::erase_if(fleet.idle, useless));
    left |= !fleet.idle.empty();
    at = fleet.busy == 0 && fleet.idle.empty() ? fleets_.erase(at) : std::next(at);
  }
  end_all(ended);
  sweeping_ = left;
  return left;
}

}  // namespace cloudling::lambda
