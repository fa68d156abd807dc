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
 * @param looked the revision that the secret's row had at that check; 0 if it changed meanwhile
 */
record SecretStatus(long lastUsed, long uses, Optional<KeyHealth> health, long looked) {
  static final SecretStatus NONE = new SecretStatus(0, 0, Optional.empty(), 0);

  SecretStatus used(long at, long times) {
    return new SecretStatus(Math.max(at, lastUsed), uses + times, health, looked);
  }

  SecretStatus withHealth(KeyHealth newHealth, long revision) {
    return new SecretStatus(lastUsed, uses, Optional.of(newHealth), revision);
  }

  byte[] toByteArray() {
    FieldWriter to = new FieldWriter().i64(lastUsed).i64(uses).u8(health.isPresent() ? 1 : 0);
    health.ifPresent(
        found -> {
          found.write(to);
          to.i64(looked);
        });
    return to.toByteArray();
  }

  static SecretStatus parse(byte[] bytes) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(bytes);
    long lastUsed = from.i64();
    long uses = from.i64();
    boolean checked = from.u8() != 0;
    Optional<KeyHealth> health = checked ? Optional.of(KeyHealth.read(from)) : Optional.empty();
    long looked = checked ? from.i64() : 0;
    from.end();
    return new SecretStatus(lastUsed, uses, health, looked);
  }
}
