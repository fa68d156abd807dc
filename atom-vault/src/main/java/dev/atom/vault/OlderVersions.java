package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.TamperedRecord.How;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;

/** Reads older versions of secrets, each believed only if its secret's head names it. Thread-safe. */
final class OlderVersions {
  private final Tenants tenants;
  private final Secrets secrets;

  OlderVersions(Tenants tenants, Secrets secrets) {
    this.tenants = tenants;
    this.secrets = secrets;
  }

  /**
   * Opens an older version that a head names; the caller closes it.
   *
   * @throws VaultConflict if the secret has changed since, so that its head names another row
   */
  OpenedSecret open(Tenant tenant, RowKey secret, SecretRef ref, Head.Older older) {
    for (int i = 1; ; i++) {
      try {
        return once(tenant, secret, ref, older);
      } catch (TamperedRecord e) {
        boolean named =
            tenants
                .secret(tenant, secret)
                .map(row -> names(secrets.open(tenant, ref, row), older))
                .orElse(false);
        if (!named) {
          throw new VaultConflict(Words.of(ref) + " changed meanwhile; try again");
        }
        if (i == 2) {
          throw e;
        }
      }
    }
  }

  private static boolean names(OpenedSecret secret, Head.Older older) {
    try (secret) {
      return secret.head().older().contains(older);
    }
  }

  private OpenedSecret once(Tenant tenant, RowKey secret, SecretRef ref, Head.Older older) {
    Row row =
        tenants
            .store()
            .get(Ids.version(secret, older.version()))
            .filter(found -> found.revision() == older.revision())
            .orElseThrow(
                () ->
                    new TamperedRecord(
                        How.REMOVED,
                        "version "
                            + older.version()
                            + " of "
                            + Words.of(ref)
                            + " was removed or replaced behind the vault's back"));
    try {
      byte[] plain = tenants.seal().open(tenants.key(tenant, RowSeal.generation(row)), row);
      return OpenedSecret.read(plain);
    } catch (GeneralSecurityException | FieldReader.Malformed e) {
      throw new TamperedRecord(
          How.CHANGED,
          "version "
              + older.version()
              + " of "
              + Words.of(ref)
              + " can't be trusted: it was changed");
    }
  }
}
