// Builds the JavaScript that comes from public packages, and the licences that go with it: `npm run build`.
// With a folder as its argument, the same files go there instead (a test compares them with those that are kept).
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build, transform } from "esbuild";

const to = process.argv[2] ?? ".";
const shared = {
  bundle: true, minify: true, target: "es2022", legalComments: "none", metafile: true, logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
};
const front = join(to, "workshop/serve/static/front");

await rm(front, { recursive: true, force: true });
const page = await build({
  ...shared,
  entryPoints: ["workshop/serve/frontend/draw.js", "workshop/serve/frontend/twelve.js"],
  outdir: front,
  format: "esm",
  splitting: true,
  chunkNames: "[name]-[hash]",
  plugins: [{ name: "styles as short texts", setup: ({ onLoad }) => onLoad({ filter: /\.css$/ }, shortText) }],
  alias: {
    "sanitize-html": "./workshop/serve/frontend/plain.js", // a quarter of a megabyte to make text of text
    jquery: "./node_modules/jquery/dist/jquery.slim.js",
  },
});
await writeFile(join(front, "LICENSES.txt"), await licences(page.metafile));

await build({
  ...shared,
  entryPoints: ["widgets/frontend/table.js"],
  outfile: join(to, "widgets/static/table.js"),
  format: "iife",
  globalName: "Table",
  legalComments: "inline", // the licence of the one package in it
});

async function shortText({ path }) {
  const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
  return { contents: code.replace(/@import[^;]*;/g, ""), loader: "text" };
}

// The packages that are in a bundle, each with its licence.
async function licences(metafile) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const input of Object.keys(inputs)) {
      const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (found) folders.add(found[1]);
    }
  }
  const texts = await Promise.all([...folders].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const text = await licenceText(folder);
    return `${name} ${version} (${license})\n\n${text}`.trimEnd();
  }));
  return texts.join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}

async function licenceText(folder) {
  for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt", "LICENSE-MIT.txt", "LICENSE-MIT", "license"]) {
    const text = await readFile(join(folder, name), "utf8").catch(() => null);
    if (text) return text.replaceAll("\r\n", "\n").trim();
  }
  return "(The package has no licence file of its own; the licence is the one named above.)";
}
