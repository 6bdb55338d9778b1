// Credential reports (IAM User Guide, "Generate credential reports for your AWS account"): a line a user, and kept for
// four hours.

#include "emulators/aws/dates.h"
#include "emulators/aws/error.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/items.h"

namespace cloudling::iam {

namespace {

constexpr const char* kReport = "credential-report";
constexpr TimeMs kLifetime = 4LL * 3600 * 1000;
constexpr const char* kHeader =
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,"
    "mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
    "access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
    "access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n";

std::string date(TimeMs time) {
  std::string text = aws::format_iso8601_seconds(time / 1000 * 1000);
  text.pop_back();
  return text + "+00:00";
}

/// Two keys' five columns each, and the certificates' that nobody has here.
std::string key_columns(const std::vector<AccessKeyRow>& keys) {
  std::string text;
  for (size_t i = 0; i < 2; ++i) {
    if (i >= keys.size()) {
      text += ",false,N/A,N/A,N/A,N/A";
      continue;
    }
    const AccessKeyRow& key = keys[i];
    text += std::string(",") + (key.status == "Active" ? "true" : "false") + "," + date(key.created);
    text += key.last_used == 0 ? ",N/A,N/A,N/A"
                               : "," + date(key.last_used) + "," + key.last_region + "," + key.last_service;
  }
  return text + ",false,N/A,false,N/A\n";
}

std::string report_of(Read& tx, const Context& context, TimeMs now) {
  const std::string root = "arn:aws:iam::" + context.account + ":root";
  std::string text = kHeader;
  text +=
      "<root_account>," + root + "," + date(now) + ",not_supported,no_information,not_supported,not_supported,false";
  text += key_columns(list_keys(tx, context.account, 0));
  for (const Entity& user : list_entities(tx, Kind::kUser, context.account, "/")) {
    const bool login = !user.login.empty();
    text += user.name + "," + user.arn() + "," + date(user.created);
    text += login ? ",true,no_information," : ",false,N/A,";
    text += login ? date(json::parse(user.login).value().at("created").get<int64_t>()) + ",N/A" : "N/A,N/A";
    text += mfa_devices_of(tx, user).empty() ? ",false" : ",true";
    text += key_columns(list_keys(tx, context.account, user.row));
  }
  return text;
}

struct Report {
  TimeMs generated = 0;
  std::string content;
};

std::optional<Report> find_report(Read& tx, const Context& context) {
  const auto body = json::parse(find_setting(tx, context.account, kReport));
  if (!body || !body->is_object()) return std::nullopt;
  return Report{body->at("generated").get<int64_t>(), body->at("content").get<std::string>()};
}

}  // namespace

GenerateReportOutput Iam::generate_credential_report(const Context& context, Write& tx, const Nothing&) {
  const TimeMs now = clock_.now();
  const auto known = find_report(tx, context);
  if (known && now - known->generated < kLifetime) return {.state = "COMPLETE", .description = {}};
  json::Value body = json::Value::object();
  body["generated"] = now;
  body["content"] = report_of(tx, context, now);
  put_setting(tx, context.account, kReport, json::write(body));
  return {.state = "STARTED", .description = "No report exists. Starting a new report generation task"};
}

ReportOutput Iam::get_credential_report(const Context& context, Read& tx, const Nothing&) {
  const auto report = find_report(tx, context);
  if (!report) throw aws::Error(410, "ReportNotPresent", "No report exists. Call GenerateCredentialReport.");
  if (clock_.now() - report->generated >= kLifetime)
    throw aws::Error(410, "ReportExpired", "The credential report has expired. Call GenerateCredentialReport.");
  return {.content = {report->content}, .format = "text/csv", .generated = {report->generated}};
}

}  // namespace cloudling::iam
