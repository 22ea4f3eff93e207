// The schema of the same descriptor in tableschema, which goes on after an error.
//
//   with_tableschema.js FOLDER MODULES
const fs = require("fs");
const path = require("path");

const [folder, modules] = process.argv.slice(2);
const home = path.resolve(modules, "tableschema");
const { Table } = require(home);
const { version } = require(path.join(home, "package.json"));

// The rule that an error is about, by the words of the library.
function ruleOf(error) {
  const unique = /unique constraint violation in column "(\w+)"/.exec(error.message);
  if (unique) return `${unique[1]} unique`;
  const constraint = /the "(\w+)" constraint for column "(\w+)"/.exec(error.message);
  if (constraint) return `${constraint[2]} ${constraint[1]}`;
  const type = /in column "(\w+)" is not type/.exec(error.message);
  if (type) return `${type[1]} type`;
  return error.message;
}

async function main() {
  const descriptor = JSON.parse(fs.readFileSync(path.join(folder, "all.json")));
  const { schema, path: file } = descriptor.resources[0];
  const table = await Table.load(path.join(folder, file), { schema });
  const rows = await table.iter({ forceCast: true, asyncIterator: true });
  const found = {};
  for await (const row of rows) {
    if (!(row instanceof Error)) continue;
    for (const error of row.multiple ? row.errors : [row]) {
      const rule = ruleOf(error);
      found[rule] = (found[rule] || 0) + 1;
    }
  }
  console.log("# tableschema", version, "on Node", process.version);
  for (const [rule, count] of Object.entries(found)) console.log(rule, count);
}

main();
