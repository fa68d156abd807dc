package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.seal.Prf;
import dev.atom.vault.store.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All of a secret but itself. Times are in milliseconds since 1970.
 *
 * @param ref which secret
 * @param kind what it is
 * @param state whether it can be used
 * @param version of the newest; counts what was put from 1
 * @param stored when the newest version was put
 * @param expires when it ends; {@link #NEVER}
 * @param changed when anything of it was changed last
 * @param fingerprint keyed, of the newest version; zeroes if it has no value
 * @param target the name of the secret that this one stands for; empty if it is one itself
 * @param labels the host's
 * @param older the versions that are kept, the oldest first
 */
record Head(
    SecretRef ref,
    SecretKind kind,
    SecretState state,
    long version,
    long stored,
    long expires,
    long changed,
    Bytes fingerprint,
    Optional<String> target,
    Map<String, String> labels,
    List<Older> older) {
  static final long NEVER = Long.MAX_VALUE;
  static final Bytes NO_FINGERPRINT = Bytes.wrapping(new byte[Prf.SHORT]);

  /**
   * A version that was replaced.
   *
   * @param version its number
   * @param stored when it was put
   * @param expires when it ends
   * @param usableUntil until when it is given out as the previous one
   * @param revision of its row
   * @param fingerprint keyed
   */
  record Older(
      long version,
      long stored,
      long expires,
      long usableUntil,
      long revision,
      Bytes fingerprint) {}

  Head {
    labels = Map.copyOf(labels);
    older = List.copyOf(older);
  }

  Head withState(SecretState newState, long now) {
    return new Head(
        ref, kind, newState, version, stored, expires, now, fingerprint, target, labels, older);
  }

  Head withLabels(Map<String, String> newLabels, long now) {
    return new Head(
        ref, kind, state, version, stored, expires, now, fingerprint, target, newLabels, older);
  }

  Head withExpires(long newExpires, long now) {
    return new Head(
        ref, kind, state, version, stored, newExpires, now, fingerprint, target, labels, older);
  }

  Head withOlder(List<Older> newOlder, long now) {
    return new Head(
        ref, kind, state, version, stored, expires, now, fingerprint, target, labels, newOlder);
  }

  /** What is left of a secret that is gone. */
  Head destroyed(long now) {
    return new Head(
        ref,
        kind,
        SecretState.DESTROYED,
        version,
        stored,
        NEVER,
        now,
        NO_FINGERPRINT,
        Optional.empty(),
        Map.of(),
        List.of());
  }

  void write(FieldWriter to) {
    Ids.writeRef(to, ref);
    to.u8(kind.number()).u8(state.number());
    to.i64(version).i64(stored).i64(expires).i64(changed).fixed(fingerprint).optionalText(target);
    to.u8(labels.size());
    new TreeMap<>(labels).forEach((name, value) -> to.text(name).text(value));
    to.u16(older.size());
    for (Older one : older) {
      to.i64(one.version()).i64(one.stored()).i64(one.expires()).i64(one.usableUntil());
      to.i64(one.revision()).fixed(one.fingerprint());
    }
  }

  static Head read(FieldReader from) throws FieldReader.Malformed {
    return new Head(
        Ids.readRef(from),
        SecretKind.of(from.u8()),
        SecretState.of(from.u8()),
        from.i64(),
        from.i64(),
        from.i64(),
        from.i64(),
        from.fixed(Prf.SHORT),
        from.optionalText(),
        labels(from),
        older(from));
  }

  private static Map<String, String> labels(FieldReader from) throws FieldReader.Malformed {
    int count = from.u8();
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      labels.put(from.text(), from.text());
    }
    return labels;
  }

  private static List<Older> older(FieldReader from) throws FieldReader.Malformed {
    int count = from.u16();
    List<Older> older = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      older.add(
          new Older(
              from.i64(), from.i64(), from.i64(), from.i64(), from.i64(), from.fixed(Prf.SHORT)));
    }
    return older;
  }
}
