// Parses flowcharts with Mermaid and says how many there were; fails at the first
// that it refuses, and if it takes one that is wrong.
import fs from "node:fs";
import { JSDOM } from "jsdom";

const page = new JSDOM("<!doctype html><body></body>");
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import("mermaid");

const refused = await mermaid.parse('flowchart TD\n  a["one" two"] --> end', { suppressErrors: true });
if (refused) throw new Error("a wrong chart is taken");
for (const file of process.argv.slice(2)) {
  try {
    await mermaid.parse(fs.readFileSync(file, "utf8"));
  } catch (problem) {
    console.error(`${file}: ${problem.message}`);
    process.exit(1);
  }
}
console.log(`mermaid: ${process.argv.length - 2} charts parse`);
