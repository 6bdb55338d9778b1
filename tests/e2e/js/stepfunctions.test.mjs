// Step Functions under the SDK: machines, executions, history, errors.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateStateMachineAliasCommand, CreateStateMachineCommand, DeleteStateMachineCommand,
  DeleteStateMachineVersionCommand, DescribeExecutionCommand, DescribeStateMachineCommand, ListExecutionsCommand,
  paginateGetExecutionHistory, SFNClient, StartExecutionCommand, StartSyncExecutionCommand, StopExecutionCommand,
  TestStateCommand, UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";

import { eventually, startServer } from "./server.mjs";

const roleArn = "arn:aws:iam::000000000000:role/machine";
const pipeline = "arn:aws:states:us-east-1:000000000000:stateMachine:ImageResizePipeline";
const dog = readFileSync(new URL("../../../fixtures/images/dog.png", import.meta.url));
let server, states;

before(async () => {
  server = await startServer();
  states = new SFNClient(server.settings);
});

after(async () => {
  states.destroy();
  await server.stop();
});

const machine = (name, definition) =>
  states.send(new CreateStateMachineCommand({ name, roleArn, definition: JSON.stringify(definition) }));

const ended = (executionArn) => eventually(async () => {
  const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
  return execution.status !== "RUNNING" && execution;
});

async function history(executionArn) {
  const events = [];
  for await (const page of paginateGetExecutionHistory({ client: states, pageSize: 3 }, { executionArn })) events.push(...page.events);
  return events;
}

test("a machine is made, described, changed and deleted", async () => {
  const { stateMachineArn, creationDate } = await machine("Made", { StartAt: "A", States: { A: { Type: "Succeed" } } });
  assert.ok(creationDate instanceof Date);
  await states.send(new UpdateStateMachineCommand({ stateMachineArn, definition: '{"StartAt":"B","States":{"B":{"Type":"Pass","End":true}}}' }));
  const described = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
  assert.equal(JSON.parse(described.definition).StartAt, "B");
  assert.equal(described.type, "STANDARD");
  await states.send(new DeleteStateMachineCommand({ stateMachineArn }));
  await eventually(() => states.send(new DescribeStateMachineCommand({ stateMachineArn })).then(
    (found) => found.status === "DELETING" ? false : assert.fail("it is still there"),
    (error) => error.name === "StateMachineDoesNotExist"));
});

test("an execution runs and its history comes by pages, in order", async () => {
  const { stateMachineArn } = await machine("Runs", {
    StartAt: "Look",
    States: {
      Look: { Type: "Choice", Choices: [{ Variable: "$.n", NumericGreaterThan: 1, Next: "Many" }], Default: "Few" },
      Many: { Type: "Pass", Parameters: { "doubled.$": "$.n", "said": "many" }, End: true },
      Few: { Type: "Fail", Error: "TooFew", Cause: "n is small" },
    },
  });
  const many = await states.send(new StartExecutionCommand({ stateMachineArn, input: '{"n": 2}' }));
  const execution = await ended(many.executionArn);
  assert.equal(execution.status, "SUCCEEDED");
  assert.deepEqual(JSON.parse(execution.output), { doubled: 2, said: "many" });
  const events = await history(many.executionArn);
  assert.deepEqual(events.map((event) => event.type),
    ["ExecutionStarted", "ChoiceStateEntered", "ChoiceStateExited", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);
  assert.deepEqual(events.map((event) => event.id), [1, 2, 3, 4, 5, 6]);
  assert.equal(events[0].executionStartedEventDetails.input, '{"n": 2}');

  const few = await states.send(new StartExecutionCommand({ stateMachineArn, input: '{"n": 1}' }));
  const failed = await ended(few.executionArn);
  assert.deepEqual([failed.status, failed.error, failed.cause], ["FAILED", "TooFew", "n is small"]);
  const listed = await states.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: "FAILED" }));
  assert.deepEqual(listed.executions.map((item) => item.executionArn), [few.executionArn]);
});

test("a waiting execution is stopped", async () => {
  const { stateMachineArn } = await machine("Waits", { StartAt: "W", States: { W: { Type: "Wait", Seconds: 3600, End: true } } });
  const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn }));
  await states.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "by hand" }));
  const execution = await ended(executionArn);
  assert.deepEqual([execution.status, execution.error, execution.cause], ["ABORTED", "Enough", "by hand"]);
});

test("the image pipeline, and the same by POST /resize", async () => {
  const s3 = new S3Client({ ...server.settings, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: "images-original", Key: "dog.png", Body: dog, ContentType: "image/png" }));
  s3.destroy();
  const input = JSON.stringify({ bucket: "images-original", key: "dog.png" });
  const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn: pipeline, input }));
  const execution = await ended(executionArn);
  assert.equal(execution.status, "SUCCEEDED", execution.cause);
  assert.equal(JSON.parse(execution.output).resized_key, "thumbnail-dog.png");
  const answer = await fetch(`${server.endpoint}/resize`, { method: "POST", body: input, headers: { "Content-Type": "application/json" } });
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).thumbnail.key, "thumbnail-dog.png");
});

test("errors have AWS's names", async () => {
  await assert.rejects(machine("Bad", { StartAt: "Nowhere", States: { A: { Type: "Succeed" } } }), { name: "InvalidDefinition" });
  await assert.rejects(states.send(new StartExecutionCommand({ stateMachineArn: `${pipeline}Absent` })), { name: "StateMachineDoesNotExist" });
  await assert.rejects(states.send(new StartExecutionCommand({ stateMachineArn: pipeline, input: "{" })), { name: "InvalidExecutionInput" });
  const encryptionConfiguration = { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: "key" };
  const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } });
  await assert.rejects(states.send(new CreateStateMachineCommand({ name: "Kept", roleArn, definition, encryptionConfiguration })),
    (error) => error.$metadata.httpStatusCode === 501 && /CreateStateMachine/.test(error.message));
});

test("a synchronous start of an express machine", async () => {
  const express = new SFNClient({ ...server.settings, disableHostPrefix: true });
  const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
  const { stateMachineArn } = await states.send(new CreateStateMachineCommand({ name: "Quick", roleArn, type: "EXPRESS", definition }));
  const answer = await express.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
  assert.deepEqual([answer.status, answer.output], ["SUCCEEDED", '{"a":1}']);
  express.destroy();
});

test("versions are published and an alias routes to them", async () => {
  const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
  const made = await states.send(new CreateStateMachineCommand({ name: "Versioned", roleArn, definition, publish: true, versionDescription: "first" }));
  const { stateMachineArn, stateMachineVersionArn } = made;
  assert.equal(stateMachineVersionArn, `${stateMachineArn}:1`);
  const { stateMachineAliasArn } = await states.send(new CreateStateMachineAliasCommand({
    name: "PROD", routingConfiguration: [{ stateMachineVersionArn, weight: 100 }] }));
  const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn }));
  const execution = await ended(executionArn);
  assert.deepEqual([execution.stateMachineArn, execution.stateMachineVersionArn, execution.stateMachineAliasArn],
    [stateMachineArn, stateMachineVersionArn, stateMachineAliasArn]);
  await assert.rejects(states.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn })), { name: "ConflictException" });
  await states.send(new DeleteStateMachineCommand({ stateMachineArn }));
});

test("a single state is tested, with a mock in place of its task", async () => {
  const direct = new SFNClient({ ...server.settings, disableHostPrefix: true });
  const definition = JSON.stringify({
    Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "f", "Payload.$": "$" },
    Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 2 }],
    Catch: [{ ErrorEquals: ["States.ALL"], Next: "Sorry" }], Next: "Done" });
  const run = (mock, more) => direct.send(new TestStateCommand({ definition, roleArn, input: "{}", inspectionLevel: "DEBUG", mock, ...more }));
  const good = await run({ result: '{"Payload":1,"StatusCode":200}' });
  assert.deepEqual([good.status, good.nextState, good.output], ["SUCCEEDED", "Done", '{"Payload":1,"StatusCode":200}']);
  const busy = await run({ errorOutput: { error: "Busy", cause: "later" } }, { stateConfiguration: { retrierRetryCount: 1 } });
  assert.deepEqual([busy.status, busy.error, busy.inspectionData.errorDetails], ["RETRIABLE", "Busy", { retryIndex: 0, retryBackoffIntervalSeconds: 4 }]);
  const bad = await run({ errorOutput: { error: "Broken", cause: "no" } });
  assert.deepEqual([bad.status, bad.nextState, bad.output, bad.inspectionData.errorDetails],
    ["CAUGHT_ERROR", "Sorry", '{"Error":"Broken","Cause":"no"}', { catchIndex: 0 }]);
  direct.destroy();
});

test("a Map's items are shown as its iterations would get them", async () => {
  const direct = new SFNClient({ ...server.settings, disableHostPrefix: true });
  const processor = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, StartAt: "Each",
    States: { Each: { Type: "Pass", End: true } } };
  const map = {
    Type: "Map", End: true, ItemProcessor: processor, ToleratedFailurePercentage: 50,
    ItemReader: { Resource: "arn:aws:states:::s3:getObject", ReaderConfig: { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" },
      Parameters: { Bucket: "b", Key: "k" } },
    ItemSelector: { "key.$": "$$.Map.Item.Value.key", "at.$": "$$.Map.Item.Index" }, ItemBatcher: { MaxItemsPerBatch: 2 } };
  const run = (definition, more) => direct.send(new TestStateCommand(
    { definition: JSON.stringify(definition), roleArn, input: "{}", inspectionLevel: "DEBUG", ...more }));
  const csv = { mapItemReaderData: "key\na.png\nb.png\nc.png\n" };
  const read = await run(map, { mock: { result: "[1]" }, stateConfiguration: csv });
  assert.equal(read.status, "SUCCEEDED");
  assert.equal(read.inspectionData.afterItemsPath, '[{"key":"a.png"},{"key":"b.png"},{"key":"c.png"}]');
  assert.equal(read.inspectionData.afterItemSelector, '[{"at":0,"key":"a.png"},{"at":1,"key":"b.png"},{"at":2,"key":"c.png"}]');
  assert.equal(read.inspectionData.afterItemBatcher,
    '[{"Items":[{"at":0,"key":"a.png"},{"at":1,"key":"b.png"}]},{"Items":[{"at":2,"key":"c.png"}]}]');
  const failures = (mapIterationFailureCount) => run(map, { mock: { result: "[1]" }, stateConfiguration: { ...csv, mapIterationFailureCount } });
  assert.equal((await failures(1)).status, "SUCCEEDED");
  assert.equal((await failures(2)).error, "States.ExceedToleratedFailureThreshold");
  await assert.rejects(failures(4), { name: "ValidationException" });
  const caught = (errorCausedByState) => run({ ...map, Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "Sorry" }] },
    { mock: { errorOutput: { error: "Broken" } }, stateConfiguration: { ...csv, errorCausedByState } });
  assert.deepEqual([(await caught("Each")).status, (await caught("Each")).nextState], ["CAUGHT_ERROR", "Sorry"]);
  await assert.rejects(caught("Nobody"), { name: "ValidationException" });
  const inside = await run({ StartAt: "M", States: { M: { Type: "Map", End: true, ItemProcessor: { StartAt: "Each", States: {
    Each: { Type: "Pass", Parameters: { "item.$": "$$.Map.Item" }, End: true } } } } } }, { stateName: "Each", input: '{"a":1}' });
  assert.equal(inside.output, '{"item":{"Index":0,"Value":{"a":1}}}');
  direct.destroy();
});

test("an HTTP task shows what it sent, and its secrets only when asked", async () => {
  const direct = new SFNClient({ ...server.settings, disableHostPrefix: true });
  const seen = [];
  const api = createServer((request, response) => {
    seen.push(request.headers.authorization);
    request.resume().on("end", () => response.writeHead(200, { "Content-Type": "application/json" }).end('{"id":7}'));
  });
  await new Promise((resolve) => api.listen(0, "127.0.0.1", resolve));
  const created = await fetch(server.endpoint, {
    method: "POST",
    headers: { "X-Amz-Target": "AWSEvents.CreateConnection", "X-Amz-Date": "20260101T000000Z", "Content-Type": "application/x-amz-json-1.1",
      Authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/events/aws4_request, SignedHeaders=host, Signature=" + "0".repeat(64) },
    body: JSON.stringify({ Name: "shop", AuthorizationType: "BASIC", AuthParameters: { BasicAuthParameters: { Username: "u", Password: "p" } } }),
  });
  const { ConnectionArn } = await created.json();
  const url = `http://127.0.0.1:${api.address().port}/orders`;
  const definition = JSON.stringify({ Type: "Task", Resource: "arn:aws:states:::http:invoke", End: true,
    Parameters: { ApiEndpoint: url, Method: "POST", Authentication: { ConnectionArn }, Headers: { mark: "h1" }, RequestBody: { a: 1 } } });
  const run = (more) => direct.send(new TestStateCommand({ definition, roleArn, input: "{}", ...more }));
  const traced = (await run({ inspectionLevel: "TRACE" })).inspectionData;
  assert.deepEqual({ ...traced.request, headers: "" }, { protocol: "http", method: "POST", url, headers: "", body: '{"a":1}' });
  assert.match(traced.request.headers, /^\[.*mark: h1, .*User-Agent: Amazon\|StepFunctions\|HttpInvoke\|us-east-1, Range: bytes=0-262144\]$/);
  assert.doesNotMatch(traced.request.headers, /Authorization/);
  assert.deepEqual([traced.response.statusCode, traced.response.statusMessage, traced.response.body], ["200", "OK", '{"id":7}']);
  const revealed = (await run({ inspectionLevel: "TRACE", revealSecrets: true })).inspectionData;
  assert.match(revealed.request.headers, /Authorization: Basic dTpw/);
  assert.equal((await run({ inspectionLevel: "DEBUG", revealSecrets: true })).inspectionData.request, undefined);
  assert.deepEqual(seen, Array(3).fill("Basic dTpw"));
  api.closeAllConnections();
  api.close();
  direct.destroy();
});
