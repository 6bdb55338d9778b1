// S3 under the SDK's defaults: checksums added to every upload and checked on every download, streams as they come.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";

import {
  CopyObjectCommand, CreateBucketCommand, DeleteBucketCommand, DeleteObjectsCommand, GetObjectCommand,
  HeadObjectCommand, ListObjectsV2Command, paginateListObjectsV2, PutObjectCommand, S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

import { startServer } from "./server.mjs";

const Bucket = "javascript";
let server, s3;

before(async () => {
  server = await startServer();
  s3 = new S3Client({ ...server.settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});

after(async () => {
  s3.destroy();
  await server.stop();
});

const md5 = (bytes) => createHash("md5").update(bytes).digest("hex");

test("an object comes back with its metadata and the checksum the SDK adds by itself", async () => {
  const put = await s3.send(new PutObjectCommand({
    Bucket, Key: "a b/ü.txt", Body: "hello", ContentType: "text/plain", Metadata: { colour: "blue" },
  }));
  assert.equal(put.ETag, `"${md5("hello")}"`);
  assert.equal(put.ChecksumCRC32, "NhCmhg==");
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "a b/ü.txt", ChecksumMode: "ENABLED" }));
  assert.equal(await got.Body.transformToString(), "hello");
  assert.equal(got.ContentType, "text/plain");
  assert.deepEqual(got.Metadata, { colour: "blue" });
  assert.equal(got.ChecksumCRC32, "NhCmhg==");
});

for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"]) {
  test(`a checksum by ${ChecksumAlgorithm} is verified and given back`, async () => {
    const Key = `checksum-${ChecksumAlgorithm}`;
    const name = `Checksum${ChecksumAlgorithm}`;
    let put;
    try {
      put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: "123456789", ChecksumAlgorithm }));
    } catch (error) {
      if (!/CRT|crc64-nvme/i.test(error.message)) throw error;
      put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: "123456789", ChecksumCRC64NVME: "rosUhgp5mIg=" }));
    }
    assert.ok(put[name]);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    assert.equal(head[name], put[name]);
  });
}

test("a wrong checksum is refused and nothing is kept", async () => {
  await assert.rejects(
    s3.send(new PutObjectCommand({ Bucket, Key: "wrong", Body: "hello", ChecksumCRC32: "AAAAAA==" })),
    (error) => error.name === "BadDigest" && error.$metadata.httpStatusCode === 400);
  await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key: "wrong" })), { name: "NotFound" });
});

test("a stream of known length goes up in chunks with a checksum behind it", async () => {
  const bytes = randomBytes(3 << 20);
  const Body = Readable.from((function* () {
    for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000);
  })());
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body, ContentLength: bytes.length }));
  assert.equal(put.ETag, `"${md5(bytes)}"`);
  assert.ok(put.ChecksumCRC32, "the trailer's checksum");
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }));
  assert.equal(md5(Buffer.from(await got.Body.transformToByteArray())), md5(bytes));
});

test("lib-storage uploads in parts, from a stream of unknown length", async () => {
  const bytes = randomBytes(12 << 20);
  const upload = new Upload({ client: s3, params: { Bucket, Key: "parts", Body: Readable.from([bytes.subarray(0, 7_000_000), bytes.subarray(7_000_000)]) } });
  const done = await upload.done();
  assert.match(done.ETag, /-3"$/);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "parts" }));
  assert.equal(md5(Buffer.from(await got.Body.transformToByteArray())), md5(bytes));
});

test("ranges and conditions", async () => {
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: "range", Body: "0123456789" }));
  const part = await s3.send(new GetObjectCommand({ Bucket, Key: "range", Range: "bytes=2-4" }));
  assert.equal(await part.Body.transformToString(), "234");
  assert.equal(part.ContentRange, "bytes 2-4/10");
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "range", Range: "bytes=20-" })), { name: "InvalidRange" });
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "range", IfNoneMatch: ETag })), (error) => error.$metadata.httpStatusCode === 304);
  await assert.rejects(s3.send(new PutObjectCommand({ Bucket, Key: "range", Body: "x", IfNoneMatch: "*" })), { name: "PreconditionFailed" });
});

test("listing by pages, copying, deleting many", async () => {
  const keys = Array.from({ length: 12 }, (_, number) => `list/${String(number).padStart(2, "0")}`);
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const seen = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 5 }, { Bucket, Prefix: "list/" })) {
    seen.push(...page.Contents.map((item) => item.Key));
  }
  assert.deepEqual(seen, keys);
  await s3.send(new CopyObjectCommand({ Bucket, Key: "list-copy", CopySource: `${Bucket}/list/03` }));
  const copy = await s3.send(new GetObjectCommand({ Bucket, Key: "list-copy" }));
  assert.equal(await copy.Body.transformToString(), "list/03");
  const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }));
  assert.equal(deleted.Deleted.length, keys.length);
  const left = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "list/" }));
  assert.equal(left.KeyCount, 0);
});

test("a presigned URL works with plain fetch", async () => {
  const upload = { Bucket, Key: "presigned", Metadata: { by: "url" } };  // which stands in the query
  const put = await getSignedUrl(s3, new PutObjectCommand(upload), { expiresIn: 60 });
  assert.equal((await fetch(put, { method: "PUT", body: "by fetch" })).status, 200);
  assert.deepEqual((await s3.send(new HeadObjectCommand({ Bucket, Key: "presigned" }))).Metadata, { by: "url" });
  const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "presigned" }), { expiresIn: 60 });
  assert.equal(await (await fetch(get)).text(), "by fetch");
});

test("errors have AWS's names", async () => {
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "absent" })), { name: "NoSuchKey" });
  await assert.rejects(s3.send(new ListObjectsV2Command({ Bucket: "absent-bucket" })), { name: "NoSuchBucket" });
  await assert.rejects(s3.send(new DeleteBucketCommand({ Bucket })), { name: "BucketNotEmpty" });
});
