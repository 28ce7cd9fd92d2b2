/** Where the portal's pages are. */
export class PortalAddress {
  private readonly origin: string;

  constructor(publicUrl: string) {
    this.origin = publicUrl.replace(/\/+$/, '');
  }

  /** @param path of our own, such as `returnPath` gives */
  of(path: string): string {
    return `${this.origin}${path}`;
  }
}
