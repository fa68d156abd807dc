package dev.atom.vault;

import dev.atom.secret.SecretRef;
import java.util.Optional;

/** What a store keeps. Nothing in it is secret in plain. */
sealed interface VaultRow {
  /** How long the ids of data keys are, in bytes. */
  int ID_LENGTH = 16;

  /**
   * A tenant's data key.
   *
   * @param tenant whose
   * @param id random
   * @param generation counts a tenant's data keys from 1
   * @param wrapped the keyset, wrapped by the master key
   */
  record DataKeyRow(String tenant, Bytes id, int generation, Bytes wrapped) implements VaultRow {}

  /**
   * The newest version of a secret, or the note that it was deleted.
   *
   * @param ref which secret
   * @param version counts from 1 and goes on after a deletion
   * @param kind what the secret is; {@link #API_KEY} so far
   * @param stored when, in milliseconds since 1970
   * @param expires when it ends, in milliseconds since 1970; {@link #NEVER}
   * @param dataKey the id of the data key that sealed it
   * @param body the sealed record; empty if the secret was deleted
   */
  record SecretRow(
      SecretRef ref,
      long version,
      int kind,
      long stored,
      long expires,
      Bytes dataKey,
      Optional<Bytes> body)
      implements VaultRow {
    static final int API_KEY = 1;
    static final long NEVER = Long.MAX_VALUE;

    /** The same deletion note that {@code delete} leaves, for this row's secret. */
    SecretRow deleted(long newVersion, long now) {
      return new SecretRow(ref, newVersion, kind, now, NEVER, dataKey, Optional.empty());
    }
  }

  private static void writeRef(FieldWriter to, SecretRef ref) {
    to.text(ref.tenant()).optionalText(ref.user()).text(ref.provider()).text(ref.name());
  }

  /** Writes what the seal of a secret binds it to. */
  static void writePlace(FieldWriter to, SecretRow row) {
    writeRef(to, row.ref());
    to.i64(row.version()).u8(row.kind()).i64(row.stored()).i64(row.expires()).fixed(row.dataKey());
  }

  /** Writes a row for a log. */
  static byte[] toByteArray(VaultRow row) {
    FieldWriter to = new FieldWriter();
    switch (row) {
      case DataKeyRow key ->
          to.u8(1).text(key.tenant()).fixed(key.id()).u32(key.generation()).sized(key.wrapped());
      case SecretRow secret -> {
        to.u8(secret.body().isPresent() ? 2 : 3);
        writePlace(to, secret);
        secret.body().ifPresent(to::sized);
      }
    }
    return to.toByteArray();
  }

  /** Reads what {@link #toByteArray} wrote. */
  static VaultRow parse(byte[] bytes) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(bytes);
    int type = from.u8();
    VaultRow row =
        switch (type) {
          case 1 -> new DataKeyRow(from.text(), from.fixed(ID_LENGTH), from.u32(), from.sized());
          case 2, 3 -> secret(from, type == 2);
          default ->
              throw new UnsupportedFormat(
                  "the vault holds an entry of type "
                      + type
                      + ", which this version doesn't know; use a newer atom-vault");
        };
    from.end();
    return row;
  }

  private static SecretRow secret(FieldReader from, boolean withBody) throws FieldReader.Malformed {
    SecretRef ref = new SecretRef(from.text(), from.optionalText(), from.text(), from.text());
    return new SecretRow(
        ref,
        from.i64(),
        from.u8(),
        from.i64(),
        from.i64(),
        from.fixed(ID_LENGTH),
        withBody ? Optional.of(from.sized()) : Optional.empty());
  }
}
