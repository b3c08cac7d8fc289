/** The files of a run's folder that people and CI read of what came of it. All are made from `run.json` and its trials. */
export const reportNames = { page: 'index.html', summary: 'summary.md', junit: 'junit.xml' };
