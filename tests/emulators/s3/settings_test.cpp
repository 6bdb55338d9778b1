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
  send("POST", "/bucket/upload?uploads");
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
