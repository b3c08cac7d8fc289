import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: more workers than that only make spawned processes wait for each other.
    maxWorkers: 2,
    testTimeout: 120_000,
    // End-to-end tests release a first version before they begin.
    hookTimeout: 120_000,
  },
});
