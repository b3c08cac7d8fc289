import type { ClusteredCases } from '../../comparison/power.ts';
import { clusterOf } from '../../core/cluster.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { RunFile } from '../../core/run-file.ts';
import { readStoredCases } from '../runs/stored-cases.ts';

/**
 * The clusters of a run's cases, by field.
 *
 * @throws InputError where a case of it has none: the field came later than the run.
 */
export async function clustersOf(
  run: RunFile,
  folder: string,
  fields: ReadonlySet<string>,
): Promise<Map<string, ClusteredCases>> {
  const { cases } = fields.size === 0 ? { cases: [] } : await readStoredCases(folder);
  return new Map(
    [...fields].map((field) => {
      const sizes = new Map<string, number>();
      for (const item of cases) {
        const cluster = clusterOf(item, field);
        if (cluster === null) throw new InputError(withoutCluster(run, item.id, field));
        sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
      }
      const shares = [...sizes.values()].reduce((sum, size) => sum + 1 / size, 0);
      return [field, { field, count: sizes.size, size: sizes.size / shares }];
    }),
  );
}

function withoutCluster({ id, prompt }: RunFile, testCase: string, field: string): Problem {
  return {
    message: `run ${id} cannot be counted by "${field}": its case ${testCase} has no value for it`,
    hint: `Make a new run: prompteval power ${prompt}`,
  };
}
