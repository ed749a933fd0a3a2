/** A workflow run, as far as it concerns one project. */
interface RunInProject {
  /** URL. */
  issuer: string;
  runId: string;
  projectId: string;
}

/** Many build tokens at once, without looking for them: each costs one row, however many there are. */
export interface RevocationRecords {
  /** Everything that was issued to jobs of this issuer until now. */
  revokeIssuer(issuerId: string): Promise<void>;
  /** Every build token's part in this project, and if `projectTokens`, those as well. */
  revokeProject(projectId: string, at: number, projectTokens: boolean): Promise<void>;
  /** Everything that was issued under this trust relationship until now. */
  revokeRelationship(relationshipId: string): Promise<void>;
  /**
   * Everything that jobs of this run hold in the project, and what they would still get: whoever
   * sits in a running job can ask for a new ID token.
   */
  revokeRun(run: RunInProject, keepUntil: number): Promise<void>;
  isRunRevoked(run: RunInProject): Promise<boolean>;
}
