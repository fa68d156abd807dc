package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;

/**
 * The ids of rows: the first 16 bytes of HMAC-SHA256 over names, so that a store knows no names and
 * no name can be anything to a store but an id.
 */
final class Ids {
  private static final int TENANT = 1;
  private static final int SECRET = 2;
  private static final int VAULT = 3;

  private final Roots roots;

  Ids(Roots roots) {
    this.roots = roots;
  }

  Bytes tenant(String tenant) {
    return roots.functions().ids().shorter(new FieldWriter().u8(TENANT).text(tenant).toByteArray());
  }

  /** The place of what concerns the whole vault; no tenant has it. */
  Bytes vault() {
    return roots.functions().ids().shorter(new byte[] {VAULT});
  }

  RowKey secret(Bytes tenant, SecretRef ref) {
    FieldWriter name = new FieldWriter().u8(SECRET);
    writeRef(name, ref);
    return new RowKey(
        RowKind.SECRET, tenant.plus(roots.functions().ids().shorter(name.toByteArray())));
  }

  static RowKey tenantRow(Bytes tenant) {
    return new RowKey(RowKind.TENANT, tenant);
  }

  static RowKey dataKey(Bytes tenant, int generation) {
    return new RowKey(RowKind.DATA_KEY, with(tenant, generation));
  }

  static RowKey part(Bytes tenant, int index) {
    return new RowKey(RowKind.MANIFEST, with(tenant, index));
  }

  static RowKey version(RowKey secret, long version) {
    return new RowKey(RowKind.VERSION, secret.id().plus(new FieldWriter(8).i64(version).toBytes()));
  }

  static RowKey status(RowKey secret) {
    return new RowKey(RowKind.STATUS, secret.id());
  }

  static RowKey lease(RowKey secret) {
    return new RowKey(RowKind.LEASE, secret.id());
  }

  static RowKey audit(Bytes tenant, long number) {
    return new RowKey(RowKind.AUDIT, tenant.plus(new FieldWriter(8).i64(number).toBytes()));
  }

  /** The secret's own part of a row's id, shortened as manifests have it. */
  static long shortId(RowKey secret) {
    return Part.shortId(Bytes.of(secret.id().toArray(), 16, 24));
  }

  static void writeRef(FieldWriter to, SecretRef ref) {
    to.text(ref.tenant()).optionalText(ref.user()).text(ref.provider()).text(ref.name());
  }

  static SecretRef readRef(FieldReader from) throws FieldReader.Malformed {
    return new SecretRef(from.text(), from.optionalText(), from.text(), from.text());
  }

  private static Bytes with(Bytes tenant, int number) {
    return tenant.plus(new FieldWriter(4).u32(number).toBytes());
  }
}
