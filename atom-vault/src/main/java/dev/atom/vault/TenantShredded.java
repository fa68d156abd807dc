package dev.atom.vault;

/** The tenant's data keys were destroyed on purpose; nothing of it can be opened any more. */
public final class TenantShredded extends VaultException {
  private static final long serialVersionUID = 1L;

  TenantShredded(String message) {
    super("tenant_shredded", false, message);
  }
}
