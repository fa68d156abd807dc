package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditRecord.Outcome;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry of the audit as it is sealed. Each entry's sealed bytes go into a chain, whose end stands
 * in the tenant's row.
 *
 * @param at the last time, in milliseconds since 1970
 * @param since the first time
 * @param actor who
 * @param action what
 * @param outcome how it ended
 * @param ref which secret; empty if it concerns the tenant
 * @param version of the secret; 0 if none
 * @param times how often
 * @param detail in a few words
 */
record AuditEvent(
    long at,
    long since,
    String actor,
    AuditAction action,
    Outcome outcome,
    Optional<SecretRef> ref,
    long version,
    long times,
    String detail) {
  private static final byte[] LABEL = "atom-vault/audit/2".getBytes(StandardCharsets.US_ASCII);

  static AuditEvent done(long at, String actor, AuditAction action, SecretRef ref, long version) {
    return new AuditEvent(at, at, actor, action, Outcome.DONE, Optional.of(ref), version, 1, "");
  }

  static AuditEvent ofTenant(long at, String actor, AuditAction action, String detail) {
    return new AuditEvent(at, at, actor, action, Outcome.DONE, Optional.empty(), 0, 1, detail);
  }

  AuditEvent withDetail(String newDetail) {
    return new AuditEvent(at, since, actor, action, outcome, ref, version, times, newDetail);
  }

  /** The chain with one more row: SHA-256 over label, chain so far and the row's sealed content. */
  static Bytes chain(Bytes before, Row row) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(LABEL);
      sha.update(before.toArray());
      return Bytes.wrapping(sha.digest(row.content().toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IncompatibleLibrary("the Java runtime has no SHA-256", e);
    }
  }

  byte[] toByteArray() {
    FieldWriter to = new FieldWriter(128).i64(at).i64(since).text(actor);
    to.u8(action.number()).u8(outcome.number()).u8(ref.isPresent() ? 1 : 0);
    ref.ifPresent(secret -> Ids.writeRef(to, secret));
    return to.i64(version).i64(times).text(detail).toByteArray();
  }

  static AuditRecord parse(byte[] bytes, long number) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(bytes);
    long at = from.i64();
    long since = from.i64();
    String actor = from.text();
    AuditAction action = AuditAction.of(from.u8());
    Outcome outcome = outcome(from.u8());
    Optional<SecretRef> ref = from.u8() == 0 ? Optional.empty() : Optional.of(Ids.readRef(from));
    AuditRecord record =
        new AuditRecord(
            number,
            Instant.ofEpochMilli(at),
            Instant.ofEpochMilli(since),
            actor,
            action,
            outcome,
            ref,
            from.i64(),
            from.i64(),
            from.text());
    from.end();
    return record;
  }

  private static Outcome outcome(int number) throws FieldReader.Malformed {
    return switch (number) {
      case 0 -> Outcome.DONE;
      case 1 -> Outcome.DENIED;
      case 2 -> Outcome.FAILED;
      default -> throw new FieldReader.Malformed("an outcome is out of range");
    };
  }
}
