// S3 Select through the SDK: its event stream, read as it comes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { CreateBucketCommand, PutObjectCommand, S3Client, SelectObjectContentCommand } from "@aws-sdk/client-s3";

import { startServer } from "./server.mjs";

const Bucket = "select";
let server, s3;

before(async () => {
  server = await startServer();
  s3 = new S3Client({ ...server.settings, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "people.csv", Body: "name,age\nAnn,42\nBob,7\n" }));
});

after(async () => {
  s3.destroy();
  await server.stop();
});

async function select(Expression, more = {}) {
  const { Payload } = await s3.send(new SelectObjectContentCommand({
    Bucket, Key: "people.csv", Expression, ExpressionType: "SQL",
    InputSerialization: { CSV: { FileHeaderInfo: "USE" } }, OutputSerialization: { JSON: {} }, ...more,
  }));
  const events = [];
  for await (const event of Payload) events.push(event);
  return events;
}

const text = (events) => events.filter((event) => event.Records)
  .map((event) => new TextDecoder().decode(event.Records.Payload)).join("");

test("records, progress, statistics and an end come in this order", async () => {
  const events = await select("SELECT s.name FROM S3Object s WHERE s.age > 10", { RequestProgress: { Enabled: true } });
  assert.deepEqual(events.map((event) => Object.keys(event)[0]), ["Records", "Progress", "Stats", "End"]);
  assert.equal(text(events), '{"name":"Ann"}\n');
  assert.deepEqual(events[2].Stats.Details, { BytesScanned: 22, BytesProcessed: 22, BytesReturned: 15 });
});

test("a wrong expression is refused by name", async () => {
  await assert.rejects(select("SELECT s.name FROM S3Object s WHERE"), { name: "ParseUnexpectedTerm" });
  await assert.rejects(select("SELECT s.other FROM S3Object s"), { name: "MissingHeaders" });
});
