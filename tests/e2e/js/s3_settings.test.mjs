// What buckets and objects of S3 can be set to, under the AWS SDK for JavaScript v3.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, test } from "node:test";

import * as S3 from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";

import { startServer } from "./server.mjs";

let server, s3;
let buckets = 0;

before(async () => {
  server = await startServer();
  s3 = new S3.S3({ ...server.settings, forcePathStyle: true });
});

after(async () => {
  s3.destroy();
  await server.stop();
});

async function makeBucket(settings = {}) {
  const Bucket = `settings-${++buckets}`;
  await s3.createBucket({ Bucket, ...settings });
  return Bucket;
}

const text = async (answer) => (await answer).Body.transformToString();

test("versions come and go", async () => {
  const Bucket = await makeBucket();
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
  const first = await s3.putObject({ Bucket, Key: "k", Body: "one" });
  await s3.putObject({ Bucket, Key: "k", Body: "two" });
  const marker = await s3.deleteObject({ Bucket, Key: "k" });
  assert.equal(marker.DeleteMarker, true);
  await assert.rejects(s3.getObject({ Bucket, Key: "k" }), { name: "NoSuchKey" });
  assert.equal(await text(s3.getObject({ Bucket, Key: "k", VersionId: first.VersionId })), "one");
  await s3.deleteObject({ Bucket, Key: "k", VersionId: marker.VersionId });
  assert.equal(await text(s3.getObject({ Bucket, Key: "k" })), "two");
  const { Versions } = await s3.listObjectVersions({ Bucket });
  assert.deepEqual(Versions.map((version) => version.IsLatest), [true, false]);
});

test("a write with a condition does not replace", async () => {
  const Bucket = await makeBucket();
  const { ETag } = await s3.putObject({ Bucket, Key: "k", Body: "one", IfNoneMatch: "*" });
  await assert.rejects(s3.putObject({ Bucket, Key: "k", Body: "two", IfNoneMatch: "*" }), { name: "PreconditionFailed" });
  await s3.putObject({ Bucket, Key: "k", Body: "two", IfMatch: ETag });
  await assert.rejects(s3.putObject({ Bucket, Key: "k", Body: "three", IfMatch: ETag }), { name: "PreconditionFailed" });
  assert.equal(await text(s3.getObject({ Bucket, Key: "k" })), "two");
});

test("tags of objects and buckets", async () => {
  const Bucket = await makeBucket();
  const TagSet = [{ Key: "colour", Value: "blue" }];
  await assert.rejects(s3.getBucketTagging({ Bucket }), { name: "NoSuchTagSet" });
  await s3.putBucketTagging({ Bucket, Tagging: { TagSet } });
  assert.deepEqual((await s3.getBucketTagging({ Bucket })).TagSet, TagSet);
  await s3.putObject({ Bucket, Key: "k", Tagging: "a=b&c=d" });
  assert.equal((await s3.getObjectTagging({ Bucket, Key: "k" })).TagSet.length, 2);
  assert.equal((await s3.getObject({ Bucket, Key: "k" })).TagCount, 2);
});

test("a policy and a public access block", async () => {
  const Bucket = await makeBucket();
  await s3.putObject({ Bucket, Key: "k", Body: "open" });
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` }],
  });
  await assert.rejects(s3.putBucketPolicy({ Bucket, Policy }), { name: "AccessDenied" });
  await s3.deletePublicAccessBlock({ Bucket });
  await s3.putBucketPolicy({ Bucket, Policy });
  assert.equal((await s3.getBucketPolicyStatus({ Bucket })).PolicyStatus.IsPublic, true);
  const answer = await fetch(`${server.settings.endpoint}/${Bucket}/k`);
  assert.equal(await answer.text(), "open");
});

test("a customer's key encrypts what is read with it alone", async () => {
  const Bucket = await makeBucket();
  const key = { SSECustomerAlgorithm: "AES256", SSECustomerKey: randomBytes(32) };
  await s3.putObject({ Bucket, Key: "k", Body: "secret", ...key });
  assert.equal(await text(s3.getObject({ Bucket, Key: "k", ...key })), "secret");
  await assert.rejects(s3.getObject({ Bucket, Key: "k" }), { name: "InvalidRequest" });
  await assert.rejects(s3.getObject({ Bucket, Key: "k", ...key, SSECustomerKey: randomBytes(32) }), { name: "AccessDenied" });
});

test("a lock and a legal hold keep a version", async () => {
  const Bucket = await makeBucket({ ObjectLockEnabledForBucket: true });
  const { VersionId } = await s3.putObject({ Bucket, Key: "k", Body: "x" });
  await s3.putObjectLegalHold({ Bucket, Key: "k", LegalHold: { Status: "ON" } });
  await assert.rejects(s3.deleteObject({ Bucket, Key: "k", VersionId }), { name: "AccessDenied" });
  await s3.putObjectLegalHold({ Bucket, Key: "k", LegalHold: { Status: "OFF" } });
  await s3.deleteObject({ Bucket, Key: "k", VersionId });
});

test("CORS rules answer a page of another site", async () => {
  const Bucket = await makeBucket();
  await s3.putObject({ Bucket, Key: "k" });
  const CORSRules = [{ AllowedMethods: ["PUT"], AllowedOrigins: ["https://page.example"], AllowedHeaders: ["x-amz-*"] }];
  await s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules } });
  assert.deepEqual((await s3.getBucketCors({ Bucket })).CORSRules, CORSRules);
  const preflight = (origin) => fetch(`${server.settings.endpoint}/${Bucket}/k`, {
    method: "OPTIONS", headers: { Origin: origin, "Access-Control-Request-Method": "PUT" },
  });
  assert.equal((await preflight("https://page.example")).headers.get("access-control-allow-origin"), "https://page.example");
  assert.equal((await preflight("https://other.example")).status, 403);
});

test("a form with a policy uploads", async () => {
  const Bucket = await makeBucket();
  const { url, fields } = await createPresignedPost(s3, { Bucket, Key: "form", Conditions: [["content-length-range", 1, 5]] });
  const post = (body) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", new Blob([body]), "f");
    return fetch(url, { method: "POST", body: form });
  };
  assert.equal((await post("hello")).status, 204);
  assert.equal((await post("too long")).status, 400);
  assert.equal(await text(s3.getObject({ Bucket, Key: "form" })), "hello");
});

test("parts are copied, listed, read by number and told of", async () => {
  const Bucket = await makeBucket();
  const Key = "parts";
  const bytes = randomBytes(6 << 20);
  await s3.putObject({ Bucket, Key: "source", Body: bytes });
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key, ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" });
  const upload = { Bucket, Key, UploadId };
  const copied = await s3.uploadPartCopy({ ...upload, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange: `bytes=0-${(5 << 20) - 1}` });
  const put = await s3.uploadPart({ ...upload, PartNumber: 2, Body: "end", ChecksumAlgorithm: "CRC32" });
  assert.deepEqual((await s3.listParts(upload)).Parts.map((part) => part.Size), [5 << 20, 3]);
  const Parts = [copied.CopyPartResult, put].map(({ ETag, ChecksumCRC32 }, index) => ({ PartNumber: index + 1, ETag, ChecksumCRC32 }));
  await assert.rejects(s3.completeMultipartUpload({ ...upload, MultipartUpload: { Parts: [...Parts].reverse() } }), { name: "InvalidPartOrder" });
  await assert.rejects(s3.completeMultipartUpload({ ...upload, MpuObjectSize: 1, MultipartUpload: { Parts } }), { name: "InvalidRequest" });
  const done = await s3.completeMultipartUpload({ ...upload, MultipartUpload: { Parts } });
  assert.equal(done.ChecksumType, "FULL_OBJECT");
  assert.equal(await text(s3.getObject({ Bucket, Key, PartNumber: 2 })), "end");
  const told = await s3.getObjectAttributes({ Bucket, Key, ObjectAttributes: ["ObjectParts", "Checksum"] });
  assert.equal(told.ObjectParts.TotalPartsCount, 2);
  assert.equal(told.Checksum.ChecksumCRC32, done.ChecksumCRC32);
  const left = await s3.createMultipartUpload({ Bucket, Key });
  await s3.abortMultipartUpload({ Bucket, Key, UploadId: left.UploadId });
  assert.equal((await s3.listMultipartUploads({ Bucket })).Uploads, undefined);
});

test("an archived object is read while it is restored", async () => {
  const Bucket = await makeBucket();
  await s3.putObject({ Bucket, Key: "cold", Body: "frozen", StorageClass: "GLACIER" });
  await assert.rejects(s3.getObject({ Bucket, Key: "cold" }), { name: "InvalidObjectState" });
  await s3.restoreObject({ Bucket, Key: "cold", RestoreRequest: { Days: 1, GlacierJobParameters: { Tier: "Expedited" } } });
  assert.equal((await s3.headObject({ Bucket, Key: "cold" })).Restore, 'ongoing-request="true"');
  await fetch(`${server.endpoint}/_cloudling/clock`, { method: "POST", body: JSON.stringify({ action: "advance", seconds: 60 }) });
  assert.equal(await text(s3.getObject({ Bucket, Key: "cold" })), "frozen");
  const { Contents } = await s3.listObjectsV2({ Bucket, OptionalObjectAttributes: ["RestoreStatus"] });
  assert.equal(Contents[0].RestoreStatus.IsRestoreInProgress, false);
});

test("lists of access, a website and a deletion with a condition", async () => {
  const Bucket = await makeBucket({ ObjectOwnership: "ObjectWriter" });
  await s3.deletePublicAccessBlock({ Bucket });
  const { ETag } = await s3.putObject({ Bucket, Key: "index.html", Body: "<p>hello</p>", ContentType: "text/html", ACL: "public-read" });
  await s3.putObject({ Bucket, Key: "private", Body: "x" });
  assert.equal(await (await fetch(`${server.endpoint}/${Bucket}/index.html`)).text(), "<p>hello</p>");
  assert.equal((await fetch(`${server.endpoint}/${Bucket}/private`)).status, 403);
  assert.equal((await s3.getObjectAcl({ Bucket, Key: "index.html" })).Grants.length, 2);
  await s3.putBucketWebsite({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } } });
  const headers = { Host: `${Bucket}.s3-website.localhost` };  // which is not in every resolver
  const [site] = await once(request(server.endpoint, { headers }).end(), "response");
  assert.equal((await site.toArray()).join(""), "<p>hello</p>");
  await assert.rejects(s3.deleteObject({ Bucket, Key: "index.html", IfMatch: '"other"' }), { name: "PreconditionFailed" });
  await s3.deleteObject({ Bucket, Key: "index.html", IfMatch: ETag });
  const { Buckets, ContinuationToken } = await s3.listBuckets({ MaxBuckets: 1, Prefix: "settings-" });
  assert.equal(Buckets.length, 1);
  assert.notEqual(ContinuationToken, undefined);
});

test("what else is configured comes back as it was put", async () => {
  const Bucket = await makeBucket();
  const website = { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "error.html" } };
  await s3.putBucketWebsite({ Bucket, WebsiteConfiguration: website });
  const site = await s3.getBucketWebsite({ Bucket });
  assert.deepEqual([site.IndexDocument, site.ErrorDocument], [website.IndexDocument, website.ErrorDocument]);
  const Rules = [{ ID: "old", Status: "Enabled", Filter: { Prefix: "tmp/" }, Expiration: { Days: 1 } }];
  await s3.putBucketLifecycleConfiguration({ Bucket, LifecycleConfiguration: { Rules } });
  assert.deepEqual((await s3.getBucketLifecycleConfiguration({ Bucket })).Rules, Rules);
  const encryption = await s3.getBucketEncryption({ Bucket });
  assert.equal(encryption.ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm, "AES256");
  const owners = await s3.getBucketOwnershipControls({ Bucket });
  assert.equal(owners.OwnershipControls.Rules[0].ObjectOwnership, "BucketOwnerEnforced");
  await assert.rejects(s3.putBucketAcl({ Bucket, ACL: "public-read" }), { name: "AccessControlListNotSupported" });
});
