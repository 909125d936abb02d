// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
//
// dashboard_schema.mjs DASHBOARD.json: prints TypeScript that compiles if the dashboard is one by
// Grafana's published types: itself, and the options of each panel by those of its kind. A member
// that they do not know, that has another type, or that is missing, is an error of the compiler.
import { readFileSync } from 'node:fs';

const raw = '@grafana/schema/dist/esm/raw';
const kinds = { heatmap: 'Heatmap', stat: 'Stat', table: 'Table', timeseries: 'TimeSeries' };
const dashboard = JSON.parse(readFileSync(process.argv[2], 'utf8'));

// JSON has the values of an enum as strings
console.log(`import type { Dashboard } from '${raw}/dashboard/x/dashboard_types.gen';
type Plain<T> = unknown extends T ? T : T extends string ? \`\${T}\` :
	T extends number | boolean | null | undefined ? T : { [K in keyof T]: Plain<T[K]> };
export const dashboard: Plain<Dashboard> = ${JSON.stringify(dashboard)};`);

for (const panel of dashboard.panels.filter((p) => p.type !== 'row')) {
	const kind = kinds[panel.type];
	const types = `import('${raw}/composable/${panel.type}/panelcfg/x/${kind}PanelCfg_types.gen')`;
	const custom = panel.fieldConfig.defaults.custom;

	if (!kind)
		throw new Error(`panel ${panel.id}: its type is not known here: ${panel.type}`);
	console.log(`export const o${panel.id}: Plain<${types}.Options> = ${JSON.stringify(panel.options)};`);
	if (custom)
		console.log(`export const c${panel.id}: Partial<Plain<${types}.FieldConfig>> = ${JSON.stringify(custom)};`);
}
