import { acquire } from './acquire.ts';
import { runStep } from './runner.ts';

void runStep(acquire, 1);
