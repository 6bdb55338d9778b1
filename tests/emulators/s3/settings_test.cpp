#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

class Settings : public S3Fixture {
 protected:
  Settings() { make_bucket("bucket"); }
};

struct UnsetCase {
  const char* query;
  int status;
  const char* says;  ///< the error's code, or a piece of the answer
};

TEST_F(Settings, AnswerAsAwsDoesWhereNothingIsSet) {
  const UnsetCase cases[] = {
      {"versioning", 200, "<VersioningConfiguration"},
      {"accelerate", 200, "<AccelerateConfiguration"},
      {"requestPayment", 200, "<Payer>BucketOwner</Payer>"},
      {"logging", 200, "<BucketLoggingStatus"},
      {"encryption", 200, "<SSEAlgorithm>AES256</SSEAlgorithm>"},
      {"publicAccessBlock", 200, "<RestrictPublicBuckets>true</RestrictPublicBuckets>"},
      {"ownershipControls", 200, "<ObjectOwnership>BucketOwnerEnforced</ObjectOwnership>"},
      {"acl", 200, "<Permission>FULL_CONTROL</Permission>"},
      {"inventory", 200, "<IsTruncated>false</IsTruncated>"},
      {"cors", 404, "NoSuchCORSConfiguration"},
      {"website", 404, "NoSuchWebsiteConfiguration"},
      {"lifecycle", 404, "NoSuchLifecycleConfiguration"},
      {"replication", 404, "ReplicationConfigurationNotFoundError"},
      {"object-lock", 404, "ObjectLockConfigurationNotFoundError"},
      {"policy", 404, "NoSuchBucketPolicy"},
      {"policyStatus", 404, "NoSuchBucketPolicy"},
      {"inventory&id=1", 404, "NoSuchConfiguration"},
  };
  for (const auto& test : cases) {
    Answer answer = get(std::string("/bucket?") + test.query);
    EXPECT_EQ(test.status, answer.status) << test.query << answer.body;
    EXPECT_NE(std::string::npos, answer.body.find(test.says)) << test.query << answer.body;
  }
}

struct KeptCase {
  const char* query;
  const char* body;
  int gone;  ///< status of a get after the delete; 0: it can't be deleted
};

TEST_F(Settings, AreKeptAsTheyWerePut) {
  const KeptCase cases[] = {
      {"cors",
       "<CORSRule><ID>a</ID><AllowedHeader>*</AllowedHeader><AllowedMethod>GET</AllowedMethod>"
       "<AllowedOrigin>http://*.example.com</AllowedOrigin><MaxAgeSeconds>5</MaxAgeSeconds></CORSRule>",
       404},
      {"website",
       "<ErrorDocument><Key>e.html</Key></ErrorDocument><IndexDocument><Suffix>i.html</Suffix></IndexDocument>", 404},
      {"ownershipControls", "<Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>", 404},
      {"publicAccessBlock",
       "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>false</IgnorePublicAcls>"
       "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets>",
       404},
      {"encryption",
       "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>"
       "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>",
       200},
      {"lifecycle",
       "<Rule><Expiration><Days>3</Days></Expiration><ID>r</ID><Filter><Prefix>a/</Prefix></Filter>"
       "<Status>Enabled</Status></Rule>",
       404},
      {"accelerate", "<Status>Enabled</Status>", 0},
      {"requestPayment", "<Payer>Requester</Payer>", 0},
      {"inventory&id=1",
       "<Destination><S3BucketDestination><Bucket>arn:aws:s3:::d</Bucket><Format>CSV</Format>"
       "</S3BucketDestination></Destination><IsEnabled>true</IsEnabled><Id>1</Id>"
       "<IncludedObjectVersions>All</IncludedObjectVersions><Schedule><Frequency>Daily</Frequency></Schedule>",
       404},
  };
  const std::map<std::string, std::string> roots = {{"cors", "CORSConfiguration"},
                                                    {"website", "WebsiteConfiguration"},
                                                    {"ownershipControls", "OwnershipControls"},
                                                    {"publicAccessBlock", "PublicAccessBlockConfiguration"},
                                                    {"encryption", "ServerSideEncryptionConfiguration"},
                                                    {"lifecycle", "LifecycleConfiguration"},
                                                    {"accelerate", "AccelerateConfiguration"},
                                                    {"requestPayment", "RequestPaymentConfiguration"},
                                                    {"inventory&id=1", "InventoryConfiguration"}};
  for (const auto& test : cases) {
    const std::string target = std::string("/bucket?") + test.query, root = roots.at(test.query);
    Answer answer = put(target, "<" + root + ">" + test.body + "</" + root + ">");
    ASSERT_EQ(200, answer.status) << test.query << answer.body;
    EXPECT_NE(std::string::npos, get(target).body.find(test.body)) << test.query << get(target).body;
    if (test.gone == 0) continue;
    EXPECT_EQ(204, send("DELETE", target).status) << test.query;
    EXPECT_EQ(test.gone, get(target).status) << test.query;
  }
}

TEST_F(Settings, AreRefusedWhereAwsRefusesThem) {
  const std::pair<const char*, const char*> cases[] = {
      {"versioning", "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>"},
      {"versioning", "<VersioningConfiguration/>"},
      {"cors", "<CORSConfiguration/>"},
      {"cors",
       "<CORSConfiguration><CORSRule><AllowedMethod>PATCH</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></"
       "CORSConfiguration>"},
      {"website", "<WebsiteConfiguration/>"},
      {"lifecycle",
       "<LifecycleConfiguration><Rule><Status>Enabled</Status><Prefix>a</Prefix></Rule></LifecycleConfiguration>"},
      {"lifecycle",
       "<LifecycleConfiguration><Rule><Status>Enabled</Status><Prefix/><Expiration><Days>0</Days></Expiration></Rule></"
       "LifecycleConfiguration>"},
      {"requestPayment", "<RequestPaymentConfiguration><Payer>Me</Payer></RequestPaymentConfiguration>"},
      {"replication", "<ReplicationConfiguration><Role>r</Role></ReplicationConfiguration>"},
      {"logging",
       "<BucketLoggingStatus><LoggingEnabled><TargetBucket>nothing</TargetBucket><TargetPrefix/></LoggingEnabled></"
       "BucketLoggingStatus>"},
      {"object-lock", "<ObjectLockConfiguration><ObjectLockEnabled>No</ObjectLockEnabled></ObjectLockConfiguration>"},
      {"ownershipControls",
       "<OwnershipControls><Rule><ObjectOwnership>Mine</ObjectOwnership></Rule></OwnershipControls>"},
  };
  for (const auto& [query, body] : cases)
    EXPECT_EQ(400, put(std::string("/bucket?") + query, body).status) << query << ": " << body;
}

TEST_F(Settings, RefuseLifecycleRulesInTheWordsOfAws) {
  const std::string to_ia = "<Transition><Days>60</Days><StorageClass>STANDARD_IA</StorageClass></Transition>";
  const std::string to_glacier = "<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>";
  const std::string tagged = "<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>", all = "<Filter/>";
  const std::tuple<std::string, std::string, const char*> cases[] = {
      {all, "<Transition><Days>5</Days><StorageClass>STANDARD_IA</StorageClass></Transition>",
       "'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'"},
      {all, to_ia + to_glacier,
       "'Days' in the Transition action for StorageClass 'GLACIER' for filter '(prefix=)' must be greater than 'Days' "
       "in the Transition action for StorageClass 'STANDARD_IA' for filter '(prefix=)'"},
      {all, to_glacier + to_glacier,
       "'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter '(prefix=)'"},
      {"<Prefix>a/</Prefix>", to_glacier + "<Expiration><Days>30</Days></Expiration>",
       "'Days' in the Expiration action for filter '(prefix=a/)' must be greater than 'Days' in the Transition action"},
      {all, to_glacier + "<Expiration><Date>2030-01-01T00:00:00Z</Date></Expiration>",
       "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter "
       "'(prefix=)'"},
      {all,
       to_glacier + "<Transition><Date>2030-01-01T00:00:00Z</Date><StorageClass>DEEP_ARCHIVE</StorageClass>"
                    "</Transition>",
       "Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for filter '(prefix=)'"},
      {tagged, "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>",
       "ExpiredObjectDeleteMarker cannot be specified with Tags."},
      {tagged,
       "<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload>",
       "AbortIncompleteMultipartUpload cannot be specified with Tags."},
      {all,
       "<NoncurrentVersionExpiration><NewerNoncurrentVersions>2</NewerNoncurrentVersions>"
       "</NoncurrentVersionExpiration>",
       "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer"},
      {all, "", "At least one action needs to be specified in a rule"}};
  for (const auto& [filter, actions, message] : cases) {
    Answer refused = put("/bucket?lifecycle", "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status>" +
                                                  filter + actions + "</Rule></LifecycleConfiguration>");
    EXPECT_EQ(400, refused.status) << message;
    std::string told = refused.element("Message");
    for (size_t at = 0; (at = told.find("&apos;", at)) != std::string::npos;) told.replace(at, 6, "'");
    EXPECT_EQ(message, told);
  }
}

TEST_F(Settings, MoveSmallObjectsOnlyWhereTheyAreToldTo) {
  constexpr int64_t kDay = 86'400'000;
  const auto class_after = [&](const char* minimum, const std::string& filter, size_t size) {
    put("/bucket/moving", std::string(size, 'x'));
    const std::string rule = "<Rule><ID>r</ID><Status>Enabled</Status>" + filter +
                             "<Transition><Days>1</Days><StorageClass>GLACIER</StorageClass></Transition></Rule>";
    EXPECT_EQ(200, put("/bucket?lifecycle", "<LifecycleConfiguration>" + rule + "</LifecycleConfiguration>",
                       {{"x-amz-transition-default-minimum-object-size", minimum}})
                       .status);
    clock_.advance(2 * kDay);
    run(s3_->run_lifecycle("bucket"));
    return send("HEAD", "/bucket/moving").header("x-amz-storage-class");
  };
  const char* by_default = "all_storage_classes_128K";
  EXPECT_EQ("", class_after(by_default, "<Filter/>", (128 << 10) - 1));
  EXPECT_EQ("GLACIER", class_after(by_default, "<Filter/>", 128 << 10));
  EXPECT_EQ("GLACIER", class_after("varies_by_storage_class", "<Filter/>", 5));
  const std::string sized = "<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>";
  EXPECT_EQ("GLACIER", class_after(by_default, sized, 5));
}

TEST_F(Settings, RefusePoliciesInTheWordsOfAws) {
  const std::tuple<const char*, const char*, const char*, const char*> cases[] = {
      {"*", "s3:GetObjct", "arn:aws:s3:::bucket/*", "Policy has invalid action"},
      {"*", "ec2:*", "arn:aws:s3:::bucket/*", "Policy has invalid action"},
      {"*", "s3:GetObject", "arn:aws:s3:::bucket", "Action does not apply to any resource(s) in statement"},
      {"*", "s3:ListBucket", "arn:aws:s3:::bucket/*", "Action does not apply to any resource(s) in statement"},
      {"*", "s3:ListAllMyBuckets", "arn:aws:s3:::bucket", "Action does not apply to any resource(s) in statement"},
      {"*", "s3:GetObject", "arn:aws:s3:::other/*", "Policy has invalid resource"},
      {"somebody", "s3:GetObject", "arn:aws:s3:::bucket/*", "Invalid principal in policy"},
      {"arn:aws:iam::123456789012:user/*", "s3:GetObject", "arn:aws:s3:::bucket/*", "Invalid principal in policy"},
      {"123456789012", "s3:*", "arn:aws:s3:::bucket", ""},
      {"arn:aws:iam::123456789012:role/a", "s3:Get*", "arn:aws:s3:::bucket*", ""},
      {"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1", "s3:GetObject", "arn:aws:s3:::bucket/*",
       ""},
      {"arn:aws:sts::123456789012:assumed-role/a/b", "s3:putobject", "arn:aws:s3:::bucket/a", ""}};
  for (const auto& [principal, action, resource, message] : cases) {
    const json::Value statement = {
        {"Effect", "Deny"}, {"Principal", {{"AWS", principal}}}, {"Action", action}, {"Resource", resource}};
    json::Value policy = {{"Version", "2012-10-17"}};
    policy["Statement"] = json::Value::array({statement});
    EXPECT_EQ(message, put("/bucket?policy", json::write(policy)).element("Message")) << principal << " " << action;
  }
}

TEST_F(Settings, ExpireObjectsWhenTheClockIsTurned) {
  constexpr int64_t kDay = 86'400'000;
  put("/bucket/logs/old", "x");
  put("/bucket/kept", "x");
  ASSERT_EQ(200, put("/bucket?lifecycle",
                     "<LifecycleConfiguration><Rule><ID>r</ID><Filter><Prefix>logs/</Prefix></Filter>"
                     "<Status>Enabled</Status><Expiration><Days>2</Days></Expiration></Rule>"
                     "<Rule><ID>u</ID><Prefix/><Status>Enabled</Status><AbortIncompleteMultipartUpload>"
                     "<DaysAfterInitiation>1</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>"
                     "</LifecycleConfiguration>")
                     .status);
  Answer begun = send("POST", "/bucket/upload?uploads");
  EXPECT_EQ("Thu, 16 Nov 2023 00:00:00 GMT", begun.header("x-amz-abort-date"));
  EXPECT_EQ("u", get("/bucket/upload?uploadId=" + begun.element("UploadId")).header("x-amz-abort-rule-id"));
  EXPECT_NE("", send("HEAD", "/bucket/logs/old").header("x-amz-expiration"));
  EXPECT_EQ("", send("HEAD", "/bucket/kept").header("x-amz-expiration"));
  clock_.advance(kDay);
  run(s3_->run_lifecycle("bucket"));
  EXPECT_EQ(200, get("/bucket/logs/old").status);
  clock_.advance(2 * kDay);
  run(s3_->run_lifecycle("bucket"));
  EXPECT_EQ(404, get("/bucket/logs/old").status);
  EXPECT_EQ(200, get("/bucket/kept").status);
  EXPECT_TRUE(get("/bucket?uploads").elements("UploadId").empty());
}

}  // namespace
}  // namespace cloudling::s3
