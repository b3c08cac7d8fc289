import { errorCode } from '../../core/error-code.ts';
import { InputError } from '../../core/errors.ts';

type Driver = typeof import('pg')['default'];

/**
 * `pg` is an optional peer dependency: only who keeps a registry in PostgreSQL installs it.
 *
 * @throws InputError that says how.
 */
export async function loadDriver(source: string): Promise<Driver> {
  try {
    return (await import('pg')).default;
  } catch (error) {
    if (errorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError({
      field: source,
      message: 'a registry in PostgreSQL needs the package pg, which is not installed',
      hint: 'Install it beside prompteval: npm install pg@8',
    });
  }
}
