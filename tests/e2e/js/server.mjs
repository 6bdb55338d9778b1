// A Cloudling server for one test file: started on a free port with its data in a temporary folder, stopped by its
// process id. The binary is CLOUDLING_BINARY, or the newest build/*/bin/cloudling.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

function binary() {
  if (process.env.CLOUDLING_BINARY) return process.env.CLOUDLING_BINARY;
  const builds = join(root, "build");
  const built = (existsSync(builds) ? readdirSync(builds) : [])
    .map((preset) => join(builds, preset, "bin", "cloudling"))
    .filter(existsSync)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (built.length === 0) throw new Error("there is no build/*/bin/cloudling: run ./dev build");
  return built[0];
}

// The address in the banner, once the server has printed it.
function address(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (chunk) => {
      text += chunk;
      const match = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (match) resolve(match[0]);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", (code) => reject(new Error(`the server ended at start with ${code}:\n${text}`)));
  });
}

/// Starts a server and gives what an SDK client needs of it, and `stop`, which throws unless the server ends with 0.
export async function startServer() {
  const data = mkdtempSync(join(tmpdir(), "cloudling-js-"));
  const child = spawn(binary(), ["--port", "0", "--data", join(data, "data")], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
  const endpoint = await address(child);
  const settings = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  };
  const stop = async () => {
    child.kill("SIGTERM");
    const code = await ended;
    rmSync(data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the server ended with ${code}`);
  };
  return { endpoint, settings, stop };
}

/// The first truthy value of `check()`; a bound against hanging, not a measure of speed.
export async function eventually(check, seconds = 30) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`did not come true within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
