#include "emulators/events/events.h"

#include <utility>

#include "emulators/events/jobs.h"

namespace cloudling::events {

namespace {

constexpr int kParallelSchedules = 16;
constexpr int kParallelReplays = 10;

}  // namespace

Events::Events(store::Store& store, aws::Caller& caller, const aws::Clock& clock, aws::IdSource& ids, HttpClient& http)
    : store_(store), clock_(clock), ids_(ids), router_(store, caller, clock, http) {
  auto fire_due = [this](store::Job job) { return fire(std::move(job)); };
  store_.jobs().handle(kScheduleJob, kParallelSchedules, std::move(fire_due));
  auto replay = [this](store::Job job) { return continue_replay(std::move(job)); };
  store_.jobs().handle(kReplayJob, kParallelReplays, std::move(replay));
}

}  // namespace cloudling::events
