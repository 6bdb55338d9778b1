#include "emulators/stepfunctions/errands.h"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>
#include <variant>

#include "emulators/aws/virtual_clock.h"
#include "emulators/stepfunctions/mocked_tasks.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

using Mail = Mailbox<Errands::Happening>;

awaitable<void> perform_task(Errands::Parts parts, asl::TaskId task, TaskRequest request, std::shared_ptr<Mail> mail) {
  const aws::Work work(parts.clock);
  TaskResult result = co_await perform(parts.ports, std::move(request));
  if (result.ok)
    mail->put(asl::TaskSucceeded{.task = task, .output = std::move(result.output)});
  else
    mail->put(asl::TaskFailed{.task = task, .error = std::move(result.error), .cause = std::move(result.cause)});
}

}  // namespace

Errands::~Errands() {
  for (const auto& [timer, armed] : timers_) parts_.clock.cancel(armed);
}

void Errands::do_all(const std::vector<asl::Command>& commands) {
  for (const asl::Command& command : commands) {
    if (const auto* invoke = std::get_if<asl::InvokeTask>(&command)) {
      begin(*invoke);
    } else if (const auto* start = std::get_if<asl::StartTimer>(&command)) {
      const auto fired = [mail = mail_, timer = start->timer] { mail->put(asl::TimerFired{timer}); };
      const aws::Clock::TimerId armed = parts_.clock.call_at(start->at, fired);
      aws::allow_skip_to(parts_.clock, armed);
      timers_[start->timer] = armed;
    } else if (const auto* stale = std::get_if<asl::CancelTimer>(&command)) {
      const auto armed = timers_.extract(stale->timer);
      if (!armed.empty()) parts_.clock.cancel(armed.mapped());
    }
  }
}

void Errands::begin(const asl::InvokeTask& invoke) {
  TaskRequest request{.execution_arn = owner_.execution_arn,
                      .state_machine_arn = owner_.machine_arn,
                      .role_arn = owner_.role_arn,
                      .state_name = invoke.state_name,
                      .task = invoke.task,
                      .resource = invoke.resource,
                      .parameters = invoke.parameters,
                      .mock = {},
                      .trace = owner_.trace};
  if (mocks_) {
    const int64_t invocation = invocations_[invoke.state_name]++;
    request.mock = mocked_response(*mocks_, invoke.state_name, invocation).value_or(json::Value());
  }
  auto task = perform_task(parts_, invoke.task, std::move(request), mail_);
  const auto failed = [mail = mail_, id = invoke.task](const std::exception_ptr& problem) {
    if (problem) mail->put(asl::TaskFailed{.task = id, .error = "States.TaskFailed", .cause = "Internal error"});
  };
  boost::asio::co_spawn(parts_.executor, std::move(task), failed);
}

}  // namespace cloudling::stepfunctions
