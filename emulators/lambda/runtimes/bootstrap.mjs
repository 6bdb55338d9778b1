// The Node.js runtime: asks the Lambda Runtime API for events and hands them to the function's handler.
//
// What it prints, answers and calls its errors is what AWS's runtime does. Beyond that it sees to it that the AWS SDK for
// JavaScript, whatever its version, reaches the server that started it: requests to *.amazonaws.com are sent there.

import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import { createRequire, syncBuiltinESMExports } from "node:module";
import path from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import util from "node:util";

const [apiHost, apiPort] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const taskRoot = process.env.LAMBDA_TASK_ROOT;
const layers = process.env.CLOUDLING_LAYERS ?? "/opt";
delete process.env.CLOUDLING_LAYERS;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const plainRequest = http.request;
const ask = askWith(plainRequest);
let requestId = "";

class Fault extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

function askWith(request) {
  return (method, where, body = "", headers = {}) =>
    new Promise((resolve, reject) => {
      const options = {
        agent, host: apiHost, port: apiPort, method, path: `/2018-06-01/runtime/${where}`,
        headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body), ...headers },
      };
      const sent = request(options, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
      });
      sent.on("error", reject);
      sent.end(body);
    });
}

// ---- the SDK's way home

function aimSdk() {
  const home = new URL(process.env.AWS_ENDPOINT_URL);
  const isAws = (host) => /(^|\.)amazonaws\.com(\.cn)?$/.test(String(host ?? "").replace(/:\d+$/, ""));
  const aimed = (original, given) =>
    function (...args) {
      const at = typeof args[0] === "string" || args[0] instanceof URL ? 1 : 0;
      const url = at === 1 ? new URL(args[0]) : null;
      const options = typeof args[at] === "object" ? args[at] : {};
      const host = options.hostname ?? options.host ?? url?.hostname;
      if (!isAws(host)) return original.apply(this, args);
      const headers = { ...options.headers };
      if (!Object.keys(headers).some((name) => name.toLowerCase() === "host")) headers.host = host;
      const callback = args.find((arg) => typeof arg === "function");
      const target = url ? { path: url.pathname + url.search } : {};
      return given({
        ...target, ...options, headers, protocol: "http:", hostname: home.hostname, host: home.hostname,
        port: home.port, agent: undefined, servername: undefined,
      }, callback);
    };
  const plain = http.request;
  https.request = aimed(https.request, plain);
  https.get = (...args) => { const sent = https.request(...args); sent.end(); return sent; };
  http.request = aimed(plain, plain);
  syncBuiltinESMExports();
}

// ---- console

function text(value) {
  return value instanceof Error ? value.stack ?? String(value) : value;
}

const jsonLog = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const lowestLevel = jsonLog ? levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "INFO") : 0;

/// One argument stays what it is, an error is described; several are put together as text.
function jsonLine(level, args) {
  const line = { timestamp: new Date().toISOString(), level, requestId };
  const error = args.find((arg) => arg instanceof Error);
  if (args.length === 1 && !error) line.message = args[0];
  else line.message = util.format(...args.map((arg) => (arg instanceof Error ? arg.message : arg)));
  if (error) Object.assign(line, { errorType: error.name, errorMessage: error.message, stackTrace: describe(error).trace });
  try {
    return JSON.stringify(line);
  } catch {
    return JSON.stringify({ ...line, message: util.inspect(line.message) });
  }
}

function aimConsole() {
  for (const [name, level] of Object.entries({
    log: "INFO", info: "INFO", warn: "WARN", error: "ERROR", debug: "DEBUG", trace: "TRACE",
  })) {
    console[name] = (...args) => {
      if (levels.indexOf(level) < lowestLevel) return;
      if (jsonLog) return write(jsonLine(level, args) + "\n");
      const message = util.format(...args.map(text));
      const line = `${new Date().toISOString()}\t${requestId || "undefined"}\t${level}\t${message}`;
      write(line.replaceAll("\n", "\r") + "\n");
    };
  }
}

function write(line) {
  const bytes = Buffer.from(line);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

// ---- errors

const ours = process.env.LAMBDA_RUNTIME_DIR + "/bootstrap.mjs";
const shown = (stack) =>
  stack.replaceAll(taskRoot + "/", "/var/task/").replaceAll(layers + "/", "/opt/").replaceAll(ours, "/var/runtime/index.mjs");

function describe(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  const trace = shown(error.stack ?? `${error.name}: ${error.message}`).split("\n");
  return { errorType: error.name ?? "Error", errorMessage: error.message, trace };
}

async function fail(where, error) {
  const description = describe(error);
  const form = { "Lambda-Runtime-Function-Error-Type": description.errorType };
  await ask("POST", where, JSON.stringify(description), form);
}

function logError(kind, error) {
  const description = describe(error);
  const { errorType, errorMessage, trace } = description;
  if (jsonLog) {
    const message = { errorType, errorMessage, stackTrace: trace };
    write(JSON.stringify({ timestamp: new Date().toISOString(), level: "ERROR", requestId, message }) + "\n");
    return;
  }
  const line = JSON.stringify({ errorType, errorMessage, ...(error?.code ? { code: error.code } : {}), stack: trace });
  write(`${new Date().toISOString()}\t${requestId || "undefined"}\tERROR\t${kind}\t${line}\n`);
}

// ---- streamed answers

const STREAMS = Symbol.for("aws.lambda.runtime.handler.streaming");

/// What a streaming handler writes to. The request to the Runtime API begins with the first bytes, so that a failure
/// before them is an ordinary one.
class ResponseStream extends Writable {
  contentType = "application/octet-stream";
  prelude = null;
  sent = null;

  setContentType(type) {
    this.contentType = type;
  }

  write(chunk, ...rest) {
    const bytes = typeof chunk === "string" || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk);
    return super.write(bytes, ...rest);
  }

  open() {
    if (this.sent) return;
    this.sent = plainRequest({
      agent: false, host: apiHost, port: apiPort, method: "POST",
      path: `/2018-06-01/runtime/invocation/${requestId}/response`,
      headers: {
        "Content-Type": this.contentType, "Transfer-Encoding": "chunked", "Lambda-Runtime-Function-Response-Mode": "streaming",
        Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
      },
    });
    this.answered = new Promise((resolve, reject) => {
      this.sent.on("response", (response) => response.resume().on("end", resolve));
      this.sent.on("error", reject);
    });
    this.answered.catch(() => {});
    this.sent.flushHeaders();
    if (this.prelude) this.sent.write(Buffer.concat([Buffer.from(JSON.stringify(this.prelude)), Buffer.alloc(8)]));
  }

  _write(chunk, encoding, done) {
    this.open();
    this.sent.write(chunk, encoding, done);
  }

  _final(done) {
    this.open();
    this.sent.end();
    this.answered.then(() => done(), done);
  }

  /// Ends what has begun with the error behind it.
  async break(error) {
    const description = describe(error);
    this.sent.addTrailers({
      "Lambda-Runtime-Function-Error-Type": description.errorType,
      "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(description)).toString("base64"),
    });
    this.sent.end();
    await this.answered;
  }
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[STREAMS] = options ?? {};
    return handler;
  },
  HttpResponseStream: {
    from(stream, metadata) {
      stream.setContentType("application/vnd.awslambda.http-integration-response");
      stream.prelude = metadata;
      return stream;
    },
  },
};

async function performStreaming(handler, event, context) {
  const stream = new ResponseStream({ highWaterMark: handler[STREAMS].highWaterMark });
  const ended = new Promise((resolve, reject) => stream.on("finish", resolve).on("error", reject));
  ended.catch(() => {});
  try {
    await handler(event, stream, context);
    await ended;
  } catch (error) {
    if (!stream.sent) throw error;
    logError("Invoke Error ", error);
    if (!stream.writableEnded) await stream.break(error);
  }
}

// ---- the handler

async function load(moduleRoot, moduleName) {
  const file = path.resolve(taskRoot, moduleRoot, moduleName);
  const found = ["", ".js", ".mjs", ".cjs"].map((ending) => file + ending).find((name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile());
  try {
    if (found?.endsWith(".cjs")) return createRequire(found)(found);
    if (found) return await import(pathToFileURL(found).href);
    const resolve = createRequire(path.join(taskRoot, "index.js"));
    return resolve(path.join(moduleRoot, moduleName));
  } catch (error) {
    if (error instanceof SyntaxError) throw renamed(error, "Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
    if (error.code === "MODULE_NOT_FOUND" || error.code === "ERR_MODULE_NOT_FOUND") {
      const missing = found ? error.message : `Cannot find module '${moduleName}'\nRequire stack:\n- /var/runtime/index.mjs`;
      throw renamed(error, "Runtime.ImportModuleError", `Error: ${missing}`);
    }
    throw error;
  }
}

function renamed(error, name, message) {
  const fault = new Fault(name, shown(message));
  fault.stack = `${name}: ${fault.message}\n` + (error.stack ?? "").split("\n").slice(1).join("\n");
  return fault;
}

async function findHandler(handler) {
  const slash = handler.lastIndexOf("/") + 1;
  const [moduleRoot, rest] = [handler.slice(0, slash), handler.slice(slash)];
  const dot = rest.indexOf(".");
  if (dot < 1) throw new Fault("Runtime.MalformedHandlerName", "Bad handler");
  const [moduleName, name] = [rest.slice(0, dot), rest.slice(dot + 1)];
  const module = await load(moduleRoot, moduleName);
  const find = (from) => name.split(".").reduce((at, part) => at?.[part], from);
  const found = find(module) ?? find(module.default);
  if (!found) throw new Fault("Runtime.HandlerNotFound", `${handler} is undefined or not exported`);
  if (typeof found !== "function") throw new Fault("Runtime.HandlerNotFound", `${handler} is not a function`);
  return found;
}

class Context {
  constructor(headers) {
    const deadline = Number(headers["lambda-runtime-deadline-ms"]);
    this.callbackWaitsForEmptyEventLoop = true;
    this.functionVersion = process.env.AWS_LAMBDA_FUNCTION_VERSION;
    this.functionName = process.env.AWS_LAMBDA_FUNCTION_NAME;
    this.memoryLimitInMB = process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
    this.logGroupName = process.env.AWS_LAMBDA_LOG_GROUP_NAME;
    this.logStreamName = process.env.AWS_LAMBDA_LOG_STREAM_NAME;
    this.clientContext = parsed(headers["lambda-runtime-client-context"]);
    this.identity = parsed(headers["lambda-runtime-cognito-identity"]);
    this.invokedFunctionArn = headers["lambda-runtime-invoked-function-arn"];
    this.awsRequestId = headers["lambda-runtime-aws-request-id"];
    this.getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
  }
}

const parsed = (value) => (value ? JSON.parse(value) : undefined);

/// A handler answers by a promise, by its callback or by the context's old functions; the first counts.
function perform(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error === null || error === undefined ? resolve(result) : reject(error));
    Object.assign(context, { done: callback, succeed: resolve, fail: reject });
    const returned = handler(event, context, callback);
    if (returned && typeof returned.then === "function") returned.then(resolve, reject);
    else if (handler.length < 3 && returned !== undefined) resolve(returned);
    else if (handler.length < 3) setImmediate(() => resolve(null));
  });
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await ask("GET", "invocation/next");
    requestId = headers["lambda-runtime-aws-request-id"];
    process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
    try {
      if (handler[STREAMS]) {
        await performStreaming(handler, JSON.parse(body), new Context(headers));
        continue;
      }
      const answer = await perform(handler, JSON.parse(body), new Context(headers));
      await ask("POST", `invocation/${requestId}/response`, JSON.stringify(answer ?? null));
    } catch (error) {
      logError("Invoke Error ", error);
      await fail(`invocation/${requestId}/error`, error);
    }
  }
}

/// The process ends, also where nobody is there any more to be told.
async function endWith(kind, name, error) {
  try {
    logError(kind, error);
    const where = requestId ? `invocation/${requestId}/error` : "init/error";
    await fail(where, name ? renamed(error, name, `${error.name ?? "Error"}: ${error.message ?? error}`) : error);
  } finally {
    process.exit(1);
  }
}

aimConsole();
aimSdk();
process.on("uncaughtException", (error) => endWith("Uncaught Exception ", "", error));
process.on("unhandledRejection", (error) => endWith("Unhandled Promise Rejection ", "Runtime.UnhandledPromiseRejection", error));
try {
  await serve(await findHandler(process.env._HANDLER));
} catch (error) {
  await endWith("Uncaught Exception ", "", error);
}
