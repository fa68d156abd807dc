package dev.atom.vault.migrate;

import dev.atom.AtomException;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.ImportUnreadable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One go through all sources; holds their values until it is closed. Not thread-safe. */
final class MigrationPass implements AutoCloseable {
  private static final byte[] MASK = "••••".getBytes(StandardCharsets.UTF_8);

  private final ImportTarget target;
  private final Predicate<String> leftOut;
  private final OtherValue otherValue;
  private final List<Found> all = new ArrayList<>();
  private final Set<SecretRef> ambiguous = new HashSet<>();

  /** An entry, and where it belongs. */
  private record Found(String source, ImportEntry entry, Optional<SecretRef> ref) {
    MigrationReport.Line line(Outcome outcome, String why) {
      return new MigrationReport.Line(source, entry.name(), entry.where(), ref, outcome, why);
    }
  }

  MigrationPass(
      ImportTarget target,
      Predicate<String> leftOut,
      OtherValue otherValue,
      Map<String, Migration.Origin> sources) {
    this.target = target;
    this.leftOut = leftOut;
    this.otherValue = otherValue;
    boolean whole = false;
    try {
      sources.forEach(this::read);
      // Only now: a mapping may throw, and what has been read is closed all the same.
      all.replaceAll(found -> mapped(found, sources));
      findAmbiguous();
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private void read(String source, Migration.Origin origin) {
    try {
      origin.source().read().forEach(entry -> all.add(new Found(source, entry, Optional.empty())));
    } catch (ImportUnreadable e) {
      ImportEntry none = new ImportEntry.Unreadable("", "", String.valueOf(e.getMessage()));
      all.add(new Found(source, none, Optional.empty()));
    }
  }

  private Found mapped(Found found, Map<String, Migration.Origin> sources) {
    String name = found.entry().name();
    return Optional.ofNullable(sources.get(found.source()))
        .filter(origin -> !name.isEmpty() && !leftOut.test(name))
        .map(origin -> new Found(found.source(), found.entry(), origin.mapping().ref(name)))
        .orElse(found);
  }

  private void findAmbiguous() {
    Map<SecretRef, Secret> first = new HashMap<>();
    for (Found found : all) {
      if (found.entry() instanceof ImportEntry.Value value
          && !leftOut.test(value.name())
          && !isMask(value.secret())) {
        found
            .ref()
            .filter(ref -> !same(first.computeIfAbsent(ref, any -> value.secret()), value.secret()))
            .ifPresent(ambiguous::add);
      }
    }
  }

  MigrationReport plan() {
    return new MigrationReport(all.stream().map(this::planned).toList());
  }

  MigrationReport run() {
    List<MigrationReport.Line> done = all.stream().map(this::done).toList();
    List<MigrationReport.Line> verified = new ArrayList<>();
    for (int i = 0; i < done.size(); i++) {
      verified.add(verified(all.get(i), done.get(i)));
    }
    return new MigrationReport(verified);
  }

  private MigrationReport.Line planned(Found found) {
    if (!found.entry().name().isEmpty() && leftOut.test(found.entry().name())) {
      return found.line(Outcome.LEFT_OUT, "");
    }
    return switch (found.entry()) {
      case ImportEntry.Unreadable unreadable -> found.line(Outcome.UNREADABLE, unreadable.why());
      case ImportEntry.Empty empty -> found.line(Outcome.EMPTY, "");
      case ImportEntry.Value value ->
          found
              .ref()
              .map(ref -> planned(found, ref, value.secret()))
              .orElseGet(() -> found.line(Outcome.UNMAPPED, ""));
    };
  }

  private MigrationReport.Line planned(Found found, SecretRef ref, Secret secret) {
    if (isMask(secret)) {
      return found.line(Outcome.MASK, "the source has lost the secret itself");
    }
    if (ambiguous.contains(ref)) {
      return found.line(Outcome.AMBIGUOUS, "another entry for the same place has another value");
    }
    try {
      Optional<Secret> there = target.find(ref);
      return there.isEmpty()
          ? found.line(Outcome.TO_IMPORT, "")
          : beside(found, secret, there.get());
    } catch (AtomException e) {
      return failed(found, e);
    }
  }

  private MigrationReport.Line beside(Found found, Secret secret, Secret there) {
    try (there) {
      if (same(there, secret)) {
        return found.line(Outcome.ALREADY_THERE, "");
      }
    }
    return switch (otherValue) {
      case SKIP -> found.line(Outcome.OTHER_VALUE, "");
      case REPLACE -> found.line(Outcome.TO_IMPORT, "over another value");
      case KEEP -> found.line(Outcome.VAULT_KEPT, "");
    };
  }

  private MigrationReport.Line done(Found found) {
    MigrationReport.Line line = planned(found);
    if (line.outcome() != Outcome.TO_IMPORT
        || !(found.entry() instanceof ImportEntry.Value value)) {
      return line;
    }
    try {
      target.put(found.ref().orElseThrow(), value.secret());
      return found.line(Outcome.IMPORTED, line.why());
    } catch (AtomException e) {
      return failed(found, e);
    } catch (IllegalArgumentException e) {
      return found.line(Outcome.FAILED, "the vault does not take such a secret or name");
    }
  }

  private MigrationReport.Line verified(Found found, MigrationReport.Line line) {
    boolean said = line.outcome() == Outcome.IMPORTED || line.outcome() == Outcome.ALREADY_THERE;
    if (!said || !(found.entry() instanceof ImportEntry.Value value)) {
      return line;
    }
    try {
      Optional<Secret> there = target.find(found.ref().orElseThrow());
      if (there.isPresent()) {
        try (Secret read = there.get()) {
          if (same(read, value.secret())) {
            return line;
          }
        }
      }
      return found.line(Outcome.FAILED, "the vault gives back something else than was put");
    } catch (AtomException e) {
      return failed(found, e);
    }
  }

  private static MigrationReport.Line failed(Found found, AtomException e) {
    return found.line(Outcome.FAILED, e.code() + ": " + e.getMessage());
  }

  private static boolean same(Secret one, Secret other) {
    return one.use(
        PlaintextAccess.granted(),
        a -> other.use(PlaintextAccess.granted(), b -> MessageDigest.isEqual(a, b)));
  }

  /** Saved by a form that had been filled with what was to be shown, or by printing a secret. */
  private static boolean isMask(Secret secret) {
    byte[] printed = secret.toString().getBytes(StandardCharsets.UTF_8);
    return secret.use(
        PlaintextAccess.granted(),
        plain ->
            Arrays.equals(plain, printed)
                || (plain.length >= MASK.length
                    && Arrays.equals(plain, 0, MASK.length, MASK, 0, MASK.length)));
  }

  @Override
  public void close() {
    all.forEach(found -> found.entry().close());
  }
}
