package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A secret on its way from one vault to another, in plain: {@link #close} overwrites it.
 *
 * @param ref its names
 * @param kind what it is
 * @param target the name of the secret that it stands for; empty if it is one itself
 * @param labels the host's
 * @param values its versions, the oldest first and the newest last
 */
record Exported(
    SecretRef ref,
    SecretKind kind,
    Optional<String> target,
    Map<String, String> labels,
    List<Value> values)
    implements AutoCloseable {
  /** How many bytes of older versions go along, the newest of them first. */
  static final int MOST_OLDER = 2 << 20;

  /**
   * A version.
   *
   * @param stored when it was put, in milliseconds since 1970
   * @param expires when it ends; {@link Head#NEVER}
   * @param plain its bytes; none if it stands for another secret
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Value(long stored, long expires, byte[] plain) {}

  Value newest() {
    return values.getLast();
  }

  @Override
  public void close() {
    values.forEach(value -> Arrays.fill(value.plain(), (byte) 0));
  }

  /** How many bytes it takes, about. */
  int size() {
    return 200 + values.stream().mapToInt(value -> value.plain().length + 20).sum();
  }

  void write(FieldWriter to) {
    Ids.writeRef(to, ref);
    to.u8(kind.number()).optionalText(target).u8(labels.size());
    new TreeMap<>(labels).forEach((name, value) -> to.text(name).text(value));
    to.u16(values.size());
    for (Value value : values) {
      to.i64(value.stored()).i64(value.expires()).sized(value.plain());
    }
  }

  /**
   * Reads a secret, from whomever it comes.
   *
   * @throws IllegalArgumentException if no vault has such a secret
   */
  static Exported read(FieldReader from) throws FieldReader.Malformed {
    SecretRef ref = Ids.readRef(from);
    PutCheck.requireNames(ref);
    SecretKind kind = SecretKind.of(from.u8());
    Optional<String> target = from.optionalText();
    int count = from.u8();
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      labels.put(from.text(), from.text());
    }
    int versions = from.u16();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      values.add(new Value(from.i64(), from.i64(), from.sizedArray()));
    }
    boolean tooLong = values.stream().anyMatch(one -> one.plain().length > OpenedSecret.LONGEST);
    if (values.isEmpty() || tooLong) {
      throw new FieldReader.Malformed("a secret has no version, or one that is too long");
    }
    return new Exported(ref, kind, target, PutOptions.checked(labels), values);
  }
}
