// Runs races as the browser does: reads a JSON list of {terrain, rules, runs} and writes the points of every run, one
// after the other, as 64-bit numbers. Called by tests/test_widget_paths.py, which compares them with lecopt.run.
import { readFileSync, writeFileSync } from "node:fs";
import { raceTrack } from "../../lecopt/widgets/js/race/paths.js";

const [input, output] = process.argv.slice(2);
const paths = JSON.parse(readFileSync(input)).flatMap(({ terrain, rules, runs }) => {
  const track = raceTrack(terrain, rules);
  return runs.flatMap(({ rule, ...state }) => [...track.path(rule, state).points]);
});
writeFileSync(output, Float64Array.from(paths));
