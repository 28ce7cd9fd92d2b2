/**
 * Says what goes wrong in a loop once, not once per round: again only when the failure changes or after it had gone.
 * A loop that swallows its failures would hide a bug behind «the database is away».
 */
export class Complaint {
  private last: string | null = null;

  constructor(private readonly say: (error: unknown) => void) {}

  failed(error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (text === this.last) return;
    this.last = text;
    this.say(error);
  }

  succeeded(): void {
    this.last = null;
  }
}
