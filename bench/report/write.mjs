// Writes the reports of the folder that is its argument; a process of its own, so that its memory can be measured.
import { writeReports } from '../../dist/report/write-reports.js';

await writeReports(process.argv[2]);
