import { files } from './places.ts';
import { registryConformance } from './registry-conformance.ts';

registryConformance(files);
