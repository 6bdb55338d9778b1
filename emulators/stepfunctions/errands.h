#pragma once

// What an execution in memory has under way: its tasks, its timers, and what they report.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "asl/execution/event.h"
#include "asl/testing/mock_config.h"
#include "emulators/aws/clock.h"
#include "emulators/stepfunctions/integrations.h"
#include "emulators/stepfunctions/mailbox.h"

namespace cloudling::stepfunctions {

/// Tasks that still run when this goes are not interrupted; nobody hears of their end. Timers are cancelled.
class Errands {
 public:
  using Happening = decltype(asl::Event::what);

  /// All outlive the tasks; they run on `executor`.
  struct Parts {
    TaskPorts ports;
    aws::Clock& clock;
    boost::asio::any_io_executor executor;
  };

  /// For whom they are done.
  struct Owner {
    std::string execution_arn;
    std::string machine_arn;
    std::string role_arn;
    std::shared_ptr<HttpTrace> trace = nullptr;  ///< of the last HTTP task
  };

  Errands(Parts parts, Owner owner)
      : parts_(std::move(parts)), owner_(std::move(owner)), mail_(std::make_shared<Mailbox<Happening>>(parts_.clock)) {}
  ~Errands();
  Errands(const Errands&) = delete;

  /// Tasks of the states that the case names are not performed from now on. `test_case` outlives this.
  void mock(const asl::MockCase& test_case) { mocks_ = &test_case; }

  void do_all(const std::vector<asl::Command>& commands);

  /// The next that happened.
  boost::asio::awaitable<Happening> next() { return mail_->take(); }

 private:
  void begin(const asl::InvokeTask& invoke);

  Parts parts_;
  Owner owner_;
  const asl::MockCase* mocks_ = nullptr;
  std::unordered_map<std::string, int64_t> invocations_;
  std::shared_ptr<Mailbox<Happening>> mail_;
  std::unordered_map<asl::TimerId, aws::Clock::TimerId> timers_;
};

}  // namespace cloudling::stepfunctions
