package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import java.util.Optional;

/**
 * How a secret fares: what changes often and matters little. Sealed, but not named in the manifest:
 * an older state of it may be put back unseen. Times are in milliseconds since 1970.
 *
 * @param lastUsed 0 if never
 * @param uses how often
 * @param health what the newest check found; empty if there was none
 */
record SecretStatus(long lastUsed, long uses, Optional<KeyHealth> health) {
  static final SecretStatus NONE = new SecretStatus(0, 0, Optional.empty());

  SecretStatus used(long at, long times) {
    return new SecretStatus(Math.max(at, lastUsed), uses + times, health);
  }

  SecretStatus withHealth(KeyHealth newHealth) {
    return new SecretStatus(lastUsed, uses, Optional.of(newHealth));
  }

  byte[] toByteArray() {
    FieldWriter to = new FieldWriter().i64(lastUsed).i64(uses).u8(health.isPresent() ? 1 : 0);
    health.ifPresent(found -> found.write(to));
    return to.toByteArray();
  }

  static SecretStatus parse(byte[] bytes) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(bytes);
    long lastUsed = from.i64();
    long uses = from.i64();
    Optional<KeyHealth> health =
        from.u8() == 0 ? Optional.empty() : Optional.of(KeyHealth.read(from));
    from.end();
    return new SecretStatus(lastUsed, uses, health);
  }
}
