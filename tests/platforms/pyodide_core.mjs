// Run a Python program with the grading core under WebAssembly: node pyodide_core.mjs PYODIDE_FOLDER REPOSITORY PROGRAM
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, repository, program] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: folder });
python.FS.mkdirTree("/course");
python.FS.mount(python.FS.filesystems.NODEFS, { root: repository }, "/course");
console.log(await python.runPythonAsync(readFileSync(program, "utf8")));
