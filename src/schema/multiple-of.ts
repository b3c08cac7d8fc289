import type { FuncKeywordDefinition } from 'ajv/dist/2020.js';

/** In the place of ajv's own, which divides binary fractions and takes 19.99 for no multiple of 0.01. */
export const multipleOf: FuncKeywordDefinition & { keyword: string } = {
  keyword: 'multipleOf',
  type: 'number',
  schemaType: 'number',
  validate: (divisor: number, value: number) => isMultipleOf(value, divisor),
};

/** Exact, by the shortest decimals that stand for the two numbers: those that were written. */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor) && divisor !== 0) {
    return value % divisor === 0;
  }
  const [dividend, by] = [decimalOf(value), decimalOf(divisor)];
  if (by.digits === 0n) return false;
  const power = Math.min(dividend.power, by.power);
  return scaled(dividend, power) % scaled(by, power) === 0n;
}

/** digits · 10^power */
interface Decimal {
  digits: bigint;
  power: number;
}

function decimalOf(value: number): Decimal {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^(-?\d+)(?:\.(\d+))?(?:e(.+))?$/.exec(`${value}`) ?? [];
  return { digits: BigInt(whole + fraction), power: Number(exponent) - fraction.length };
}

function scaled({ digits, power }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(power - to);
}
