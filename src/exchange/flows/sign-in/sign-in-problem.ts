import { Problem } from '../admin/problem.ts';

/** Why somebody was not let in. The message is for them; the detail is for the audit event. */
export class SignInProblem extends Problem {
  readonly detail: string | null;
  /** The provider can't be asked at the moment. */
  readonly isOutage: boolean;

  constructor(message: string, { detail = null, isOutage = false }: Details = {}) {
    super('forbidden', message);
    this.detail = detail;
    this.isOutage = isOutage;
  }
}

interface Details {
  detail?: string | null;
  isOutage?: boolean;
}
