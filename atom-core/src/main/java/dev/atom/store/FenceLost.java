package dev.atom.store;

/** The lease ended or another owner has it now; what was to be written under it is stale. */
public final class FenceLost extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param lease the lease that is lost
   */
  public FenceLost(Lease lease) {
    super(
        "fence_lost",
        "lease \"" + lease.name() + "\" of " + lease.owner() + " is lost; take it again and redo");
  }
}
